/** Expressions as Go text on one line, for messages. */
import type { Expr, Field, FuncType } from "./ast.ts";

/**
 * The expression as gofmt would write it on one line. Bodies of functions, structs and composite
 * literals with elements are shortened to `{…}`; unreadable parts print as `…`.
 */
export function exprString(expr: Expr): string {
  switch (expr.kind) {
    case "BadExpr":
      return "…";
    case "Ident":
      return expr.name;
    case "BasicLit":
      return expr.value;
    case "Ellipsis":
      return `...${expr.elt ? exprString(expr.elt) : ""}`;
    case "FuncLit":
      return `${exprString(expr.type)} {…}`;
    case "CompositeLit":
      return `${expr.type ? exprString(expr.type) : ""}{${expr.elts.length > 0 ? "…" : ""}}`;
    case "ParenExpr":
      return `(${exprString(expr.x)})`;
    case "SelectorExpr":
      return `${exprString(expr.x)}.${expr.sel.name}`;
    case "IndexExpr":
      return `${exprString(expr.x)}[${list(expr.indices)}]`;
    case "SliceExpr": {
      const max = expr.max ? `:${exprString(expr.max)}` : "";
      return `${exprString(expr.x)}[${optional(expr.low)}:${optional(expr.high)}${max}]`;
    }
    case "TypeAssertExpr":
      return `${exprString(expr.x)}.(${expr.type ? exprString(expr.type) : "type"})`;
    case "CallExpr":
      return `${exprString(expr.fun)}(${list(expr.args)}${expr.hasEllipsis ? "..." : ""})`;
    case "StarExpr":
      return `*${exprString(expr.x)}`;
    case "UnaryExpr":
      return `${expr.op}${exprString(expr.x)}`;
    case "BinaryExpr":
      return `${exprString(expr.x)} ${expr.op} ${exprString(expr.y)}`;
    case "KeyValueExpr":
      return `${exprString(expr.key)}: ${exprString(expr.value)}`;
    case "ArrayType":
      return `[${optional(expr.len)}]${exprString(expr.elt)}`;
    case "StructType":
      return expr.fields.length > 0 ? "struct{…}" : "struct{}";
    case "FuncType":
      return `func${signature(expr)}`;
    case "InterfaceType":
      return expr.fields.length > 0 ? "interface{…}" : "interface{}";
    case "MapType":
      return `map[${exprString(expr.key)}]${exprString(expr.value)}`;
    case "ChanType":
      return `${{ both: "chan", send: "chan<-", recv: "<-chan" }[expr.dir]} ${exprString(expr.value)}`;
  }
}

function list(exprs: readonly Expr[]): string {
  return exprs.map(exprString).join(", ");
}

function optional(expr: Expr | undefined): string {
  return expr ? exprString(expr) : "";
}

function fields(list: readonly Field[]): string {
  return list
    .map(({ names, type }) =>
      [names.map(({ name }) => name).join(", "), exprString(type)].filter(Boolean).join(" "),
    )
    .join(", ");
}

function signature(type: FuncType): string {
  const params = `(${fields(type.params)})`;
  if (type.results.length === 0) return params;
  const results = fields(type.results);
  const bare = type.results.length === 1 && type.results[0].names.length === 0;
  return `${params} ${bare ? results : `(${results})`}`;
}
