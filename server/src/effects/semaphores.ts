/** Weighted semaphores of golang.org/x/sync that have room for one: whoever acquires one keeps the others out. */
import type { BlockStmt, CallExpr, Expr, FuncDecl, Node } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Package } from "../types/package.ts";
import type { Scope } from "../types/scope.ts";
import { calleeName } from "./known.ts";
import { acquire, release } from "./lockset.ts";
import { lockRefOf } from "./memory.ts";
import type { LockRef } from "./model.ts";
import type { Walker } from "./walk.ts";

const path = "golang.org/x/sync/semaphore";

/**
 * The names of the fields and variables that hold such semaphores: all that the package makes under the name have
 * room for one. Told by the texts alone, so that no body has to be checked for it.
 * @param bodyOf the body of a function
 */
export function exclusiveSemaphores(
  pkg: Package,
  bodyOf: (decl: FuncDecl) => BlockStmt | undefined,
): ReadonlySet<string> {
  const rooms = new Map<string, boolean>();
  for (const { file } of pkg.units) {
    if (!file.imports.some((spec) => spec.path === path)) continue;
    for (const { decl } of file.decls) {
      const root = decl.kind === "FuncDecl" ? bodyOf(decl) : decl;
      if (root !== undefined) collect(root, pkg.scopeOf(decl), rooms);
    }
  }
  return new Set([...rooms].filter(([, isOne]) => isOne).map(([name]) => name));
}

/** Notes for each name whether all semaphores made for it have room for one. */
function collect(root: Node, scope: Scope, rooms: Map<string, boolean>): void {
  const add = (target: Expr, value: Expr | undefined): void => {
    const room = value && roomOf(value, scope);
    const name = nameOf(target);
    if (room !== undefined && name !== undefined) rooms.set(name, room === "1" && rooms.get(name) !== false);
  };
  walk(root, (node: Node) => {
    if (node.kind === "KeyValueExpr") add(node.key, node.value);
    else if (node.kind === "AssignStmt")
      for (const [i, target] of node.lhs.entries()) add(target, node.rhs[i]);
    else if (node.kind === "ValueSpec")
      for (const [i, name] of node.names.entries()) add(name, node.values[i]);
    return true;
  });
}

/** The text of `n` in `semaphore.NewWeighted(n)`, where it is a number; else the empty text. */
function roomOf(value: Expr, scope: Scope): string | undefined {
  const call = unparen(value);
  const fun = call.kind === "CallExpr" ? unparen(call.fun) : undefined;
  if (call.kind !== "CallExpr" || fun?.kind !== "SelectorExpr" || fun.sel.name !== "NewWeighted")
    return undefined;
  const pkg = fun.x.kind === "Ident" ? scope.lookup(fun.x.name) : undefined;
  if (pkg?.kind !== "PkgName" || pkg.path !== path) return undefined;
  const [room] = call.args.map(unparen);
  return room?.kind === "BasicLit" ? room.value : "";
}

function nameOf(expr: Expr): string | undefined {
  const bare = unparen(expr);
  if (bare.kind === "SelectorExpr") return bare.sel.name;
  return bare.kind === "Ident" ? bare.name : undefined;
}

/** `sem.Acquire(ctx, 1)` and `sem.Release(1)`. */
export function walkSemaphore(walker: Walker, call: CallExpr): void {
  const lock = semaphoreLock(walker, call, /^(Acquire|Release)$/);
  if (lock === undefined) return;
  const { locks } = walker.state;
  const isTaken = calleeName(call, walker.info).endsWith(".Acquire");
  walker.state = {
    ...walker.state,
    locks: isTaken ? acquire(locks, lock, "W") : release(locks, lock.key),
  };
}

/** The lock that `sem.TryAcquire(1)` takes where it says so. */
export function triedSemaphore(walker: Walker, call: CallExpr): LockRef | undefined {
  return semaphoreLock(walker, call, /^TryAcquire$/);
}

/** The semaphore with room for one on which a call is made, as a lock. */
function semaphoreLock(walker: Walker, call: CallExpr, methods: RegExp): LockRef | undefined {
  const fun = unparen(call.fun);
  if (fun.kind !== "SelectorExpr" || !methods.test(fun.sel.name)) return undefined;
  if (!calleeName(call, walker.info).startsWith(`${path}.Weighted.`)) return undefined;
  const name = nameOf(fun.x);
  if (name === undefined || !walker.callees.semaphores().has(name)) return undefined;
  return lockRefOf(walker, fun.x, [], true);
}
