/** Where control leaves a statement other than at its end. */
import type { Node, Stmt } from "../syntax/ast.ts";
import { forEachChild } from "../syntax/walk.ts";

/** The returns, gotos, breaks and continues that leave the statements; literals' own ones do not. */
export function exitsOf(stmts: readonly Stmt[]): Extract<Stmt, { kind: "ReturnStmt" | "BranchStmt" }>[] {
  const found: Extract<Stmt, { kind: "ReturnStmt" | "BranchStmt" }>[] = [];
  const labels = new Set<string>();
  const visit = (node: Node, breaks: boolean, continues: boolean): void => {
    switch (node.kind) {
      case "FuncLit":
        return;
      case "ReturnStmt":
        found.push(node);
        return;
      case "BranchStmt": {
        if (node.tok === "fallthrough") return;
        const inside =
          node.tok !== "goto" &&
          (node.label === undefined
            ? node.tok === "break"
              ? breaks
              : continues
            : labels.has(node.label.name));
        if (!inside) found.push(node);
        return;
      }
      case "LabeledStmt":
        labels.add(node.label.name);
        break;
      case "ForStmt":
      case "RangeStmt":
        forEachChild(node, (child) => visit(child, true, true));
        return;
      case "SwitchStmt":
      case "TypeSwitchStmt":
      case "SelectStmt":
        forEachChild(node, (child) => visit(child, true, continues));
        return;
      default:
    }
    forEachChild(node, (child) => visit(child, breaks, continues));
  };
  for (const stmt of stmts) visit(stmt, false, false);
  return found;
}
