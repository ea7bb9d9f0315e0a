/** Types, signatures and field lists. */
import type { ChanType, Expr, Field, FuncType, Ident } from "../ast.ts";
import { K } from "../kinds.ts";
import { blankLineBetween, commentAfter, docAbove } from "./comments.ts";
import { bad, type Context, childOf, identOf, isExpression, textOf } from "./context.ts";
import { firstExpr, lowerExpr, lowerExprs } from "./expr.ts";

/** A node that is only ever a type. */
export function lowerType(c: Context, n: number): Expr {
  const pos = c.tree.start[n];
  const end = c.tree.end[n];
  switch (c.tree.kind[n]) {
    case K.qualifiedType: {
      const x = childOf(c, n, K.packageIdentifier);
      const sel = childOf(c, n, K.typeIdentifier);
      if (x < 0 || sel < 0) return bad(pos, end);
      return { kind: "SelectorExpr", pos, end, x: identOf(c, x), sel: identOf(c, sel) };
    }
    case K.genericType: {
      const args = childOf(c, n, K.typeArguments);
      const x = firstExpr(c, n);
      return args < 0 ? x : { kind: "IndexExpr", pos, end, x, indices: lowerExprs(c, args) };
    }
    case K.typeElem:
      return union(c, n);
    case K.pointerType:
      return { kind: "StarExpr", pos, end, x: firstExpr(c, n) };
    case K.negatedType:
      return { kind: "UnaryExpr", pos, end, op: "~", x: firstExpr(c, n) };
    case K.arrayType: {
      const [len, elt] = lowerExprs(c, n);
      if (!len || !elt) return bad(pos, end);
      return { kind: "ArrayType", pos, end, len, elt };
    }
    case K.implicitLengthArrayType: {
      const dots = c.text.indexOf("...", pos);
      const len: Expr = { kind: "Ellipsis", pos: dots, end: dots + 3 };
      return { kind: "ArrayType", pos, end, len, elt: firstExpr(c, n) };
    }
    case K.sliceType:
      return { kind: "ArrayType", pos, end, elt: firstExpr(c, n) };
    case K.structType:
      return { kind: "StructType", pos, end, fields: structFields(c, n) };
    case K.mapType: {
      const [key, value] = lowerExprs(c, n);
      if (!key || !value) return bad(pos, end);
      return { kind: "MapType", pos, end, key, value };
    }
    case K.channelType:
      return channel(pos, direction(c, n), firstExpr(c, n));
    case K.functionType:
      return lowerSignature(c, n, pos);
    case K.interfaceType:
      return { kind: "InterfaceType", pos, end, fields: interfaceFields(c, n) };
    default:
      return bad(pos, end);
  }
}

function direction(c: Context, n: number): ChanType["dir"] {
  if (c.tree.kind[n + 1] === K.arrow) return "recv";
  return childOf(c, n, K.arrow) < 0 ? "both" : "send";
}

/** To Go, the arrow in `chan <-chan T` belongs to the first `chan`; the grammar gives it to the second. */
function channel(pos: number, dir: ChanType["dir"], value: Expr): ChanType {
  const { end } = value;
  if (dir !== "both" || value.kind !== "ChanType" || value.dir !== "recv") {
    return { kind: "ChanType", pos, end, dir, value };
  }
  const inner = channel(value.pos + "<-".length, "both", value.value);
  return { kind: "ChanType", pos, end, dir: "send", value: inner };
}

/** `A | B | C`, left to right, as go/ast writes unions. */
function union(c: Context, n: number): Expr {
  const terms = lowerExprs(c, n);
  if (terms.length === 0) return bad(c.tree.start[n], c.tree.end[n]);
  return terms.reduce((x, y) => ({ kind: "BinaryExpr", pos: x.pos, end: y.end, op: "|", x, y }));
}

/**
 * The signature of a function declaration, literal, type or interface method: its type parameters,
 * parameters and results. A method's receiver must have been taken off: it is the parameter list
 * before the name.
 */
export function lowerSignature(c: Context, n: number, pos: number): FuncType {
  const { kind, next, end } = c.tree;
  const stop = next[n];
  let named = kind[n] !== K.methodDeclaration;
  let typeParams: Field[] = [];
  let params: Field[] | undefined;
  let results: Field[] = [];
  let last = pos;
  for (let child = n + 1; child < stop; child = next[child]) {
    const k = kind[child];
    if (!named) {
      if (k === K.fieldIdentifier) named = true;
    } else if (k === K.typeParameterList) {
      typeParams = typeParameters(c, child);
    } else if (k === K.block) {
      break;
    } else if (!params) {
      if (k !== K.parameterList) continue;
      params = parameters(c, child);
      last = end[child];
    } else if (k === K.parameterList) {
      results = parameters(c, child);
      last = end[child];
    } else if (isExpression(k)) {
      results = [unnamed(lowerExpr(c, child))];
      last = end[child];
    }
  }
  return { kind: "FuncType", pos, end: last, typeParams, params: params ?? [], results };
}

