/** How a Swiss map grows: small map to table, a table to one twice as large, the largest table into two. */
import type { Assembler, Label, Note } from "../assembler.ts";
import { hashOf, TOP_BITS } from "../hash.ts";
import { swissGo, swissTable } from "../sources.ts";
import {
  above,
  atLeast,
  bits,
  differs,
  equal,
  firstOf,
  less,
  minus,
  plus,
  shiftLeft,
  shiftRight,
  times,
} from "../terms.ts";
import { allocate, growthLeft, newTable } from "./allocate.ts";
import { EMPTY, type SwissMemory } from "./memory.ts";
import { ctrls, directorySet, GROUP, smallGroup, TABLE } from "./probe.ts";

const [NEW, OTHER, AT, END, CTRL, KEY, ELEM] = [
  ...["$newTable", "$newTable2", "$at", "$end", "$ctrl", "$key", "$elem"],
];
const [INDEX, DEPTH, PLACE, WORD] = ["$index", "$depth", "$place", "$word"];

/** growToTable (map.go:600): the ninth key turns the one group into a table. */
export function growToTable(code: Assembler, memory: SwissMemory, keys: number, bail: Label): void {
  newTable(code, memory, { into: NEW, groups: 2, slots: growthLeft(memory, 2), depth: 0 }, bail);
  code.storeFresh(memory.table, memory.field(NEW, "index"), 1);
  smallGroup(code, memory, swissGo(604, "map.grow.old"), bail);
  const notes = { ctrl: swissGo(608, "map.copy.ctrl"), key: swissGo(613, "map.copy.key") };
  code.set(AT, GROUP);
  code.set(END, plus(GROUP, memory.slots));
  copy(code, memory, keys, notes, bail, () => NEW);
  allocate(code, memory, "directory", 2, PLACE, bail);
  code.storeFresh(memory.dirs, PLACE, 1);
  code.storeFresh(memory.dirs, plus(PLACE, 1), plus(NEW, 1));
  code.store(memory.dirPtr, null, memory.directoryPointer(PLACE), swissGo(632, "map.publish.table"));
  code.store(memory.dirLen, null, 1, swissGo(633, "map.publish.length"));
  code.store(memory.globalDepth, null, 0, swissGo(635, "map.depth"));
  code.store(memory.globalShift, null, 64, swissGo(636, "map.depth"));
}

/** rehash (table.go:1009): the table `TABLE` is full. */
export function rehash(code: Assembler, memory: SwissMemory, keys: number, bail: Label): void {
  const [split, end] = [code.label(), code.label()];
  code.loadFresh("$mask", memory.table, memory.field(TABLE, "mask"));
  if (memory.splits) code.branch(above(times(2, plus("$mask", 1)), memory.tableGroups), split);
  growTable(code, memory, keys, bail);
  code.jump(end);
  code.place(split);
  if (memory.splits) splitTable(code, memory, keys, bail);
  code.place(end);
}

/** grow (table.go:1091): a table twice as large takes the place of the full one. */
function growTable(code: Assembler, memory: SwissMemory, keys: number, bail: Label): void {
  const slots = times(times(2, plus("$mask", 1)), memory.slots);
  // 7 of 8 slots.
  const room = shiftRight(times(slots, 7), 3);
  code.load(DEPTH, memory.table, memory.field(TABLE, "localDepth"), swissTable(1092, "map.grow.new"));
  code.load(INDEX, memory.table, memory.field(TABLE, "index"), swissTable(1092, "map.grow.new"));
  newTable(code, memory, { into: NEW, groups: times(2, plus("$mask", 1)), slots: room, depth: DEPTH }, bail);
  code.storeFresh(memory.table, memory.field(NEW, "index"), INDEX);
  allSlots(code, memory);
  const notes = { ctrl: swissTable(1098, "map.copy.ctrl"), key: swissTable(1103, "map.copy.key") };
  copy(code, memory, keys, notes, bail, () => NEW);
  replaceTable(code, memory, NEW, bail);
  code.store(memory.table, memory.field(TABLE, "index"), 0, swissTable(1122, "map.stale"));
}

