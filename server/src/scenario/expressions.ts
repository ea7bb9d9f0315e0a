/** Expressions: what they give, and the instructions they need. */
import type { Expression } from "../../../simulator/src/program.ts";
import type { BasicLit, BinaryExpr, Expr, SelectorExpr, UnaryExpr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { asMap, type Type, underlying, unknown, type Var } from "../types/types.ts";
import { arithmetic } from "./arithmetic.ts";
import { call } from "./calls.ts";
import { receive } from "./channels.ts";
import { constantValue } from "./constants.ts";
import { composite } from "./literals.ts";
import { mapLookup } from "./maps.ts";
import { declare, elementPlace, fieldPlace, placeOfVar, read, unknownOf } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, known, number, type Place, shapeOf, type Value } from "./value.ts";

/** The value of an expression. */
export function evaluate(t: Translator, expr: Expr): Value {
  const { info } = t.code;
  switch (expr.kind) {
    case "ParenExpr":
      return evaluate(t, expr.x);
    case "BasicLit":
      return literal(t, expr);
    case "Ident": {
      const obj = info.uses.get(expr) ?? info.defs.get(expr);
      switch (obj?.kind) {
        case "Var":
          return t.at(expr, () => read(t, placeOfVar(t, obj)));
        case "Nil":
          return { kind: "nil" };
        case "Const":
          return constantValue(t, obj);
        case "Func":
          return { kind: "func", func: { kind: "declared", func: obj } };
        default:
          return { kind: "unknown", text: expr.name, type: typeOf(t, expr) };
      }
    }
    case "FuncLit":
      return { kind: "func", func: { kind: "literal", literal: expr, scope: t.scope, code: t.code } };
    case "CompositeLit":
      return composite(t, expr);
    case "SelectorExpr":
      return selector(t, expr);
    case "IndexExpr":
      return index(t, expr);
    case "SliceExpr": {
      const value = evaluate(t, expr.x);
      for (const bound of [expr.low, expr.high, expr.max]) if (bound !== undefined) evaluate(t, bound);
      return value.kind === "slice" ? { ...value, length: undefined, elements: undefined } : value;
    }
    case "TypeAssertExpr":
    case "StarExpr": {
      const value = evaluate(t, expr.x);
      if (expr.kind === "StarExpr") notNil(t, value);
      if (expr.kind === "StarExpr" && value.kind === "pointer") return t.at(expr, () => read(t, value.to));
      return value.kind === "unknown" ? objectOf(t, expr, value.text) : value;
    }
    case "UnaryExpr":
      return unary(t, expr);
    case "BinaryExpr":
      return binary(t, expr);
    case "CallExpr":
      return call(t, expr);
    case "KeyValueExpr":
      return evaluate(t, expr.value);
    default:
      return { kind: "unknown", text: exprString(expr), type: typeOf(t, expr) };
  }
}

/** The type of an expression. */
export function typeOf(t: Translator, expr: Expr): Type {
  return t.code.info.types.get(expr) ?? unknown;
}

/** A value of an expression's type that the scenario does not know; the same for the same place in the code. */
export function objectOf(t: Translator, expr: Expr, text: string): Value {
  return unknownOf(t, typeOf(t, expr), text, `${t.path}!${expr.pos}`);
}

function literal(t: Translator, expr: BasicLit): Value {
  if (expr.tok === "INT") {
    const value = Number(expr.value.replaceAll("_", ""));
    if (Number.isSafeInteger(value)) return number(value);
  }
  return number(t.world.token(expr.value));
}

function selector(t: Translator, expr: SelectorExpr): Value {
  const selection = t.code.info.selections.get(expr);
  const obj = selection?.obj;
  if (obj?.kind === "Func") {
    if (selection?.kind !== "method") return { kind: "func", func: { kind: "declared", func: obj } };
    return { kind: "func", func: { kind: "declared", func: obj, recv: receiver(t, expr) } };
  }
  if (obj?.kind === "Const") return constantValue(t, obj);
  const place = placeOf(t, expr);
  if (place !== undefined) return t.at(expr, () => read(t, place));
  return objectOf(t, expr, exprString(expr));
}

