/** Reading and writing the memory of the reader's program: private memory is worked out, shared memory is emitted. */
import { idOf } from "../effects/path.ts";
import { checkValues } from "../types/body.ts";
import { newInfo } from "../types/info.ts";
import { asMap, qualifiedName, type Type, underlying, type Var } from "../types/types.ts";
import { evaluate } from "./expressions.ts";
import { Scope } from "./scope.ts";
import type { Translator } from "./translator.ts";
import { known, number, type Place, same, shapeOf, type Value } from "./value.ts";

/** Gives a variable memory in the present scope and puts a value there. That is no access others can see. */
export function declare(t: Translator, variable: Var, value: Value | undefined): Place {
  const place: Place = {
    key: `${t.path}:${idOf(variable)}`,
    name: variable.name,
    type: variable.type(),
    owner: variable.role === "param" || variable.role === "recv" ? "parameter" : "local",
    outside: false,
  };
  t.world.spans.declare(
    place.key,
    t.world.spans.of({ pkg: variable.pkg, decl: variable.place.decl }, variable.place),
  );
  t.scope.declare(variable, place);
  if (value === undefined) forget(t, place);
  else write(t, place, value, true);
  return place;
}

/** Memory that is made anew starts as zero. */
function forget(t: Translator, place: Place): void {
  for (const key of t.env.keys()) {
    if (key === place.key || key.startsWith(`${place.key}.`)) t.env.delete(key);
  }
}

/** The memory of a variable. */
export function placeOfVar(t: Translator, variable: Var): Place {
  const place = t.scope.find(variable);
  if (place !== undefined) return place;
  const isPackage = variable.role === "package";
  const foreign = isPackage && variable.pkg !== t.world.effects.pkg;
  const made: Place = {
    key: `${isPackage ? "package" : "free"}:${idOf(variable)}`,
    name: foreign ? `${variable.pkg.name}.${variable.name}` : variable.name,
    type: variable.type(),
    owner: isPackage ? "package" : "other",
    outside: foreign || !isPackage,
  };
  t.world.spans.declare(
    made.key,
    t.world.spans.of({ pkg: variable.pkg, decl: variable.place.decl }, variable.place),
  );
  if (!made.outside) initialise(t, variable, made);
  return made;
}

/** Works out the initial value of a package variable where it is a literal or an object made there. */
function initialise(t: Translator, variable: Var, place: Place): void {
  const { world } = t;
  if (world.packageValues.has(place.key)) return;
  world.packageValues.set(place.key, undefined);
  const { decl } = variable.place;
  const { pkg } = variable;
  if (decl.kind !== "GenDecl") return;
  for (const spec of decl.specs) {
    if (spec.kind !== "ValueSpec") continue;
    const index = spec.names.findIndex((name) => name.pos === variable.place.pos);
    const expr = spec.values[index];
    if (index < 0 || expr === undefined) continue;
    const info = newInfo();
    checkValues(spec.values, { pkg, decl, scope: pkg.scopeOf(decl) }, info, spec.type && variable.type());
    const { frame, block, scope, path, hint, env } = t;
    t.frame = { ...frame, code: { pkg, decl, info } };
    t.block = undefined;
    t.scope = new Scope();
    t.path = "package";
    t.hint = variable.name;
    t.env = new Map();
    const value = evaluate(t, expr);
    for (const [key, inner] of t.env) world.packageValues.set(key, inner);
    world.packageValues.set(place.key, value.kind === "memory" ? undefined : value);
    if (value.kind === "memory") move(world.packageValues, value.at.key, place.key);
    Object.assign(t, { frame, block, scope, path, hint, env });
  }
}

function move(values: Map<string, Value | undefined>, from: string, to: string): void {
  for (const [key, value] of [...values]) {
    if (key.startsWith(`${from}.`)) values.set(`${to}${key.slice(from.length)}`, value);
  }
}

/** A field of a struct in memory. */
export function fieldPlace(base: Place, field: Var): Place {
  return {
    key: `${base.key}.${idOf(field)}`,
    name: `${base.name}.${field.name}`,
    type: field.type(),
    owner: "field",
    outside: base.outside,
  };
}

/** An element of an array or slice. */
export function elementPlace(base: Place, index: number, type: Type): Place {
  return {
    key: `${base.key}.[${index}]`,
    name: `${base.name}[${index}]`,
    type,
    owner: "element",
    outside: base.outside,
  };
}

/** The value of memory that nothing has written yet. */
function initial(t: Translator, place: Place): Value {
  const fromPackage = t.world.packageValues.get(place.key);
  if (fromPackage !== undefined) return fromPackage;
  if (place.outside) return unknownOf(t, place.type, place.name, `${place.key}*`);
  switch (shapeOf(place.type)) {
    case "word":
      return number(0);
    case "slice":
      return { kind: "slice", length: { op: "const", value: 0 }, thread: -1, memory: backing(place) };
    default:
      return { kind: "nil" };
  }
}

/** The memory behind a slice variable. What was appended to it is not followed, and is surely not nil. */
export function backing(place: Place): Place {
  return { ...place, key: `${place.key}.data`, outside: true };
}

