/** Types of expressions. What is not known is unknown, never guessed. */
import type { CompositeLit, Expr, FuncLit, SelectorExpr } from "../syntax/ast.ts";
import { checkBlock } from "./body.ts";
import { callType } from "./calls.ts";
import { inferRest } from "./infer.ts";
import type { Info } from "./info.ts";
import { lookupMember } from "./lookup.ts";
import { Scope } from "./scope.ts";
import { subst } from "./subst.ts";
import {
  type Obj,
  type Signature,
  type Type,
  type TypeParam,
  underlying,
  unknown,
  type Var,
} from "./types.ts";
import { isTypeExpr, type Site, settle, signatureOf, typeOf } from "./typexpr.ts";
import { basic, defaultType, isUntyped, untyped, widerConstant } from "./universe.ts";

/** A site with the place for results. */
export interface Env extends Site {
  readonly info: Info;
  /**
   * Only the type of the whole expression is wanted, so that what cannot change it is not looked at: then
   * package-level variables may refer to each other from bodies of functions and elements of literals.
   */
  readonly typesOnly?: boolean;
}

/** The same place with a scope of its own. */
export function inner(env: Env): Env {
  return { ...env, scope: new Scope(env.scope) };
}

/** Checks an expression and records its type. `expected` helps literals without a type of their own. */
export function checkExpr(expr: Expr, env: Env, expected?: Type): Type {
  const type = compute(expr, env, expected);
  env.info.types.set(expr, type);
  return type;
}

function compute(expr: Expr, env: Env, expected: Type | undefined): Type {
  switch (expr.kind) {
    case "BasicLit":
      return literalType(expr.tok);
    case "Ident":
      return identType(expr, env);
    case "ParenExpr": {
      const type = checkExpr(expr.x, env, expected);
      if (env.info.typeExprs.has(expr.x)) env.info.typeExprs.add(expr);
      return type;
    }
    case "FuncLit":
      return funcLitType(expr, env);
    case "CompositeLit":
      return compositeType(expr, env, expected);
    case "SelectorExpr":
      return selectorType(expr, env);
    case "IndexExpr":
      return indexType(expr.x, expr.indices, expr, env);
    case "SliceExpr": {
      for (const bound of [expr.low, expr.high, expr.max]) if (bound !== undefined) checkExpr(bound, env);
      const type = checkExpr(expr.x, env);
      const under = underlying(type);
      if (under.kind === "Array") return { kind: "Slice", elem: under.elem };
      if (under.kind === "Pointer") {
        const array = underlying(under.elem);
        return array.kind === "Array" ? { kind: "Slice", elem: array.elem } : unknown;
      }
      return defaultType(type);
    }
    case "TypeAssertExpr":
      checkExpr(expr.x, env);
      return expr.type === undefined ? unknown : checkTypeExpr(expr.type, env);
    case "CallExpr":
      return callType(expr, env);
    case "StarExpr": {
      if (isTypeExpr(expr, env.scope)) return checkTypeExpr(expr, env);
      const under = underlying(checkExpr(expr.x, env));
      return under.kind === "Pointer" ? under.elem : unknown;
    }
    case "UnaryExpr": {
      if (expr.op === "&") {
        const want = expected === undefined ? undefined : underlying(expected);
        const elem = checkExpr(expr.x, env, want?.kind === "Pointer" ? want.elem : undefined);
        return { kind: "Pointer", elem };
      }
      const type = checkExpr(expr.x, env);
      if (expr.op !== "<-") return type;
      const under = underlying(type);
      return under.kind === "Chan" ? under.elem : unknown;
    }
    case "BinaryExpr": {
      const x = checkExpr(expr.x, env);
      const y = checkExpr(expr.y, env);
      return binaryType(expr.op, x, y);
    }
    case "KeyValueExpr":
      checkExpr(expr.key, env);
      return checkExpr(expr.value, env);
    case "BadExpr":
    case "Ellipsis":
      return unknown;
    default:
      return checkTypeExpr(expr, env);
  }
}

function binaryType(op: string, x: Type, y: Type): Type {
  if (/^(==|!=|<|<=|>|>=)$/.test(op)) return untyped.bool;
  if (op === "<<" || op === ">>") return x;
  if (!isUntyped(x)) return x.kind === "Unknown" && !isUntyped(y) ? y : x;
  return isUntyped(y) ? widerConstant(x, y) : y;
}

/** Records that an expression denotes a type, and which. */
export function checkTypeExpr(expr: Expr, env: Env): Type {
  const type = typeOf(expr, env);
  settle(type);
  env.info.types.set(expr, type);
  env.info.typeExprs.add(expr);
  return type;
}

function literalType(tok: string): Type {
  switch (tok) {
    case "INT":
      return untyped.int;
    case "FLOAT":
      return untyped.float;
    case "IMAG":
      return untyped.complex;
    case "CHAR":
      return untyped.rune;
    default:
      return untyped.string;
  }
}

function identType(expr: Extract<Expr, { kind: "Ident" }>, env: Env): Type {
  const obj = env.scope.lookup(expr.name);
  if (obj === undefined) return unknown;
  env.info.uses.set(expr, obj);
  if (obj.kind === "TypeName") env.info.typeExprs.add(expr);
  return objectType(obj);
}

/** The type of an object where it is used as an expression. */
function objectType(obj: Obj): Type {
  switch (obj.kind) {
    case "Var":
    case "Const":
    case "TypeName":
      return obj.type();
    case "Func":
      return obj.signature();
    case "Nil":
      return untyped.nil;
    default:
      return unknown;
  }
}

