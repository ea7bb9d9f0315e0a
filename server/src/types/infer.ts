/** Inference of type arguments, as far as the types of results need it. */
import { lookupMember } from "./lookup.ts";
import { bindings, maxNesting, subst, typeArgsOf } from "./subst.ts";
import { type Named, type Signature, type Type, type TypeParam, underlying, unknown } from "./types.ts";
import { defaultType, isUntyped, widerConstant } from "./universe.ts";

/** An argument's type and the type of the parameter that takes it. */
export interface Argument {
  readonly param: Type;
  readonly type: Type;
}

/** The type arguments of a call; a type parameter that nothing tells about becomes unknown. */
export function infer(signature: Signature, args: readonly Argument[]): Map<TypeParam, Type> {
  const params = new Set(signature.typeParams);
  const bound = new Map<TypeParam, Type>();
  for (const { param, type } of args) {
    if (!isUntyped(type)) unify(param, closed(type), params, bound);
  }
  bindConstants(args, params, bound);
  inferRest(signature.typeParams, bound);
  for (const param of params) if (!bound.has(param)) bound.set(param, unknown);
  return bound;
}

/** Untyped constants decide only about what no typed argument has decided; the widest kind wins. */
function bindConstants(
  args: readonly Argument[],
  params: ReadonlySet<TypeParam>,
  bound: Map<TypeParam, Type>,
): void {
  const kinds = new Map<TypeParam, Type>();
  for (const { param, type } of args) {
    if (param.kind !== "TypeParam" || !params.has(param) || bound.has(param) || !isUntyped(type)) continue;
    kinds.set(param, widerConstant(kinds.get(param) ?? unknown, type));
  }
  for (const [param, kind] of kinds) {
    const type = defaultType(kind);
    if (type.kind !== "Unknown") bound.set(param, type);
  }
}

/**
 * Binds what constraints tell: `M ~map[K]V` binds K and V once M is known, and `PT interface{ *T }`
 * binds PT once T is known. Parameters that are already bound need not be among `params`.
 */
export function inferRest(
  typeParams: readonly TypeParam[],
  bound: Map<TypeParam, Type>,
  known: readonly TypeParam[] = [],
): void {
  const params = new Set(typeParams);
  for (let size = -1; size !== bound.size; ) {
    size = bound.size;
    for (const param of [...known, ...typeParams]) {
      const actual = bound.get(param);
      const core = underlying(param);
      if (core.kind === "Unknown") continue;
      if (actual !== undefined) unify(core, underlying(actual), params, bound);
      else if (mentionsOnlyBound(core, params, bound)) bound.set(param, subst(core, bound));
    }
  }
}

function mentionsOnlyBound(
  type: Type,
  params: ReadonlySet<TypeParam>,
  bound: ReadonlyMap<TypeParam, Type>,
): boolean {
  const open = new Map<TypeParam, Type>([...params].filter((p) => !bound.has(p)).map((p) => [p, unknown]));
  return subst(type, open) === type;
}

/** The type of a generic function given as an argument has parameters of its own: they tell nothing. */
function closed(type: Type): Type {
  if (type.kind !== "Signature" || type.typeParams.length === 0) return type;
  return subst(type, new Map(type.typeParams.map((param) => [param, unknown])));
}

/** Binds the type parameters in `pattern` so that it becomes `actual`, as far as that is possible. */
function unify(
  pattern: Type,
  actual: Type,
  params: ReadonlySet<TypeParam>,
  bound: Map<TypeParam, Type>,
  depth = 0,
): void {
  if (depth > maxNesting) return;
  const next = (p: Type, a: Type): void => unify(p, a, params, bound, depth + 1);
  switch (pattern.kind) {
    case "TypeParam":
      if (params.has(pattern) && !bound.has(pattern) && actual.kind !== "Unknown") bound.set(pattern, actual);
      return;
    case "Named":
      if (pattern.typeArgs.length > 0) unifyNamed(pattern, actual, next);
      return;
    case "Basic":
    case "Unknown":
    case "Interface":
    case "Struct":
    case "Tuple":
      return;
    default:
  }
  const other = actual.kind === "Named" ? actual.underlying() : actual;
  if (pattern.kind === "Map" && other.kind === "Map") {
    next(pattern.key, other.key);
    next(pattern.elem, other.elem);
  } else if (pattern.kind === "Signature" && other.kind === "Signature") {
    pattern.params.forEach((param, i) => {
      if (other.params[i] !== undefined) next(param.type(), other.params[i].type());
    });
    pattern.results.forEach((result, i) => {
      if (other.results[i] !== undefined) next(result.type(), other.results[i].type());
    });
  } else if ("elem" in pattern && "elem" in other && pattern.kind === other.kind) {
    next(pattern.elem, other.elem);
  }
}

/** A generic type against an instance, a type without a name, or a type with the methods it asks for. */
function unifyNamed(pattern: Named, actual: Type, next: (p: Type, a: Type) => void): void {
  if (actual.kind === "Named" && actual.origin === pattern.origin) {
    const given = typeArgsOf(actual);
    pattern.typeArgs.forEach((arg, i) => {
      next(arg, given[i]);
    });
    return;
  }
  const under = pattern.origin.underlying();
  const bound = bindings(pattern.origin, pattern.typeArgs);
  if (under.kind === "Interface") {
    for (const method of under.methods) {
      const member = lookupMember(actual, method.name);
      if (member?.obj.kind === "Func") next(subst(method.signature(), bound), member.type);
    }
  } else if (actual.kind !== "Named") {
    next(subst(under, bound), actual);
  }
}
