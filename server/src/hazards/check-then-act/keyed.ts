/** Locks by key, as `limiter.Acquire(key)` and `locks.Lock(key)` take them: who holds one is alone with the key. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { CallExpr, Expr, Range } from "../../syntax/ast.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";

/** Is a lock for the key taken before the check, and given back by `defer` or after the act? */
export function isHeldForKey({ body }: AnalysedFunc, check: Range, act: Range, key: Expr): boolean {
  const text = exprString(key);
  const taken: Turn[] = [];
  const given: Turn[] = [];
  const deferred = new Set<CallExpr>();
  walk(body, (node) => {
    if (node.kind === "DeferStmt") {
      const call = unparen(node.call);
      if (call.kind === "CallExpr") deferred.add(call);
    }
    const fun = node.kind === "CallExpr" ? unparen(node.fun) : undefined;
    if (node.kind !== "CallExpr" || fun?.kind !== "SelectorExpr") return true;
    if (!node.args.some((arg) => exprString(unparen(arg)) === text)) return true;
    const turn = { call: node, on: exprString(fun.x) };
    if (/^(Lock|Acquire)/.test(fun.sel.name)) taken.push(turn);
    else if (/^(Unlock|Release)/.test(fun.sel.name)) given.push(turn);
    return true;
  });
  return taken.some(({ call, on }) => {
    if (call.end > check.pos) return false;
    const back = given.filter((turn) => turn.on === on && turn.call.pos > call.end);
    return back.some((turn) => deferred.has(turn.call) || turn.call.pos > act.end) && !back.some(isBetween);
  });

  function isBetween({ call }: Turn): boolean {
    return !deferred.has(call) && call.pos > check.pos && call.end < act.pos;
  }
}

/** A call that takes the lock of a key or gives it back, and what it is called on. */
interface Turn {
  readonly call: CallExpr;
  readonly on: string;
}
