/** Walks expressions in the order in which they are evaluated. */
import type { CallExpr, Expr, Ident, Range } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { functionIn } from "../types/funcVars.ts";
import { entryOf } from "./entry.ts";
import { contextOf, isMap, mapBehind, rangesOver } from "./known.ts";
import { knownMapUses, objectUses, reflectUse } from "./mapUses.ts";
import { accessField, accessMap, passToken, receiveKey, waitFor } from "./memory.ts";
import { noteReplacement } from "./replacements.ts";
import { meetStates } from "./state.ts";
import { keepLiteral, literalOf } from "./strands.ts";
import type { Walker } from "./walk.ts";

/** Walks an expression that is evaluated. */
export function walkExpr(walker: Walker, expr: Expr): void {
  switch (expr.kind) {
    case "ParenExpr":
    case "StarExpr":
    case "SelectorExpr":
    case "TypeAssertExpr":
      if (walker.info.typeExprs.has(expr)) return;
      walker.walkExpr(expr.x);
      if (expr.kind === "SelectorExpr") useFunc(walker, expr, expr.sel);
      return;
    case "Ident": {
      useFunc(walker, expr, expr);
      const literal = literalOf(walker, expr);
      if (literal !== undefined) keepLiteral(walker, literal);
      return;
    }
    case "UnaryExpr":
      walker.walkExpr(expr.x);
      if (expr.op === "<-") {
        waitFor(walker, contextOf(expr.x, walker.info) ?? expr.x);
        // A receive from a channel without room lets the sender go on.
        const received = walker.loops.length === 0 ? receiveKey(walker, expr.x) : undefined;
        if (received !== undefined) walker.signalKey(received);
        passToken(walker, expr.x);
      }
      return;
    case "BinaryExpr": {
      walker.walkExpr(expr.x);
      const before = walker.state;
      walker.walkExpr(expr.y);
      if (expr.op === "&&" || expr.op === "||") walker.state = meetStates(walker.state, before);
      return;
    }
    case "IndexExpr":
      if (walker.info.typeExprs.has(expr)) return;
      walker.walkExpr(expr.x);
      for (const index of expr.indices) walker.walkExpr(index);
      if (isMap(expr.x, walker.info)) accessMap(walker, expr.x, "read", expr);
      return;
    case "SliceExpr":
      walker.walkExpr(expr.x);
      for (const bound of [expr.low, expr.high, expr.max]) if (bound !== undefined) walker.walkExpr(bound);
      return;
    case "CompositeLit":
      for (const elt of expr.elts) {
        if (elt.kind !== "KeyValueExpr") walker.walkExpr(elt);
        else {
          if (elt.key.kind !== "Ident") walker.walkExpr(elt.key);
          walker.walkExpr(elt.value);
        }
      }
      return;
    case "CallExpr":
      walker.walkCall(expr, false);
      return;
    case "FuncLit":
      // One that has a name is walked where the name is used.
      if (!walker.named.has(expr)) keepLiteral(walker, expr);
      return;
    default:
  }
}

/** Walks the left side of an assignment. */
export function walkTarget(walker: Walker, target: Expr, alsoReads: boolean, stmt: Range): void {
  const bare = unparen(target);
  switch (bare.kind) {
    case "IndexExpr":
      walker.walkExpr(bare.x);
      for (const index of bare.indices) walker.walkExpr(index);
      if (isMap(bare.x, walker.info)) accessMap(walker, bare.x, "write", bare, stmt);
      return;
    case "SelectorExpr":
    case "StarExpr":
      walker.walkExpr(bare.x);
      if (isMap(bare, walker.info) && !alsoReads) accessMap(walker, bare, "reassign", bare, stmt);
      noteReplacement(walker, bare);
      return;
    case "Ident":
      if (isMap(bare, walker.info) && walker.info.uses.has(bare))
        accessMap(walker, bare, "reassign", bare, stmt);
      noteReplacement(walker, bare);
      return;
    default:
      walker.walkExpr(bare);
  }
}

/** A function used as a value: somebody may call it later. */
function useFunc(walker: Walker, expr: Expr, ident: Ident): void {
  const obj = walker.info.uses.get(ident);
  const func = obj?.kind === "Func" ? obj : obj?.kind === "Var" ? functionIn(obj) : undefined;
  if (func === undefined || walker.info.typeExprs.has(expr)) return;
  const as = entryOf(func);
  // Tests keep what a variable holds, to put it back: that alone is no use.
  if (obj?.kind === "Var" && as === undefined) return;
  walker.uses.push({ func, as, place: walker.place(expr), registration: walker.registration });
}

/** Map accesses of calls that are known by name. */
export function accessKnown(walker: Walker, call: CallExpr): void {
  const { info } = walker;
  for (const { map, kind } of knownMapUses(call, info)) accessMap(walker, map, kind, call);
  for (const { object, fields, kind } of objectUses(call, info)) {
    for (const field of fields) accessField(walker, object, field, kind, call);
  }
  const reflected = reflectUse(call, info, walker.locals.values);
  if (reflected !== undefined) accessMap(walker, reflected.map, reflected.kind, call);
  for (const arg of rangesOver(call, info) ? call.args : []) {
    const map = mapBehind(arg, info, walker.locals.values);
    if (map !== undefined) accessMap(walker, map, "iterate", call);
  }
}
