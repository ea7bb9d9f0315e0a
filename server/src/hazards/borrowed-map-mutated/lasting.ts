/** Whether what a field was given is still there at a later place: its branch may have returned, or it got another map. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { type Path, pathKey, pathOf } from "../../effects/path.ts";
import type { Expr, Node, Range, Stmt } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Info } from "../../types/info.ts";

/**
 * May the path still hold at one place what it was given at an earlier one? Not where each way there returns, or
 * gives it, or an object on the way to it, something else.
 */
export function lastsUntil(path: Path, given: Range, at: Range, { body, info }: AnalysedFunc): boolean {
  const keys = keysTo(path);
  let lasts: boolean | undefined;
  for (const between of betweenOf(body, given, at)) {
    for (const stmt of between) {
      if (ends(stmt, keys, info)) lasts ??= false;
      // It leads to somewhere else in the function.
      else if (jumps(stmt)) lasts ??= true;
    }
  }
  return lasts ?? true;
}

/** The statements that surely run between two places, the innermost around the first place coming first. */
function betweenOf(body: Node, from: Range, to: Range): readonly (readonly Stmt[])[] {
  const behind: (readonly Stmt[])[] = [];
  const ahead: (readonly Stmt[])[] = [];
  let isOneFlow = true;
  walk(body, (node: Node) => {
    const [hasFrom, hasTo] = [isInside(from, node), isInside(to, node)];
    if (node.kind === "FuncLit" && hasFrom !== hasTo) isOneFlow = false;
    const list = node.kind === "BlockStmt" ? node.list : isClause(node) ? node.body : undefined;
    if (list === undefined) return hasFrom || hasTo;
    const [first, last] = [from, to].map((place) => list.findIndex((stmt) => isInside(place, stmt)));
    if (first >= 0 && first !== last) behind.unshift(list.slice(first + 1, last < 0 ? undefined : last));
    else if (first < 0 && last >= 0) ahead.push(list.slice(0, last));
    return hasFrom || hasTo;
  });
  return isOneFlow ? [...behind, ...ahead] : [];
}

function isClause(node: Node): node is Extract<Node, { kind: "CaseClause" | "CommClause" }> {
  return node.kind === "CaseClause" || node.kind === "CommClause";
}

/** Does every way through the statement return, or assign one of the paths? */
function ends(stmt: Stmt, keys: ReadonlySet<string>, info: Info): boolean {
  switch (stmt.kind) {
    case "ReturnStmt":
      return true;
    case "AssignStmt":
      return stmt.lhs.some((target) => keys.has(keyOf(target, info) ?? ""));
    case "BlockStmt":
      return !jumps(stmt) && stmt.list.some((inner) => ends(inner, keys, info));
    case "IfStmt":
      return stmt.else !== undefined && ends(stmt.body, keys, info) && ends(stmt.else, keys, info);
    default:
      return false;
  }
}

function jumps(stmt: Stmt): boolean {
  let found = false;
  walk(stmt, (node: Node) => {
    found ||= node.kind === "BranchStmt";
    return node.kind !== "FuncLit" && !found;
  });
  return found;
}

/** The path and all objects on the way to it; of the elements of a collection, each is another one. */
function keysTo({ root, steps }: Path): ReadonlySet<string> {
  const element = steps.indexOf("[]");
  const count = (element < 0 ? steps.length : element) + 1;
  return new Set(Array.from({ length: count }, (_, n) => pathKey({ root, steps: steps.slice(0, n) })));
}

function keyOf(expr: Expr, info: Info): string | undefined {
  const path = pathOf(unparen(expr), info, new Map());
  return path && pathKey(path);
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
