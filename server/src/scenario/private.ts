/** Maps that no other goroutine has to do with: their entries are worked out, like other private memory. */
import type { Type } from "../types/types.ts";
import { unknown } from "../types/types.ts";
import { unknownOf } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { constant, known, type MapRef, number, shapeOf, type Value } from "./value.ts";

/** What a lookup gives. */
export interface Lookup {
  readonly value: Value;
  readonly ok: Value;
}

/** What a key that is not there gives. */
export function zeroOf(t: Translator, type: Type, key: string): Lookup {
  const value = ((): Value => {
    switch (shapeOf(type)) {
      case "word":
        return number(0);
      case "memory":
        return { kind: "memory", at: { key, name: "zero", type, owner: "other", outside: false } };
      case "slice": {
        const empty = unknownOf(t, type, "zero", key);
        return empty.kind === "slice" ? { ...empty, length: constant(0) } : empty;
      }
      default:
        return { kind: "nil" };
    }
  })();
  return { value, ok: number(0) };
}

/** The entry of a key; of a key that is not known when it is left out. */
export function privateEntry(t: Translator, map: MapRef, key: string | undefined, text: string): Lookup {
  const slot = slotOf(map, key ?? text);
  const open: Lookup = {
    value: unknownOf(t, map.elem, text, slot),
    ok: { kind: "unknown", text: `${text} is there`, type: unknown },
  };
  if (key === undefined || map.outside) return open;
  const value = t.env.get(slot);
  const there = t.env.get(`${slot}?`);
  if (value !== undefined && there !== undefined) return { value, ok: there };
  if (t.env.has(slotOf(map, anyKey))) return open;
  const entry = map.entries.find((candidate) => candidate.key === key);
  if (entry === undefined) return zeroOf(t, map.elem, slot);
  return shapeOf(map.elem) === "word"
    ? { value: number(entry.value), ok: number(1) }
    : { ...open, ok: number(1) };
}

/** The keys that are there, as far as all of them are known. */
export function privateKeys(t: Translator, map: MapRef): readonly string[] | undefined {
  if (map.outside || t.env.has(slotOf(map, anyKey))) return undefined;
  const prefix = `${map.key}[`;
  const written = [...t.env.keys()].flatMap((slot) =>
    slot.startsWith(prefix) && slot.endsWith("]?") ? [slot.slice(prefix.length, -2)] : [],
  );
  const keys = [...new Set([...map.entries.map(({ key }) => key), ...written])];
  const there = keys.map((key) => privateEntry(t, map, key, key).ok);
  if (there.some((ok) => ok.kind !== "word" || known(ok.value) === undefined)) return undefined;
  return keys.filter((_, i) => {
    const ok = there[i];
    return ok.kind === "word" && known(ok.value) !== 0;
  });
}

/** Sets an entry, or deletes it when there is no value. */
export function setPrivate(
  t: Translator,
  map: MapRef,
  key: string | undefined,
  value: Value | undefined,
): void {
  if (map.outside) return;
  if (key === undefined) {
    // Whatever is known of the map may be wrong from here on.
    for (const known of [...t.env.keys()]) if (known.startsWith(`${map.key}[`)) t.env.delete(known);
    t.env.set(slotOf(map, anyKey), number(1));
    return;
  }
  const slot = slotOf(map, key);
  const { value: zero } = zeroOf(t, map.elem, slot);
  for (const [name, before] of [
    [slot, zero],
    [`${slot}?`, number(0)],
  ] as const) {
    if (!t.env.has(name)) t.world.initials.set(name, before);
  }
  t.env.set(slot, value ?? zero);
  t.env.set(`${slot}?`, number(value === undefined ? 0 : 1));
}

/** Stands for all keys of a map. */
const anyKey = "*";

function slotOf(map: MapRef, key: string): string {
  return `${map.key}[${key}]`;
}
