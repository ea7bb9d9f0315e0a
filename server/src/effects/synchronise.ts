/** Calls that synchronise: locks, waits, signals, once, and the start of goroutines by libraries. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { namedObject, unparen } from "../types/expr.ts";
import { deref, qualifiedName, unknown } from "../types/types.ts";
import type { SyncCall } from "./known.ts";
import { giveBack, take } from "./locking.ts";
import { acquire, noLocks, release } from "./lockset.ts";
import { lockRefOf, signal, waitFor } from "./memory.ts";
import type { LockRef, Lockset } from "./model.ts";
import { callLiteral, literalOf, runBeside, runCallBeside } from "./strands.ts";
import type { Walker } from "./walk.ts";

/** A call that is known to synchronise. */
export function walkSync(walker: Walker, call: CallExpr, sync: SyncCall): void {
  const fun = unparen(call.fun);
  const steps = fun.kind === "SelectorExpr" ? (walker.info.selections.get(fun)?.path ?? []) : [];
  const lock = sync.on === undefined ? undefined : lockRefOf(walker, sync.on, steps, sync.op === "once");
  switch (sync.op) {
    case "lock":
    case "rlock":
      if (lock === undefined) return;
      walker.takes.set(lock.key, new Set(walker.takes.get(lock.key)).add(walker.strand));
      take(walker, lock, sync.op === "lock" ? "W" : "R");
      return;
    case "unlock":
    case "runlock":
      if (lock === undefined) return;
      giveBack(walker, lock);
      return;
    case "signal":
      if (sync.on !== undefined) signal(walker, sync.on);
      return;
    case "wait":
      if (sync.on !== undefined) waitForGroup(walker, sync.on);
      return;
    case "once":
      runOnce(walker, call, sync, lock);
      return;
    case "go":
    case "later":
      start(walker, call, sync, lock);
      return;
    default:
  }
}

/** `wg.Wait()`: all have signalled, but for a `sync.Cond`, where one is enough. */
function waitForGroup(walker: Walker, on: Expr): void {
  const key = waitFor(walker, on);
  const type = deref(walker.info.types.get(on) ?? unknown);
  if (key !== undefined && qualifiedName(type) !== "sync.Cond") walker.groups.add(key);
}

/**
 * `once.Do(f)`: f runs at most once, before any Do returns; what follows sees all it did. As a lock: taken
 * for writing while f runs, for reading from then on.
 */
function runOnce(walker: Walker, call: CallExpr, { run }: SyncCall, lock: LockRef | undefined): void {
  if (lock !== undefined) walker.state = { ...walker.state, locks: acquire(walker.state.locks, lock, "W") };
  const literal = run === undefined ? undefined : literalOf(walker, run);
  if (literal !== undefined) callLiteral(walker, literal);
  else if (run !== undefined) {
    const implied = impliedCall(walker, call, run);
    if (implied !== undefined) walker.walkCall(implied, false);
  }
  if (lock === undefined) return;
  walker.state = { ...walker.state, locks: acquire(release(walker.state.locks, lock.key), lock, "R") };
}

/** `wg.Go(f)`, `group.Go(f)`, `time.AfterFunc(d, f)`. */
function start(walker: Walker, call: CallExpr, sync: SyncCall, group: LockRef | undefined): void {
  const { run } = sync;
  if (run === undefined) return;
  const signals = sync.op === "go" && group !== undefined ? [group.key] : [];
  const running = { signals, holds: turnIn(walker, group) };
  for (const arg of call.args) if (arg !== run) walker.walkExpr(arg);
  const literal = literalOf(walker, run);
  if (literal !== undefined) {
    runBeside(walker, literal, "go", call, running);
    return;
  }
  const implied = impliedCall(walker, call, run);
  if (implied !== undefined) runCallBeside(walker, implied, call, running);
}

/** The turn of a goroutine in a group that runs one at a time: as a lock, which the others wait for. */
function turnIn(walker: Walker, group: LockRef | undefined): Lockset {
  if (group?.variable === undefined || !walker.locals.serial.has(group.variable)) return noLocks;
  return acquire(noLocks, { ...group, pseudo: true }, "W");
}

/** The call that a function value such as `s.loop` in `wg.Go(s.loop)` stands for. */
export function impliedCall(walker: Walker, call: CallExpr, run: Expr): CallExpr | undefined {
  const bare = unparen(run);
  const obj = namedObject(bare, walker.info);
  if (bare.kind === "SelectorExpr") walker.walkExpr(bare.x);
  if (obj?.kind !== "Func" && obj?.kind !== "Var") return undefined;
  const { pos, end } = call;
  const known = walker.implied.get(call);
  if (known !== undefined) return known;
  const implied: CallExpr = { kind: "CallExpr", pos, end, fun: run, args: [], hasEllipsis: false };
  walker.implied.set(call, implied);
  if (obj.kind === "Func") walker.info.callees.set(implied, obj);
  return implied;
}