/** The receiver that a method call or method value is given: the memory, or a pointer to it. */
export function receiver(t: Translator, expr: SelectorExpr): Value | undefined {
  const path = t.code.info.selections.get(expr)?.path ?? [];
  // Methods may be called on a nil pointer.
  const under = underlying(typeOf(t, expr.x));
  if (path.length === 0 && (under.kind === "Pointer" || under.kind === "Interface"))
    return evaluate(t, expr.x);
  const place = memoryOf(t, expr.x, path);
  if (place !== undefined) return { kind: "pointer", to: place };
  return path.length === 0 ? evaluate(t, expr.x) : undefined;
}

/** The memory that a variable, a pointer or a value reaches, through embedded fields. */
export function memoryOf(t: Translator, expr: Expr, path: readonly Var[] = []): Place | undefined {
  let place = startOf(t, expr);
  for (const field of path) place = place === undefined ? undefined : follow(t, fieldPlace(place, field));
  return place;
}

function startOf(t: Translator, expr: Expr): Place | undefined {
  const bare = unparen(expr);
  const shape = shapeOf(typeOf(t, bare));
  if (shape !== "pointer" && underlying(typeOf(t, bare)).kind !== "Interface") {
    const place = placeOf(t, bare);
    if (place !== undefined) return place;
  }
  const value = evaluate(t, bare);
  notNil(t, value);
  return value.kind === "pointer" ? value.to : value.kind === "memory" ? value.at : undefined;
}

/**
 * A nil pointer panics. What is nil for other reasons than the order of goroutines is not told: errors that are
 * taken to be nil would make such pointers on ways that the code does not go.
 */
function notNil(t: Translator, value: Value): void {
  t.whenLoadedNil(value, () => t.panic("runtime error: invalid memory address or nil pointer dereference"));
}

function follow(t: Translator, place: Place): Place | undefined {
  if (shapeOf(place.type) !== "pointer") return place;
  const value = read(t, place);
  notNil(t, value);
  return value.kind === "pointer" ? value.to : undefined;
}

/** The memory that an expression denotes, where it can be assigned to. */
export function placeOf(t: Translator, expr: Expr): Place | undefined {
  const { info } = t.code;
  switch (expr.kind) {
    case "ParenExpr":
      return placeOf(t, expr.x);
    case "Ident": {
      const obj = info.uses.get(expr) ?? info.defs.get(expr);
      return obj?.kind === "Var" ? placeOfVar(t, obj) : undefined;
    }
    case "SelectorExpr": {
      const selection = info.selections.get(expr);
      if (selection?.obj.kind !== "Var") return undefined;
      if (selection.kind === "qualified") return placeOfVar(t, selection.obj);
      const base = memoryOf(t, expr.x, selection.path);
      return base === undefined ? undefined : fieldPlace(base, selection.obj);
    }
    case "StarExpr": {
      const value = evaluate(t, expr.x);
      notNil(t, value);
      return value.kind === "pointer" ? value.to : undefined;
    }
    case "IndexExpr":
      return elementOf(t, expr);
    default:
      return undefined;
  }
}

function elementOf(t: Translator, expr: Extract<Expr, { kind: "IndexExpr" }>): Place | undefined {
  const under = underlying(typeOf(t, expr.x));
  const elem = under.kind === "Pointer" ? underlying(under.elem) : under;
  if (elem.kind !== "Slice" && elem.kind !== "Array") return undefined;
  const value = evaluate(t, expr.indices[0]);
  const at = value.kind === "word" ? known(value.value) : undefined;
  if (at === undefined) {
    t.note("scenario.index", expr);
    return undefined;
  }
  if (elem.kind === "Array") {
    const base = memoryOf(t, expr.x);
    return base === undefined ? undefined : elementPlace(base, at, elem.elem);
  }
  const slice = evaluate(t, expr.x);
  return slice.kind === "slice" ? elementPlace(slice.memory, at, elem.elem) : undefined;
}

