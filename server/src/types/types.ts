/** Types and objects of a Go program, named after go/types. */
import type { Decl, FuncDecl, Range } from "../syntax/ast.ts";
import type { Package } from "./package.ts";

export type Type =
  | Basic
  | Named
  | Pointer
  | Slice
  | ArrayType
  | MapType
  | Chan
  | Struct
  | Signature
  | Interface
  | Tuple
  | TypeParam
  | Unknown;

/** A predeclared type, or the type of an untyped constant. */
export interface Basic {
  readonly kind: "Basic";
  readonly name: string;
}

export interface Pointer {
  readonly kind: "Pointer";
  readonly elem: Type;
}

export interface Slice {
  readonly kind: "Slice";
  readonly elem: Type;
}

export interface ArrayType {
  readonly kind: "Array";
  readonly elem: Type;
  /** Where it is written as a decimal number. */
  readonly length?: number;
}

export interface MapType {
  readonly kind: "Map";
  readonly key: Type;
  readonly elem: Type;
}

export interface Chan {
  readonly kind: "Chan";
  readonly elem: Type;
  readonly dir: "both" | "send" | "recv";
}

export interface Struct {
  readonly kind: "Struct";
  /** In source order. */
  readonly fields: readonly Var[];
}

export interface Signature {
  readonly kind: "Signature";
  readonly typeParams: readonly TypeParam[];
  readonly params: readonly Var[];
  readonly results: readonly Var[];
  readonly variadic: boolean;
}

export interface Interface {
  readonly kind: "Interface";
  /** The methods written out, without those of embedded interfaces. */
  readonly methods: readonly Func[];
  /** Embedded interfaces and unions; a union is a {@link Tuple} of its terms. */
  readonly embeds: readonly Type[];
}

/** Several results, or the terms of a union. */
export interface Tuple {
  readonly kind: "Tuple";
  readonly types: readonly Type[];
}

export interface TypeParam {
  readonly kind: "TypeParam";
  readonly name: string;
  /** The constraint; resolved on demand because it may mention its own parameter. */
  readonly constraint: () => Type;
}

/** What Mapvet does not know. Never taken for a map. */
export interface Unknown {
  readonly kind: "Unknown";
}

/** A defined type, possibly an instance of a generic one. Equal types are the same object. */
export interface Named {
  readonly kind: "Named";
  readonly obj: TypeName;
  readonly typeArgs: readonly Type[];
  /** The generic type this is an instance of; the type itself when it is none. */
  readonly origin: Named;
  /** Resolved on demand, since types refer to each other in cycles. Never a Named. */
  readonly underlying: () => Type;
}

// ---------------------------------------------------------------------------------------------
// Objects

export type Obj = Var | Func | TypeName | Const | PkgName | Builtin | Nil;

/** Where an object is declared: a range inside a top-level declaration. */
export interface Place extends Range {
  readonly decl: Decl;
}

export type VarRole = "field" | "package" | "local" | "param" | "result" | "recv";

export interface Var {
  readonly kind: "Var";
  readonly name: string;
  readonly role: VarRole;
  readonly pkg: Package;
  readonly place: Place;
  /** For an embedded field. */
  readonly embedded: boolean;
  readonly type: () => Type;
  /** A field's doc and line comments, in one text. */
  readonly comment: string;
  /** A field whose predecessor is separated from it by a blank line. */
  readonly blankLineBefore: boolean;
}

export interface Func {
  readonly kind: "Func";
  readonly name: string;
  readonly pkg: Package;
  /** Missing for a method of an interface. It changes when only the body was edited. */
  decl?: FuncDecl;
  readonly place: Place;
  readonly signature: () => Signature;
  /** The receiver's base type for a method. */
  readonly recv?: { readonly named: Named; readonly pointer: boolean; readonly name: string };
  /** The interface that declares the method, for an interface method. */
  readonly ofInterface: boolean;
  /** Is it no function at all, but the initial values of package variables? They are computed before `main`. */
  readonly initialises?: true;
}

export interface TypeName {
  readonly kind: "TypeName";
  readonly name: string;
  readonly pkg?: Package;
  readonly place?: Place;
  readonly alias: boolean;
  readonly doc: string;
  readonly typeParams: () => readonly TypeParam[];
  /** The type it stands for; for a generic one its origin. */
  readonly type: () => Type;
  /** Is it declared inside a function? */
  readonly local: boolean;
}

export interface Const {
  readonly kind: "Const";
  readonly name: string;
  readonly pkg?: Package;
  readonly type: () => Type;
}