/** split (table.go:1043): two tables take the place of the full one, each with the keys of half the hashes. */
function splitTable(code: Assembler, memory: SwissMemory, keys: number, bail: Label): void {
  const groups = memory.tableGroups;
  code.load(DEPTH, memory.table, memory.field(TABLE, "localDepth"), swissTable(1044, "map.split.depth"));
  const table = { groups, slots: growthLeft(memory, groups), depth: plus(DEPTH, 1) };
  newTable(code, memory, { into: NEW, ...table }, bail);
  newTable(code, memory, { into: OTHER, ...table }, bail);
  allSlots(code, memory);
  const notes = { ctrl: swissTable(1057, "map.copy.ctrl"), key: swissTable(1062, "map.copy.key") };
  copy(code, memory, keys, notes, bail, () => {
    // The bit of the hash that the new tables differ in (table.go:1074).
    const bit = bits(shiftRight(hashOf("top", keys, KEY), minus(TOP_BITS - 1, DEPTH)), 1);
    code.set("$half", plus(NEW, times(bit, minus(OTHER, NEW))));
    return "$half";
  });
  installSplit(code, memory, bail);
  code.store(memory.table, memory.field(TABLE, "index"), 0, swissTable(1084, "map.stale"));
}

/** installTableSplit (map.go:354). */
function installSplit(code: Assembler, memory: SwissMemory, bail: Label): void {
  const [install, each, next, full] = [code.label(), code.label(), code.label(), code.label()];
  code.load(DEPTH, memory.table, memory.field(TABLE, "localDepth"), swissGo(355, "map.split.room"));
  code.load(WORD, memory.globalDepth, null, swissGo(355, "map.split.room"));
  code.branch(differs(DEPTH, WORD), install);
  // A directory twice as large, each table in it twice.
  code.load(END, memory.dirLen, null, swissGo(358, "map.directory.double"));
  code.broken(memory.name, "map.because.model", atLeast(END, 1 << (TOP_BITS - 1)), bail);
  allocate(code, memory, "directory", plus(1, times(2, END)), PLACE, bail);
  code.storeFresh(memory.dirs, PLACE, times(2, END));
  code.set(AT, 0);
  code.place(each);
  code.branch(equal(AT, END), full);
  code.load(WORD, memory.dirPtr, null, swissGo(360, "map.directory.double"));
  code.broken(memory.name, "map.because.slots", atLeast(memory.groups, WORD), bail);
  code.loadFresh(CTRL, memory.dirs, memory.placeOf(WORD));
  code.broken(memory.name, "map.because.index", atLeast(AT, CTRL), bail);
  code.load(WORD, memory.dirs, plus(plus(memory.placeOf(WORD), 1), AT), swissGo(360, "map.directory.double"));
  code.storeFresh(memory.dirs, plus(plus(PLACE, 1), times(2, AT)), WORD);
  code.storeFresh(memory.dirs, plus(plus(PLACE, 2), times(2, AT)), WORD);
  code.load(
    INDEX,
    memory.table,
    memory.field(minus(WORD, 1), "index"),
    swissGo(367, "map.directory.index-of"),
  );
  code.branch(differs(INDEX, plus(AT, 1)), next);
  code.store(
    memory.table,
    memory.field(minus(WORD, 1), "index"),
    plus(times(2, AT), 1),
    swissGo(368, "map.directory.index-of"),
  );
  code.place(next);
  code.set(AT, plus(AT, 1));
  code.jump(each);
  code.place(full);
  code.add(memory.globalDepth, null, 1, swissGo(371, "map.depth"));
  code.add(memory.globalShift, null, -1, swissGo(372, "map.depth"));
  code.store(memory.dirPtr, null, memory.directoryPointer(PLACE), swissGo(374, "map.publish.directory"));
  code.store(memory.dirLen, null, times(2, END), swissGo(375, "map.publish.length"));
  code.place(install);
  code.load(INDEX, memory.table, memory.field(TABLE, "index"), swissGo(380, "map.directory.index-of"));
  code.storeFresh(memory.table, memory.field(NEW, "index"), INDEX);
  replaceTable(code, memory, NEW, bail);
  code.load(WORD, memory.globalDepth, null, swissGo(383, "map.directory.entries"));
  code.loadFresh(DEPTH, memory.table, memory.field(NEW, "localDepth"));
  code.load(INDEX, memory.table, memory.field(NEW, "index"), swissGo(384, "map.directory.index-of"));
  const right = plus(INDEX, shiftLeft(1, minus(WORD, DEPTH)));
  code.storeFresh(memory.table, memory.field(OTHER, "index"), right);
  replaceTable(code, memory, OTHER, bail);
}

