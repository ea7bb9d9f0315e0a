/** Collections of a function's own that hold nothing but objects which it has made, and that nobody else gets. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Path } from "../effects/path.ts";
import type { Expr, Node } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Var } from "../types/types.ts";

/**
 * Does the path lead to an object that the strand made itself, through a local collection of such objects? What the
 * strand does with it comes before or after all else that it does itself with the objects.
 */
export function isOwnElement({ root, steps }: Path, owner: AnalysedFunc, strand: number): boolean {
  if (root.role !== "local" || steps.length !== 1 || steps[0] !== "[]") return false;
  const { effects, body } = owner;
  const { code, kind } = effects.strands[strand];
  const isInside = ({ place: { pos } }: Var): boolean =>
    kind === "self" || (code.pos <= pos && pos < code.end);
  if (!effects.made.has(root) || !isInside(root)) return false;
  let isOwn = true;
  const uses = new Set<Node>();
  walk(body, (node: Node) => {
    for (const use of harmlessUses(node)) uses.add(unparen(use));
    const stored = storedIn(node, root, owner);
    isOwn &&=
      stored === undefined ||
      stored.every((each) => each !== undefined && effects.made.has(each) && isInside(each));
    if (node.kind === "Ident" && owner.info.uses.get(node) === root) isOwn &&= uses.has(node);
    return isOwn;
  });
  return isOwn;
}

/** The collections that a node only looks into, or puts something in. */
function harmlessUses(node: Node): readonly Expr[] {
  if (node.kind === "IndexExpr" || node.kind === "RangeStmt") return [node.x];
  if (node.kind !== "CallExpr") return [];
  const fun = unparen(node.fun);
  return fun.kind === "Ident" && /^(len|delete)$/.test(fun.name) ? node.args.slice(0, 1) : [];
}

/** The variables whose objects a statement puts into a collection; undefined in the list for anything else. */
function storedIn(
  node: Node,
  collection: Var,
  { info }: AnalysedFunc,
): readonly (Var | undefined)[] | undefined {
  if (node.kind !== "AssignStmt") return undefined;
  const varOf = (expr: Expr | undefined): Var | undefined => {
    const bare = expr && unparen(expr);
    const obj = bare?.kind === "Ident" ? info.uses.get(bare) : undefined;
    return obj?.kind === "Var" ? obj : undefined;
  };
  return node.lhs.flatMap((target, i) => {
    const bare = unparen(target);
    if (bare.kind !== "IndexExpr" || varOf(bare.x) !== collection) return [];
    return [node.lhs.length === node.rhs.length ? varOf(node.rhs[i]) : undefined];
  });
}
