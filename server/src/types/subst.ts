/** Instances of generic types: substitution of type parameters, identity of types. */
import { type Named, type Signature, type Type, type TypeParam, unknown, type Var } from "./types.ts";

/** Instances nest no deeper than this; what would is unknown. Real programs stay far below. */
export const maxNesting = 12;

const instances = new WeakMap<Named, Named[]>();

/** The instance of a generic type for some type arguments; equal arguments give the same object. */
export function instantiate(origin: Named, given: readonly Type[]): Type {
  const own = origin.obj.typeParams();
  if (own.length === 0 || given.length > own.length) return unknown;
  const typeArgs = own.map((_param, i) => given[i] ?? unknown);
  if (own.every((param, i) => param === typeArgs[i])) return origin;
  if (typeArgs.some((arg) => nesting(arg) > maxNesting)) return unknown;
  const known = instances.get(origin) ?? [];
  instances.set(origin, known);
  const found = known.find((instance) => instance.typeArgs.every((arg, i) => identical(arg, typeArgs[i])));
  if (found !== undefined) return found;
  let under: Type | undefined;
  const instance: Named = {
    kind: "Named",
    obj: origin.obj,
    typeArgs,
    origin,
    underlying: () => {
      if (under === undefined) {
        under = unknown;
        under = subst(origin.underlying(), bindings(origin, typeArgs));
      }
      return under;
    },
  };
  known.push(instance);
  return instance;
}

/** What the type parameters of a generic type stand for in an instance. */
export function bindings(origin: Named, typeArgs: readonly Type[]): Map<TypeParam, Type> {
  const params = origin.obj.typeParams();
  return new Map(params.map((param, i) => [param, typeArgs[i] ?? unknown]));
}

/** The type arguments; inside its own declaration a generic type stands for the instance with its own parameters. */
export function typeArgsOf({ typeArgs, obj }: Named): readonly Type[] {
  return typeArgs.length > 0 ? typeArgs : obj.typeParams();
}

/** The type with its type parameters replaced; the same object where nothing changes. */
export function subst(type: Type, bound: ReadonlyMap<TypeParam, Type>): Type {
  if (bound.size === 0) return type;
  switch (type.kind) {
    case "Basic":
    case "Unknown":
      return type;
    case "TypeParam":
      return bound.get(type) ?? type;
    case "Pointer":
    case "Slice":
    case "Array":
    case "Chan": {
      const elem = subst(type.elem, bound);
      return elem === type.elem ? type : { ...type, elem };
    }
    case "Map": {
      const key = subst(type.key, bound);
      const elem = subst(type.elem, bound);
      return key === type.key && elem === type.elem ? type : { kind: "Map", key, elem };
    }
    case "Tuple": {
      const types = type.types.map((inner) => subst(inner, bound));
      return types.every((inner, i) => inner === type.types[i]) ? type : { kind: "Tuple", types };
    }
    case "Struct":
      return { kind: "Struct", fields: type.fields.map((field) => substVar(field, bound)) };
    case "Signature":
      return substSignature(type, bound);
    case "Interface":
      return {
        kind: "Interface",
        methods: type.methods.map((method) => ({
          ...method,
          signature: () => substSignature(method.signature(), bound),
        })),
        embeds: type.embeds.map((embed) => subst(embed, bound)),
      };
    case "Named": {
      const args = typeArgsOf(type);
      if (args.length === 0) return type;
      const typeArgs = args.map((arg) => subst(arg, bound));
      return typeArgs.every((arg, i) => arg === args[i]) ? type : instantiate(type.origin, typeArgs);
    }
  }
}

/** A signature with its type parameters replaced. */
export function substSignature(signature: Signature, bound: ReadonlyMap<TypeParam, Type>): Signature {
  if (bound.size === 0) return signature;
  return {
    ...signature,
    params: signature.params.map((param) => substVar(param, bound)),
    results: signature.results.map((result) => substVar(result, bound)),
  };
}

const substituted = new WeakMap<Var, Var>();

function substVar(variable: Var, bound: ReadonlyMap<TypeParam, Type>): Var {
  const copy: Var = { ...variable, type: () => subst(variable.type(), bound) };
  substituted.set(copy, originVar(variable));
  return copy;
}

/** The declared variable behind one of a generic instance; the variable itself otherwise. */
export function originVar(variable: Var): Var {
  return substituted.get(variable) ?? variable;
}

function nesting(type: Type): number {
  switch (type.kind) {
    case "Pointer":
    case "Slice":
    case "Array":
    case "Chan":
      return 1 + nesting(type.elem);
    case "Map":
      return 1 + Math.max(nesting(type.key), nesting(type.elem));
    case "Named":
      return 1 + Math.max(0, ...type.typeArgs.map(nesting));
    default:
      return 0;
  }
}

/** Are two types the same, as far as instances and inference need to know? */
export function identical(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "Basic":
      return b.kind === "Basic" && a.name === b.name;
    case "Pointer":
    case "Slice":
    case "Array":
    case "Chan":
      return "elem" in b && identical(a.elem, b.elem as Type);
    case "Map":
      return b.kind === "Map" && identical(a.key, b.key) && identical(a.elem, b.elem);
    case "Named":
      return (
        b.kind === "Named" &&
        a.origin === b.origin &&
        a.typeArgs.length === b.typeArgs.length &&
        a.typeArgs.every((arg, i) => identical(arg, b.typeArgs[i]))
      );
    case "Signature":
      return (
        b.kind === "Signature" &&
        a.params.length === b.params.length &&
        a.results.length === b.results.length &&
        a.params.every((param, i) => identical(param.type(), b.params[i].type())) &&
        a.results.every((result, i) => identical(result.type(), b.results[i].type()))
      );
    case "Struct":
      return b.kind === "Struct" && sameFields(a.fields, b.fields);
    case "Tuple":
      return (
        b.kind === "Tuple" &&
        a.types.length === b.types.length &&
        a.types.every((type, i) => identical(type, b.types[i]))
      );
    default:
      return false;
  }
}

function sameFields(a: readonly Var[], b: readonly Var[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (field, i) =>
        field.name === b[i].name && field.embedded === b[i].embedded && identical(field.type(), b[i].type()),
    )
  );
}
