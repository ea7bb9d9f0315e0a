/** Calls: what they do to locks, goroutines and maps. */
import { calleeName, funcName, neverReturns } from "../effects/known.ts";
import { knownMapUses } from "../effects/mapUses.ts";
import type { CallExpr, Expr, Range } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { asMap, type Func, unknown } from "../types/types.ts";
import { atomicCall } from "./atomics.ts";
import { builtin } from "./builtins.ts";
import { contextCall } from "./contexts.ts";
import { evaluate, objectOf, receiver, shown, typeOf } from "./expressions.ts";
import { callValue, inline } from "./functions.ts";
import { groupCall, groupWithContext, isGroupWithoutTypes } from "./groups.ts";
import { mapUse } from "./maps.ts";
import { unknownOf } from "./memory.ts";
import { onceFunction } from "./once.ts";
import { callbacks, handOver } from "./outside.ts";
import { newCond, surelySync, synchronise } from "./synchronise.ts";
import { syncMapCall } from "./syncmap.ts";
import { Translator } from "./translator.ts";
import { known, number, type Place, type Value } from "./value.ts";
import { maxThreads } from "./world.ts";

/** The value of a call. */
export function call(t: Translator, expr: CallExpr): Value {
  return t.at(expr, () => perform(t, expr, prepare(t, expr)));
}

/** What a call needs, worked out before it runs: `defer` and `go` do that early. */
interface Prepared {
  readonly fun: Value | undefined;
  readonly args: readonly Value[];
}

function prepare(t: Translator, expr: CallExpr): Prepared | undefined {
  const { info } = t.code;
  const fun = unparen(expr.fun);
  if (info.typeExprs.has(expr.fun) || isBuiltin(t, fun)) return undefined;
  if (surelySync(t, expr) !== undefined || isGroupWithoutTypes(t, expr)) return undefined;
  const callee = info.callees.get(expr);
  if (callee !== undefined && callee.pkg !== t.world.effects.pkg) return undefined;
  return { fun: evaluate(t, expr.fun), args: expr.args.map((arg) => evaluate(t, arg)) };
}

function isBuiltin(t: Translator, fun: Expr): boolean {
  return fun.kind === "Ident" && t.code.info.uses.get(fun)?.kind === "Builtin";
}

function perform(t: Translator, expr: CallExpr, prepared: Prepared | undefined): Value {
  const { info } = t.code;
  const fun = unparen(expr.fun);
  if (info.typeExprs.has(expr.fun)) return expr.args[0] === undefined ? number(0) : evaluate(t, expr.args[0]);
  if (isBuiltin(t, fun) && fun.kind === "Ident") return builtin(t, fun.name, expr);
  const sync = surelySync(t, expr);
  if (sync !== undefined) return synchronise(t, expr, sync);
  if (isGroupWithoutTypes(t, expr)) return groupCall(t, expr);
  if (prepared?.fun?.kind === "func") return callValue(t, prepared.fun, prepared.args, expr);
  return library(t, expr, prepared);
}

/** A call of code that is not part of the scenario. */
function library(t: Translator, expr: CallExpr, prepared: Prepared | undefined): Value {
  const { info } = t.code;
  const callee = info.callees.get(expr);
  const atomic = callee === undefined ? undefined : atomicCall(t, expr, callee);
  if (atomic !== undefined) return atomic;
  const name = callee === undefined ? "" : funcName(callee);
  const known = knownCall(t, expr, name);
  if (known !== undefined) return known;
  const args = prepared?.args ?? expr.args.map((arg) => (isWholeMap(t, arg) ? undefined : evaluate(t, arg)));
  const uses = knownMapUses(expr, info);
  for (const { map, kind } of uses) mapUse(t, map, kind);
  if (neverReturns(expr, info)) {
    // Tests end their goroutine, as Goexit does.
    if (/^(runtime|testing)\./.test(calleeName(expr, info))) t.emit({ kind: "exit" });
    else t.emit({ kind: "panic", message: exprString(expr) });
    t.block = undefined;
    return number(0);
  }
  if (/^time\.Sleep$/.test(name)) t.world.note("scenario.sleep");
  else if (/^(sync|golang\.org\/x\/sync)/.test(name))
    t.note("scenario.syncType", expr, { call: exprString(expr) });
  else if (callee === undefined || callee.ofInterface || !isLibrary(callee)) {
    if (t.live) t.world.list("scenario.calls", `${exprString(expr.fun)}()`);
  } else if (uses.length === 0) t.world.note("scenario.library");
  handOver(t, args, name);
  callbacks(t, expr);
  const shownArgs = expr.args.map((arg, i) => {
    const value = args[i];
    return value === undefined ? exprString(arg) : shown(t, arg, value);
  });
  return results(t, expr, formatted(name, shownArgs) ?? `${exprString(expr.fun)}(${shownArgs.join(", ")})`);
}