function unnamed(type: Expr): Field {
  return field(type.pos, type.end, [], type);
}

function field(pos: number, end: number, names: Ident[], type: Expr): Field {
  return { kind: "Field", pos, end, names, type, doc: "", comment: "", blankLineBefore: false };
}

/** Type parameters of a function or a type. */
export function typeParameters(c: Context, n: number): Field[] {
  const { kind, next } = c.tree;
  const list: Field[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (kind[child] === K.typeParameter) list.push(namesAndType(c, child));
  }
  return list;
}

/** A field whose children are identifiers and, last, a type. */
function namesAndType(c: Context, n: number): Field {
  const { kind, next, start, end } = c.tree;
  const names: Ident[] = [];
  let type: Expr | undefined;
  let dots = -1;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.identifier || k === K.blankIdentifier) names.push(identOf(c, child));
    else if (k === K.ellipsis) dots = child;
    else if (isExpression(k)) type = lowerExpr(c, child);
  }
  type ??= names.pop() ?? bad(end[n], end[n]);
  if (kind[n] === K.variadicParameter && dots >= 0) {
    const pos = c.text.indexOf("...", names.at(-1)?.end ?? start[n]);
    type = { kind: "Ellipsis", pos, end: type.end, elt: type };
  }
  return field(start[n], end[n], names, type);
}

/** The fields of a parameter or result list, or of a receiver. */
export function parameters(c: Context, n: number): Field[] {
  const { kind, next } = c.tree;
  const list: Field[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.parameterDeclaration || k === K.variadicParameter) list.push(namesAndType(c, child));
  }
  return list.some(({ names }) => names.length > 0) ? withAllNames(list) : list;
}

/**
 * The grammar sometimes reads the first names of a long group (`a, b, c, ... int`) as types of
 * unnamed parameters. Go does not mix both, so next to a named parameter they are names.
 */
function withAllNames(list: readonly Field[]): Field[] {
  const result: Field[] = [];
  let waiting: Ident[] = [];
  for (const field of list) {
    if (field.names.length === 0 && field.type.kind === "Ident") {
      waiting.push(field.type);
    } else if (waiting.length > 0 && field.names.length > 0) {
      result.push({ ...field, pos: waiting[0].pos, names: [...waiting, ...field.names] });
      waiting = [];
    } else {
      result.push(...waiting.map(unnamed), field);
      waiting = [];
    }
  }
  return [...result, ...waiting.map(unnamed)];
}

function structFields(c: Context, n: number): Field[] {
  const { kind, next, start, end } = c.tree;
  const body = childOf(c, n, K.fieldDeclarationList);
  if (body < 0) return [];
  const list: Field[] = [];
  let previousEnd = -1;
  for (let child = body + 1; child < next[body]; child = next[child]) {
    if (kind[child] !== K.fieldDeclaration) continue;
    list.push({
      ...structField(c, child),
      doc: docAbove(c, start[child]),
      comment: commentAfter(c, end[child]),
      blankLineBefore: previousEnd >= 0 && blankLineBetween(c, previousEnd, start[child]),
    });
    previousEnd = end[child];
  }
  return list;
}

function structField(c: Context, n: number): Field {
  const { kind, next, start, end } = c.tree;
  const names: Ident[] = [];
  let type: Expr | undefined;
  let tag: string | undefined;
  let pointer = false;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.fieldIdentifier) names.push(identOf(c, child));
    else if (k === K.star) pointer = true;
    else if (k === K.rawString || k === K.interpretedString) tag = textOf(c, child);
    else if (isExpression(k)) type = lowerExpr(c, child);
  }
  type ??= bad(end[n], end[n]);
  if (pointer) type = { kind: "StarExpr", pos: start[n], end: type.end, x: type };
  const plain = field(start[n], end[n], names, type);
  return tag === undefined ? plain : { ...plain, tag };
}

function interfaceFields(c: Context, n: number): Field[] {
  const { kind, next, start, end } = c.tree;
  const list: Field[] = [];
  let previousEnd = -1;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k !== K.methodElem && !isExpression(k)) continue;
    list.push({
      ...(k === K.methodElem ? method(c, child) : unnamed(lowerExpr(c, child))),
      doc: docAbove(c, start[child]),
      comment: commentAfter(c, end[child]),
      blankLineBefore: previousEnd >= 0 && blankLineBetween(c, previousEnd, start[child]),
    });
    previousEnd = end[child];
  }
  return list;
}

function method(c: Context, n: number): Field {
  const name = childOf(c, n, K.fieldIdentifier);
  const params = childOf(c, n, K.parameterList);
  const type = lowerSignature(c, n, c.tree.start[params < 0 ? n : params]);
  return field(c.tree.start[n], c.tree.end[n], name < 0 ? [] : [identOf(c, name)], type);
}