function index(t: Translator, expr: Extract<Expr, { kind: "IndexExpr" }>): Value {
  const type = typeOf(t, expr.x);
  if (asMap(type) !== undefined) return mapLookup(t, expr).value;
  if (underlying(type).kind === "Signature") return evaluate(t, expr.x);
  const place = elementOf(t, expr);
  if (place === undefined) return objectOf(t, expr, exprString(expr));
  const slice = underlying(type).kind === "Slice" ? evaluate(t, expr.x) : undefined;
  const at = evaluate(t, expr.indices[0]);
  const position = at.kind === "word" ? known(at.value) : undefined;
  const element = slice?.kind === "slice" && position !== undefined ? slice.elements?.[position] : undefined;
  return element !== undefined && !t.env.has(place.key) ? element : t.at(expr, () => read(t, place));
}

function unary(t: Translator, expr: UnaryExpr): Value {
  if (expr.op === "&") {
    const bare = unparen(expr.x);
    const place = bare.kind === "CompositeLit" ? undefined : placeOf(t, bare);
    if (place !== undefined) return { kind: "pointer", to: place };
    const value = evaluate(t, bare);
    return value.kind === "memory" ? { kind: "pointer", to: value.at } : objectOf(t, expr, exprString(expr));
  }
  if (expr.op === "<-") return receive(t, expr).value;
  const value = evaluate(t, expr.x);
  if (value.kind !== "word") return { kind: "unknown", text: exprString(expr), type: typeOf(t, expr) };
  if (expr.op === "!") return t.word(fold({ op: "not", operand: value.value }));
  if (expr.op === "-") return t.word(fold({ op: "neg", operand: value.value }));
  if (expr.op === "^") return arithmetic(t, "^", value, number(-1), false) ?? value;
  return expr.op === "+" ? value : { kind: "unknown", text: exprString(expr), type: typeOf(t, expr) };
}

function binary(t: Translator, expr: BinaryExpr): Value {
  if (expr.op === "&&" || expr.op === "||") return logical(t, expr);
  const [x, y] = [evaluate(t, expr.x), evaluate(t, expr.y)];
  const nil = compareNil(t, expr.op, x, y, expr);
  if (nil !== undefined) return nil;
  const value = arithmetic(t, expr.op, x, y, isString(t, expr.x));
  return value ?? { kind: "unknown", text: textWith(t, expr, x, y), type: typeOf(t, expr) };
}

/** Has an expression the type string, or one made of it? */
export function isString(t: Translator, expr: Expr): boolean {
  const type = underlying(typeOf(t, expr));
  return type.kind === "Basic" && /^(untyped )?string$/.test(type.name);
}

/** `a + b` with what is known of a and b in it. */
function textWith(t: Translator, expr: BinaryExpr, x: Value, y: Value): string {
  return `${shown(t, expr.x, x)} ${expr.op} ${shown(t, expr.y, y)}`;
}

/** A value as it stands in a text: its constant, or the expression. */
export function shown(t: Translator, expr: Expr, value: Value): string {
  if (expr.kind === "BasicLit") return expr.value;
  const constantOf = value.kind === "word" ? known(value.value) : undefined;
  if (constantOf !== undefined) return t.world.tokenText(constantOf) ?? String(constantOf);
  return value.kind === "unknown" ? value.text : exprString(expr);
}

