/** Calls of sync/atomic: a load that sees a store is ordered after it (Go memory model, Atomic Values). */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { funcName } from "./known.ts";

/** An atomic operation and the variable it is on; a compare-and-swap that succeeds loads and stores. */
export interface AtomicCall {
  readonly op: "load" | "store" | "swap";
  readonly on: Expr;
}

/** The atomic operation that a call is; undefined for any other call. */
export function atomicCall(call: CallExpr, info: Info): AtomicCall | undefined {
  const callee = info.callees.get(call);
  if (callee?.pkg.path !== "sync/atomic") return undefined;
  const fun = unparen(call.fun);
  const on = callee.recv === undefined ? call.args[0] : fun.kind === "SelectorExpr" ? fun.x : undefined;
  const name = /\.(Load|Store|Swap|CompareAndSwap|Add|And|Or)\w*$/.exec(funcName(callee))?.[1];
  if (on === undefined || name === undefined) return undefined;
  return { op: name === "Load" ? "load" : name === "CompareAndSwap" ? "swap" : "store", on };
}
