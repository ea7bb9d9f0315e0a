/** WaitGroups, and the groups of golang.org/x/sync/errgroup. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { unknown } from "../types/types.ts";
import { constantOf, runArgument, start } from "./calls.ts";
import { contextOf, derived } from "./contexts.ts";
import { evaluate, typeOf } from "./expressions.ts";
import { read, typeName, write } from "./memory.ts";
import { once } from "./once.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, number, type Place, type Value } from "./value.ts";
import { firstToken } from "./world.ts";

const nothing: Value = { kind: "tuple", values: [] };

function groupName(t: Translator, place: Place): string {
  return t.world.sync(place.key, place.name, (name) => ({ kind: "waitgroup", name }));
}

/** Calls of a WaitGroup, and of an errgroup, which holds one. */
export function waitGroup(t: Translator, place: Place, method: string, call: CallExpr): Value {
  if (t.world.knowledge.escaped.has(place.key) && method !== "Go" && method !== "TryGo") {
    if (method === "Wait") t.note("scenario.outsideChannel", call, { name: place.name });
    return nothing;
  }
  const sync = groupName(t, place);
  switch (method) {
    case "Add": {
      const delta = evaluate(t, call.args[0]);
      if (delta.kind !== "word" || (constantOf(delta) ?? 0) >= firstToken)
        return addTurns(t, sync, call, t.world.limits.turns);
      const cut = t.world.knowledge.cuts.get(constantOf(delta) ?? 0);
      if (cut !== undefined) return addTurns(t, sync, call, cut);
      t.emit({ kind: "wg-add", sync, delta: t.expression(delta) });
      return nothing;
    }
    case "Done":
      t.emit({ kind: "wg-done", sync });
      return nothing;
    case "Wait":
      t.emit({ kind: "wg-wait", sync });
      return isWaitGroup(place) ? nothing : firstError(t, place, call);
    case "Go":
    case "TryGo":
      t.emit({ kind: "wg-add", sync, delta: { op: "const", value: 1 } });
      start(t, call, (child) => {
        const result = runArgument(child, call.args[0], call);
        if (!isWaitGroup(place)) noteError(child, place, result, call);
        child.emit({ kind: "wg-done", sync });
      });
      return number(1);
    default:
      t.note("scenario.syncType", call, { call: exprString(call) });
      return nothing;
  }
}

function isWaitGroup(place: Place): boolean {
  return typeName(place) === "sync.WaitGroup";
}

/** Where an errgroup keeps the first error. */
function errorPlace({ key, name }: Place): Place {
  return { key: `${key}.err`, name: `${name}.err`, type: unknown, owner: "other", outside: false };
}

/** The first function that fails sets the error of its errgroup and ends its context. */
function noteError(t: Translator, group: Place, result: Value, call: CallExpr): void {
  if (result.kind !== "word") return;
  const failed = t.word(fold({ op: "ne", left: t.expression(result), right: constant(0) }));
  const fail = (): void =>
    once(t, `${group.key}.once`, `${group.name}.errOnce`, () => {
      write(t, errorPlace(group), result);
      cancel(t, group, call);
    });
  t.branch(failed, undefined, fail, () => {});
}

/** `g.Wait()` ends the context and gives the first error. */
function firstError(t: Translator, group: Place, call: CallExpr): Value {
  cancel(t, group, call);
  return read(t, errorPlace(group));
}

function cancel(t: Translator, group: Place, call: CallExpr): void {
  const ends = t.world.groups.get(group.key);
  if (ends?.kind === "native") ends.run(t, [], call);
}

/** `errgroup.WithContext(ctx)`: a group, and a context that ends with its first error. */
export function groupWithContext(t: Translator, call: CallExpr): Value | undefined {
  const name = t.hint ?? "group";
  const parent = contextOf(t, evaluate(t, call.args[0]));
  const made = typeOf(t, call);
  const pointer = made.kind === "Tuple" ? made.types[0] : undefined;
  if (parent === undefined || pointer?.kind !== "Pointer") return undefined;
  const key = `${t.path}!${call.pos}.group`;
  const group: Place = { key, name, type: pointer.elem, owner: "other", outside: false };
  const { value, cancel: ends } = derived(t, call, parent);
  t.world.groups.set(group.key, ends);
  return { kind: "tuple", values: [{ kind: "pointer", to: group }, value] };
}

/** `wg.Add(n)` for loops of n turns: as many as are simulated. */
function addTurns(t: Translator, sync: string, call: CallExpr, turns: number): Value {
  t.note("scenario.add", call, { call: exprString(call), turns });
  t.emit({ kind: "wg-add", sync, delta: { op: "const", value: turns } });
  return nothing;
}

/** A call such as `g.Go(func() error {...})` of a group whose package cannot be read. */
export function isGroupWithoutTypes(t: Translator, call: CallExpr): boolean {
  const fun = unparen(call.fun);
  if (fun.kind !== "SelectorExpr" || t.code.info.callees.has(call)) return false;
  if (!/^(Go|TryGo|Wait)$/.test(fun.sel.name) || (fun.sel.name === "Wait") !== (call.args.length === 0))
    return false;
  return t.code.info.types.get(unparen(fun.x))?.kind === "Unknown" && importsGroup(t);
}

function importsGroup(t: Translator): boolean {
  const file = t.code.pkg.placementOf(t.code.decl)?.unit.file;
  return file?.imports.some((spec) => spec.path === "golang.org/x/sync/errgroup") === true;
}

/** Translates such a call. */
export function groupCall(t: Translator, call: CallExpr): Value {
  const fun = unparen(call.fun);
  if (fun.kind !== "SelectorExpr") return nothing;
  const name = exprString(fun.x);
  const on: Expr = unparen(fun.x);
  const value = on.kind === "Ident" ? t.code.info.uses.get(on) : undefined;
  const known = value?.kind === "Var" ? t.scope.find(value) : undefined;
  const place: Place = known ?? { key: `group:${name}`, name, type: unknown, owner: "other", outside: false };
  return waitGroup(t, place, fun.sel.name, call);
}
