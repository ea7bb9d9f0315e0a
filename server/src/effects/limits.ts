/** Groups of goroutines with room for one: `group.SetLimit(1)` of errgroup. */
import type { BlockStmt, Node } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import type { Var } from "../types/types.ts";
import { calleeName } from "./known.ts";
import { type Aliases, classOf } from "./path.ts";

/**
 * The groups of a body whose only limit is one. golang.org/x/sync/errgroup, SetLimit: "Any subsequent call to the
 * Go method will block until it can add an active goroutine without exceeding the configured limit."
 */
export function serialGroups(body: BlockStmt, info: Info, aliases: Aliases): ReadonlySet<Var> {
  const limits = new Map<Var, boolean>();
  walk(body, (node: Node) => {
    if (node.kind !== "CallExpr") return true;
    const fun = unparen(node.fun);
    if (fun.kind !== "SelectorExpr" || fun.sel.name !== "SetLimit") return true;
    if (calleeName(node, info) !== "golang.org/x/sync/errgroup.Group.SetLimit") return true;
    const group = classOf(fun.x, info, aliases)?.variable;
    const [limit] = node.args.map(unparen);
    const isOne = limit?.kind === "BasicLit" && limit.value === "1";
    if (group !== undefined) limits.set(group, isOne && limits.get(group) !== false);
    return true;
  });
  return new Set([...limits].filter(([, isOne]) => isOne).map(([group]) => group));
}
