/**
 * The check protocol: the mark of a writer and the count as the runtime handles them, around a map that is
 * nothing but a row of slots. One load finds a key or the first free slot; growth is left out.
 */
import type { Expression, Location } from "../program.ts";
import { sentence } from "../sentences.ts";
import type { Assembler, Note } from "./assembler.ts";
import { check, clearFlag, type Flag, type FlagNotes, setFlag } from "./flag.ts";
import { COUNT, FOUND, type MapModel, type MapUse, POINTER } from "./model.ts";
import { GO_SLOTS, type MapRuntime } from "./options.ts";
import { hmapFast, hmapGo, swissFast, swissGo, swissTable } from "./sources.ts";
import { FULL_SMALL_MAP } from "./swiss/assign.ts";
import { equal, firstOf, less, plus, type Term } from "./terms.ts";

/** Where the steps stand in each runtime. */
interface Lines {
  readonly assign: FlagNotes;
  readonly remove: FlagNotes;
  readonly clear: FlagNotes;
  readonly insert: { readonly search: Note; readonly key: Note; readonly count: Note; readonly full: Note };
  readonly read: { readonly empty: Note; readonly check: Note; readonly search: Note };
  readonly drop: {
    readonly empty: Note;
    readonly search: Note;
    readonly value: Note;
    readonly slot: Note;
    readonly count: Note;
  };
  readonly wipe: { readonly empty: Note; readonly slots: Note; readonly count: Note };
  readonly range: { readonly empty: Note; readonly check: Note; readonly slot: Note };
}

const lines: Readonly<Record<MapRuntime, Lines>> = {
  hmap: {
    assign: {
      check: hmapFast(121, "map.check.write"),
      set: hmapFast(127, "map.set"),
      recheck: hmapFast(196, "map.recheck"),
      clear: hmapFast(199, "map.clear-bit"),
    },
    remove: {
      check: hmapFast(312, "map.check.write"),
      set: hmapFast(319, "map.set"),
      recheck: hmapFast(390, "map.recheck"),
      clear: hmapFast(393, "map.clear-bit"),
    },
    clear: {
      check: hmapGo(1086, "map.check.write"),
      set: hmapGo(1090, "map.set"),
      recheck: hmapGo(1133, "map.recheck"),
      clear: hmapGo(1136, "map.clear-bit"),
    },
    insert: {
      search: hmapFast(146, "map.search"),
      key: hmapFast(190, "map.insert.key"),
      count: hmapFast(192, "map.count.up"),
      full: hmapFast(183),
    },
    read: {
      empty: hmapFast(18, "map.empty"),
      check: hmapFast(21, "map.check.read"),
      search: hmapFast(45, "map.search"),
    },
    drop: {
      empty: hmapFast(309, "map.empty"),
      search: hmapFast(330, "map.search"),
      value: hmapFast(347, "map.drop.value"),
      slot: hmapFast(349, "map.drop.slot"),
      count: hmapFast(380, "map.count.down"),
    },
    wipe: {
      empty: hmapGo(1082, "map.empty"),
      slots: hmapGo(1126, "map.wipe"),
      count: hmapGo(1112, "map.count.zero"),
    },
    range: {
      empty: hmapGo(884, "map.empty"),
      check: hmapGo(943, "map.check.iterate"),
      slot: hmapGo(986, "map.next"),
    },
  },
  swiss: {
    assign: {
      check: swissFast(204, "map.check.write"),
      set: swissFast(213, "map.set"),
      recheck: swissFast(223, "map.recheck"),
      clear: swissFast(226, "map.toggle-back"),
    },
    remove: {
      check: swissGo(647, "map.check.write"),
      set: swissGo(655, "map.set"),
      recheck: swissGo(671, "map.recheck"),
      clear: swissGo(674, "map.toggle-back"),
    },
    clear: {
      check: swissGo(730, "map.check.write"),
      set: swissGo(733, "map.set"),
      recheck: swissGo(756, "map.recheck"),
      clear: swissGo(759, "map.toggle-back"),
    },
    insert: {
      search: swissFast(159, "map.search"),
      key: swissFast(184, "map.insert.key"),
      count: swissFast(189, "map.count.up"),
      full: swissFast(178),
    },
    read: {
      empty: swissFast(24, "map.empty"),
      check: swissFast(28, "map.check.read"),
      search: swissFast(37, "map.search"),
    },
    drop: {
      empty: swissGo(640, "map.empty"),
      search: swissGo(682, "map.search"),
      value: swissGo(712, "map.drop.value"),
      slot: swissGo(717, "map.drop.slot"),
      count: swissGo(692, "map.count.down"),
    },
    wipe: {
      empty: swissGo(726, "map.empty"),
      slots: swissGo(767, "map.wipe"),
      count: swissGo(770, "map.count.zero"),
    },
    range: {
      empty: swissTable(545, "map.empty"),
      check: swissTable(682, "map.check.iterate"),
      slot: swissTable(692, "map.next"),
    },
  },
};

/** The model of a map at protocol depth. */
export function protocolModel(use: MapUse, runtime: MapRuntime): MapModel {
  return new ProtocolModel(use, runtime);
}

const [WORD, FREE] = ["$word", "$free"];

class ProtocolModel implements MapModel {
  readonly keys: readonly string[];
  readonly locations: readonly Location[];
  readonly elements: string;
  readonly flag: Flag;
  readonly count: string;
  readonly abstractions;
  private readonly slots: string;
  private readonly size: number;
  private readonly lines: Lines;
  private readonly runtime: MapRuntime;

