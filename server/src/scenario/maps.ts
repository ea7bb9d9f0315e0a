/** Operations on maps, each a single step. */
import type { Expression } from "../../../simulator/src/program.ts";
import type { AccessKind } from "../effects/model.ts";
import type { CallExpr, Expr, IndexExpr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { asMap, unknown } from "../types/types.ts";
import { evaluate, keyText, typeOf } from "./expressions.ts";
import { unknownOf } from "./memory.ts";
import { type Lookup, privateEntry, privateKeys, setPrivate, zeroOf } from "./private.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, type MapRef, number, shapeOf, type Value } from "./value.ts";
import { otherKey } from "./world.ts";

/** The map that an expression denotes, or undefined. Where it is nil, `whenNil` happens. */
export function mapOf(t: Translator, expr: Expr, whenNil = (): void => {}): MapRef | undefined {
  const value = evaluate(t, expr);
  t.whenNil(value, whenNil);
  if (value.kind === "map") return t.world.canonical(value.map);
  if (value.kind === "nil") return undefined;
  const type = asMap(typeOf(t, expr));
  if (type === undefined) return undefined;
  const made = unknownOf(t, type, exprString(expr), `${t.path}!${expr.pos}`);
  return made.kind === "map" ? made.map : undefined;
}

/** Notes an access; false when no other goroutine has to do with the map. */
function isShared(t: Translator, map: MapRef, write: boolean): boolean {
  t.world.touch(map.key, t.thread, write);
  if (!t.world.isShared(map.key)) return false;
  if (map.outside) t.world.note("scenario.mapContent", { map: map.name });
  return true;
}

function keyOf(t: Translator, map: MapRef, expr: Expr, written: boolean): Expression {
  const key = keyText(t, expr);
  const chosen = key.numbers === undefined ? undefined : numberedKey(t, map, key.numbers, written);
  if (chosen !== undefined) return chosen;
  let text = key.text;
  if (!key.known) {
    const other = t.world.separate ? t.world.unknownKey(map, text) : text;
    if (other !== text) t.world.note("scenario.sameKey", { map: map.name });
    text = other;
    t.world.note("scenario.key", { key: text, map: map.name });
  }
  return constant(t.world.mapKey(map, text, written));
}

/** A key that is one of a few numbers: an expression that gives the index of the one that it is. */
function numberedKey(
  t: Translator,
  map: MapRef,
  value: Expression,
  written: boolean,
): Expression | undefined {
  const numbers = shapeOf(map.elem) === "word" ? t.numbers(value) : null;
  if (numbers === null) return undefined;
  return [...numbers].reduce<Expression>((sum, number) => {
    const key = t.world.tokenText(number) ?? String(number);
    const index = constant(t.world.mapKey(map, key, written));
    const isIt = fold({ op: "eq", left: value, right: constant(number) });
    return fold({ op: "add", left: sum, right: fold({ op: "mul", left: isIt, right: index }) });
  }, constant(0));
}

/** `m[k]` as a value, and whether it is there. `unchecked` for the read of `m[k]++`. */
export function mapLookup(t: Translator, expr: IndexExpr, unchecked = false): Lookup {
  const { receiver } = t;
  t.receiver = undefined;
  const map = mapOf(t, expr.x);
  const text = exprString(expr);
  const elem = asMap(typeOf(t, expr.x))?.elem ?? unknown;
  if (map === undefined || !isShared(t, map, false)) {
    const key = keyText(t, expr.indices[0]);
    if (map === undefined) return zeroOf(t, elem, `${t.path}!${expr.pos}`);
    return privateEntry(t, map, key.known ? key.text : undefined, text);
  }
  const key = keyOf(t, map, expr.indices[0], false);
  t.receiver = shapeOf(map.elem) === "word" ? receiver : undefined;
  const register = t.register(t.named(text));
  const present = t.register("ok");
  t.at(expr, () =>
    t.emit({
      kind: "map-read",
      map: t.world.map(map),
      key,
      register,
      ok: present,
      unchecked: unchecked || undefined,
    }),
  );
  t.loaded.set(slotOf(t, map, key), register);
  const here = t.word({ op: "reg", name: present });
  return { value: elementValue(t, map, key, register), ok: here };
}

function slotOf(t: Translator, map: MapRef, key: Expression): string {
  return `${t.world.map(map)}[${key.op === "const" ? key.value : JSON.stringify(key)}]`;
}

/** An element: a word in a register, or the object it stands for. */
function elementValue(t: Translator, map: MapRef, key: Expression, register: string): Value {
  const word: Expression = { op: "reg", name: register };
  const name = key.op === "const" ? t.world.keysOf(map)[key.value] : "";
  const at = `${map.key}[${name}]`;
  const outside = unknownOf(t, map.elem, `${map.name}[${name}]`, at);
  switch (shapeOf(map.elem)) {
    case "word":
      return t.word(word);
    case "slice":
      return outside.kind === "slice" ? { ...outside, length: word } : outside;
    case "memory":
      return outside;
    default: {
      const held = t.world.held(at, `${map.name}[${name}]`) ?? outside;
      return held.kind === "map" || held.kind === "pointer" || held.kind === "chan"
        ? { ...held, word }
        : held;
    }
  }
}

/** `m[k] = v`. */
export function mapStore(t: Translator, expr: IndexExpr, value: Value): void {
  const map = mapOf(t, expr.x, () => t.panic("assignment to entry in nil map"));
  if (map === undefined || !isShared(t, map, true)) {
    const key = keyText(t, expr.indices[0]);
    if (map !== undefined) setPrivate(t, map, key.known ? key.text : undefined, value);
    return;
  }
  const key = keyOf(t, map, expr.indices[0], true);
  const name = key.op === "const" ? t.world.keysOf(map)[key.value] : "";
  const slot = `${map.key}[${name}]`;
  const first = t.world.knowledge.assigned.get(slot);
  if (shapeOf(map.elem) !== "word") t.world.assign(slot, value);
  // A map that several goroutines make where none was is the same one for all that find it later.
  if (first?.kind === "map" && value.kind === "map")
    t.world.merge(value.map, first.map, `${map.name}[${name}]`);
  t.emit({
    kind: "map-write",
    map: t.world.map(map),
    key,
    value: t.expression(value),
    update: t.loaded.get(slotOf(t, map, key)),
  });
}

/** `delete(m, k)`. */
export function mapDelete(t: Translator, call: CallExpr): void {
  const map = mapOf(t, call.args[0]);
  if (map === undefined) return;
  if (!isShared(t, map, true)) {
    const key = keyText(t, call.args[1]);
    setPrivate(t, map, key.known ? key.text : undefined, undefined);
    return;
  }
  t.emit({ kind: "map-delete", map: t.world.map(map), key: keyOf(t, map, call.args[1], false) });
}

/** `clear(m)`. */
export function mapClear(t: Translator, expr: Expr): void {
  const map = mapOf(t, expr);
  if (map === undefined) return;
  if (isShared(t, map, true)) t.emit({ kind: "map-clear", map: t.world.map(map) });
  else setPrivate(t, map, undefined, undefined);
}

/** `len(m)`. */
export function mapLen(t: Translator, map: MapRef): Value {
  if (!isShared(t, map, false)) return { kind: "unknown", text: `len(${map.name})`, type: unknown };
  const register = t.register("len");
  t.emit({ kind: "map-len", map: t.world.map(map), register });
  return t.word({ op: "reg", name: register });
}

/** A call of a function elsewhere that does something to a whole map. */
export function mapUse(t: Translator, expr: Expr, kind: AccessKind): void {
  const map = mapOf(t, expr);
  if (map === undefined || !isShared(t, map, kind !== "read" && kind !== "iterate")) return;
  const location = t.world.map(map);
  const key = (): Expression => constant(t.world.mapKey(map, "…some key", kind === "write"));
  switch (kind) {
    case "write":
      t.emit({ kind: "map-write", map: location, key: key(), value: constant(t.world.token("…")) });
      return;
    case "read":
      t.emit({ kind: "map-read", map: location, key: key() });
      return;
    case "iterate":
      t.emit({ kind: "map-range", map: location });
      return;
    case "delete":
    case "clear":
      t.emit({ kind: "map-clear", map: location });
      return;
    case "reassign":
  }
}

/** `for k, v := range m`: a visit of each of the first keys. Tells whether these are all. */
export function mapRange(
  t: Translator,
  map: MapRef,
  turns: number,
  body: (key: Value, value: Value, turn: number) => void,
): boolean {
  if (!isShared(t, map, false)) {
    const known = privateKeys(t, map);
    if (known !== undefined && known.length <= t.world.limits.knownTurns) {
      known.forEach((key, turn) => {
        if (t.live) body(keyValue(t, key), privateEntry(t, map, key, key).value, turn);
      });
      return true;
    }
    for (let turn = 0; turn < turns && t.live; turn++) {
      const key = `key ${turn + 1} of ${map.name}`;
      body(
        { kind: "unknown", text: key, type: unknown },
        unknownOf(t, map.elem, `${map.name}[${key}]`, `${map.key}[${key}]`),
        turn,
      );
    }
    return false;
  }
  const location = t.world.map(map);
  if (map.outside && t.world.keysOf(map).length < turns) t.world.mapKey(map, otherKey, false);
  for (const { key } of map.entries) t.world.mapKey(map, key, false);
  const all = t.world.keysOf(map);
  const keys = all.slice(0, map.outside ? turns : t.world.limits.knownTurns);
  if (keys.length === 0) {
    t.emit({ kind: "map-range", map: location });
    return !map.outside;
  }
  if (keys.length > 1) t.world.note("scenario.order", { map: map.name });
  keys.forEach((name, turn) => {
    if (!t.live) return;
    const [register, ok] = [t.register(`${map.name}[${name}]`), t.register("ok")];
    const key = constant(turn);
    t.emit({ kind: "map-range", map: location, key, register, ok });
    const value = elementValue(t, map, key, register);
    const present = t.word({ op: "reg", name: ok });
    t.branch(
      present,
      undefined,
      () => body(keyValue(t, name), value, turn),
      () => {},
    );
  });
  return !map.outside && keys.length === all.length;
}

function keyValue(t: Translator, name: string): Value {
  if (/^-?\d+$/.test(name)) return number(Number(name));
  return name.startsWith('"') ? number(t.world.token(name)) : { kind: "unknown", text: name, type: unknown };
}
