/** From type expressions to types. */
import type { Decl, Expr, Field, FuncType } from "../syntax/ast.ts";
import type { Package } from "./package.ts";
import { Scope } from "./scope.ts";
import { instantiate, subst } from "./subst.ts";
import {
  type Func,
  type Named,
  type Obj,
  type Signature,
  type Type,
  type TypeName,
  type TypeParam,
  unknown,
  type Var,
  type VarRole,
} from "./types.ts";

/** Where an expression stands: its package, its top-level declaration, the names it sees. */
export interface Site {
  readonly pkg: Package;
  readonly decl: Decl;
  readonly scope: Scope;
}

/** The type that an expression denotes; unknown when it denotes none. */
export function typeOf(expr: Expr, site: Site): Type {
  switch (expr.kind) {
    case "Ident":
    case "SelectorExpr":
      return typeNameOf(expr, site.scope)?.type() ?? unknown;
    case "ParenExpr":
      return typeOf(expr.x, site);
    case "IndexExpr": {
      const obj = typeNameOf(expr.x, site.scope);
      if (obj === undefined) return unknown;
      const args = expr.indices.map((index) => typeOf(index, site));
      const generic = obj.type();
      if (obj.alias) {
        return subst(generic, new Map(obj.typeParams().map((param, i) => [param, args[i] ?? unknown])));
      }
      return generic.kind === "Named" ? instantiate(generic.origin, args) : unknown;
    }
    case "StarExpr":
      return { kind: "Pointer", elem: typeOf(expr.x, site) };
    case "ArrayType": {
      const elem = typeOf(expr.elt, site);
      if (expr.len === undefined) return { kind: "Slice", elem };
      const isNumber = expr.len.kind === "BasicLit" && /^(0|[1-9]\d*)$/.test(expr.len.value);
      return { kind: "Array", elem, length: isNumber ? Number(expr.len.value) : undefined };
    }
    case "Ellipsis":
      return expr.elt === undefined ? unknown : { kind: "Slice", elem: typeOf(expr.elt, site) };
    case "MapType":
      return { kind: "Map", key: typeOf(expr.key, site), elem: typeOf(expr.value, site) };
    case "ChanType":
      return { kind: "Chan", elem: typeOf(expr.value, site), dir: expr.dir };
    case "StructType":
      return { kind: "Struct", fields: expr.fields.flatMap((field) => structFields(field, site)) };
    case "FuncType":
      return signatureOf(expr, site);
    case "InterfaceType":
      return interfaceOf(expr.fields, site);
    case "UnaryExpr":
      return expr.op === "~" ? typeOf(expr.x, site) : unknown;
    case "BinaryExpr":
      return expr.op === "|"
        ? { kind: "Tuple", types: [typeOf(expr.x, site), typeOf(expr.y, site)] }
        : unknown;
    default:
      return unknown;
  }
}

/** Computes once, on first use; a value that needs itself is unknown. */
export function lazy(compute: () => Type): () => Type {
  let value: Type | undefined;
  return () => {
    if (value === undefined) {
      value = unknown;
      value = compute();
    }
    return value;
  };
}

/** The type name that an expression denotes: `T`, `pkg.T`, in parentheses or not. */
function typeNameOf(expr: Expr, scope: Scope): TypeName | undefined {
  if (expr.kind === "ParenExpr") return typeNameOf(expr.x, scope);
  let obj: Obj | undefined;
  if (expr.kind === "Ident") obj = scope.lookup(expr.name);
  else if (expr.kind === "SelectorExpr" && expr.x.kind === "Ident") {
    const pkg = scope.lookup(expr.x.name);
    obj = pkg?.kind === "PkgName" ? pkg.imported()?.lookup(expr.sel.name) : undefined;
  }
  return obj?.kind === "TypeName" ? obj : undefined;
}

/**
 * Resolves what a type expression of a function body left for later. There names are declared one after the
 * other, so that a later declaration must not change what an earlier type means.
 */
export function settle(type: Type, seen: Set<Type> = new Set()): void {
  // Only a cycle of aliases, which Go refuses, goes on for ever.
  if (seen.has(type) || seen.size > maxParts) return;
  seen.add(type);
  switch (type.kind) {
    case "Pointer":
    case "Slice":
    case "Array":
    case "Chan":
      settle(type.elem, seen);
      return;
    case "Map":
      settle(type.key, seen);
      settle(type.elem, seen);
      return;
    case "Struct":
      for (const field of type.fields) settle(field.type(), seen);
      return;
    case "Signature":
      for (const variable of [...type.params, ...type.results]) settle(variable.type(), seen);
      return;
    case "Interface":
      for (const method of type.methods) settle(method.signature(), seen);
      return;
    default:
  }
}

const maxParts = 200;

/** Does the expression denote a type here? */
export function isTypeExpr(expr: Expr, scope: Scope): boolean {
  switch (expr.kind) {
    case "Ident":
    case "SelectorExpr":
      return typeNameOf(expr, scope) !== undefined;
    case "ParenExpr":
    case "StarExpr":
    case "IndexExpr":
      return isTypeExpr(expr.x, scope);
    case "ArrayType":
    case "MapType":
    case "ChanType":
    case "StructType":
    case "FuncType":
    case "InterfaceType":
      return true;
    default:
      return false;
  }
}

interface VarInit {
  readonly name: string;
  readonly role: VarRole;
  readonly pos: number;
  readonly end: number;
  readonly type: () => Type;
  readonly embedded?: boolean;
  readonly comment?: string;
  readonly blankLineBefore?: boolean;
}

