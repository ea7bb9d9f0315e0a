/** A function of the package together with its text: what every fix looks at. */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Expr, FuncLit, Node, Range, Stmt } from "../syntax/ast.ts";
import { forEachChild, walk } from "../syntax/walk.ts";
import type { Var } from "../types/types.ts";

/** One function and where it stands. */
export interface FuncSource {
  readonly func: AnalysedFunc;
  readonly path: string;
  /** The whole file. */
  readonly text: string;
  /** The offset of the declaration in the file. */
  readonly offset: number;
  readonly parents: ReadonlyMap<Node, Node>;
  /** Every identifier that occurs in the declaration. */
  readonly names: Set<string>;
}

/** The source of a function; undefined when its file cannot be read. */
export function funcSource(
  func: AnalysedFunc,
  effects: PackageEffects,
  text: (path: string) => string | undefined,
): FuncSource | undefined {
  const placement = effects.pkg.placementOf(func.decl);
  const whole = placement === undefined ? undefined : text(placement.unit.path);
  if (placement === undefined || whole === undefined) return undefined;
  const parents = new Map<Node, Node>();
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === "Ident") names.add(node.name);
    forEachChild(node, (child) => {
      parents.set(child, node);
      visit(child);
    });
  };
  visit(func.decl);
  visit(func.body);
  return { func, path: placement.unit.path, text: whole, offset: placement.offset, parents, names };
}

/** The text of a node. */
export function textOf(source: FuncSource, node: Range): string {
  return source.text.slice(source.offset + node.pos, source.offset + node.end);
}

/** The innermost function literal around a node; undefined in the function's own body. */
export function literalAround(source: FuncSource, node: Node): FuncLit | undefined {
  for (let at = source.parents.get(node); at !== undefined; at = source.parents.get(at)) {
    if (at.kind === "FuncLit") return at;
  }
  return undefined;
}

/** Is `outer` the node itself or one of those around it? */
export function isInside(source: FuncSource, node: Node, outer: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = source.parents.get(at)) {
    if (at === outer) return true;
  }
  return false;
}

/** Visits a node and what is below it, but not the bodies of function literals in it. */
export function walkHere(node: Node, visit: (node: Node) => unknown): void {
  walk(node, (inner) => {
    if (inner.kind === "FuncLit" && inner !== node) return false;
    return visit(inner);
  });
}

/** The variable at the start of an expression such as `s.a.b`, `(*s).a`, `s`; undefined for others. */
export function rootIdent(expr: Expr): Extract<Expr, { kind: "Ident" }> | undefined {
  switch (expr.kind) {
    case "Ident":
      return expr;
    case "SelectorExpr":
    case "ParenExpr":
    case "StarExpr":
      return rootIdent(expr.x);
    default:
      return undefined;
  }
}

/** Is the variable assigned anywhere in the node (other than where it is declared)? */
export function isAssigned(variable: Var, node: Node, source: FuncSource): boolean {
  const { info } = source.func;
  let found = false;
  const target = (expr: Expr | undefined): void => {
    if (expr?.kind === "Ident" && info.uses.get(expr) === variable) found = true;
  };
  walk(node, (inner) => {
    if (inner.kind === "AssignStmt") for (const expr of inner.lhs) target(expr);
    else if (inner.kind === "IncDecStmt") target(inner.x);
    else if (inner.kind === "RangeStmt") {
      target(inner.key);
      target(inner.value);
    } else if (inner.kind === "UnaryExpr" && inner.op === "&") target(inner.x);
    return !found;
  });
  return found;
}

/** The statement lists directly below a statement: bodies of its blocks and clauses. */
export function listsOf(stmt: Stmt): (readonly Stmt[])[] {
  switch (stmt.kind) {
    case "BlockStmt":
      return [stmt.list];
    case "IfStmt":
      return [stmt.body.list, ...(stmt.else === undefined ? [] : listsOf(stmt.else))];
    case "ForStmt":
    case "RangeStmt":
      return [stmt.body.list];
    case "SwitchStmt":
    case "TypeSwitchStmt":
    case "SelectStmt":
      return stmt.clauses.map((clause) => clause.body);
    case "LabeledStmt":
      return listsOf(stmt.stmt);
    default:
      return [];
  }
}
