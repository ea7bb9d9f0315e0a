/** range over a Swiss map: it keeps to the slots it began with, and looks keys up anew when they have moved. */
import type { Assembler, Label } from "../assembler.ts";
import { check } from "../flag.ts";
import { keyWord } from "../hash.ts";
import { COUNT, FOUND } from "../model.ts";
import { swissTable } from "../sources.ts";
import { atLeast, differs, equal, less, minus, plus, shiftLeft, times } from "../terms.ts";
import { accessSwiss } from "./access.ts";
import type { SwissMap } from "./map.ts";
import { EMPTY } from "./memory.ts";
import { directoryAt, GROUP, smallGroup, TABLE } from "./probe.ts";

const [WORD, FROM, AT, END, TAB, INDEX, DEPTH, KEY] = [
  ...["$word", "$from", "$i at", "$i end", "$i table", "$i index", "$i depth", "$i key"],
];

/** Init and all calls of Next (table.go:542, 674). Leaves the number of entries in `COUNT`. */
export function iterateSwiss(code: Assembler, map: SwissMap): void {
  const { memory } = map;
  const [table, end] = code.labels(2);
  code.set(COUNT, 0);
  code.load(WORD, memory.used, null, swissTable(545, "map.empty"));
  code.branch(equal(WORD, 0), end);
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, swissTable(551, "map.small"));
    code.branch(differs(WORD, 0), table);
  }
  iterateSmall(code, map, end);
  code.jump(end);
  if (memory.grows) {
    code.place(table);
    iterateTables(code, map, end);
  }
  code.place(end);
}

/** table.go:687-740. */
function iterateSmall(code: Assembler, map: SwissMap, end: Label): void {
  const { memory } = map;
  const [each, next, seen] = code.labels(3);
  smallGroup(code, memory, swissTable(554, "map.group"), end);
  code.set(FROM, GROUP);
  code.set(AT, 0);
  nextEntry(code, map);
  code.place(each);
  code.branch(equal(AT, memory.slots), end);
  code.load(WORD, memory.ctrl, plus(FROM, AT), swissTable(692, "map.next"));
  code.branch(atLeast(WORD, EMPTY), next);
  if (memory.grows) {
    code.load(KEY, memory.keys, plus(FROM, AT), swissTable(697, "map.next"));
    code.load(WORD, memory.dirLen, null, swissTable(706, "map.grown"));
    code.branch(equal(WORD, 0), seen);
    lookUp(code, map, next);
  }
  code.place(seen);
  code.set(COUNT, plus(COUNT, 1));
  nextEntry(code, map);
  code.place(next);
  code.set(AT, plus(AT, 1));
  code.jump(each);
}

/** table.go:742-1003. */
function iterateTables(code: Assembler, map: SwissMap, end: Label): void {
  const { memory } = map;
  const [outer, each, next, seen, nextTable] = code.labels(5);
  code.set(INDEX, 0);
  code.load(DEPTH, memory.globalDepth, null, swissTable(560, "map.depth.read"));
  nextEntry(code, map);
  followDepth(code, map);
  code.place(outer);
  code.load(WORD, memory.dirLen, null, swissTable(781, "map.directory.index"));
  code.branch(atLeast(INDEX, WORD), end);
  directoryAt(code, memory, INDEX, swissTable(785, "map.directory.table"), end);
  code.set(TAB, TABLE);
  code.loadFresh(AT, memory.table, memory.field(TAB, "group"));
  code.loadFresh(END, memory.table, memory.field(TAB, "mask"));
  code.set(END, times(plus(plus(AT, END), 1), memory.slots));
  code.set(AT, times(AT, memory.slots));
  code.place(each);
  code.branch(equal(AT, END), nextTable);
  code.load(WORD, memory.ctrl, AT, swissTable(837, "map.next"));
  code.branch(atLeast(WORD, EMPTY), next);
  code.load(KEY, memory.keys, AT, swissTable(840, "map.next"));
  code.load(WORD, memory.table, memory.field(TAB, "index"), swissTable(845, "map.grown"));
  code.branch(differs(WORD, 0), seen);
  lookUp(code, map, next);
  code.place(seen);
  code.set(COUNT, plus(COUNT, 1));
  nextEntry(code, map);
  followDepth(code, map);
  code.place(next);
  code.set(AT, plus(AT, 1));
  code.jump(each);
  code.place(nextTable);
  code.load(WORD, memory.globalDepth, null, swissTable(617, "map.directory.entries"));
  code.loadFresh(KEY, memory.table, memory.field(TAB, "localDepth"));
  code.set(INDEX, plus(INDEX, shiftLeft(1, minus(WORD, KEY))));
  code.jump(outer);
}

/** Every call of Next begins with the check. */
function nextEntry(code: Assembler, map: SwissMap): void {
  check(code, map.flag, "iterate", swissTable(682, "map.check.iterate"));
}

/** When the directory has grown, the place in it moves along (table.go:772). */
function followDepth(code: Assembler, map: SwissMap): void {
  const same = code.label();
  code.load(WORD, map.memory.globalDepth, null, swissTable(742, "map.depth.read"));
  code.branch(less(WORD, plus(DEPTH, 1)), same);
  code.set(INDEX, shiftLeft(INDEX, minus(WORD, DEPTH)));
  code.set(DEPTH, WORD);
  code.place(same);
}

/** Looks up the key in `KEY` in the map as it is now (grownKeyElem, table.go:626); goes to `gone` without it. */
function lookUp(code: Assembler, map: SwissMap, gone: Label): void {
  const [found, end] = code.labels(2);
  for (const key of map.keys.keys()) {
    const other = code.label();
    code.branch(differs(KEY, keyWord(key)), other);
    accessSwiss(code, map, key, "read");
    code.jump(found);
    code.place(other);
  }
  code.jump(gone);
  code.place(found);
  code.branch(FOUND, end);
  code.jump(gone);
  code.place(end);
}
