/** A flag that is set under the lock keeps the others away from then on: `closed`, `finalized`, `done`. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Expr, Node, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { originVar } from "../types/subst.ts";
import type { Var } from "../types/types.ts";
import type { ClassAccess } from "./classes.ts";

/**
 * Does a function set a flag for which the functions of all others look first, and return, or wait while it is
 * set? Then the map is its own once the lock is released.
 */
export function isClosedBefore(closer: AnalysedFunc, others: readonly ClassAccess[]): boolean {
  const users = new Set(others.map(({ owner }) => owner).filter((owner) => owner !== closer));
  if (users.size === 0) return false;
  for (const flag of flagsSet(closer)) {
    if ([...users].every((owner) => leavesWhen(owner, flag))) return true;
  }
  return false;
}

/** The fields that a function sets to true. */
function flagsSet({ body, info }: AnalysedFunc): ReadonlySet<Var> {
  const flags = new Set<Var>();
  walk(body, (node: Node) => {
    if (node.kind !== "AssignStmt" || node.lhs.length !== node.rhs.length) return true;
    for (const [i, target] of node.lhs.entries()) {
      const value = unparen(node.rhs[i]);
      const field = fieldOf(target, info);
      if (field !== undefined && value.kind === "Ident" && value.name === "true") flags.add(field);
    }
    return true;
  });
  return flags;
}

/** Does the function return where the flag is set, or go round until it is not? */
function leavesWhen({ body, info }: AnalysedFunc, flag: Var): boolean {
  let leaves = false;
  walk(body, (node: Node) => {
    if (node.kind === "IfStmt" && asks(node.cond, flag, info) && ends(node.body.list)) leaves = true;
    if (node.kind === "ForStmt" && node.cond !== undefined && asks(node.cond, flag, info)) leaves = true;
    return !leaves;
  });
  return leaves;
}

/** Is the condition true whenever the flag is set? */
function asks(cond: Expr, flag: Var, info: AnalysedFunc["info"]): boolean {
  const bare = unparen(cond);
  if (bare.kind === "BinaryExpr" && bare.op === "||")
    return asks(bare.x, flag, info) || asks(bare.y, flag, info);
  return fieldOf(bare, info) === flag;
}

function ends(list: readonly Stmt[]): boolean {
  return list.at(-1)?.kind === "ReturnStmt";
}

function fieldOf(expr: Expr, info: AnalysedFunc["info"]): Var | undefined {
  const bare = unparen(expr);
  const obj = bare.kind === "SelectorExpr" ? info.selections.get(bare)?.obj : undefined;
  return obj?.kind === "Var" ? originVar(obj) : undefined;
}
