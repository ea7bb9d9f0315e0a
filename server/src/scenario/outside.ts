/** What code that is not simulated does with what it is given. */
import { writtenName } from "../effects/known.ts";
import { runnerKind } from "../effects/runners.ts";
import type { CallExpr, FuncLit } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { underlying } from "../types/types.ts";
import { start } from "./calls.ts";
import { evaluate, typeOf } from "./expressions.ts";
import { callValue } from "./functions.ts";
import { fieldPlace, typeName, unknownOf } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { type Place, shapeOf, type Value } from "./value.ts";

/** How far fields are followed. */
const maxDepth = 3;

/** Gives values to code that is not simulated: it may write what pointers reach, and use what synchronises. */
export function handOver(t: Translator, values: readonly (Value | undefined)[], callee: string): void {
  if (!t.live) return;
  for (const value of values) {
    if (value?.kind === "chan") t.world.escape(value.chan.key);
    if (value?.kind !== "pointer" || onlyShows(callee)) continue;
    escapes(t, value.to, maxDepth);
    clobber(t, value.to, maxDepth);
  }
}

/** Code that only shows what it is given changes nothing. */
function onlyShows(name: string): boolean {
  return /^(fmt\.(Print|Fprint|Sprint|Append|Errorf)|log\.|errors\.|reflect\.|encoding\/json\.Marshal)/.test(
    name,
  );
}

/** Channels and WaitGroups in a piece of memory are no longer those of the scenario alone. */
function escapes(t: Translator, place: Place, depth: number): void {
  if (/^sync\.WaitGroup$|errgroup\.Group$/.test(typeName(place))) t.world.escape(place.key);
  const held = t.env.get(place.key);
  if (held?.kind === "chan") t.world.escape(held.chan.key);
  const under = underlying(place.type);
  if (depth === 0 || under.kind !== "Struct") return;
  for (const field of under.fields) escapes(t, fieldPlace(place, field), depth - 1);
}

/** What a pointer reaches may hold anything afterwards. */
function clobber(t: Translator, place: Place, depth: number): void {
  if (depth === 0) return;
  const { type } = place;
  const under = underlying(type);
  if (shapeOf(type) !== "memory") {
    if (!t.world.isShared(place.key)) t.env.set(place.key, unknownOf(t, type, place.name, `${place.key}*`));
  } else if (under.kind === "Struct") {
    for (const field of under.fields) clobber(t, fieldPlace(place, field), depth - 1);
  }
}

/** Names of methods that run the function they are given beside what comes after the call. */
const runsLater = /^(Go|GoCtx|Submit|Spawn|Enqueue|Schedule|Async|AfterFunc|HandleFunc|Handle)$/;

/**
 * Function literals that code elsewhere gets: it runs them once, in a goroutine of their own where its name says
 * so, else before it comes back.
 */
export function callbacks(t: Translator, call: CallExpr): void {
  const fun = unparen(call.fun);
  const method = fun.kind === "SelectorExpr" ? fun.sel.name : "";
  const kind = runnerKind(writtenName(call, t.code.info));
  const later = kind === undefined ? runsLater.test(method) : kind !== "in-place";
  for (const arg of call.args) {
    const literal = unparen(arg);
    if (literal.kind !== "FuncLit" || !t.live) continue;
    t.note(later ? "scenario.callbackLater" : "scenario.callback", arg);
    const run = (by: Translator): void => {
      callValue(by, evaluate(by, literal), unknownArguments(by, literal), literal);
    };
    if (later) start(t, call, run);
    else run(t);
  }
}

function unknownArguments(t: Translator, literal: FuncLit): Value[] {
  const type = underlying(typeOf(t, literal));
  if (type.kind !== "Signature") return [];
  return type.params.map((param) =>
    unknownOf(t, param.type(), param.name, `${t.path}!${literal.pos}(${param.name})`),
  );
}
