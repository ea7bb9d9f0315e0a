/**
 * What a condition tells when it holds, and when it does not: a lock that was taken (`if mu.TryLock()`,
 * `for !mu.TryLock()`), an atomic store that was seen (`if ready.Load()`, `state.Load() == 1`), the value of
 * a constant (`if parallel`).
 */
import type { BinaryExpr, CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { atomicCall } from "./atomics.ts";
import { factOf, truthOf } from "./facts.ts";
import { syncCall } from "./known.ts";
import { lockRefOf } from "./memory.ts";
import type { Held, LockRef } from "./model.ts";
import { classOf } from "./path.ts";
import { triedSemaphore } from "./semaphores.ts";
import { union } from "./sets.ts";
import { afterWait, type State, unreachable } from "./state.ts";
import type { Walker } from "./walk.ts";

/** What is known on one side of a condition. */
export interface Told {
  readonly locks: readonly Held[];
  /** What was waited for: the keys of the variables whose stores were seen. */
  readonly waits: readonly string[];
  readonly facts: readonly string[];
  /** Does the condition never turn out so? */
  readonly never?: true;
}

/** What a condition tells. */
export interface Condition {
  readonly yes: Told;
  readonly no: Told;
}

const nothing: Told = { locks: [], waits: [], facts: [] };
const never: Told = { ...nothing, never: true };
const silent: Condition = { yes: nothing, no: nothing };

/** What a condition tells; silent where there is none. */
export function conditionOf(walker: Walker, cond: Expr | undefined): Condition {
  const told = synchronised(walker, cond);
  if (cond === undefined) return told;
  const yes = factOf(cond, true, walker.constants, walker.info);
  const no = factOf(cond, false, walker.constants, walker.info);
  if (yes === undefined || no === undefined) return told;
  return { yes: both(told.yes, fact(yes)), no: both(told.no, fact(no)) };
}

/** The answer to a condition that has only one. */
function answerOf({ info, decided }: Walker, cond: Expr): boolean | undefined {
  const obj = cond.kind === "Ident" ? info.uses.get(cond) : undefined;
  return obj?.kind === "Var" ? decided.get(obj) : truthOf(cond, info);
}

function fact(text: string): Told {
  return { locks: [], waits: [], facts: [text] };
}

function synchronised(walker: Walker, cond: Expr | undefined): Condition {
  const answer = cond && answerOf(walker, unparen(cond));
  if (answer !== undefined) return answer ? { yes: nothing, no: never } : { yes: never, no: nothing };
  const bare = cond && heldBy(walker, cond);
  switch (bare?.kind) {
    case "UnaryExpr": {
      const { yes, no } = conditionOf(walker, bare.x);
      return bare.op === "!" ? { yes: no, no: yes } : silent;
    }
    case "BinaryExpr":
      return binary(walker, bare);
    case "CallExpr": {
      const seen = atomicLoad(walker, bare);
      return { yes: { locks: triedLocks(walker, bare), waits: seen, facts: [] }, no: nothing };
    }
    default:
      return silent;
  }
}

/** The state where a condition turned out so. */
export function toldState(state: State, { locks, waits, facts, never: isNever }: Told): State {
  if (isNever) return unreachable;
  if (!state.reachable || locks.length + waits.length + facts.length === 0) return state;
  const held = new Map(state.locks);
  for (const lock of locks) held.set(lock.lock.key, lock);
  return waits.reduce(afterWait, { ...state, locks: held, facts: union(state.facts, new Set(facts)) });
}

function binary(walker: Walker, { op, x, y }: BinaryExpr): Condition {
  if (op === "&&" || op === "||") {
    const left = conditionOf(walker, x);
    const right = conditionOf(walker, y);
    return op === "&&"
      ? { yes: both(left.yes, right.yes), no: nothing }
      : { yes: nothing, no: both(left.no, right.no) };
  }
  const load = heldBy(walker, x);
  const waits = load.kind === "CallExpr" ? atomicLoad(walker, load) : [];
  if (waits.length === 0) return silent;
  const seen: Told = { locks: [], waits, facts: [] };
  // A store that was seen shows in a value other than the zero value.
  const sees = op === "==" ? !isZero(y) : op === "!=" ? isZero(y) : op === ">" || op === ">=";
  return sees ? { yes: seen, no: nothing } : { yes: nothing, no: seen };
}

function both(a: Told, b: Told): Told {
  return {
    locks: [...a.locks, ...b.locks],
    waits: [...a.waits, ...b.waits],
    facts: [...a.facts, ...b.facts],
    ...(a.never || b.never ? { never: true } : {}),
  };
}

/** The expression, or what the variable holds that it names. */
function heldBy(walker: Walker, expr: Expr): Expr {
  const bare = unparen(expr);
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  return (obj?.kind === "Var" && walker.locals.values.get(obj)) || bare;
}

function isZero(expr: Expr): boolean {
  const bare = unparen(expr);
  if (bare.kind === "BasicLit") return bare.value === "0" || bare.value === '""';
  return bare.kind === "Ident" && (bare.name === "nil" || bare.name === "false");
}

/** The variable that a call loads, and whose value tells whether a store was seen. */
function atomicLoad(walker: Walker, call: CallExpr): readonly string[] {
  const atomic = atomicCall(call, walker.info);
  if (atomic === undefined || atomic.op === "store") return [];
  const named = classOf(atomic.on, walker.info, walker.locals.aliases);
  return named === undefined ? [] : [named.key];
}

function triedLocks(walker: Walker, call: CallExpr): readonly Held[] {
  const semaphore = triedSemaphore(walker, call);
  if (semaphore !== undefined) return [held(semaphore, "W")];
  const sync = syncCall(call, walker.info, walker.func.pkg);
  if (sync?.on === undefined || (sync.op !== "trylock" && sync.op !== "tryrlock")) return [];
  const fun = unparen(call.fun);
  const steps = fun.kind === "SelectorExpr" ? (walker.info.selections.get(fun)?.path ?? []) : [];
  const lock = lockRefOf(walker, sync.on, steps);
  return lock === undefined ? [] : [held(lock, sync.op === "trylock" ? "W" : "R")];
}

function held(lock: LockRef, mode: Held["mode"]): Held {
  return { lock, since: new Set([lock.pos]), must: true, mode, mayWrite: mode === "W" };
}
