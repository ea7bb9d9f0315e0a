/** Functions as values that give a lock back: `unlock := s.lock()`, `defer s.lock()()`, `return mu.Unlock`. */
import type { Expr, FuncLit } from "../syntax/ast.ts";
import { walk as walkTree } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { bindCall } from "./callees.ts";
import { isUnlock, syncCall } from "./known.ts";
import { giveBack } from "./locking.ts";
import { noLocks } from "./lockset.ts";
import { lockRefOf } from "./memory.ts";
import type { LockRef, Lockset } from "./model.ts";
import { placeLock } from "./substitution.ts";
import type { Walker } from "./walk.ts";

/** Gives back what a call of a function value gives back. */
export function callUnlock(walker: Walker, fun: Expr): void {
  if (fun.kind !== "CallExpr" && fun.kind !== "Ident") return;
  for (const lock of unlockedBy(walker, fun)) giveBack(walker, lock);
}

/** The locks that a call of the expression's value gives back. */
export function unlockedBy(walker: Walker, value: Expr): readonly LockRef[] {
  const bare = unparen(value);
  const { info } = walker;
  switch (bare.kind) {
    case "Ident": {
      const obj = info.uses.get(bare);
      const known = obj?.kind === "Var" ? walker.locals.values.get(obj) : undefined;
      return known === undefined || known.kind === "Ident" ? [] : unlockedBy(walker, known);
    }
    case "SelectorExpr": {
      const selection = info.selections.get(bare);
      if (selection?.obj.kind !== "Func" || !isUnlock(selection.obj)) return [];
      const lock = lockRefOf(walker, bare.x, selection.path);
      return lock === undefined ? [] : [lock];
    }
    case "CallExpr": {
      const callee = info.callees.get(bare);
      const face = callee === undefined ? undefined : walker.callees.effects(callee);
      if (face === undefined) return [];
      const binding = bindCall(walker, bare, unparen(bare.fun), face);
      return face.returnsUnlock.map((lock) => placeLock(lock, binding));
    }
    case "FuncLit":
      return locksOf(walker, bare, /unlock$/);
    default:
      return [];
  }
}

/** The locks whose methods a literal calls, of those methods whose operation is as the pattern says. */
function locksOf(walker: Walker, literal: FuncLit, operation: RegExp): readonly LockRef[] {
  const { info } = walker;
  const locks: LockRef[] = [];
  walkTree(literal.body, (node) => {
    const sync = node.kind === "CallExpr" ? syncCall(node, info, walker.func.pkg) : undefined;
    if (node.kind === "CallExpr" && sync?.on !== undefined && operation.test(sync.op)) {
      const fun = unparen(node.fun);
      const steps = fun.kind === "SelectorExpr" ? (info.selections.get(fun)?.path ?? []) : [];
      const lock = lockRefOf(walker, sync.on, steps);
      if (lock !== undefined) locks.push(lock);
    }
    return true;
  });
  return locks;
}

/** The locks held here that a goroutine takes over: its literal gives them back, and takes them nowhere. */
export function takenOver(walker: Walker, literal: FuncLit): Lockset {
  const held = [...walker.state.locks].filter(([, { must }]) => must);
  if (held.length === 0) return noLocks;
  const given = new Set(locksOf(walker, literal, /unlock$/).map(({ key }) => key));
  for (const { key } of locksOf(walker, literal, /^r?lock$/)) given.delete(key);
  return new Map(held.filter(([key]) => given.has(key)));
}
