/** What all goroutines of a scenario have in common: memory, locks, channels, names, and what is left out. */
import { type Message, type MessageArgs, type MessageId, message } from "../../../protocol/src/messages.ts";
import type { Location, Program, Sync, Thread } from "../../../simulator/src/program.ts";
import type { PackageEffects } from "../effects/analyse.ts";
import type { Const } from "../types/types.ts";
import type { ThreadBlocks } from "./blocks.ts";
import type { Context } from "./contexts.ts";
import { either, type Numbers } from "./possible.ts";
import type { Spans } from "./spans.ts";
import { type Callable, known, type MapRef, type Place, same, shapeOf, type Value } from "./value.ts";

/** Numbers from here on stand for other things than numbers: strings, unknown values, objects. */
export const firstToken = 1_000_000;

/** Translating more statements than this means that the code is too large to simulate. */
const maxStatements = 3_000;

/** Thrown when a scenario grows beyond all bounds. */
export class TooLarge extends Error {}

/** A scenario has no more goroutines than this. */
export const maxThreads = 8;

/** Stands for all keys of a map from outside that the scenario does not name. */
export const otherKey = "…";

/** How far the code is followed. */
export interface Limits {
  /** Calls inside calls. */
  readonly depth: number;
  /** Turns of a loop whose number is not known, or larger than the next. */
  readonly turns: number;
  /** A loop that surely has no more turns than this has all of them. */
  readonly knownTurns: number;
  /** Whether calls that are not simulated may fail; otherwise their errors are nil. */
  readonly failures: boolean;
}

/** What earlier passes over the code found out. */
export interface Knowledge {
  /** Memory that several goroutines use, one of them to write: keys of places and maps. */
  readonly shared: ReadonlySet<string>;
  /** References that are written where other goroutines may see it: what they may be. */
  readonly assigned: ReadonlyMap<string, Value>;
  /** Keys of {@link assigned} that are set to several different things. */
  readonly varied: ReadonlySet<string>;
  /** The numbers that variables and channels are given, by key. */
  readonly numbers: ReadonlyMap<string, Numbers>;
  /** Channels and WaitGroups that code which is not simulated was given. */
  readonly escaped: ReadonlySet<string>;
  /** The keys of each map, in the order of their first use. */
  readonly mapKeys: ReadonlyMap<string, readonly string[]>;
  /** Maps that are taken to be one and the same: the one that stands for them, by key. */
  readonly merged: ReadonlyMap<string, MapRef>;
  /** Loops that are cut short: the turns that are simulated, by the number of turns in the code. */
  readonly cuts: ReadonlyMap<number, number>;
}

/** Nothing is known before the first pass. */
export const nothing: Knowledge = {
  shared: new Set(),
  assigned: new Map(),
  varied: new Set(),
  numbers: new Map(),
  escaped: new Set(),
  mapKeys: new Map(),
  merged: new Map(),
  cuts: new Map(),
};

interface Use {
  readonly threads: Set<number>;
  written: boolean;
}

interface MapUse {
  readonly map: MapRef;
  readonly keys: string[];
  readonly written: Set<string>;
}

interface ThreadDraft {
  readonly name: string;
  readonly start: Thread["start"];
  readonly blocks: ThreadBlocks;
  readonly endsProgram: boolean;
}

/** One pass over the code of a scenario. */
export class World {
  readonly effects: PackageEffects;
  readonly spans: Spans;
  readonly knowledge: Knowledge;
  readonly limits: Limits;
  /** True where each goroutine runs a function that the code of the scenario does not start. */
  readonly separate: boolean;
  readonly threads: ThreadDraft[] = [];
  /** Where one goroutine too many is started. */
  crowded: string | undefined;
  /** Loops that this pass cut short, as in {@link Knowledge}. */
  readonly cuts = new Map<number, number>();
  /** True from the first start of a goroutine on. */
  concurrent = false;
  /** Contexts that the code makes, by key. */
  readonly contexts = new Map<string, Context>();
  /** What errgroups cancel when a function fails, by key. */
  readonly groups = new Map<string, Callable>();
  /** Constants whose values were asked for. */
  readonly constants = new Map<Const, Value>();
  /** The initial values of package variables and what they reach, by key. */
  readonly packageValues = new Map<string, Value | undefined>();
  /** What places held before this pass wrote them for the first time. */
  readonly initials = new Map<string, Value>();
  #statements = 0;
  readonly #keys = new Map<string, string[]>();
  readonly #lists = new Map<MessageId, Set<string>>();
  readonly #choices = new Map<string, Message>();
  readonly #notes = new Map<string, Message>();
  readonly #uses = new Map<string, Use>();
  readonly #forced = new Set<string>();
  readonly #assigned = new Map<string, Value>();
  readonly #varied = new Set<string>();
  readonly #escaped = new Set<string>();
  readonly #numbers = new Map<string, Numbers>();
  readonly #tokens = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #variables = new Map<string, Place>();
  readonly #maps = new Map<string, MapUse>();
  readonly #merged = new Map<string, MapRef>();
  readonly #unknownKeys = new Map<string, string>();
  readonly #syncs = new Map<string, Sync>();

