/** Visiting the tree without knowing every kind of node. */
import type { Node } from "./ast.ts";

/** Calls `visit` with each direct child, in source order. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const one = (child: Node | undefined): void => {
    if (child) visit(child);
  };
  const all = (children: readonly Node[] | undefined): void => {
    if (children) for (const child of children) visit(child);
  };
  switch (node.kind) {
    case "FuncDecl":
      one(node.recv);
      visit(node.name);
      visit(node.type);
      return;
    case "GenDecl":
      all(node.specs);
      return;
    case "TypeSpec":
      visit(node.name);
      all(node.typeParams);
      visit(node.type);
      return;
    case "ValueSpec":
      all(node.names);
      one(node.type);
      all(node.values);
      return;
    case "Field":
      all(node.names);
      visit(node.type);
      return;
    case "Ellipsis":
      one(node.elt);
      return;
    case "FuncLit":
      visit(node.type);
      visit(node.body);
      return;
    case "CompositeLit":
      one(node.type);
      all(node.elts);
      return;
    case "ParenExpr":
    case "StarExpr":
    case "UnaryExpr":
    case "IncDecStmt":
    case "ExprStmt":
      visit(node.x);
      return;
    case "SelectorExpr":
      visit(node.x);
      visit(node.sel);
      return;
    case "IndexExpr":
      visit(node.x);
      all(node.indices);
      return;
    case "SliceExpr":
      visit(node.x);
      one(node.low);
      one(node.high);
      one(node.max);
      return;
    case "TypeAssertExpr":
      visit(node.x);
      one(node.type);
      return;
    case "CallExpr":
      visit(node.fun);
      all(node.args);
      return;
    case "BinaryExpr":
      visit(node.x);
      visit(node.y);
      return;
    case "KeyValueExpr":
    case "MapType":
      visit(node.key);
      visit(node.value);
      return;
    case "ArrayType":
      one(node.len);
      visit(node.elt);
      return;
    case "StructType":
    case "InterfaceType":
      all(node.fields);
      return;
    case "FuncType":
      all(node.typeParams);
      all(node.params);
      all(node.results);
      return;
    case "ChanType":
      visit(node.value);
      return;
    case "DeclStmt":
      visit(node.decl);
      return;
    case "LabeledStmt":
      visit(node.label);
      visit(node.stmt);
      return;
    case "SendStmt":
      visit(node.chan);
      visit(node.value);
      return;
    case "AssignStmt":
      all(node.lhs);
      all(node.rhs);
      return;
    case "GoStmt":
    case "DeferStmt":
      visit(node.call);
      return;
    case "ReturnStmt":
      all(node.results);
      return;
    case "BranchStmt":
      one(node.label);
      return;
    case "BlockStmt":
      all(node.list);
      return;
    case "IfStmt":
      one(node.init);
      visit(node.cond);
      visit(node.body);
      one(node.else);
      return;
    case "CaseClause":
      all(node.list);
      all(node.body);
      return;
    case "CommClause":
      one(node.comm);
      all(node.body);
      return;
    case "SwitchStmt":
      one(node.init);
      one(node.tag);
      all(node.clauses);
      return;
    case "TypeSwitchStmt":
      one(node.init);
      one(node.name);
      visit(node.x);
      all(node.clauses);
      return;
    case "SelectStmt":
      all(node.clauses);
      return;
    case "ForStmt":
      one(node.init);
      one(node.cond);
      one(node.post);
      visit(node.body);
      return;
    case "RangeStmt":
      one(node.key);
      one(node.value);
      visit(node.x);
      visit(node.body);
      return;
    case "BadExpr":
    case "Ident":
    case "BasicLit":
    case "BadStmt":
    case "EmptyStmt":
    case "ImportSpec":
      return;
  }
}

/** Visits a node and everything below it, parents first. Returning false leaves out the children. */
export function walk(node: Node, visit: (node: Node) => unknown): void {
  if (visit(node) === false) return;
  forEachChild(node, (child) => walk(child, visit));
}
