/** For tests only: the tree as compact S-expressions, the same ones testdata/goast/main.go prints. */
import type { BlockStmt, Decl, Node } from "../syntax/ast.ts";
import { forEachChild } from "../syntax/walk.ts";

/** One declaration, with its body when it is given. */
export function dumpDecl(decl: Decl, body?: BlockStmt): string {
  const out: string[] = [];
  write(decl, out);
  if (body) write(body, out);
  return out.join("");
}

/** Any node. */
export function dump(node: Node): string {
  const out: string[] = [];
  write(node, out);
  return out.join("");
}

function write(node: Node, out: string[]): void {
  if (node.kind === "Ident") {
    out.push(" ", node.name);
    return;
  }
  out.push(" (", node.kind);
  for (const fact of facts(node)) if (fact !== "") out.push(" ", fact);
  forEachChild(node, (child) => write(child, out));
  out.push(")");
}

/** What the children alone do not tell: tokens, comments, and which optional children are there. */
function facts(node: Node): string[] {
  switch (node.kind) {
    case "BasicLit":
      return [node.tok, node.value];
    case "UnaryExpr":
    case "BinaryExpr":
      return [node.op];
    case "FuncDecl":
      return [comment(node.doc), node.recv ? "recv" : ""];
    case "GenDecl":
      return [node.tok, comment(node.doc)];
    case "TypeSpec":
      return [comment(node.doc), comment(node.comment), node.alias ? "=" : "", `${node.typeParams.length}`];
    case "ValueSpec":
      return [
        comment(node.doc),
        comment(node.comment),
        `${node.names.length}`,
        node.type ? "type" : "",
        `${node.iota}`,
      ];
    case "Field":
      return [`${node.names.length}`, comment(node.doc), comment(node.comment), node.tag ?? ""];
    case "FuncType":
      return [`${node.typeParams.length}/${node.params.length}/${node.results.length}`];
    case "CompositeLit":
      return [node.type ? "type" : ""];
    case "SliceExpr":
      return [flags(node.low && "low", node.high && "high", node.max && "max")];
    case "CallExpr":
      return [node.hasEllipsis ? "..." : ""];
    case "ArrayType":
      return [node.len ? "len" : ""];
    case "ChanType":
      return [node.dir];
    case "IncDecStmt":
    case "BranchStmt":
      return [node.tok];
    case "RangeStmt":
      return [node.tok, flags(node.key && "key", node.value && "value")];
    case "AssignStmt":
      return [node.tok, `${node.lhs.length}`];
    case "IfStmt":
      return [flags(node.init && "init", node.else && "else")];
    case "SwitchStmt":
      return [flags(node.init && "init", node.tag && "tag")];
    case "TypeSwitchStmt":
      return [flags(node.init && "init", node.name && "name")];
    case "ForStmt":
      return [flags(node.init && "init", node.cond && "cond", node.post && "post")];
    case "CaseClause":
      return [node.list ? `${node.list.length}` : "default"];
    case "CommClause":
      return [node.comm ? "" : "default"];
    case "ImportSpec":
      return [node.name ?? "", JSON.stringify(node.path)];
    case "BadExpr":
    case "Ident":
    case "Ellipsis":
    case "FuncLit":
    case "ParenExpr":
    case "SelectorExpr":
    case "IndexExpr":
    case "TypeAssertExpr":
    case "StarExpr":
    case "KeyValueExpr":
    case "StructType":
    case "InterfaceType":
    case "MapType":
    case "BadStmt":
    case "EmptyStmt":
    case "DeclStmt":
    case "LabeledStmt":
    case "ExprStmt":
    case "SendStmt":
    case "GoStmt":
    case "DeferStmt":
    case "ReturnStmt":
    case "BlockStmt":
    case "SelectStmt":
      return [];
  }
}

function comment(text: string): string {
  return text === "" ? "" : `#${text.replaceAll(/\s+/g, "_")}`;
}

function flags(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join("+");
}