export interface PkgName {
  readonly kind: "PkgName";
  readonly name: string;
  readonly path: string;
  /** Resolved on demand; undefined when the package cannot be had. */
  readonly imported: () => Package | undefined;
}

export interface Builtin {
  readonly kind: "Builtin";
  readonly name: string;
}

export interface Nil {
  readonly kind: "Nil";
  readonly name: "nil";
}

// ---------------------------------------------------------------------------------------------

export const unknown: Unknown = { kind: "Unknown" };

/** The type behind names; a type parameter stands for its core type. Never a Named. */
export function underlying(type: Type): Type {
  if (type.kind === "Named") return type.underlying();
  if (type.kind === "TypeParam") return coreType(type.constraint(), 0);
  return type;
}

/** The single underlying type of all types that satisfy a constraint; unknown when there is none. */
function coreType(constraint: Type, depth: number): Type {
  if (depth > 10) return unknown;
  const type = constraint.kind === "Named" ? constraint.underlying() : constraint;
  if (type.kind !== "Interface") return type.kind === "Tuple" ? termsCore(type.types, depth) : type;
  for (const embed of type.embeds) {
    const core = coreType(embed, depth + 1);
    if (core.kind !== "Unknown") return core;
  }
  return unknown;
}

/** Terms of one kind have a common core as far as they agree: what they differ in is unknown. */
function termsCore(terms: readonly Type[], depth: number): Type {
  return terms.map((term) => coreType(term, depth + 1)).reduce(common, terms.length === 0 ? unknown : never);
}

/** Stands for no term seen yet. */
const never: Tuple = { kind: "Tuple", types: [] };

function common(x: Type, y: Type): Type {
  if (x === never || x === y) return y;
  if (x.kind === "Basic" && y.kind === "Basic" && x.name === y.name) return x;
  if (x.kind === "Map" && y.kind === "Map") {
    return { kind: "Map", key: common(x.key, y.key), elem: common(x.elem, y.elem) };
  }
  if (x.kind === "Slice" && y.kind === "Slice") return { kind: "Slice", elem: common(x.elem, y.elem) };
  if (x.kind === "Pointer" && y.kind === "Pointer") return { kind: "Pointer", elem: common(x.elem, y.elem) };
  if (x.kind === "Chan" && y.kind === "Chan") {
    return { kind: "Chan", elem: common(x.elem, y.elem), dir: x.dir };
  }
  return unknown;
}

/** The map type behind names and type parameters, or undefined. */
export function asMap(type: Type): MapType | undefined {
  const under = underlying(type);
  return under.kind === "Map" ? under : undefined;
}

/** What a pointer points to; the type itself when it is none. */
export function deref(type: Type): Type {
  const under = type.kind === "Pointer" ? type : type.kind === "Named" ? type : underlying(type);
  return under.kind === "Pointer" ? under.elem : type;
}

/** The defined type behind at most one pointer, or undefined. */
export function asNamed(type: Type): Named | undefined {
  const base = deref(type);
  return base.kind === "Named" ? base : undefined;
}

/** `path.Name` of a defined type, such as `sync.Mutex`; the empty text for other types. */
export function qualifiedName(type: Type): string {
  if (type.kind !== "Named") return "";
  const pkg = type.obj.pkg;
  return pkg === undefined ? type.obj.name : `${pkg.path}.${type.obj.name}`;
}

/** A short text of a type, for messages. */
export function typeString(type: Type, depth = 0): string {
  if (depth > 4) return "...";
  const of = (inner: Type): string => typeString(inner, depth + 1);
  switch (type.kind) {
    case "Basic":
      return type.name;
    case "Named":
      return type.typeArgs.length === 0
        ? type.obj.name
        : `${type.obj.name}[${type.typeArgs.map(of).join(", ")}]`;
    case "Pointer":
      return `*${of(type.elem)}`;
    case "Slice":
      return `[]${of(type.elem)}`;
    case "Array":
      return `[...]${of(type.elem)}`;
    case "Map":
      return `map[${of(type.key)}]${of(type.elem)}`;
    case "Chan":
      return `${type.dir === "recv" ? "<-chan" : type.dir === "send" ? "chan<-" : "chan"} ${of(type.elem)}`;
    case "Struct":
      return "struct{...}";
    case "Signature":
      return "func(...)";
    case "Interface":
      return type.methods.length + type.embeds.length === 0 ? "any" : "interface{...}";
    case "Tuple":
      return `(${type.types.map(of).join(", ")})`;
    case "TypeParam":
      return type.name;
    case "Unknown":
      return "?";
  }
}