/** Comparisons with nil. What is not simulated has no errors; references from outside are there. */
function compareNil(t: Translator, op: string, x: Value, y: Value, expr: BinaryExpr): Value | undefined {
  if (op !== "==" && op !== "!=") return undefined;
  const other = y.kind === "nil" ? x : x.kind === "nil" ? y : undefined;
  if (other === undefined) return undefined;
  const isNil = (value: Expression): Value =>
    t.word(fold({ op: op === "==" ? "eq" : "ne", left: value, right: constant(0) }));
  switch (other.kind) {
    case "word":
      return isNil(other.value);
    case "slice":
      return other.length === undefined ? undefined : isNil(other.length);
    case "unknown": {
      const side = other === x ? expr.x : expr.y;
      const isError = /^err of /.test(other.text) || /err/i.test(exprString(side));
      // A context may be done at any time.
      if (/\.Err\(\)$/.test(other.text) || (isError && t.world.limits.failures)) {
        return { kind: "unknown", text: exprString(expr), type: typeOf(t, expr) };
      }
      t.world.note(isError ? "scenario.errors" : "scenario.present");
      return isNil(constant(isError ? 0 : 1));
    }
    case "pointer":
    case "map":
    case "chan":
    case "func":
    case "nil":
      return isNil(other.word ?? constant(other.kind === "nil" ? 0 : 1));
    default:
      return isNil(constant(1));
  }
}

/** `a && b`, `a || b`: b is looked at only where it counts. */
function logical(t: Translator, expr: BinaryExpr): Value {
  const isAnd = expr.op === "&&";
  const x = evaluate(t, expr.x);
  const decided = x.kind === "word" ? known(x.value) : undefined;
  if (decided !== undefined) return (decided !== 0) === isAnd ? evaluate(t, expr.y) : number(isAnd ? 0 : 1);
  const result: Place = {
    key: `${t.path}&${expr.pos}`,
    name: "cond",
    type: unknown,
    owner: "other",
    outside: false,
  };
  const settle = (value: Value): void => {
    t.env.set(result.key, value.kind === "word" || !t.live ? value : t.word(t.choose(value, expr.y)));
  };
  const more = (): void => settle(evaluate(t, expr.y));
  const stop = (): void => settle(number(isAnd ? 0 : 1));
  t.branch(x, expr.x, isAnd ? more : stop, isAnd ? stop : more);
  return t.env.get(result.key) ?? number(0);
}

/** A key of a map. */
interface Key {
  /** What names it. */
  readonly text: string;
  /** Whether the text is its value. */
  readonly known: boolean;
  /** A key that is worked out when the program runs. */
  readonly numbers?: Expression;
}

/** The text that names a key of a map, and whether its value is known. */
export function keyText(t: Translator, expr: Expr): Key {
  const value = evaluate(t, expr);
  if (value.kind === "memory") return structKey(t, value.at, exprString(expr));
  const at = value.kind === "word" ? known(value.value) : undefined;
  if (at !== undefined) return { text: t.world.tokenText(at) ?? String(at), known: true };
  const numbers = value.kind === "word" && value.thread === t.thread ? value.value : undefined;
  return { text: value.kind === "unknown" ? value.text : exprString(expr), known: false, numbers };
}

/** A key by what its fields hold: `{"a" 1}`. */
function structKey(t: Translator, at: Place, text: string): Key {
  const type = underlying(at.type);
  if (type.kind !== "Struct" || at.outside) return { text, known: false };
  const fields = type.fields.map((field) => {
    const value = read(t, fieldPlace(at, field));
    const word = value.kind === "word" ? known(value.value) : undefined;
    return word === undefined ? undefined : (t.world.tokenText(word) ?? String(word));
  });
  return fields.includes(undefined) ? { text, known: false } : { text: `{${fields.join(" ")}}`, known: true };
}

/** Declares a variable that an identifier defines. */
export function define(t: Translator, expr: Expr, value: Value | undefined): void {
  const obj = expr.kind === "Ident" ? t.code.info.defs.get(expr) : undefined;
  if (obj?.kind === "Var") declare(t, obj, value);
}
