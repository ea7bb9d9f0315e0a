/** Maps that other packages can use. */
import type { Expr, Field, File, Ident, Node, Range, ValueSpec } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";

/** True when an exported variable or field of a map type is declared in a range of a file, as far as its text shows. */
export function declaresExportedMap(file: File, { pos, end }: Range): boolean {
  return file.decls.some(({ decl, offset }) => {
    if (decl.kind !== "GenDecl" || offset + decl.end < pos || offset + decl.pos > end) return false;
    let found = false;
    walk(decl, (node: Node) => {
      if (node.kind === "ValueSpec" || node.kind === "Field")
        found ||= isExportedMap(node, pos - offset, end - offset);
    });
    return found;
  });
}

function isExportedMap(declared: ValueSpec | Field, pos: number, end: number): boolean {
  const isIn = (name: Ident): boolean => pos <= name.pos && name.pos <= end && /^\p{Lu}/u.test(name.name);
  const values = declared.kind === "ValueSpec" ? declared.values : [];
  return declared.names.some(isIn) && (isMap(declared.type) || values.some(isMap));
}

/** A map type, or an expression that makes a map. */
function isMap(expr: Expr | undefined): boolean {
  if (expr?.kind === "CompositeLit") return isMap(expr.type);
  if (expr?.kind === "CallExpr") return isMap(expr.args.at(0));
  return expr?.kind === "MapType";
}
