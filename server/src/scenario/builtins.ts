/** Calls of Go's builtin functions. */
import type { Expression } from "../../../simulator/src/program.ts";
import type { CallExpr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { asMap, type Type, typeString, underlying } from "../types/types.ts";
import { constantOf } from "./calls.ts";
import { closeChannel } from "./channels.ts";
import { evaluate, objectOf, typeOf } from "./expressions.ts";
import { mapClear, mapDelete, mapLen } from "./maps.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, number, type Place, shapeOf, type Value } from "./value.ts";

const nothing: Value = { kind: "tuple", values: [] };

/** The value of a call of a builtin function. */
export function builtin(t: Translator, name: string, call: CallExpr): Value {
  const [first] = call.args;
  switch (name) {
    case "make":
      return make(t, call);
    case "new": {
      const type = underlying(typeOf(t, call));
      if (type.kind !== "Pointer") return objectOf(t, call, exprString(call));
      return { kind: "pointer", to: object(t, call, t.hint ?? typeString(type.elem), type.elem) };
    }
    case "delete":
      mapDelete(t, call);
      return nothing;
    case "clear":
      if (asMap(typeOf(t, first)) !== undefined) mapClear(t, first);
      return nothing;
    case "close":
      closeChannel(t, first);
      return nothing;
    case "len":
    case "cap": {
      const value = evaluate(t, first);
      if (value.kind === "map") return mapLen(t, value.map);
      if (value.kind === "slice" && value.length !== undefined && name === "len") {
        return { kind: "word", value: value.length, thread: value.thread };
      }
      const length = name === "len" ? lengthOf(t, value, typeOf(t, first)) : undefined;
      if (length !== undefined) return number(length);
      if (value.kind === "chan" && name === "cap" && !value.chan.outside) return number(value.chan.capacity);
      return { kind: "unknown", text: exprString(call), type: typeOf(t, call) };
    }
    case "append":
      return append(t, call);
    case "panic": {
      const value = evaluate(t, first);
      const at = constantOf(value);
      const message = at === undefined ? exprString(first) : (t.world.tokenText(at) ?? String(at));
      t.panic(message.replace(/^"(.*)"$/, "$1"));
      return nothing;
    }
    case "min":
    case "max":
      return extreme(t, name, call);
    case "recover":
      t.note("scenario.recover", call);
      return { kind: "nil" };
    default:
      for (const arg of call.args) evaluate(t, arg);
      return objectOf(t, call, exprString(call));
  }
}

/** The length of a string that is known, or of an array. */
function lengthOf(t: Translator, value: Value, type: Type): number | undefined {
  const under = underlying(type);
  const array = under.kind === "Pointer" ? underlying(under.elem) : under;
  if (array.kind === "Array") return array.length;
  const at = constantOf(value);
  if (under.kind !== "Basic" || at === undefined) return undefined;
  const text = at === 0 ? '""' : t.world.tokenText(at);
  // In bytes, and only where no escape makes them fewer than the characters written.
  return text !== undefined && /^"[\x20-\x5b\x5d-\x7e]*"$/.test(text) ? text.length - 2 : undefined;
}

/** The smallest or largest of some numbers. */
function extreme(t: Translator, name: "min" | "max", call: CallExpr): Value {
  const values = call.args.map((arg) => evaluate(t, arg));
  return values.reduce((best, value): Value => {
    if (best.kind !== "word" || value.kind !== "word") {
      return { kind: "unknown", text: exprString(call), type: typeOf(t, call) };
    }
    const takes = fold({ op: name === "min" ? "lt" : "gt", left: value.value, right: best.value });
    return choose(t, takes, value.value, best.value);
  });
}

/** One of two numbers, by a condition that is 0 or 1. */
function choose(t: Translator, condition: Expression, yes: Expression, no: Expression): Value {
  const part = (factor: Expression, value: Expression): Expression =>
    fold({ op: "mul", left: factor, right: value });
  const not = fold({ op: "sub", left: constant(1), right: condition });
  return t.word(fold({ op: "add", left: part(condition, yes), right: part(not, no) }));
}

function object(t: Translator, call: CallExpr, name: string, type: Place["type"]): Place {
  const place: Place = { key: `${t.path}!${call.pos}`, name, type, owner: "other", outside: false };
  return place;
}

function make(t: Translator, call: CallExpr): Value {
  const type = typeOf(t, call);
  const under = underlying(type);
  const key = `${t.path}!${call.pos}`;
  const size = call.args[1] === undefined ? number(0) : evaluate(t, call.args[1]);
  const map = asMap(type);
  if (map !== undefined) {
    const name = t.hint ?? "map";
    t.world.spans.declare(key, t.world.spans.of(t.code, call));
    return { kind: "map", map: { key, name, elem: map.elem, outside: false, entries: [] } };
  }
  if (under.kind === "Chan") {
    const name = t.hint ?? "chan";
    const capacity = constantOf(size);
    if (capacity === undefined) t.note("scenario.capacity", call, { name, capacity: unknownCapacity });
    const chan = {
      key,
      name,
      elem: under.elem,
      capacity: Math.min(capacity ?? unknownCapacity, 16),
      outside: t.world.knowledge.escaped.has(key),
    };
    return { kind: "chan", chan };
  }
  if (under.kind === "Slice") {
    const made = object(t, call, t.hint ?? "slice", type);
    const memory = { ...made, outside: shapeOf(under.elem) !== "word" };
    const length = constantOf(size);
    return { kind: "slice", length: length === undefined ? undefined : constant(length), thread: -1, memory };
  }
  return objectOf(t, call, exprString(call));
}

/** The capacity of a channel that is made with a size that is not known. */
const unknownCapacity = 2;

/** A slice is followed by its length: two goroutines that append lose one of the elements. */
function append(t: Translator, call: CallExpr): Value {
  const slice = evaluate(t, call.args[0]);
  const added = call.args.slice(1).map((arg) => evaluate(t, arg));
  if (slice.kind === "nil") {
    const memory = { ...object(t, call, t.hint ?? "slice", typeOf(t, call)), outside: true };
    return { kind: "slice", length: constant(added.length), thread: -1, elements: added, memory };
  }
  if (slice.kind !== "slice") return objectOf(t, call, exprString(call));
  const more = constant(call.hasEllipsis ? 1 : added.length);
  const length =
    slice.length === undefined ? undefined : fold({ op: "add", left: slice.length, right: more });
  const elements =
    slice.elements !== undefined && !call.hasEllipsis && length?.op === "const"
      ? [...slice.elements, ...added]
      : undefined;
  const memory = elements === undefined ? { ...slice.memory, outside: true } : slice.memory;
  return { ...slice, length, elements, memory, thread: t.thread };
}
