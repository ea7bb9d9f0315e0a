/** delete and clear of a Swiss map. */
import type { Assembler, Label, Note } from "../assembler.ts";
import { check, clearFlag, setFlag } from "../flag.ts";
import { hashes } from "../hash.ts";
import { POINTER } from "../model.ts";
import { swissGo, swissTable } from "../sources.ts";
import { differs, equal, less, plus, shiftRight, times } from "../terms.ts";
import { addShort, forTables, type SwissMap, tableSlots } from "./map.ts";
import { DELETED, EMPTY } from "./memory.ts";
import {
  ctrls,
  directoryEntry,
  firstEmpty,
  GROUP,
  groupNumber,
  matchKey,
  probe,
  SLOT,
  smallGroup,
  TABLE,
} from "./probe.ts";

const WORD = "$word";

/** Delete (map.go:639). */
export function removeSwiss(code: Assembler, map: SwissMap, key: number): void {
  const { memory } = map;
  const [table, leave, end, bail] = code.labels(4);
  const flag = {
    check: swissGo(647, "map.check.write"),
    set: swissGo(655, "map.set"),
    recheck: swissGo(671, "map.recheck"),
    clear: swissGo(674, "map.toggle-back"),
  };
  code.load(WORD, memory.used, null, swissGo(640, "map.empty"));
  code.branch(equal(WORD, 0), end);
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, swissGo(657, "map.small"));
    code.branch(differs(WORD, 0), table);
  }
  removeSmall(code, map, key, bail);
  code.jump(leave);
  if (memory.grows) {
    code.place(table);
    removeTable(code, map, key, bail);
  }
  code.place(leave);
  clearFlag(code, map.flag, flag);
  code.place(bail);
  code.place(end);
}

/** deleteSmall (map.go:677). */
function removeSmall(code: Assembler, map: SwissMap, key: number, bail: Label): void {
  const { memory } = map;
  const [found, absent] = code.labels(2);
  smallGroup(code, memory, swissGo(679, "map.group"), bail);
  const notes = { group: swissGo(682, "map.group"), key: swissGo(691, "map.compare") };
  matchKey(code, memory, key, notes, found);
  code.jump(absent);
  code.place(found);
  code.set(POINTER, plus(GROUP, SLOT));
  code.add(memory.used, null, -1, swissGo(692, "map.count.down"));
  code.store(memory.elems, POINTER, 0, swissGo(712, "map.drop.value"));
  code.store(memory.ctrl, POINTER, EMPTY, swissGo(717, "map.drop.slot"));
  code.place(absent);
}

/** table.Delete (table.go:415). */
function removeTable(code: Assembler, map: SwissMap, key: number, bail: Label): void {
  const { memory } = map;
  const [found, absent, tombstone, end] = code.labels(4);
  directoryEntry(code, memory, hashes.top(key), bail);
  const notes = { group: swissTable(419, "map.group"), key: swissTable(430, "map.compare") };
  probe(code, memory, key, notes, map.rounds, found, bail, () => {
    code.branch(less(firstEmpty(memory), memory.slots), absent);
  });
  code.place(found);
  code.set(POINTER, plus(GROUP, SLOT));
  addShort(code, map, memory.field(TABLE, "used"), -1, swissTable(431, "map.count.table"));
  code.add(memory.used, null, -1, swissTable(432, "map.count.down"));
  code.store(memory.elems, POINTER, 0, swissTable(453, "map.drop.value"));
  code.loadWide(ctrls(memory), memory.ctrl, GROUP, swissTable(464, "map.group"));
  code.branch(equal(firstEmpty(memory), memory.slots), tombstone);
  code.store(memory.ctrl, POINTER, EMPTY, swissTable(465, "map.drop.slot"));
  addShort(code, map, memory.field(TABLE, "growthLeft"), 1, swissTable(466, "map.room.more"));
  code.jump(end);
  code.place(tombstone);
  code.store(memory.ctrl, POINTER, DELETED, swissTable(468, "map.drop.tombstone"));
  code.place(absent);
  code.place(end);
}

/** Clear (map.go:725). */
export function clearSwiss(code: Assembler, map: SwissMap): void {
  const { memory } = map;
  const [table, leave, end, bail] = code.labels(4);
  const flag = {
    check: swissGo(730, "map.check.write"),
    set: swissGo(733, "map.set"),
    recheck: swissGo(756, "map.recheck"),
    clear: swissGo(759, "map.toggle-back"),
  };
  code.load(WORD, memory.used, null, swissGo(726, "map.empty"));
  code.branch(equal(WORD, 0), end);
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, swissGo(735, "map.small"));
    code.branch(differs(WORD, 0), table);
  }
  smallGroup(code, memory, swissGo(764, "map.group"), bail);
  // All bytes of the group are 0 for a moment, which in the control word means full.
  code.store(memory.ready, groupNumber(), 0, swissGo(767, "map.wipe"));
  code.set("$at", GROUP);
  code.set("$end", plus(GROUP, memory.slots));
  wipe(code, map, swissGo(767, "map.wipe"));
  code.store(memory.ready, groupNumber(), 1, swissGo(768, "map.wipe"));
  code.store(memory.used, null, 0, swissGo(770, "map.count.zero"));
  code.jump(leave);
  if (memory.grows) {
    code.place(table);
    clearTables(code, map, bail);
  }
  code.place(leave);
  clearFlag(code, map.flag, flag);
  code.place(bail);
  code.place(end);
}

function clearTables(code: Assembler, map: SwissMap, bail: Label): void {
  const { memory } = map;
  forTables(code, memory, swissGo(740, "map.directory.table"), bail, () => {
    tableSlots(code, memory);
    wipe(code, map, swissTable(497, "map.wipe"));
    code.store(memory.table, memory.field(TABLE, "used"), 0, swissTable(501, "map.count.table"));
    // 7 of 8 slots.
    const room = shiftRight(times(times(plus("$mask", 1), memory.slots), 7), 3);
    code.store(memory.table, memory.field(TABLE, "growthLeft"), room, swissTable(502, "map.room.more"));
  });
  code.store(memory.used, null, 0, swissGo(747, "map.count.zero"));
}

/** Empties the slots from `$at` to `$end`. */
function wipe(code: Assembler, map: SwissMap, note: Note): void {
  const { memory } = map;
  const [each, end] = code.labels(2);
  code.place(each);
  code.branch(equal("$at", "$end"), end);
  code.store(memory.keys, "$at", 0, note);
  code.store(memory.elems, "$at", 0, note);
  code.store(memory.ctrl, "$at", EMPTY, note);
  code.set("$at", plus("$at", 1));
  code.jump(each);
  code.place(end);
}
