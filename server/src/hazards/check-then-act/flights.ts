/** Functions that run once at a time for each key: `group.Do(key, func)`, as singleflight does. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { CallExpr, Expr, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Obj } from "../../types/types.ts";
import { contains } from "./harm.ts";

/**
 * Do both stand in a literal that is given to a method `Do` together with a key that is made of the map's? Then
 * nobody else acts for that key meanwhile.
 */
export function isInFlight({ body, info }: AnalysedFunc, check: Range, act: Range, key: Expr): boolean {
  const named = (expr: Expr): ReadonlySet<Obj> => {
    const found = new Set<Obj>();
    walk(expr, (node) => {
      const obj = node.kind === "Ident" ? info.uses.get(node) : undefined;
      if (obj?.kind === "Var") found.add(obj);
      return node.kind !== "FuncLit";
    });
    return found;
  };
  const isFlight = (call: CallExpr): boolean => {
    const fun = unparen(call.fun);
    if (fun.kind !== "SelectorExpr" || !/^Do(Chan|Context)?$/.test(fun.sel.name)) return false;
    const literal = call.args.find((arg) => unparen(arg).kind === "FuncLit");
    if (literal === undefined || !contains(literal, check) || !contains(literal, act)) return false;
    const keys = named(key);
    return call.args.some((arg) => arg !== literal && [...named(arg)].some((obj) => keys.has(obj)));
  };
  let found = false;
  walk(body, (node) => {
    if (node.kind === "CallExpr") found ||= isFlight(node);
    return !found;
  });
  return found;
}
