/** Types of calls: of functions, methods, builtin functions, and conversions. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { checkExpr, checkTypeExpr, type Env, unparen } from "./expr.ts";
import { type Argument, infer } from "./infer.ts";
import { subst } from "./subst.ts";
import { type Func, type Signature, type Type, underlying, unknown } from "./types.ts";
import { isTypeExpr } from "./typexpr.ts";
import { basic, defaultType, emptyInterface, isUntyped, widerConstant } from "./universe.ts";

/** Checks a call and gives the type of its result: a tuple unless there is exactly one. */
export function callType(call: CallExpr, env: Env): Type {
  const { info } = env;
  const fun = unparen(call.fun);
  if (fun.kind === "Ident") {
    const obj = env.scope.lookup(fun.name);
    if (obj?.kind === "Builtin") {
      info.uses.set(fun, obj);
      return builtinType(obj.name, call, env);
    }
  }
  const type = checkExpr(call.fun, env);
  if (info.typeExprs.has(call.fun)) {
    if (env.typesOnly !== true) for (const arg of call.args) checkExpr(arg, env, type);
    return type;
  }
  const callee = calleeOf(fun, env);
  if (callee !== undefined) info.callees.set(call, callee);
  const under = underlying(type);
  if (under.kind !== "Signature") {
    if (env.typesOnly !== true) for (const arg of call.args) checkExpr(arg, env);
    return unknown;
  }
  if (env.typesOnly === true && under.typeParams.length === 0) return resultType(under);
  return resultType(applyCall(under, call, env));
}

function calleeOf(fun: Expr, env: Env): Func | undefined {
  const target = fun.kind === "IndexExpr" ? unparen(fun.x) : fun;
  const obj =
    target.kind === "Ident"
      ? env.info.uses.get(target)
      : target.kind === "SelectorExpr"
        ? env.info.selections.get(target)?.obj
        : undefined;
  return obj?.kind === "Func" ? obj : undefined;
}

/** Checks the arguments of a call and infers type arguments; gives the signature of the instance. */
function applyCall(signature: Signature, call: CallExpr, env: Env): Signature {
  const paramType = (i: number): Type | undefined => {
    const last = signature.params.length - 1;
    if (!signature.variadic || i < last || call.hasEllipsis) return signature.params[i]?.type();
    const slice = signature.params[last]?.type();
    return slice?.kind === "Slice" ? slice.elem : undefined;
  };
  const types = call.args.map((arg, i) => checkExpr(arg, env, paramType(i)));
  if (signature.typeParams.length === 0) return signature;
  const only = types[0];
  const given = types.length === 1 && only?.kind === "Tuple" ? only.types : types;
  const args = given.flatMap((type, i): Argument[] => {
    const param = paramType(i);
    return param === undefined ? [] : [{ param, type }];
  });
  const instance = subst(signature, infer(signature, args));
  return instance.kind === "Signature" ? instance : signature;
}

function resultType(signature: Signature): Type {
  if (signature.results.length === 1) return signature.results[0].type();
  return { kind: "Tuple", types: signature.results.map((result) => result.type()) };
}

function builtinType(name: string, call: CallExpr, env: Env): Type {
  const [first, ...rest] = call.args;
  if (name === "make" || name === "new") {
    const isType = first !== undefined && isTypeExpr(first, env.scope);
    const type = first === undefined ? unknown : isType ? checkTypeExpr(first, env) : checkExpr(first, env);
    for (const arg of rest) checkExpr(arg, env);
    return name === "make" ? type : { kind: "Pointer", elem: defaultType(type) };
  }
  const types = call.args.map((arg) => checkExpr(arg, env));
  switch (name) {
    case "append":
      return types[0] ?? unknown;
    case "len":
    case "cap":
    case "copy":
      return basic("int");
    case "min":
    case "max":
      return types.find((type) => !isUntyped(type)) ?? types.reduce(widerConstant, unknown);
    case "complex":
      return complexOf(types);
    case "real":
    case "imag":
      return partOf(types[0] ?? unknown);
    default:
      return name === "recover" ? emptyInterface : { kind: "Tuple", types: [] };
  }
}

function complexOf(types: readonly Type[]): Type {
  const part = underlying(types.find((type) => !isUntyped(type)) ?? basic("float64"));
  if (part.kind !== "Basic") return unknown;
  return basic(part.name === "float32" ? "complex64" : "complex128");
}

function partOf(type: Type): Type {
  const under = underlying(type);
  if (under.kind !== "Basic") return unknown;
  return basic(under.name === "complex64" ? "float32" : "float64");
}
