/** Copies of structs: those that go through channels, and receivers with a lock. */
import { underlying, type Var } from "../types/types.ts";
import { fieldPlace, read, typeName, write } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { known, type Place, shapeOf, type Value } from "./value.ts";

/** Remembers under a key what the fields of a struct hold, for those who get a copy. */
export function rememberFields(t: Translator, key: string, from: Place): void {
  for (const field of fieldsOf(from)) {
    const value = read(t, fieldPlace(from, field));
    if (value.kind === "memory") rememberFields(t, `${key}.${field.name}`, value.at);
    else t.world.assign(`${key}.${field.name}`, value);
  }
}

/** Puts into a copy what is known of all the structs that were remembered under a key. */
export function fillFields(t: Translator, key: string, to: Place): void {
  const { assigned, varied } = t.world.knowledge;
  for (const field of fieldsOf(to)) {
    const place = fieldPlace(to, field);
    const name = `${key}.${field.name}`;
    const value = assigned.get(name);
    if (shapeOf(field.type()) === "memory") fillFields(t, name, place);
    else if (value !== undefined && !varied.has(name) && isFixed(value)) t.env.set(place.key, value);
  }
}

/** Has the struct a lock among its own fields? */
export function holdsLock(struct: Place): boolean {
  return fieldsOf(struct).some((field) => /^sync\.(RW)?Mutex$/.test(typeName(fieldPlace(struct, field))));
}

/** Gives a new struct the fields of another; a lock among them is a new one, which nobody holds. */
export function copyFields(t: Translator, from: Place, to: Place): void {
  for (const field of fieldsOf(to)) {
    const place = fieldPlace(to, field);
    if (/^sync\./.test(typeName(place))) continue;
    const value = read(t, fieldPlace(from, field));
    if (value.kind === "memory") copyFields(t, value.at, place);
    else write(t, place, value, true);
  }
}

/** Does a value mean the same in every goroutine? */
function isFixed(value: Value): boolean {
  if (value.kind === "word") return known(value.value) !== undefined;
  return value.kind !== "slice" && value.kind !== "unknown";
}

function fieldsOf({ type }: Place): readonly Var[] {
  const under = underlying(type);
  return under.kind === "Struct" ? under.fields : [];
}
