/**
 * The abstract syntax tree of Go, as plain immutable data named after go/ast.
 *
 * Positions are UTF-16 offsets relative to the start of the enclosing top-level declaration
 * (see {@link PlacedDecl}). So a declaration that only moved keeps its nodes, and everything
 * computed from them stays valid: that is what makes typing cheap.
 */

/** A half-open range of UTF-16 offsets, relative to the enclosing top-level declaration. */
export interface Range {
  readonly pos: number;
  readonly end: number;
}

/** One Go source file. */
export interface File {
  readonly kind: "File";
  /** The name in the package clause; empty when it is missing. */
  readonly packageName: string;
  /** Range of that name, absolute in the file. */
  readonly packageNameRange: Range;
  /** The imports; the ranges inside are absolute in the file. */
  readonly imports: readonly ImportSpec[];
  /** Top-level declarations other than imports, in source order. */
  readonly decls: readonly PlacedDecl[];
  /** All comments, absolute in the file, in source order. */
  readonly comments: readonly Comment[];
  /** Regions the parser could not read, absolute in the file. */
  readonly errors: readonly SyntaxErrorRegion[];
}

/** A top-level declaration and where it stands in its file (UTF-16 offset). */
export interface PlacedDecl {
  readonly offset: number;
  readonly decl: Decl;
}

export interface Comment extends Range {
  /** With its `//` or `/*`. */
  readonly text: string;
}

export interface SyntaxErrorRegion extends Range {
  readonly message: string;
}

export interface ImportSpec extends Range {
  readonly kind: "ImportSpec";
  /** The local name: an identifier, "_" or "."; undefined when the package's own name is used. */
  readonly name?: string;
  /** The import path without quotes. */
  readonly path: string;
}

// ---------------------------------------------------------------------------------------------
// Declarations

export type Decl = FuncDecl | GenDecl;

/**
 * A function or method declaration. Its body is lowered on demand by the syntax room
 * (`bodyOf`), from {@link FuncDecl.text} alone.
 */
export interface FuncDecl extends Range {
  readonly kind: "FuncDecl";
  /** The doc comment's text without comment marks; empty when there is none. */
  readonly doc: string;
  readonly recv?: Field;
  readonly name: Ident;
  readonly type: FuncType;
  /** The range of the body with its braces; undefined for a declaration without a body. */
  readonly bodyRange?: Range;
  /** The declaration's own source text. */
  readonly text: string;
  /** True when the declaration has a syntax error somewhere in it. */
  readonly hasError: boolean;
}

/** `type`, `var` and `const` declarations. */
export interface GenDecl extends Range {
  readonly kind: "GenDecl";
  readonly tok: "type" | "var" | "const";
  readonly doc: string;
  readonly specs: readonly Spec[];
  /** The declaration's own source text when it is a top-level one; empty for a local one. */
  readonly text: string;
  readonly hasError: boolean;
}

export type Spec = TypeSpec | ValueSpec;

export interface TypeSpec extends Range {
  readonly kind: "TypeSpec";
  readonly doc: string;
  /** The comment at the end of the line. */
  readonly comment: string;
  readonly name: Ident;
  readonly typeParams: readonly Field[];
  /** `type A = B`. */
  readonly alias: boolean;
  readonly type: Expr;
}

export interface ValueSpec extends Range {
  readonly kind: "ValueSpec";
  readonly doc: string;
  readonly comment: string;
  readonly names: readonly Ident[];
  readonly type?: Expr;
  readonly values: readonly Expr[];
  /** For constants: the index in its group (iota); a const without values repeats the last ones. */
  readonly iota: number;
}

/** A group of parameters, results, type parameters or struct fields of one type. */
export interface Field extends Range {
  readonly kind: "Field";
  /** Empty for an unnamed parameter and for an embedded field. */
  readonly names: readonly Ident[];
  /** For a variadic parameter an {@link Ellipsis}. */
  readonly type: Expr;
  readonly tag?: string;
  /** The comment lines directly above, without marks. */
  readonly doc: string;
  /** The comment at the end of the line, without marks. */
  readonly comment: string;
  /** True when a blank line stands between this field and the one before: it ends a mutex hat. */
  readonly blankLineBefore: boolean;
}

// ---------------------------------------------------------------------------------------------
// Expressions and types