/** A value that comes from outside of the scenario; references reach objects that are outside, too. */
export function unknownOf(t: Translator, type: Type, text: string, key: string): Value {
  const under = underlying(type);
  const map = asMap(type);
  if (map !== undefined) {
    return {
      kind: "map",
      map: { key, name: text, elem: map.elem, outside: true, entries: [] },
    };
  }
  switch (under.kind) {
    case "Pointer":
      return { kind: "pointer", to: { key, name: text, type: under.elem, owner: "other", outside: true } };
    case "Chan":
      return { kind: "chan", chan: { key, name: text, elem: under.elem, capacity: 0, outside: true } };
    case "Struct":
    case "Array":
      return { kind: "memory", at: { key, name: text, type, owner: "other", outside: true } };
    case "Slice": {
      const memory: Place = { key, name: text, type, owner: "other", outside: true };
      return { kind: "slice", length: undefined, thread: t.thread, memory };
    }
    default:
      return { kind: "unknown", text, type };
  }
}

/** What a variable, field or element holds. */
export function read(t: Translator, place: Place): Value {
  const shape = shapeOf(place.type);
  if (shape === "memory") return { kind: "memory", at: place };
  const { world } = t;
  world.touch(place.key, t.thread, false);
  const shared = world.isShared(place.key);
  const bound = t.env.get(place.key);
  if (!shared) {
    const value = bound ?? initial(t, place);
    const length = value.kind === "word" ? value.value : value.kind === "slice" ? value.length : undefined;
    if (length === undefined || known(length) !== undefined) return value;
    if ((value.kind === "word" || value.kind === "slice") && value.thread !== t.thread) {
      // Another goroutine has it in a register: it must be kept in memory. The next pass does so.
      world.force(place.key);
      return { kind: "unknown", text: place.name, type: place.type };
    }
    return value;
  }
  const word = t.load(place, shape === "word" ? t.named(place.name) : place.name);
  if (shape === "word") {
    if (place.outside) world.note("scenario.initial", { name: place.name });
    const held = isInterface(place) ? world.held(place.key, place.name) : undefined;
    return held?.kind === "pointer" ? { ...held, word } : t.word(word);
  }
  const value =
    bound === undefined || bound.kind === "nil" ? (world.held(place.key, place.name) ?? bound) : bound;
  const reached = value ?? initial(t, place);
  if (shape === "slice") {
    const memory = reached.kind === "slice" ? reached.memory : backing(place);
    return { kind: "slice", length: word, thread: t.thread, memory };
  }
  // What holds an object from the start holds no 0 there; only what was nil can be told by its word.
  const startsNil = initial(t, place).kind === "nil";
  return startsNil && (reached.kind === "pointer" || reached.kind === "map" || reached.kind === "nil")
    ? { ...reached, word }
    : reached;
}

/** Writes a variable, field or element. Nobody else can know of `fresh` memory yet. */
export function write(t: Translator, place: Place, given: Value, fresh = false): void {
  // A value that is not known is an object of its own where the type is a reference.
  const value = given.kind === "unknown" ? unknownOf(t, place.type, given.text, `${place.key}*`) : given;
  if (!t.live) {
    t.env.set(place.key, value);
    return;
  }
  const shape = shapeOf(place.type);
  if (shape === "memory") {
    if (value.kind === "memory" && value.at.key !== place.key) copy(t, value.at, place);
    return;
  }
  const { world } = t;
  const held = value.kind === "tuple" ? (value.values[0] ?? number(0)) : value;
  world.touch(place.key, t.thread, !fresh);
  if (!fresh && !t.env.has(place.key)) world.initials.set(place.key, initial(t, place));
  if (world.isShared(place.key)) {
    const expression = t.expression(held);
    // Fresh memory is zero already.
    if (!fresh || known(expression) !== 0) t.store(place, expression);
    const isReference = shape !== "word" || (isInterface(place) && held.kind === "pointer");
    if (isReference && shape !== "slice" && held.kind !== "nil") setShared(t, place, held);
  }
  t.env.set(place.key, held);
}

function isInterface({ type }: Place): boolean {
  return underlying(type).kind === "Interface";
}

/** A reference that several goroutines see is set: where it was nil before, all that it is set to is one object. */
function setShared(t: Translator, place: Place, value: Value): void {
  const { world } = t;
  const before = t.env.get(place.key) ?? initial(t, place);
  const first = world.knowledge.assigned.get(place.key);
  world.assign(place.key, value);
  if (before.kind === "nil") {
    if (first?.kind === "map" && value.kind === "map") world.merge(value.map, first.map, place.name);
  } else if (!same(before, value) && world.concurrent) {
    world.note("scenario.reassigned", { name: place.name });
  }
}

/** Copies what is known of a struct; its locks and its shared fields stay where they are. */
function copy(t: Translator, from: Place, to: Place): void {
  forget(t, to);
  for (const [key, value] of [...t.env]) {
    if (key.startsWith(`${from.key}.`)) t.env.set(`${to.key}${key.slice(from.key.length)}`, value);
  }
}

/** The qualified name of the type of a lock or atomic, behind no pointer. */
export function typeName(place: Place): string {
  const type = place.type.kind === "Named" ? place.type.origin : place.type;
  return qualifiedName(type);
}
