/** `Load` and `Store` of one key of one sync.Map: each is atomic, the two together are not. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { calleeName } from "../../effects/known.ts";
import { classVar, pathKey, pathOf } from "../../effects/path.ts";
import type { CallExpr } from "../../syntax/ast.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Var } from "../../types/types.ts";
import { perFunction } from "../perFunction.ts";

/** A check and an act on a sync.Map. */
export interface SyncMapPair {
  readonly load: CallExpr;
  readonly store: CallExpr;
  readonly variable: Var;
  readonly key: string;
}

/** The pairs of a function, in source order; literals that run elsewhere are part of no pair. */
export const syncMapPairs = perFunction(({ body, info }: AnalysedFunc): readonly SyncMapPair[] => {
  const calls: {
    readonly op: string;
    readonly call: CallExpr;
    readonly on: string;
    readonly variable: Var;
  }[] = [];
  walk(body, (node) => {
    if (node.kind === "FuncLit") return false;
    if (node.kind !== "CallExpr") return true;
    const op = /^sync\.Map\.(\w+)$/.exec(calleeName(node, info))?.[1];
    const fun = unparen(node.fun);
    const path = op !== undefined && fun.kind === "SelectorExpr" ? pathOf(fun.x, info, new Map()) : undefined;
    if (op === undefined || path === undefined || node.args.length === 0) return true;
    calls.push({
      op,
      call: node,
      on: `${pathKey(path)} ${exprString(node.args[0])}`,
      variable: classVar(path),
    });
    return true;
  });
  const pairs: SyncMapPair[] = [];
  for (const [i, { op, call, on, variable }] of calls.entries()) {
    if (op !== "Load") continue;
    const same = calls.slice(i + 1).filter((other) => other.on === on);
    if (same.some((other) => /^(LoadOrStore|CompareAndSwap|Swap)$/.test(other.op))) continue;
    const store = same.find((other) => other.op === "Store");
    if (store !== undefined)
      pairs.push({ load: call, store: store.call, variable, key: exprString(call.args[0]) });
  }
  return pairs;
});
