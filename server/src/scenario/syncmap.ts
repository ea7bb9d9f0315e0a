/** sync.Map: each operation is one atomic step on the entry of its key. */
import type { Expression } from "../../../simulator/src/program.ts";
import type { CallExpr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { unknown } from "../types/types.ts";
import { evaluate, keyText, memoryOf } from "./expressions.ts";
import { callValue } from "./functions.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, number, type Place, type Value } from "./value.ts";

const nothing: Value = { kind: "tuple", values: [] };

/** The value of a call of a method of sync.Map; undefined for what is no such call. */
export function syncMapCall(t: Translator, call: CallExpr, name: string): Value | undefined {
  const method = /^sync\.Map\.(\w+)$/.exec(name)?.[1];
  const fun = unparen(call.fun);
  if (method === undefined || fun.kind !== "SelectorExpr") return undefined;
  const map = memoryOf(t, fun.x, t.code.info.selections.get(fun)?.path);
  if (map === undefined) return undefined;
  if (map.outside) t.world.note("scenario.syncMapContent", { map: map.name });
  if (method === "Range") return range(t, map, call);
  if (method === "Clear") {
    for (const key of t.world.namesOf(map.key)) new Entry(t, map, key).store(absent(t));
    return nothing;
  }
  const entry = new Entry(t, map, keyOf(t, map, call));
  const [first, second] = call.args.slice(1).map((arg) => entry.keep(evaluate(t, arg)));
  switch (method) {
    case "Load":
      return entry.load();
    case "Store":
      entry.store(first);
      return nothing;
    case "Delete":
      entry.store(absent(t));
      return nothing;
    case "Swap":
      return entry.swap(first);
    case "LoadAndDelete":
      return entry.swap(absent(t));
    case "LoadOrStore":
      return entry.loadOrStore(first);
    case "CompareAndSwap":
      return entry.compareAndSwap(first, second);
    case "CompareAndDelete":
      return entry.compareAndSwap(first, absent(t));
    default:
      return undefined;
  }
}

/** What stands in the memory of a key that is not there. */
function absent(t: Translator): Expression {
  return constant(t.world.token("(absent)"));
}

function keyOf(t: Translator, map: Place, call: CallExpr): string {
  const { text, known } = keyText(t, call.args[0]);
  if (!known) t.world.note("scenario.key", { key: text, map: map.name });
  t.world.addName(map.key, text);
  return text;
}

/** `m.Range(f)` visits the keys that the scenario uses, until f says that it is enough. */
function range(t: Translator, map: Place, call: CallExpr): Value {
  const fun = evaluate(t, call.args[0]);
  const edges: Parameters<Translator["leave"]>[0] = [];
  for (const key of t.world.namesOf(map.key)) {
    if (!t.live) break;
    const { values } = new Entry(t, map, key).load();
    const [value, there] = values;
    const visit = (): void => {
      const more = callValue(t, fun, [keyValue(t, key), value], call);
      t.branch(
        more,
        call.args[0],
        () => {},
        () => t.leave(edges),
      );
    };
    t.branch(there, undefined, visit, () => {});
  }
  t.leave(edges);
  t.meet(edges);
  return nothing;
}

/** A key as the function of Range gets it. */
function keyValue(t: Translator, key: string): Value {
  if (/^-?\d+$/.test(key)) return number(Number(key));
  return key.startsWith('"') ? number(t.world.token(key)) : { kind: "unknown", text: key, type: unknown };
}

type Pair = Extract<Value, { kind: "tuple" }>;

/** The entry of one key. */
class Entry {
  readonly #t: Translator;
  readonly #key: string;
  readonly #location: string;

  constructor(t: Translator, map: Place, key: string) {
    this.#t = t;
    this.#key = `${map.key}[${key}]`;
    const place: Place = {
      key: this.#key,
      name: `${map.name}[${key}]`,
      type: unknown,
      owner: "element",
      outside: map.outside,
    };
    this.#location = t.world.variable(place);
    t.world.packageValues.set(this.#key, { kind: "word", value: absent(t), thread: -1 });
  }

  /** A value as it is kept in memory; what object it is, is remembered. */
  keep(value: Value): Expression {
    if (value.kind !== "word" && value.kind !== "nil") this.#t.world.assign(this.#key, value);
    return this.#t.expression(value);
  }

  #pair(register: string, there: Expression): Pair {
    const t = this.#t;
    const word: Expression = { op: "reg", name: register };
    const held = t.world.held(this.#key, this.#location);
    const value: Value =
      held?.kind === "pointer" || held?.kind === "map" ? { ...held, word } : (held ?? t.word(word));
    return { kind: "tuple", values: [value, t.word(there)] };
  }

  /** An entry that was in a register, and whether it was there; a missing one is nil. */
  #found(register: string): Pair {
    const t = this.#t;
    const there = fold({ op: "ne", left: { op: "reg", name: register }, right: absent(t) });
    const value = t.register("value");
    t.emit({
      kind: "assign",
      register: value,
      value: { op: "mul", left: there, right: { op: "reg", name: register } },
    });
    return this.#pair(value, there);
  }

  load(): Pair {
    const register = this.#t.register(this.#location);
    this.#t.emit({ kind: "atomic-load", location: this.#location, register });
    return this.#found(register);
  }

  store(value: Expression): void {
    this.#t.emit({ kind: "atomic-store", location: this.#location, value });
  }

  swap(value: Expression): Pair {
    const register = this.#t.register(this.#location);
    this.#t.emit({ kind: "xchg", location: this.#location, value, register });
    return this.#found(register);
  }

  loadOrStore(value: Expression): Pair {
    const t = this.#t;
    const [old, success, actual] = [t.register(this.#location), t.register("stored"), t.register("actual")];
    t.emit({ kind: "cas", location: this.#location, expected: absent(t), value, old, success });
    const stored: Expression = { op: "reg", name: success };
    const loaded: Expression = { op: "not", operand: stored };
    const left: Expression = { op: "mul", left: stored, right: value };
    const right: Expression = { op: "mul", left: loaded, right: { op: "reg", name: old } };
    t.emit({ kind: "assign", register: actual, value: fold({ op: "add", left, right }) });
    return this.#pair(actual, loaded);
  }

  compareAndSwap(expected: Expression, value: Expression): Value {
    const success = this.#t.register("swapped");
    this.#t.emit({ kind: "cas", location: this.#location, expected, value, success });
    return this.#t.word({ op: "reg", name: success });
  }
}
