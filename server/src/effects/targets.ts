/** Which function a call reaches that is not written by its name. */
import type { CallExpr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { functionIn } from "../types/funcVars.ts";
import type { Info } from "../types/info.ts";
import type { Func } from "../types/types.ts";

/** The functions that calls through package variables reach: those that the variables are declared with. */
export function* variableTargets(info: Info): Iterable<[CallExpr, Func]> {
  for (const call of info.types.keys()) {
    if (call.kind !== "CallExpr" || info.callees.has(call)) continue;
    const fun = unparen(call.fun);
    const obj =
      fun.kind === "Ident"
        ? info.uses.get(fun)
        : fun.kind === "SelectorExpr"
          ? info.selections.get(fun)?.obj
          : undefined;
    const func = obj?.kind === "Var" ? functionIn(obj) : undefined;
    if (func !== undefined) yield [call, func];
  }
}
