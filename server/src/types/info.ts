/** What the checker finds out about one function body. */
import type { Expr, FuncDecl, FuncLit, Ident, SelectorExpr, Stmt } from "../syntax/ast.ts";
import type { Func, Obj, Type, Var } from "./types.ts";

/** What a selector expression `x.f` denotes. */
export interface Selection {
  readonly kind: "field" | "method" | "methodExpr" | "qualified";
  readonly obj: Obj;
  /** The embedded fields passed on the way, outermost first. */
  readonly path: readonly Var[];
}

/** Types and objects of the expressions of one body. Positions need no file: nodes are the keys. */
export interface Info {
  readonly types: Map<Expr, Type>;
  /** Expressions that denote types, such as the function of a conversion. */
  readonly typeExprs: Set<Expr>;
  readonly uses: Map<Ident, Obj>;
  readonly defs: Map<Ident, Obj>;
  readonly selections: Map<SelectorExpr, Selection>;
  /** Parameters and results of function literals, and of the function itself. */
  readonly params: Map<FuncLit | FuncDecl, readonly Var[]>;
  readonly results: Map<FuncLit | FuncDecl, readonly Var[]>;
  /** The receiver variable. */
  recv?: Var;
  /** The variable of each clause of a type switch that binds a name; keyed by the clause's body list. */
  readonly implicits: Map<readonly Stmt[], Var>;
  /** Calls of declared functions and methods, resolved. */
  readonly callees: Map<Expr, Func>;
}

/** An empty result. */
export function newInfo(): Info {
  return {
    types: new Map(),
    typeExprs: new Set(),
    uses: new Map(),
    defs: new Map(),
    selections: new Map(),
    params: new Map(),
    results: new Map(),
    implicits: new Map(),
    callees: new Map(),
  };
}