  constructor(
    effects: PackageEffects,
    spans: Spans,
    knowledge: Knowledge,
    limits: Limits,
    separate: boolean,
  ) {
    this.limits = limits;
    this.effects = effects;
    this.spans = spans;
    this.knowledge = knowledge;
    this.separate = separate;
    this.concurrent = separate;
    for (const [key, keys] of knowledge.mapKeys) for (const name of keys) this.#keysOf(key).push(name);
  }

  #keysOf(map: string): string[] {
    const known = this.#keys.get(map);
    if (known !== undefined) return known;
    const keys: string[] = [];
    this.#keys.set(map, keys);
    return keys;
  }

  /** Counts statements, so that no code can make the translation endless. */
  count(): void {
    if (++this.#statements > maxStatements) throw new TooLarge();
  }

  /** Tells the reader of something that is not simulated as it is. Said once. */
  note(id: MessageId, args: MessageArgs = {}): void {
    const note = message(id, args);
    const key = JSON.stringify(note);
    if (!this.#notes.has(key)) this.#notes.set(key, note);
  }

  /** Tells the reader of one of several things of a kind; they are said together. */
  list(id: MessageId, item: string): void {
    const items = this.#lists.get(id) ?? new Set();
    this.#lists.set(id, items);
    items.add(item);
  }

  /** Tells the reader of a choice, if it is still there in the end. */
  choice(thread: number, register: string, note: Message): void {
    this.#choices.set(`${thread} ${register}`, note);
  }

  /** What the program does not simulate as it is. */
  notes(program: Program): readonly Message[] {
    const chosen = program.threads.flatMap(({ instructions }, thread) =>
      instructions.flatMap((item) => {
        const note = item.kind === "havoc" ? this.#choices.get(`${thread} ${item.register}`) : undefined;
        return note === undefined ? [] : [note];
      }),
    );
    const lists = [...this.#lists].map(([id, items]) => message(id, { items: shortList([...items]) }));
    const all = [...this.#notes.values(), ...chosen, ...lists];
    return [...new Map(all.map((note) => [JSON.stringify(note), note])).values()];
  }

  /** Notes that a goroutine uses a piece of memory. */
  touch(key: string, thread: number, write: boolean): void {
    const use = this.#uses.get(key) ?? { threads: new Set(), written: false };
    this.#uses.set(key, use);
    use.threads.add(thread);
    if (write && (thread !== 0 || this.concurrent)) use.written = true;
  }

  /** Is this memory that several goroutines use, as far as earlier passes tell? */
  isShared(key: string): boolean {
    return this.knowledge.shared.has(key);
  }

  /** A goroutine needs a value that another one has in a register: it must go through memory. */
  force(key: string): void {
    this.#forced.add(key);
  }

  /** Notes that a reference may be one of several objects. */
  ambiguous(key: string): void {
    const name = this.#names.get(key);
    if (name !== undefined) this.note("scenario.alias", { name });
  }

  /** Remembers what a reference that others may see is set to. */
  assign(key: string, value: Value): void {
    const first = this.#assigned.get(key);
    if (first === undefined) this.#assigned.set(key, value);
    else if (!same(first, value)) this.#varied.add(key);
  }

  /** Notes numbers that a variable or a channel is given. */
  give(key: string, numbers: Numbers): void {
    this.#numbers.set(key, either(this.#numbers.get(key) ?? new Set(), numbers));
  }

  /** The numbers that a variable or a channel may hold, as far as earlier passes tell; 0 is always one. */
  numbers(key: string): Numbers {
    return either(this.knowledge.numbers.get(key) ?? new Set(), new Set([0]));
  }

  /** Code that is not simulated is given something: it may use it at any time. */
  escape(key: string): void {
    this.#escaped.add(key);
  }

  /** What a reference that others may see is set to; one of several things where it is set to several. */
  held(key: string, name: string): Value | undefined {
    if (this.knowledge.varied.has(key)) this.note("scenario.alias", { name });
    return this.knowledge.assigned.get(key);
  }

  /** Takes two maps that a place may hold to be the same one. */
  merge(map: MapRef, other: MapRef, name: string): void {
    const into = this.canonical(other);
    if (this.canonical(map).key === into.key && map.key === into.key) return;
    this.note("scenario.oneObject", { name });
    if (map.key !== into.key) this.#merged.set(map.key, into);
  }

  /** The map that stands for a map. */
  canonical(map: MapRef): MapRef {
    return this.knowledge.merged.get(map.key) ?? map;
  }

  /** What this pass found out, for the next one. */
  learn(): Knowledge {
    const shared = new Set([...this.knowledge.shared, ...this.#forced]);
    for (const [key, use] of this.#uses) if (use.written && use.threads.size > 1) shared.add(key);
    return {
      shared,
      assigned: this.#assigned,
      varied: this.#varied,
      numbers: this.#numbers,
      escaped: new Set([...this.knowledge.escaped, ...this.#escaped]),
      mapKeys: new Map(this.#keys),
      merged: this.#merged,
      cuts: this.cuts,
    };
  }

  /** The number that stands for a text: a string constant, an unknown value. The empty string is 0. */
  token(text: string): number {
    if (text === '""') return 0;
    const known = this.#tokens.get(text);
    if (known !== undefined) return known;
    const token = firstToken + this.#tokens.size;
    this.#tokens.set(text, token);
    return token;
  }

  /** The text of a token; undefined for a plain number. */
  tokenText(value: number): string | undefined {
    for (const [text, token] of this.#tokens) if (token === value) return text;
    return undefined;
  }

  /** The location of a variable. */
  variable(place: Place): string {
    if (!this.#variables.has(place.key)) this.#variables.set(place.key, place);
    // The variable that holds a map is not the map.
    const isReference = shapeOf(place.type) === "map" || shapeOf(place.type) === "chan";
    return this.#nameOf(place.key, isReference ? `${place.name} (var)` : place.name);
  }

  /** The location of a map. */
  map(map: MapRef): string {
    if (!this.#maps.has(map.key)) {
      this.#maps.set(map.key, { map, keys: this.#keysOf(map.key), written: new Set() });
    }
    return this.#nameOf(map.key, map.name);
  }

  /** The index of a key of a map. */
  mapKey(map: MapRef, key: string, written: boolean): number {
    this.map(map);
    const use = this.#maps.get(map.key);
    const keys = this.#keysOf(map.key);
    if (written) use?.written.add(key);
    const index = keys.indexOf(key);
    return index >= 0 ? index : keys.push(key) - 1;
  }

  /** The one key that stands for all keys of a map that are not known. */
  unknownKey(map: MapRef, key: string): string {
    const known = this.#unknownKeys.get(map.key) ?? key;
    this.#unknownKeys.set(map.key, known);
    return known;
  }

  /** The keys that a map is known to be used with. */
  keysOf(map: MapRef): readonly string[] {
    return this.#keysOf(map.key);
  }

  /** The names of what is kept under a key: keys of a sync.Map. They are known from the second pass on. */
  namesOf(key: string): readonly string[] {
    return [...this.#keysOf(key)];
  }

  /** Notes such a name. */
  addName(key: string, name: string): void {
    const names = this.#keysOf(key);
    if (!names.includes(name)) names.push(name);
  }

  /** A lock, channel, WaitGroup or Once. */
  sync(key: string, name: string, make: (name: string) => Sync): string {
    const unique = this.#nameOf(key, name);
    if (!this.#syncs.has(key)) this.#syncs.set(key, make(unique));
    return unique;
  }

  #nameOf(key: string, name: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let unique = name;
    for (let i = 2; this.#taken.has(unique); i++) unique = `${name} (${i})`;
    this.#taken.add(unique);
    this.#names.set(key, unique);
    return unique;
  }

  /** How many instructions there are. */
  size(): number {
    return this.threads.reduce((sum, { blocks }) => sum + blocks.layOut().length, 0);
  }

  /** The program that the pass made. */
  program(name: string): Program {
    const threads = this.threads.map(({ name: threadName, start, blocks, endsProgram }): Thread => {
      const instructions = blocks.layOut();
      return { name: threadName, start, instructions, results: blocks.results, endsProgram };
    });
    const locations: Location[] = [];
    for (const place of this.#variables.values()) {
      const source = this.spans.declaration(place.key);
      const start = this.packageValues.get(place.key);
      const initial = start?.kind === "word" ? (known(start.value) ?? 0) : start === undefined ? 0 : 1;
      locations.push({ kind: "variable", name: this.variable(place), initial, owner: place.owner, source });
    }
    for (const use of this.#maps.values()) locations.push(this.#mapLocation(use));
    const tokens = Object.fromEntries([...this.#tokens].map(([text, token]) => [String(token), text]));
    return { name, locations, syncs: [...this.#syncs.values()], threads, tokens };
  }

  /**
   * A map from outside holds an entry that the scenario does not touch, so that it is not empty; a key
   * that is only deleted or read is there at the start, since otherwise nothing would happen to it.
   */
  #mapLocation({ map, keys, written }: MapUse): Location {
    const initial = keys.map((key): number | null => {
      const entry = map.entries.find((candidate) => candidate.key === key);
      if (entry !== undefined) return entry.value;
      return map.outside && !written.has(key) ? this.token(`${map.name}[${key}]`) : null;
    });
    const others = map.entries.filter((entry) => !keys.includes(entry.key));
    const outside =
      map.outside && !keys.includes(otherKey) ? [{ key: otherKey, value: this.token("…") }] : [];
    return {
      kind: "map",
      name: this.map(map),
      keys: [...keys, ...others.map((entry) => entry.key), ...outside.map((entry) => entry.key)],
      initial: [...initial, ...others.map((entry) => entry.value), ...outside.map((entry) => entry.value)],
      owner: map.key.startsWith("package") ? "package" : map.name.includes(".") ? "field" : "local",
      source: this.spans.declaration(map.key),
    };
  }
}

/** The first few of a list. */
function shortList(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown}, … (${items.length})` : shown;
}
