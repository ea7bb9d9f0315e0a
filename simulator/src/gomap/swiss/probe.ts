/** How a key is searched in a Swiss map: the directory, the probe sequence of a table, the slots of a group. */
import type { Expression } from "../../program.ts";
import type { Assembler, Label, Note } from "../assembler.ts";
import { hashes, keyWord, TOP_BITS } from "../hash.ts";
import { swissGo } from "../sources.ts";
import {
  above,
  atLeast,
  bits,
  both,
  equal,
  firstOf,
  minus,
  plus,
  shiftRight,
  type Term,
  times,
} from "../terms.ts";
import { EMPTY, type SwissMemory } from "./memory.ts";

/** The table that a search is in, the first slot of the group it looks at, and the slot within the group. */
export const TABLE = "$table";
export const GROUP = "$group";
export const SLOT = "$slot";
const [BASE, MASK, OFFSET, STEP, KEY, DIR] = ["$base", "$mask", "$offset", "$step", "$key", "$dir"];

/** The control bytes of the group, one register each. */
export function ctrls(memory: SwissMemory): string[] {
  return Array.from({ length: memory.slots }, (_, slot) => `$c${slot}`);
}

/** The first slot of the group that is empty, empty or deleted, or full; `memory.slots` for none. */
export function firstEmpty(memory: SwissMemory): Expression {
  return firstOf(ctrls(memory).map((ctrl) => equal(ctrl, EMPTY)));
}

export function firstFree(memory: SwissMemory): Expression {
  return firstOf(ctrls(memory).map((ctrl) => atLeast(ctrl, EMPTY)));
}

/** A pointer that should be one to a group: leaves the first slot in `GROUP`. */
export function smallGroup(code: Assembler, memory: SwissMemory, note: Note, bail: Label): void {
  code.load(DIR, memory.dirPtr, null, note);
  const wrong = above(DIR, memory.groups);
  if (memory.grows) code.broken(memory.name, "map.because.directory", wrong, bail);
  code.set(GROUP, memory.slotsOf(DIR));
}

/** The number of the group that `smallGroup` has found. */
export function groupNumber(): Expression {
  return minus(DIR, 1);
}

/** The directory entry of a hash: leaves the table in `TABLE`. */
export function directoryEntry(code: Assembler, memory: SwissMemory, top: Term, bail: Label): void {
  const single = code.label();
  code.load(DIR, memory.dirLen, null, swissGo(330, "map.directory.index"));
  code.set(STEP, 0);
  code.branch(equal(DIR, 1), single);
  code.load(DIR, memory.globalShift, null, swissGo(333, "map.directory.index"));
  // A shift of 64 is one of 0 after `& 63`: an index far outside.
  code.set(STEP, plus(shiftRight(top, minus(DIR, 64 - TOP_BITS)), times(equal(DIR, 64), 1 << TOP_BITS)));
  code.place(single);
  directoryAt(code, memory, STEP, swissGo(337, "map.directory.table"), bail);
}

/** The directory entry of an index in a register (directoryAt, map.go:336): leaves the table in `TABLE`. */
export function directoryAt(
  code: Assembler,
  memory: SwissMemory,
  index: string,
  note: Note,
  bail: Label,
): void {
  code.load(DIR, memory.dirPtr, null, note);
  code.broken(memory.name, "map.because.slots", atLeast(memory.groups, DIR), bail);
  if (index !== STEP) code.set(STEP, index);
  directoryPlace(code, memory, bail);
  code.load(TABLE, memory.dirs, STEP, note);
  code.set(TABLE, minus(TABLE, 1));
}

/** Turns the index in `STEP` into a place in the directory at `DIR`, which must have it. */
function directoryPlace(code: Assembler, memory: SwissMemory, bail: Label): void {
  const place = memory.placeOf(DIR);
  code.loadFresh(BASE, memory.dirs, place);
  code.broken(memory.name, "map.because.index", atLeast(STEP, BASE), bail);
  code.set(STEP, plus(plus(place, 1), STEP));
}

/** Stores a table in the directory, at an index in a register (directorySet, map.go:340). */
export function directorySet(
  code: Assembler,
  memory: SwissMemory,
  index: string,
  table: Term,
  bail: Label,
): void {
  code.load(DIR, memory.dirPtr, null, swissGo(341, "map.directory.set"));
  code.broken(memory.name, "map.because.slots", atLeast(memory.groups, DIR), bail);
  code.set(STEP, index);
  directoryPlace(code, memory, bail);
  code.store(memory.dirs, STEP, plus(table, 1), swissGo(341, "map.directory.set"));
}

/** Where the steps of a search stand. */
export interface ProbeNotes {
  readonly group: Note;
  readonly key: Note;
}

/**
 * Searches a known key in the table `TABLE`: goes to `found` with `GROUP` and `SLOT`. In each group without it
 * `unmatched` writes what happens; to go on there, it jumps to the label it is given. Nothing bounds the search in
 * Go; here one that has seen every group `rounds` times in vain is endless.
 */
export function probe(
  code: Assembler,
  memory: SwissMemory,
  key: number,
  notes: ProbeNotes,
  rounds: number,
  found: Label,
  bail: Label,
  unmatched: (next: Label) => void,
): void {
  const [group, next] = [code.label(), code.label()];
  const round = "$round";
  code.loadFresh(BASE, memory.table, memory.field(TABLE, "group"));
  code.loadFresh(MASK, memory.table, memory.field(TABLE, "mask"));
  code.set(OFFSET, bits(MASK, hashes.h1(key)));
  code.set(round, 0);
  code.place(group);
  code.set(GROUP, times(plus(BASE, OFFSET), memory.slots));
  matchKey(code, memory, key, notes, found);
  unmatched(next);
  code.place(next);
  code.set(round, plus(round, 1));
  const endless = equal(round, times(plus(MASK, 1), rounds));
  code.verdictAt("endless-probe", memory.name, endless, bail);
  code.set(OFFSET, bits(plus(OFFSET, round), MASK));
  code.jump(group);
}

/** Loads the control word of the group `GROUP` and compares the keys of the slots whose byte fits. */
export function matchKey(
  code: Assembler,
  memory: SwissMemory,
  key: number,
  notes: ProbeNotes,
  found: Label,
): void {
  const [again, end] = [code.label(), code.label()];
  const fits = ctrls(memory).map((ctrl) => equal(ctrl, hashes.h2(key)));
  code.loadWide(ctrls(memory), memory.ctrl, GROUP, notes.group);
  code.set(SLOT, firstOf(fits));
  code.place(again);
  code.branch(equal(SLOT, memory.slots), end);
  code.load(KEY, memory.keys, plus(GROUP, SLOT), notes.key);
  code.branch(equal(KEY, keyWord(key)), found);
  code.set(SLOT, firstOf(fits.map((fit, slot) => both(fit, above(slot, SLOT)))));
  code.jump(again);
  code.place(end);
}
