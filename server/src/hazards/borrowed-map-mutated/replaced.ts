/** What becomes of a copy: its map is given up for another one, or the copy goes back to where it came from. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { type Path, pathKey, pathOf } from "../../effects/path.ts";
import type { BlockStmt, Expr, Node, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Info } from "../../types/info.ts";
import type { Copy } from "../copies.ts";

/**
 * Does the function assign what a path denotes above a place, so that another map is there from then on? Of
 * `if x.m == nil { x.m = make(...) }` nothing follows: where there was a map, it is still there.
 */
export function isReplacedBefore(path: Path, before: number, { body, info }: AnalysedFunc): boolean {
  const key = pathKey(path);
  let replaced = false;
  walk(body, (node: Node) => {
    if (
      node.kind === "AssignStmt" &&
      node.end <= before &&
      node.lhs.some((target) => keyOf(target, info) === key)
    )
      replaced ||= !isNilFallback(key, node, body, info);
    return !replaced;
  });
  return replaced;
}

/** `p := m[k]`, a change, `m[k] = p`: a struct in a map is changed by a copy of it. */
export function isPutBack({ variable, from }: Copy, { body, info }: AnalysedFunc): boolean {
  const origin = from && keyOf(from, info);
  let back = false;
  walk(body, (node: Node) => {
    if (origin !== undefined && node.kind === "AssignStmt" && node.lhs.length === node.rhs.length) {
      back ||= node.rhs.some((value, i) => {
        const bare = unparen(value);
        const isCopy = bare.kind === "Ident" && info.uses.get(bare) === variable;
        return isCopy && keyOf(node.lhs[i], info) === origin;
      });
    }
    return !back;
  });
  return back;
}

/** Does the place run only where what the key stands for was nil? */
export function isNilFallback(key: string, place: Range, body: BlockStmt, info: Info): boolean {
  let guarded = false;
  walk(body, (node: Node) => {
    if (node.pos > place.pos || node.end < place.end) return false;
    if (node.kind !== "IfStmt") return true;
    const inside = place.pos >= node.body.pos && place.end <= node.body.end;
    if (inside && isNilTest(node.cond, key, info)) guarded = true;
    return !guarded;
  });
  return guarded;
}

function isNilTest(cond: Expr, key: string, info: Info): boolean {
  const test = unparen(cond);
  if (test.kind !== "BinaryExpr") return false;
  if (test.op === "||") return isNilTest(test.x, key, info) && isNilTest(test.y, key, info);
  if (test.op === "&&") return isNilTest(test.x, key, info) || isNilTest(test.y, key, info);
  return test.op === "==" && isNil(test.y, info) && keyOf(test.x, info) === key;
}

function isNil(expr: Expr, info: Info): boolean {
  const bare = unparen(expr);
  return bare.kind === "Ident" && info.uses.get(bare)?.kind === "Nil";
}

function keyOf(expr: Expr, info: Info): string | undefined {
  const path = pathOf(unparen(expr), info, new Map());
  return path && pathKey(path);
}