function funcLitType(lit: FuncLit, env: Env): Type {
  const signature = signatureOf(lit.type, env);
  settle(signature);
  env.info.params.set(lit, signature.params);
  env.info.results.set(lit, signature.results);
  if (env.typesOnly === true) return signature;
  const body = inner(env);
  for (const variable of [...signature.params, ...signature.results]) body.scope.insert(variable);
  checkBlock(lit.body, body);
  return signature;
}

function compositeType(lit: CompositeLit, env: Env, expected: Type | undefined): Type {
  let type: Type;
  let literal: Type;
  if (lit.type === undefined) {
    const want = expected ?? unknown;
    const under = underlying(want);
    // In a literal of pointers `{...}` stands for `&T{...}`.
    literal = under.kind === "Pointer" ? under.elem : want;
    type = want;
  } else {
    literal = checkTypeExpr(lit.type, env);
    type = literal;
  }
  if (env.typesOnly === true) return type;
  const under = underlying(literal);
  for (const [i, elt] of lit.elts.entries()) {
    if (elt.kind !== "KeyValueExpr") {
      checkExpr(elt, env, elementType(under, undefined, i));
      continue;
    }
    if (under.kind === "Struct" && elt.key.kind === "Ident") {
      const name = elt.key.name;
      const field = under.fields.find((candidate) => candidate.name === name);
      if (field !== undefined) env.info.uses.set(elt.key, field);
      env.info.types.set(elt, checkExpr(elt.value, env, field?.type()));
      continue;
    }
    // In a literal of an unknown type a name may just as well be that of a field.
    if (under.kind !== "Unknown" || elt.key.kind !== "Ident") {
      checkExpr(elt.key, env, under.kind === "Map" ? under.key : undefined);
    }
    env.info.types.set(elt, checkExpr(elt.value, env, elementType(under, elt.key, 0)));
  }
  return type;
}

function elementType(under: Type, key: Expr | undefined, index: number): Type | undefined {
  if (under.kind === "Slice" || under.kind === "Array" || under.kind === "Map") return under.elem;
  return under.kind === "Struct" && key === undefined ? under.fields[index]?.type() : undefined;
}

function selectorType(expr: SelectorExpr, env: Env): Type {
  const { info } = env;
  const { name } = expr.sel;
  if (expr.x.kind === "Ident") {
    const obj = env.scope.lookup(expr.x.name);
    if (obj?.kind === "PkgName") {
      info.uses.set(expr.x, obj);
      const member = obj.imported()?.lookup(name);
      if (member === undefined) return unknown;
      info.selections.set(expr, { kind: "qualified", obj: member, path: [] });
      info.uses.set(expr.sel, member);
      if (member.kind === "TypeName") info.typeExprs.add(expr);
      return objectType(member);
    }
  }
  const type = checkExpr(expr.x, env);
  const member = lookupMember(type, name);
  if (member === undefined) return unknown;
  const isType = info.typeExprs.has(expr.x);
  info.selections.set(expr, {
    kind: member.obj.kind === "Var" ? "field" : isType ? "methodExpr" : "method",
    obj: member.obj,
    path: member.path,
  });
  info.uses.set(expr.sel, member.obj);
  if (isType && member.type.kind === "Signature") {
    const recv: Var = { ...anonymousParam(member.type), type: () => type };
    return { ...member.type, params: [recv, ...member.type.params] };
  }
  return member.type;
}

function anonymousParam(signature: Signature): Var {
  const model = signature.params[0] ?? signature.results[0];
  return {
    ...model,
    kind: "Var",
    name: "_",
    role: "param",
    embedded: false,
    comment: "",
    blankLineBefore: false,
  };
}

function indexType(x: Expr, indices: readonly Expr[], expr: Expr, env: Env): Type {
  const { info } = env;
  if (isTypeExpr(x, env.scope)) {
    info.typeExprs.add(expr);
    checkTypeExpr(x, env);
    return typeOf(expr, env);
  }
  const type = checkExpr(x, env);
  if (type.kind === "Signature" && type.typeParams.length > 0) {
    const args = indices.map((index) => checkTypeExpr(index, env));
    const given = type.typeParams.slice(0, args.length);
    const bound = new Map(given.map((param, i): [TypeParam, Type] => [param, args[i]]));
    inferRest(type.typeParams.slice(args.length), bound, given);
    const instance = subst(type, bound);
    const typeParams = type.typeParams.filter((param) => !bound.has(param));
    return instance.kind === "Signature" ? { ...instance, typeParams } : unknown;
  }
  const under = underlying(type);
  for (const index of indices) checkExpr(index, env, under.kind === "Map" ? under.key : undefined);
  switch (under.kind) {
    case "Map":
    case "Slice":
    case "Array":
      return under.elem;
    case "Pointer": {
      const array = underlying(under.elem);
      return array.kind === "Array" ? array.elem : unknown;
    }
    case "Basic":
      return under.name.includes("string") ? basic("uint8") : unknown;
    default:
      return unknown;
  }
}

/** The expression without parentheses around it. */
export function unparen(expr: Expr): Expr {
  return expr.kind === "ParenExpr" ? unparen(expr.x) : expr;
}

/** The field, method, variable or function that an expression names, as in `x` and `a.x`. */
export function namedObject(expr: Expr, info: Info): Obj | undefined {
  const bare = unparen(expr);
  if (bare.kind === "SelectorExpr") return info.selections.get(bare)?.obj;
  return bare.kind === "Ident" ? info.uses.get(bare) : undefined;
}
