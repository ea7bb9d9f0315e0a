/** Calls of functions that can be looked into: what they do to locks, waits and maps of their caller. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Func } from "../types/types.ts";
import { handOver } from "./handovers.ts";
import { jobSignals } from "./jobs.ts";
import { isMap } from "./known.ts";
import { giveBack, take } from "./locking.ts";
import { join, meet, withoutOwnLocks } from "./lockset.ts";
import { isOwnedExpr, noteAccess, targetOf } from "./memory.ts";
import type { ArgPath, CallEvent, Face, Lockset } from "./model.ts";
import { inCommon, isDenied, needsHere, needsThrough } from "./needs.ts";
import { type Path, pathOf, rebase, type Step } from "./path.ts";
import { intersect } from "./sets.ts";
import { type Binding, placeKeys, placeLock, placeLocks } from "./substitution.ts";
import type { Walker } from "./walk.ts";

/** Which parameter of the function an expression is; below 0 when it is none. */
export function paramIndex(walker: Walker, expr: Expr): number {
  const obj = expr.kind === "Ident" ? walker.info.uses.get(expr) : undefined;
  if (obj?.kind !== "Var" || obj.role !== "param") return -1;
  return (walker.info.params.get(walker.decl) ?? []).indexOf(obj);
}

/** A call of a parameter of function type: what literals given for it run under, and where. */
export function noteParamCall(walker: Walker, index: number, under: Lockset): void {
  if (index < 0) return;
  if (walker.strand !== 0) {
    const { kind, code } = walker.strands[walker.strand];
    if (kind !== "go") return;
    const locks = withoutOwnLocks(join(walker.state.locks, under), walker.decl, code);
    if (![...locks.values()].some(({ must }) => must)) walker.paramsUnlocked.add(index);
    const needs = inCommon(walker.paramStrands.get(index), needsHere(walker));
    walker.paramStrands.set(index, { strand: walker.strand, conditional: dependsOnGiven(walker), needs });
    return;
  }
  const before = walker.paramCalls.get(index);
  const locks = join(walker.state.locks, under);
  walker.paramCalls.set(index, before === undefined ? locks : meet(before, locks));
}

/** A call of a declared function: what it does to the state, as far as that is known. */
export function walkKnownCallee(
  walker: Walker,
  call: CallExpr,
  callee: Func,
  fun: Expr,
  deferred: boolean,
): void {
  if (callee.ofInterface) {
    if (callee.pkg === walker.func.pkg) noteCall(walker, call, callee, fun, deferred);
    return;
  }
  if (!walker.callees.canSee(callee)) return;
  noteCall(walker, call, callee, fun, deferred);
  if (callee.pkg === walker.func.pkg) for (const arg of call.args) handOver(walker, arg, "argument", call);
  const face = walker.callees.effects(callee);
  if (face === undefined) return;
  const binding = bindCall(walker, call, fun, face);
  accessGiven(walker, call, callee, face, binding);
  for (const lock of face.releases) giveBack(walker, placeLock(lock, binding));
  for (const { lock, must, mode, mayWrite } of face.acquires) {
    if (must) take(walker, placeLock(lock, binding), mode, mayWrite);
  }
  for (const key of placeKeys(face.waits, binding)) walker.waitKey(key);
  for (const [i, arg] of call.args.entries()) {
    const passed = paramIndex(walker, unparen(arg));
    const under = face.paramCalls.get(i);
    if (under !== undefined) noteParamCall(walker, passed, placeLocks(under, binding));
    const start = passed < 0 ? undefined : face.paramStarts.get(i);
    if (start === undefined || isDenied(walker, call, start)) continue;
    // One that waits for what it starts, if not without end, starts one after the other.
    const isAwaited = [...start.signals].some((key) => face.waits.has(key));
    const inLoop = start.inLoop || (walker.loops.length > 0 && !isAwaited);
    const conditional = start.conditional || dependsOnGiven(walker);
    const given = [...needsThrough(walker, call, start.needs), ...needsHere(walker)];
    const needs = inCommon(walker.passedOn.get(passed), given);
    const signals = placeKeys(jobSignals(walker, call, start), binding);
    walker.passedOn.set(passed, { inLoop, conditional, needs, signals });
  }
}

/** Is the present place reached only under a condition on what the function is given, as `if parallel > 1`? */
function dependsOnGiven({ state }: Walker): boolean {
  // That a function or an object is there at all is no choice of the caller's.
  return [...state.facts].some((fact) => !/\bnil\b/.test(fact));
}

/** What the call puts in the place of the callee's receiver and parameters. */
export function bindCall(walker: Walker, call: CallExpr, fun: Expr, callee: Face): Binding {
  const pathOfExpr = (expr: Expr): Path | undefined => pathOf(expr, walker.info, walker.locals.aliases);
  const base = fun.kind === "SelectorExpr" ? pathOfExpr(fun.x) : undefined;
  const embedded = fun.kind === "SelectorExpr" ? walker.info.selections.get(fun)?.path : undefined;
  const recv = base && { root: base.root, steps: [...base.steps, ...(embedded ?? [])] };
  return { callee, recv, args: call.args.map(pathOfExpr), pos: call.pos };
}

/** The callee accesses maps that it is given: seen from here, the call does. */
function accessGiven(walker: Walker, call: CallExpr, callee: Func, face: Face, binding: Binding): void {
  const fun = unparen(call.fun);
  for (const { param, depth, kind, locks } of face.paramMaps) {
    const given = param >= 0 ? call.args[param] : fun.kind === "SelectorExpr" ? fun.x : undefined;
    if (given === undefined || !isMap(given, walker.info)) continue;
    const target = targetOf(walker, given);
    if (target === undefined) continue;
    const { key, path } = target;
    const inner: Step[] = Array<Step>(depth).fill("[]");
    const moment = walker.moment();
    noteAccess(walker, {
      ...moment,
      locks: join(moment.locks, placeLocks(locks, binding)),
      kind,
      target: {
        ...target,
        key: key + "[]".repeat(depth),
        path: path && rebase({ ...path, steps: inner }, path),
      },
      place: walker.place(call),
      node: call,
      through: callee,
    });
  }
}

function noteCall(walker: Walker, call: CallExpr, callee: Func, fun: Expr, deferred: boolean): void {
  const argPath = (expr: Expr): ArgPath => {
    const bare = unparen(expr);
    return {
      path: pathOf(expr, walker.info, walker.locals.aliases),
      owned: isOwnedExpr(walker, expr),
      funcLit: bare.kind === "FuncLit" ? bare : undefined,
    };
  };
  const selection = fun.kind === "SelectorExpr" ? walker.info.selections.get(fun) : undefined;
  let recv: ArgPath | undefined;
  if (fun.kind === "SelectorExpr" && selection?.kind === "method") {
    const base = argPath(fun.x);
    const path =
      base.path === undefined
        ? undefined
        : { root: base.path.root, steps: [...base.path.steps, ...selection.path] };
    recv = { ...base, path };
  }
  const known = walker.calls.get(call) ?? new Map<number, CallEvent>();
  walker.calls.set(call, known);
  const before = known.get(walker.strand);
  const moment = walker.moment();
  known.set(walker.strand, {
    ...moment,
    ...(before === undefined
      ? {}
      : {
          order: before.order,
          loops: before.loops,
          locks: meet(before.locks, moment.locks),
          facts: intersect(before.facts, moment.facts),
        }),
    callee,
    place: walker.place(call),
    recv:
      before === undefined || recv === undefined
        ? recv
        : { ...recv, owned: recv.owned && before.recv?.owned === true },
    args: call.args.map(argPath),
    deferred,
  });
}
