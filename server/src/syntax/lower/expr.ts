/** Expressions, normalised to the shapes of go/ast. */
import type { BasicLit, CallExpr, CompositeLit, Expr, FuncType, SliceExpr } from "../ast.ts";
import { K } from "../kinds.ts";
import { bad, type Context, childOf, identOf, isExpression, MAX_DEPTH, textOf } from "./context.ts";
import { lowerBlock } from "./stmt.ts";
import { lowerSignature, lowerType } from "./type.ts";

/** An expression or a type. */
export function lowerExpr(c: Context, n: number): Expr {
  if (c.depth >= MAX_DEPTH) return bad(c.tree.start[n], c.tree.end[n]);
  c.depth++;
  const expr = lower(c, n);
  c.depth--;
  return expr;
}

function lower(c: Context, n: number): Expr {
  const { start, end, kind, next } = c.tree;
  const pos = start[n];
  const stop = end[n];
  switch (kind[n]) {
    case K.identifier:
    case K.typeIdentifier:
    case K.fieldIdentifier:
    case K.packageIdentifier:
    case K.blankIdentifier:
    case K.constantName:
      return identOf(c, n);
    case K.intLiteral:
      return literal(c, n, "INT");
    case K.floatLiteral:
      return literal(c, n, "FLOAT");
    case K.imaginaryLiteral:
      return literal(c, n, "IMAG");
    case K.runeLiteral:
      return literal(c, n, "CHAR");
    case K.rawString:
    case K.interpretedString:
      return literal(c, n, "STRING");
    case K.unary: {
      const x = firstExpr(c, n);
      if (kind[n + 1] === K.star) return { kind: "StarExpr", pos, end: stop, x };
      return { kind: "UnaryExpr", pos, end: stop, op: c.names[c.tree.id[n + 1]] ?? "", x };
    }
    case K.binary:
      return binary(c, n);
    case K.selector: {
      const x = firstExpr(c, n);
      const sel = childOf(c, n, K.fieldIdentifier);
      if (sel < 0) return bad(pos, stop);
      return { kind: "SelectorExpr", pos, end: stop, x, sel: identOf(c, sel) };
    }
    case K.index:
    case K.typeInstantiation: {
      const [x, ...indices] = lowerExprs(c, n);
      if (!x || indices.length === 0) return bad(pos, stop);
      return kind[n] === K.index
        ? { kind: "IndexExpr", pos, end: stop, x, indices }
        : instantiation(x, indices, stop);
    }
    case K.slice:
      return slice(c, n);
    case K.call:
      return call(c, n);
    case K.typeConversion: {
      const [fun, ...args] = lowerExprs(c, n);
      if (!fun) return bad(pos, stop);
      return conversion(fun, args, stop);
    }
    case K.typeAssertion: {
      const [x, type] = lowerExprs(c, n);
      if (!x || !type) return bad(pos, stop);
      return { kind: "TypeAssertExpr", pos, end: stop, x, type };
    }
    case K.compositeLiteral: {
      const type = firstExpr(c, n);
      const body = childOf(c, n, K.literalValue);
      return { kind: "CompositeLit", pos, end: stop, type, elts: body < 0 ? [] : lowerExprs(c, body) };
    }
    case K.literalValue:
      return { kind: "CompositeLit", pos, end: stop, elts: lowerExprs(c, n) } satisfies CompositeLit;
    case K.literalElement:
    case K.variadicArgument:
      return firstExpr(c, n);
    case K.keyedElement: {
      const [key, value] = lowerExprs(c, n);
      if (!key || !value) return bad(pos, stop);
      return { kind: "KeyValueExpr", pos, end: stop, key, value };
    }
    case K.funcLiteral: {
      const body = childOf(c, n, K.block);
      const type: FuncType = lowerSignature(c, n, pos);
      if (body < 0) return bad(pos, stop);
      return { kind: "FuncLit", pos, end: stop, type, body: lowerBlock(c, body) };
    }
    case K.parenthesized:
    case K.parenthesizedType:
      return { kind: "ParenExpr", pos, end: stop, x: firstExpr(c, n) };
    case K.error: {
      // The only readable thing inside an unreadable one is still worth having.
      const children: number[] = [];
      for (let child = n + 1; child < next[n]; child = next[child]) {
        if (isExpression(kind[child])) children.push(child);
      }
      return children.length === 1 ? lowerExpr(c, children[0]) : bad(pos, stop);
    }
    default:
      return lowerType(c, n);
  }
}