/** Calls of the standard library that the translation does itself. */
function knownCall(t: Translator, expr: CallExpr, name: string): Value | undefined {
  if (/^sync\.Once(Func|Values?)$/.test(name)) return onceFunction(t, expr);
  if (name === "sync.NewCond") return newCond(t, expr);
  if (name.startsWith("context.")) return contextCall(t, expr, name);
  if (name === "golang.org/x/sync/errgroup.WithContext") return groupWithContext(t, expr);
  return syncMapCall(t, expr, name);
}

function isWholeMap(t: Translator, expr: Expr): boolean {
  return asMap(typeOf(t, expr)) !== undefined;
}

/** Functions of the standard library: their paths have no dot. */
function isLibrary(callee: Func): boolean {
  return !callee.pkg.path.split("/")[0].includes(".") && callee.decl?.bodyRange === undefined;
}

/** Texts of formatting calls, so that keys made of known numbers differ. */
function formatted(name: string, args: readonly string[]): string | undefined {
  if (name === "strconv.Itoa" && /^-?\d+$/.test(args[0] ?? "")) return JSON.stringify(args[0]);
  if (name !== "fmt.Sprintf" || !/^"[^"\\]*"$/.test(args[0] ?? "")) return undefined;
  const rest = args.slice(1);
  if (!rest.every((arg) => /^(-?\d+|"[^"\\]*")$/.test(arg))) return undefined;
  let next = 0;
  return args[0].replace(/%[dsv]/g, () => (rest[next++] ?? "").replaceAll('"', ""));
}

function results(t: Translator, expr: CallExpr, text: string): Value {
  const type = typeOf(t, expr);
  if (/^(errors\.New|fmt\.Errorf)\(/.test(text)) return number(t.world.token(text));
  if (type.kind !== "Tuple") return constantText(t, text) ?? objectOf(t, expr, text);
  const values = type.types.map((inner, i) =>
    unknownOf(t, inner, `${text} #${i + 1}`, `${t.path}!${expr.pos}.${i}`),
  );
  return { kind: "tuple", values };
}

function constantText(t: Translator, text: string): Value | undefined {
  return /^"[^"]*"$/.test(text) ? number(t.world.token(text)) : undefined;
}

/** `defer f(x)`. */
export function deferCall(t: Translator, expr: CallExpr, node: Range): void {
  const prepared = t.at(node, () => prepare(t, expr));
  const { frame, scope } = t;
  const key = `${t.path}?${node.pos}`;
  const flag: Place = { key, name: "deferred", type: unknown, owner: "other", outside: false };
  // Ways that do not come here leave the flag as it is.
  t.world.initials.set(key, number(0));
  t.env.set(key, number(1));
  const run = (): void => {
    const { scope: outer } = t;
    t.scope = scope;
    t.at(node, () => perform(t, expr, prepared));
    t.scope = outer;
  };
  frame.deferred.push({ flag, run });
}

/** `go f(x)`. */
export function goCall(t: Translator, expr: CallExpr, node: Range): void {
  t.at(node, () => {
    const prepared = prepare(t, expr);
    const fun = prepared?.fun;
    if (fun?.kind === "func") start(t, node, (child) => inline(child, fun.func, prepared?.args ?? [], expr));
    else start(t, node, (child) => perform(child, expr, prepared));
  });
}

/** Starts a goroutine that runs something. */
export function start(t: Translator, node: Range, run: (child: Translator) => void): void {
  const { world } = t;
  if (!t.live) return;
  const index = world.threads.length;
  if (index >= maxThreads) {
    world.crowded ??= t.where(node);
    return;
  }
  const child = new Translator(
    world,
    index,
    { ...t.frame, depth: -1, returns: [], deferred: [], targets: [] },
    new Map(t.env),
    `${t.path}/go${node.pos}`,
  );
  child.scope = t.scope;
  child.span = t.span;
  const name = `goroutine ${index}`;
  world.threads.push({ name, start: "spawned", blocks: child.blocks, endsProgram: false });
  t.emit({ kind: "go", thread: name });
  world.concurrent = true;
  run(child);
}

/** A number that a value surely is. */
export function constantOf(value: Value | undefined): number | undefined {
  return value?.kind === "word" ? known(value.value) : undefined;
}

/** Runs a function value that a library calls: wg.Go, once.Do. */
export function runArgument(t: Translator, arg: Expr | undefined, node: Range): Value {
  if (arg === undefined) return number(0);
  const bare = unparen(arg);
  const value = evaluate(t, bare);
  const fun = value.kind === "func" || bare.kind !== "SelectorExpr" ? value : (receiver(t, bare) ?? value);
  return callValue(t, fun, [], node);
}
