/** A mutex that each run of a piece of code has for itself keeps nobody out. */
import type { LockRef } from "../../effects/model.ts";
import type { Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import type { Var } from "../../types/types.ts";
import type { ClassAccess } from "../classes.ts";
import { isMutex } from "../conventions.ts";

/** The mutex, declared in the running function or goroutine and known to no other, that an access is under. */
export function freshLock({ access, owner }: ClassAccess): LockRef | undefined {
  const { code } = owner.effects.strands[access.strand];
  for (const { lock, must } of access.locks.values()) {
    const { variable, path } = lock;
    if (!must || variable === undefined || path === undefined || path.steps.length > 0) continue;
    if (variable.role !== "local" || variable.type().kind !== "Named" || !isMutex(variable.type())) continue;
    if (!isWithin(variable.place, code) || isShared(variable, owner)) continue;
    return lock;
  }
  return undefined;
}

/** Does a function literal use the variable, other than one that is deferred, or does its address leave? */
function isShared(variable: Var, { body, info }: ClassAccess["owner"]): boolean {
  let shared = false;
  const literals: Range[] = [];
  const deferred = new Set<Range>();
  const uses: Range[] = [];
  walk(body, (node) => {
    if (node.kind === "DeferStmt" && node.call.kind === "CallExpr") deferred.add(node.call.fun);
    if (node.kind === "FuncLit" && !deferred.has(node) && !isWithin(variable.place, node))
      literals.push(node);
    if (
      node.kind === "UnaryExpr" &&
      node.op === "&" &&
      node.x.kind === "Ident" &&
      info.uses.get(node.x) === variable
    )
      shared = true;
    if (node.kind === "Ident" && info.uses.get(node) === variable) uses.push(node);
    return true;
  });
  return shared || uses.some((use) => literals.some((literal) => isWithin(use, literal)));
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