/** The grammar reads the type `*T[A, B]` in parentheses as `(*T)[A, B]`; here it is what Go takes it for. */
function instantiation(x: Expr, indices: readonly Expr[], end: number): Expr {
  if (x.kind === "StarExpr") return { ...x, end, x: instantiation(x.x, indices, end) };
  return { kind: "IndexExpr", pos: x.pos, end, x, indices };
}

/** All expressions among the children, in order. */
export function lowerExprs(c: Context, n: number): Expr[] {
  const { kind, next } = c.tree;
  const list: Expr[] = [];
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    if (isExpression(kind[child])) list.push(lowerExpr(c, child));
  }
  return list;
}

/** The first expression among the children; a BadExpr when there is none. */
export function firstExpr(c: Context, n: number): Expr {
  const { kind, next } = c.tree;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    if (isExpression(kind[child])) return lowerExpr(c, child);
  }
  return bad(c.tree.start[n], c.tree.end[n]);
}

function literal(c: Context, n: number, tok: BasicLit["tok"]): BasicLit {
  return { kind: "BasicLit", pos: c.tree.start[n], end: c.tree.end[n], tok, value: textOf(c, n) };
}

function binary(c: Context, n: number): Expr {
  const { kind, next, id, start, end } = c.tree;
  let x: Expr | undefined;
  let y: Expr | undefined;
  let op = "";
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (isExpression(k)) {
      if (x && op) y = lowerExpr(c, child);
      else x = lowerExpr(c, child);
    } else if (k === K.operator || k === K.star || k === K.pipe || k === K.arrow) {
      op = c.names[id[child]];
    }
  }
  if (!x) return bad(start[n], end[n]);
  return { kind: "BinaryExpr", pos: start[n], end: end[n], op, x, y: y ?? bad(end[n], end[n]) };
}

function slice(c: Context, n: number): Expr {
  const { kind, next, start, end } = c.tree;
  let x: Expr | undefined;
  const bounds: [Expr?, Expr?, Expr?] = [];
  let colons = 0;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (k === K.colon) colons++;
    else if (isExpression(k)) {
      if (!x) x = lowerExpr(c, child);
      else bounds[colons] = lowerExpr(c, child);
    }
  }
  if (!x) return bad(start[n], end[n]);
  const [low, high, max] = bounds;
  return {
    kind: "SliceExpr",
    pos: start[n],
    end: end[n],
    x,
    ...(low && { low }),
    ...(high && { high }),
    ...(max && { max }),
  } satisfies SliceExpr;
}

function call(c: Context, n: number): Expr {
  const { kind, next, start, end } = c.tree;
  let fun: Expr | undefined;
  let args: Expr[] = [];
  let hasEllipsis = false;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (k === K.typeArguments && fun) {
      fun = { kind: "IndexExpr", pos: fun.pos, end: end[child], x: fun, indices: lowerExprs(c, child) };
    } else if (k === K.argumentList) {
      args = argumentsOf(c, child);
      hasEllipsis = childOf(c, child, K.variadicArgument) >= 0;
    } else if (!fun && isExpression(k)) {
      fun = lowerExpr(c, child);
    }
  }
  if (!fun) return bad(start[n], end[n]);
  return { kind: "CallExpr", pos: start[n], end: end[n], fun, args, hasEllipsis } satisfies CallExpr;
}

/**
 * `T(x)`. The grammar takes `*(T)(x)` for a conversion to a pointer type, and `<-chan T(x)` for one
 * to a channel type; to Go both operators stand before the conversion.
 */
function conversion(fun: Expr, args: readonly Expr[], end: number): Expr {
  const { pos } = fun;
  if (fun.kind === "StarExpr") return { kind: "StarExpr", pos, end, x: conversion(fun.x, args, end) };
  if (fun.kind === "ChanType" && fun.dir === "recv") {
    const type: Expr = { ...fun, pos: pos + "<-".length, dir: "both" };
    return { kind: "UnaryExpr", pos, end, op: "<-", x: conversion(type, args, end) };
  }
  return { kind: "CallExpr", pos, end, fun, args, hasEllipsis: false };
}

/** Arguments; an unreadable one stays as what could be read of it, or as a BadExpr. */
function argumentsOf(c: Context, n: number): Expr[] {
  const { kind, next } = c.tree;
  const list: Expr[] = [];
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) {
    if (isExpression(kind[child]) || kind[child] === K.error) list.push(lowerExpr(c, child));
  }
  return list;
}
