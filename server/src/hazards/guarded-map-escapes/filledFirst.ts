/** Maps that are filled while they are empty, and handed out full: nobody writes to what was handed out. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import type { CallEvent, Lockset } from "../../effects/model.ts";
import { type Path, pathKey, pathOf, rebase } from "../../effects/path.ts";
import type { Expr, Range, Stmt } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Info } from "../../types/info.ts";
import type { ClassAccess } from "../classes.ts";
import type { Escape } from "./escapes.ts";

/**
 * Does the write run only where the map was found empty under the lock, and the map leave only after the function
 * that hands it out has looked whether it is empty?
 */
export function isFilledFirst(
  { owner, handover }: Escape,
  { owner: writer, access }: ClassAccess,
  lock: string,
  contexts: Contexts,
): boolean {
  const { path } = handover.target;
  const written = access.target.path;
  if (path === undefined || written === undefined || access.kind !== "write") return false;
  return (
    isAskedBefore(path, handover.node, owner) &&
    isWhereEmpty({ path: written, at: access.place, locks: access.locks }, writer, lock, contexts, 0)
  );
}

/** A map at some place, and the locks held there. */
interface Spot {
  readonly path: Path;
  readonly at: Range;
  readonly locks: Lockset;
}

const maxDepth = 3;

/** Does the place lie behind a test that the map is empty, here or where the function is called? */
function isWhereEmpty(
  spot: Spot,
  owner: AnalysedFunc,
  lock: string,
  contexts: Contexts,
  depth: number,
): boolean {
  if (isBehindTest(spot, owner, lock)) return true;
  const callers = contexts.callersOf(owner.func);
  if (depth >= maxDepth || contexts.isRoot(owner.func) || callers.length === 0) return false;
  return callers.every(({ caller, call }) => {
    const base = argumentFor(spot.path, owner, call);
    const path = base && rebase(spot.path, base);
    return (
      path !== undefined &&
      isWhereEmpty({ path, at: call.place, locks: call.locks }, caller, lock, contexts, depth + 1)
    );
  });
}

/** What the caller gives for the variable that a path begins with. */
function argumentFor({ root }: Path, { effects }: AnalysedFunc, call: CallEvent): Path | undefined {
  if (root.role === "package") return { root, steps: [] };
  return root === effects.recv ? call.recv?.path : call.args[effects.params.indexOf(root)]?.path;
}

/** Is the place in, or after, the branch of a test that leaves only empty maps, with the lock held from the test on? */
function isBehindTest(
  { path, at, locks }: Spot,
  { body, info, effects }: AnalysedFunc,
  lock: string,
): boolean {
  const key = pathKey(path);
  const held = locks.get(lock);
  // A lock that is not held here is the caller's, as long as the function leaves it alone.
  if (held === undefined ? effects.takes.has(lock) : !held.must) return false;
  const isHeldAt = (test: Range): boolean => [...(held?.since ?? [])].every((pos) => pos < test.pos);
  let behind = false;
  walk(body, (node) => {
    if (node.kind === "FuncLit" && !isInside(at, node)) return false;
    if (node.kind === "IfStmt" && isHeldAt(node)) {
      if (isInside(at, node.body)) behind ||= isEmptyWhere(node.cond, true, key, info);
      else if (node.else !== undefined && isInside(at, node.else))
        behind ||= isEmptyWhere(node.cond, false, key, info);
    }
    if (node.kind === "BlockStmt" && isInside(at, node))
      behind ||= node.list.some(
        (stmt) =>
          stmt.kind === "IfStmt" &&
          stmt.end <= at.pos &&
          isHeldAt(stmt) &&
          leaves(stmt.body.list.at(-1)) &&
          isEmptyWhere(stmt.cond, false, key, info),
      );
    return !behind;
  });
  return behind;
}

/** Does the statement end the function? */
function leaves(last: Stmt | undefined): boolean {
  return last?.kind === "ReturnStmt";
}

/** Is the map looked at before the place for whether it is empty? */
function isAskedBefore(path: Path, at: Range, { body, info }: AnalysedFunc): boolean {
  const key = pathKey(path);
  let asked = false;
  walk(body, (node) => {
    if (node.kind === "IfStmt" && node.pos < at.pos)
      asked ||= isEmptyWhere(node.cond, true, key, info) || isEmptyWhere(node.cond, false, key, info);
    return !asked;
  });
  return asked;
}

/** Is the map empty where the condition has that truth? */
function isEmptyWhere(cond: Expr, truth: boolean, key: string, info: Info): boolean {
  const bare = unparen(cond);
  if (bare.kind === "UnaryExpr" && bare.op === "!") return isEmptyWhere(bare.x, !truth, key, info);
  if (bare.kind !== "BinaryExpr") return false;
  const { op, x, y } = bare;
  if (op === "&&" || op === "||") {
    const sides = [x, y].map((side) => isEmptyWhere(side, truth, key, info));
    return (op === "&&") === truth ? sides.some(Boolean) : sides.every(Boolean);
  }
  return isLengthOf(x, key, info) && isLiteral(y, "0") && (truth ? op === "==" : op === ">" || op === "!=");
}

/** `len(m)` of the map with that key. */
function isLengthOf(expr: Expr, key: string, info: Info): boolean {
  const bare = unparen(expr);
  const fun = bare.kind === "CallExpr" ? unparen(bare.fun) : undefined;
  const obj = fun?.kind === "Ident" ? info.uses.get(fun) : undefined;
  if (bare.kind !== "CallExpr" || obj?.kind !== "Builtin" || obj.name !== "len") return false;
  const path = pathOf(unparen(bare.args[0]), info, new Map());
  return path !== undefined && pathKey(path) === key;
}

function isLiteral(expr: Expr, text: string): boolean {
  const bare = unparen(expr);
  return bare.kind === "BasicLit" && bare.value === text;
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