  constructor({ location, claims }: MapUse, runtime: MapRuntime) {
    const { name } = location;
    const [flag, count] = runtime === "hmap" ? ["flags", "count"] : ["writing", "used"];
    this.keys = location.keys;
    this.runtime = runtime;
    this.lines = lines[runtime];
    this.flag = { runtime, location: `${name}.${flag}`, bit: runtime === "hmap" ? 4 : 1 };
    this.count = `${name}.${count}`;
    this.slots = `${name}.keys`;
    this.elements = `${name}.elems`;
    this.size = Math.max(1, Math.min(claims, GO_SLOTS));
    const array = {
      kind: "array",
      length: this.size,
      of: name,
      internal: true,
      source: location.source,
    } as const;
    const word = { kind: "variable", internal: true, source: location.source } as const;
    this.locations = [
      { ...word, name: this.flag.location, initial: 0 },
      { ...word, name: this.count, initial: 0 },
      { ...array, name: this.slots },
      { ...array, name: this.elements },
    ];
    this.abstractions = [sentence("map.abstract.protocol", { map: name })];
  }

  assign(code: Assembler, key: number): void {
    const { assign, insert } = this.lines;
    const done = code.label();
    check(code, this.flag, "write", assign.check);
    setFlag(code, this.flag, assign.set);
    const [found, free] = this.search(code, insert.search, [equalTo(key), equalTo(-1)]);
    code.set(POINTER, found);
    code.set(FREE, free);
    code.branch(less(POINTER, this.size), done);
    code.set(POINTER, FREE);
    code.verdict("fatal", FULL_SMALL_MAP, equal(POINTER, this.size), insert.full);
    code.store(this.slots, POINTER, key + 1, insert.key);
    code.add(this.count, null, 1, insert.count);
    code.place(done);
    clearFlag(code, this.flag, assign);
  }

  access(code: Assembler, key: number, checks: "read" | "iterate" | "none"): void {
    const { read, range } = this.lines;
    const [absent, end] = [code.label(), code.label()];
    if (checks !== "none") {
      code.load(WORD, this.count, null, read.empty);
      code.branch(equal(WORD, 0), absent);
      check(code, this.flag, checks, checks === "read" ? read.check : range.check);
    }
    const [found] = this.search(code, read.search, [equalTo(key)]);
    code.set(POINTER, found);
    code.set(FOUND, less(POINTER, this.size));
    code.jump(end);
    code.place(absent);
    code.set(FOUND, 0);
    code.place(end);
  }

  remove(code: Assembler, key: number): void {
    const { remove, drop } = this.lines;
    const [end, absent] = [code.label(), code.label()];
    code.load(WORD, this.count, null, drop.empty);
    code.branch(equal(WORD, 0), end);
    check(code, this.flag, "write", remove.check);
    setFlag(code, this.flag, remove.set);
    const [found] = this.search(code, drop.search, [equalTo(key)]);
    code.set(POINTER, found);
    code.branch(equal(POINTER, this.size), absent);
    if (this.runtime === "swiss") code.add(this.count, null, -1, drop.count);
    code.store(this.elements, POINTER, 0, drop.value);
    code.store(this.slots, POINTER, 0, drop.slot);
    if (this.runtime === "hmap") code.add(this.count, null, -1, drop.count);
    code.place(absent);
    clearFlag(code, this.flag, remove);
    code.place(end);
  }

  clear(code: Assembler): void {
    const { clear, wipe } = this.lines;
    const end = code.label();
    code.load(WORD, this.count, null, wipe.empty);
    code.branch(equal(WORD, 0), end);
    check(code, this.flag, "write", clear.check);
    setFlag(code, this.flag, clear.set);
    for (let slot = 0; slot < this.size; slot++) {
      code.store(this.slots, slot, 0, wipe.slots);
      code.store(this.elements, slot, 0, wipe.slots);
    }
    code.store(this.count, null, 0, wipe.count);
    clearFlag(code, this.flag, clear);
    code.place(end);
  }

  iterate(code: Assembler): void {
    const { range } = this.lines;
    const end = code.label();
    code.set(COUNT, 0);
    code.load(WORD, this.count, null, range.empty);
    code.branch(equal(WORD, 0), end);
    check(code, this.flag, "iterate", range.check);
    for (let slot = 0; slot < this.size; slot++) {
      const next = code.label();
      code.load(WORD, this.slots, slot, range.slot);
      code.branch(equal(WORD, 0), next);
      code.set(COUNT, plus(COUNT, 1));
      check(code, this.flag, "iterate", range.check);
      code.place(next);
    }
    code.place(end);
  }

  occurrences(code: Assembler, key: number): void {
    code.set(COUNT, 0);
    for (let slot = 0; slot < this.size; slot++) {
      code.load(WORD, this.slots, slot, {});
      code.set(COUNT, plus(COUNT, equal(WORD, key + 1)));
    }
  }

  /** One load of all slots; gives for each condition the first slot that fulfils it. */
  private search(
    code: Assembler,
    note: Note,
    conditions: readonly ((slot: Term) => Expression)[],
  ): Expression[] {
    const registers = this.registers();
    code.loadWide(registers, this.slots, 0, note);
    return conditions.map((condition) => firstOf(registers.map((register) => condition(register))));
  }

  private registers(): string[] {
    return Array.from({ length: this.size }, (_, slot) => `$s${slot}`);
  }
}

/** Whether a slot holds a key; -1 for none. */
function equalTo(key: number): (slot: Term) => Expression {
  return (slot) => equal(slot, key + 1);
}