/** replaceTable (map.go:344): writes a table into all its places in the directory. */
function replaceTable(code: Assembler, memory: SwissMemory, table: string, bail: Label): void {
  const [each, end] = [code.label(), code.label()];
  code.load(WORD, memory.globalDepth, null, swissGo(347, "map.directory.entries"));
  code.loadFresh(DEPTH, memory.table, memory.field(table, "localDepth"));
  code.loadFresh(INDEX, memory.table, memory.field(table, "index"));
  code.broken(memory.name, "map.because.nowhere", less(INDEX, 1), bail);
  code.set(AT, minus(INDEX, 1));
  code.set(END, plus(AT, shiftLeft(1, minus(WORD, DEPTH))));
  code.place(each);
  code.branch(equal(AT, END), end);
  directorySet(code, memory, AT, table, bail);
  code.set(AT, plus(AT, 1));
  code.jump(each);
  code.place(end);
}

/** Sets `AT` and `END` to all slots of the table `TABLE`. */
function allSlots(code: Assembler, memory: SwissMemory): void {
  code.loadFresh("$base", memory.table, memory.field(TABLE, "group"));
  code.loadFresh("$mask", memory.table, memory.field(TABLE, "mask"));
  code.set(AT, times("$base", memory.slots));
  code.set(END, times(plus(plus("$base", "$mask"), 1), memory.slots));
}

/** Copies the full slots from `AT` to `END` into new tables, which `into` chooses by `KEY`. */
function copy(
  code: Assembler,
  memory: SwissMemory,
  keys: number,
  notes: { readonly ctrl: Note; readonly key: Note },
  bail: Label,
  into: () => string,
): void {
  const [each, next, end] = [code.label(), code.label(), code.label()];
  code.place(each);
  code.branch(equal(AT, END), end);
  code.load(CTRL, memory.ctrl, AT, notes.ctrl);
  code.branch(atLeast(CTRL, EMPTY), next);
  code.load(KEY, memory.keys, AT, notes.key);
  code.load(ELEM, memory.elems, AT, swissTable(404, "map.copy.elem"));
  uncheckedPut(code, memory, into(), keys, bail);
  code.place(next);
  code.set(AT, plus(AT, 1));
  code.jump(each);
  code.place(end);
}

/** uncheckedPutSlot (table.go:376) of `KEY` and `ELEM` into a table that nobody else knows yet. */
function uncheckedPut(code: Assembler, memory: SwissMemory, table: string, keys: number, bail: Label): void {
  const [group, put] = [code.label(), code.label()];
  const registers = ctrls(memory);
  const left = memory.field(table, "growthLeft");
  code.loadFresh(WORD, memory.table, left);
  const full = equal(WORD, 0);
  const text = "invariant failed: growthLeft is unexpectedly 0";
  code.verdictAt("panic", text, full, bail, swissTable(378));
  code.storeFresh(memory.table, left, minus(WORD, 1));
  code.loadFresh(WORD, memory.table, memory.field(table, "used"));
  code.storeFresh(memory.table, memory.field(table, "used"), plus(WORD, 1));
  code.loadFresh("$newBase", memory.table, memory.field(table, "group"));
  code.loadFresh("$newMask", memory.table, memory.field(table, "mask"));
  code.set("$offset", bits(hashOf("h1", keys, KEY), "$newMask"));
  code.set("$step", 0);
  code.place(group);
  code.set(PLACE, times(plus("$newBase", "$offset"), memory.slots));
  code.loadWideFresh(registers, memory.ctrl, PLACE);
  code.set(WORD, firstOf(registers.map((ctrl) => atLeast(ctrl, EMPTY))));
  code.branch(less(WORD, memory.slots), put);
  code.set("$step", plus("$step", 1));
  code.set("$offset", bits(plus("$offset", "$step"), "$newMask"));
  code.jump(group);
  code.place(put);
  code.set(PLACE, plus(PLACE, WORD));
  code.storeFresh(memory.keys, PLACE, KEY);
  code.storeFresh(memory.elems, PLACE, ELEM);
  code.storeFresh(memory.ctrl, PLACE, hashOf("h2", keys, KEY));
}