export type Expr =
  | BadExpr
  | Ident
  | Ellipsis
  | BasicLit
  | FuncLit
  | CompositeLit
  | ParenExpr
  | SelectorExpr
  | IndexExpr
  | SliceExpr
  | TypeAssertExpr
  | CallExpr
  | StarExpr
  | UnaryExpr
  | BinaryExpr
  | KeyValueExpr
  | ArrayType
  | StructType
  | FuncType
  | InterfaceType
  | MapType
  | ChanType;

/** Something that could not be parsed. */
export interface BadExpr extends Range {
  readonly kind: "BadExpr";
}

export interface Ident extends Range {
  readonly kind: "Ident";
  readonly name: string;
}

/** `...T` in a parameter list, and the length in `[...]T` (then without elt). */
export interface Ellipsis extends Range {
  readonly kind: "Ellipsis";
  readonly elt?: Expr;
}

export interface BasicLit extends Range {
  readonly kind: "BasicLit";
  readonly tok: "INT" | "FLOAT" | "IMAG" | "CHAR" | "STRING";
  readonly value: string;
}

export interface FuncLit extends Range {
  readonly kind: "FuncLit";
  readonly type: FuncType;
  readonly body: BlockStmt;
}

export interface CompositeLit extends Range {
  readonly kind: "CompositeLit";
  /** Missing where the type is implied by the enclosing literal. */
  readonly type?: Expr;
  /** Elements; keyed ones are {@link KeyValueExpr}. */
  readonly elts: readonly Expr[];
}

export interface ParenExpr extends Range {
  readonly kind: "ParenExpr";
  readonly x: Expr;
}

export interface SelectorExpr extends Range {
  readonly kind: "SelectorExpr";
  readonly x: Expr;
  readonly sel: Ident;
}

/** `x[i]`, and an instantiation `F[T1, T2]` (several indices, or one that is a type). */
export interface IndexExpr extends Range {
  readonly kind: "IndexExpr";
  readonly x: Expr;
  readonly indices: readonly Expr[];
}

export interface SliceExpr extends Range {
  readonly kind: "SliceExpr";
  readonly x: Expr;
  readonly low?: Expr;
  readonly high?: Expr;
  readonly max?: Expr;
}

export interface TypeAssertExpr extends Range {
  readonly kind: "TypeAssertExpr";
  readonly x: Expr;
  /** Missing in `x.(type)`. */
  readonly type?: Expr;
}

/** A call or a conversion. Type arguments stand in `fun` as an {@link IndexExpr}. */
export interface CallExpr extends Range {
  readonly kind: "CallExpr";
  readonly fun: Expr;
  /** For make and new the first one is a type. */
  readonly args: readonly Expr[];
  /** The last argument is followed by `...`. */
  readonly hasEllipsis: boolean;
}

/** `*x`: a dereference or a pointer type. */
export interface StarExpr extends Range {
  readonly kind: "StarExpr";
  readonly x: Expr;
}

/** `op` is one of + - ! ^ & <- ~ */
export interface UnaryExpr extends Range {
  readonly kind: "UnaryExpr";
  readonly op: string;
  readonly x: Expr;
}

export interface BinaryExpr extends Range {
  readonly kind: "BinaryExpr";
  readonly op: string;
  readonly x: Expr;
  readonly y: Expr;
}

export interface KeyValueExpr extends Range {
  readonly kind: "KeyValueExpr";
  readonly key: Expr;
  readonly value: Expr;
}

/** An array type, or a slice type when `len` is missing; `[...]T` has an {@link Ellipsis} as length. */
export interface ArrayType extends Range {
  readonly kind: "ArrayType";
  readonly len?: Expr;
  readonly elt: Expr;
}

export interface StructType extends Range {
  readonly kind: "StructType";
  readonly fields: readonly Field[];
}

export interface FuncType extends Range {
  readonly kind: "FuncType";
  readonly typeParams: readonly Field[];
  readonly params: readonly Field[];
  readonly results: readonly Field[];
}

/** `fields` holds methods (one name and a {@link FuncType}) and embedded elements (no name). */
export interface InterfaceType extends Range {
  readonly kind: "InterfaceType";
  readonly fields: readonly Field[];
}

export interface MapType extends Range {
  readonly kind: "MapType";
  readonly key: Expr;
  readonly value: Expr;
}

export interface ChanType extends Range {
  readonly kind: "ChanType";
  readonly dir: "both" | "send" | "recv";
  readonly value: Expr;
}