/** Makes a variable declared at a site. */
export function makeVar(site: Pick<Site, "pkg" | "decl">, init: VarInit): Var {
  return {
    kind: "Var",
    name: init.name,
    role: init.role,
    pkg: site.pkg,
    place: { decl: site.decl, pos: init.pos, end: init.end },
    embedded: init.embedded ?? false,
    type: init.type,
    comment: init.comment ?? "",
    blankLineBefore: init.blankLineBefore ?? false,
  };
}

function structFields(field: Field, site: Site): Var[] {
  const type = lazy(() => typeOf(field.type, site));
  const comment = [field.doc, field.comment].filter((text) => text !== "").join("\n");
  const { blankLineBefore } = field;
  if (field.names.length === 0) {
    const { pos, end } = field.type;
    const name = embeddedName(field.type);
    return [makeVar(site, { name, role: "field", pos, end, type, embedded: true, comment, blankLineBefore })];
  }
  return field.names.map((ident, i) =>
    makeVar(site, {
      name: ident.name,
      role: "field",
      pos: ident.pos,
      end: ident.end,
      type,
      comment,
      blankLineBefore: blankLineBefore && i === 0,
    }),
  );
}

/** The name under which an embedded type is a field: `T` for `T`, `*T`, `pkg.T` and `T[A]`. */
export function embeddedName(type: Expr): string {
  switch (type.kind) {
    case "Ident":
      return type.name;
    case "SelectorExpr":
      return type.sel.name;
    case "StarExpr":
    case "ParenExpr":
    case "IndexExpr":
      return embeddedName(type.x);
    default:
      return "_";
  }
}

/** Declares type parameters in the site's scope and returns them. */
export function declareTypeParams(fields: readonly Field[], site: Site): TypeParam[] {
  return fields.flatMap((field) =>
    field.names.map((ident) => {
      const param: TypeParam = {
        kind: "TypeParam",
        name: ident.name,
        constraint: lazy(() => typeOf(field.type, site)),
      };
      bindTypeParam(param, ident.name, site.scope);
      return param;
    }),
  );
}

/** Makes a name denote a type parameter in a scope. */
export function bindTypeParam(param: TypeParam, name: string, scope: Scope): void {
  scope.insert({
    kind: "TypeName",
    name,
    alias: true,
    doc: "",
    local: true,
    typeParams: () => [],
    type: () => param,
  });
}

/** The signature of a function type; its type parameters get a scope of their own. */
export function signatureOf(type: FuncType, outer: Site): Signature {
  const site = type.typeParams.length === 0 ? outer : { ...outer, scope: new Scope(outer.scope) };
  const typeParams = declareTypeParams(type.typeParams, site);
  return {
    kind: "Signature",
    typeParams,
    params: type.params.flatMap((field) => parameterVars(field, "param", site)),
    results: type.results.flatMap((field) => parameterVars(field, "result", site)),
    variadic: type.params.at(-1)?.type.kind === "Ellipsis",
  };
}

function parameterVars(field: Field, role: VarRole, site: Site): Var[] {
  const type = lazy(() => typeOf(field.type, site));
  if (field.names.length === 0) {
    return [makeVar(site, { name: "_", role, pos: field.type.pos, end: field.type.end, type })];
  }
  return field.names.map((ident) =>
    makeVar(site, { name: ident.name, role, pos: ident.pos, end: ident.end, type }),
  );
}

function interfaceOf(fields: readonly Field[], site: Site): Type {
  const methods: Func[] = [];
  const embeds: Type[] = [];
  for (const field of fields) {
    const ident = field.names[0];
    if (ident === undefined) {
      embeds.push(typeOf(field.type, site));
      continue;
    }
    const { type } = field;
    const signature = lazy(() => (type.kind === "FuncType" ? signatureOf(type, site) : unknown));
    methods.push({
      kind: "Func",
      name: ident.name,
      pkg: site.pkg,
      place: { decl: site.decl, pos: ident.pos, end: ident.end },
      signature: () => {
        const value = signature();
        return value.kind === "Signature" ? value : emptySignature;
      },
      ofInterface: true,
    });
  }
  return { kind: "Interface", methods, embeds };
}

/** `func()`. */
export const emptySignature: Signature = {
  kind: "Signature",
  typeParams: [],
  params: [],
  results: [],
  variadic: false,
};

/** Makes the type name and the type of `type Name Expr`, at package level or in a function. */
export function declareType(
  spec: { readonly name: string; readonly alias: boolean; readonly type: Expr; readonly doc: string },
  typeParamFields: readonly Field[],
  place: { readonly pos: number; readonly end: number },
  site: Site,
  local: boolean,
): TypeName {
  const inner: Site = { ...site, scope: new Scope(site.scope) };
  let typeParams: TypeParam[] | undefined;
  const params = (): TypeParam[] => {
    typeParams ??= declareTypeParams(typeParamFields, inner);
    return typeParams;
  };
  const resolved = lazy(() => {
    params();
    return typeOf(spec.type, inner);
  });
  const obj: TypeName = {
    kind: "TypeName",
    name: spec.name,
    pkg: site.pkg,
    place: { decl: site.decl, pos: place.pos, end: place.end },
    alias: spec.alias,
    doc: spec.doc,
    local,
    typeParams: params,
    type: () => (spec.alias ? resolved() : named),
  };
  const named: Named = {
    kind: "Named",
    obj,
    typeArgs: [],
    get origin() {
      return named;
    },
    underlying: lazy(() => {
      let type = resolved();
      for (let i = 0; type.kind === "Named" && i < 20; i++) type = type.underlying();
      return type.kind === "Named" ? unknown : type;
    }),
  };
  return obj;
}
