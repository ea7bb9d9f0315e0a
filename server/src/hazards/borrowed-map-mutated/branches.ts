/** Branches of which at most one runs. */
import type { BlockStmt, Node, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";

/** Do two places of a body stand in different branches of one if or switch? */
export function inOtherBranches(body: BlockStmt, a: Range, b: Range): boolean {
  let apart = false;
  walk(body, (node: Node) => {
    const branches = branchesOf(node);
    const ofA = branches.findIndex((branch) => isInside(a, branch));
    const ofB = branches.findIndex((branch) => isInside(b, branch));
    if (ofA >= 0 && ofB >= 0 && ofA !== ofB) apart = true;
    return !apart;
  });
  return apart;
}

function branchesOf(node: Node): readonly Range[] {
  switch (node.kind) {
    case "IfStmt":
      return node.else === undefined ? [] : [node.body, node.else];
    case "SwitchStmt":
    case "TypeSwitchStmt":
    case "SelectStmt":
      return node.clauses;
    default:
      return [];
  }
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