// ---------------------------------------------------------------------------------------------
// Statements

export type Stmt =
  | BadStmt
  | EmptyStmt
  | DeclStmt
  | LabeledStmt
  | ExprStmt
  | SendStmt
  | IncDecStmt
  | AssignStmt
  | GoStmt
  | DeferStmt
  | ReturnStmt
  | BranchStmt
  | BlockStmt
  | IfStmt
  | SwitchStmt
  | TypeSwitchStmt
  | SelectStmt
  | ForStmt
  | RangeStmt;

export interface BadStmt extends Range {
  readonly kind: "BadStmt";
}

export interface EmptyStmt extends Range {
  readonly kind: "EmptyStmt";
}

export interface DeclStmt extends Range {
  readonly kind: "DeclStmt";
  readonly decl: GenDecl;
}

export interface LabeledStmt extends Range {
  readonly kind: "LabeledStmt";
  readonly label: Ident;
  readonly stmt: Stmt;
}

export interface ExprStmt extends Range {
  readonly kind: "ExprStmt";
  readonly x: Expr;
}

export interface SendStmt extends Range {
  readonly kind: "SendStmt";
  readonly chan: Expr;
  readonly value: Expr;
}

export interface IncDecStmt extends Range {
  readonly kind: "IncDecStmt";
  readonly x: Expr;
  readonly tok: "++" | "--";
}

export interface AssignStmt extends Range {
  readonly kind: "AssignStmt";
  readonly lhs: readonly Expr[];
  /** `=`, `:=`, or an operator with `=` such as `+=`. */
  readonly tok: string;
  readonly rhs: readonly Expr[];
}

export interface GoStmt extends Range {
  readonly kind: "GoStmt";
  readonly call: Expr;
}

export interface DeferStmt extends Range {
  readonly kind: "DeferStmt";
  readonly call: Expr;
}

export interface ReturnStmt extends Range {
  readonly kind: "ReturnStmt";
  readonly results: readonly Expr[];
}

export interface BranchStmt extends Range {
  readonly kind: "BranchStmt";
  readonly tok: "break" | "continue" | "goto" | "fallthrough";
  readonly label?: Ident;
}

export interface BlockStmt extends Range {
  readonly kind: "BlockStmt";
  readonly list: readonly Stmt[];
}

export interface IfStmt extends Range {
  readonly kind: "IfStmt";
  readonly init?: Stmt;
  readonly cond: Expr;
  readonly body: BlockStmt;
  /** Another {@link IfStmt} or a {@link BlockStmt}. */
  readonly else?: Stmt;
}

export interface CaseClause extends Range {
  readonly kind: "CaseClause";
  /** Expressions or types; undefined for `default`. */
  readonly list?: readonly Expr[];
  readonly body: readonly Stmt[];
}

export interface SwitchStmt extends Range {
  readonly kind: "SwitchStmt";
  readonly init?: Stmt;
  readonly tag?: Expr;
  readonly clauses: readonly CaseClause[];
}

export interface TypeSwitchStmt extends Range {
  readonly kind: "TypeSwitchStmt";
  readonly init?: Stmt;
  /** The name bound in `switch name := x.(type)`. */
  readonly name?: Ident;
  readonly x: Expr;
  readonly clauses: readonly CaseClause[];
}

export interface CommClause extends Range {
  readonly kind: "CommClause";
  /** A send, a receive (ExprStmt) or an assignment from a receive; undefined for `default`. */
  readonly comm?: Stmt;
  readonly body: readonly Stmt[];
}

export interface SelectStmt extends Range {
  readonly kind: "SelectStmt";
  readonly clauses: readonly CommClause[];
}

export interface ForStmt extends Range {
  readonly kind: "ForStmt";
  readonly init?: Stmt;
  readonly cond?: Expr;
  readonly post?: Stmt;
  readonly body: BlockStmt;
}

export interface RangeStmt extends Range {
  readonly kind: "RangeStmt";
  readonly key?: Expr;
  readonly value?: Expr;
  /** `:=`, `=`, or empty for `for range x`. */
  readonly tok: ":=" | "=" | "";
  readonly x: Expr;
  readonly body: BlockStmt;
}

/** Any node of the tree that has a range. */
export type Node = Expr | Stmt | Decl | Spec | Field | CaseClause | CommClause | ImportSpec;
