/** mapassign of a Swiss map: finds or makes the cell for a value. */
import type { Assembler, Label } from "../assembler.ts";
import { check, clearFlag, setFlag } from "../flag.ts";
import { hashes, keyWord } from "../hash.ts";
import { POINTER } from "../model.ts";
import { swissFast, swissGo } from "../sources.ts";
import { above, atLeast, differs, equal, minus, plus } from "../terms.ts";
import { allocate } from "./allocate.ts";
import { growToTable, rehash } from "./grow.ts";
import { addShort, type SwissMap } from "./map.ts";
import { DELETED } from "./memory.ts";
import {
  directoryEntry,
  firstFree,
  GROUP,
  groupNumber,
  matchKey,
  probe,
  SLOT,
  smallGroup,
  TABLE,
} from "./probe.ts";

/** What Swiss says when a small map that has room has no free slot (map.go:563). */
export const FULL_SMALL_MAP = "small map with no empty slot (concurrent map writes?)";

const [WORD, FREE, LEFT] = ["$word", "$free", "$left"];

/** runtime_fast64_swiss.go:195. Leaves the cell in `POINTER`. */
export function assignSwiss(code: Assembler, map: SwissMap, key: number): void {
  const { memory } = map;
  const [allocated, table, grow, leave, bail] = code.labels(5);
  const flag = {
    check: swissFast(204, "map.check.write"),
    set: swissFast(213, "map.set"),
    recheck: swissFast(316, "map.recheck"),
    clear: swissFast(319, "map.toggle-back"),
  };
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  code.load(WORD, memory.dirPtr, null, swissFast(215, "map.allocated"));
  code.branch(differs(WORD, 0), allocated);
  allocate(code, memory, "groups", 1, WORD, bail);
  code.storeFresh(memory.ready, WORD, 0);
  code.store(memory.dirPtr, null, memory.groupPointer(WORD), swissGo(592, "map.first-group"));
  code.store(memory.ready, WORD, 1, swissGo(597, "map.first-group.empty"));
  code.place(allocated);
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, swissFast(219, "map.small"));
    code.branch(differs(WORD, 0), table);
    code.load(WORD, memory.used, null, swissFast(220, "map.room"));
    code.branch(atLeast(WORD, memory.slots), grow);
  }
  putSmall(code, map, key, bail);
  code.jump(leave);
  if (memory.grows) {
    code.place(grow);
    growToTable(code, memory, map.keys.length, bail);
    code.place(table);
    putTable(code, map, key, bail);
  }
  code.place(leave);
  clearFlag(code, map.flag, flag);
  code.place(bail);
}

/** putSlotSmallFast64 (runtime_fast64_swiss.go:154). */
function putSmall(code: Assembler, map: SwissMap, key: number, bail: Label): void {
  const { memory } = map;
  const [found, end] = code.labels(2);
  smallGroup(code, memory, swissFast(156, "map.group"), bail);
  // Readers need no such look: in a group that is not set they find nothing, as in an empty one.
  code.load(WORD, memory.ready, groupNumber(), swissFast(159, "map.group"));
  code.verdictAt("fatal", FULL_SMALL_MAP, equal(WORD, 0), bail, swissFast(178));
  const notes = { group: swissFast(159, "map.group"), key: swissFast(166, "map.compare") };
  matchKey(code, memory, key, notes, found);
  code.set(SLOT, firstFree(memory));
  const full = equal(SLOT, memory.slots);
  code.verdictAt("fatal", FULL_SMALL_MAP, full, bail, swissFast(178));
  code.set(POINTER, plus(GROUP, SLOT));
  code.store(memory.keys, POINTER, keyWord(key), swissFast(184, "map.insert.key"));
  code.store(memory.ctrl, POINTER, hashes.h2(key), swissFast(188, "map.insert.mark"));
  code.add(memory.used, null, 1, swissFast(189, "map.count.up"));
  code.jump(end);
  code.place(found);
  code.set(POINTER, plus(GROUP, SLOT));
  code.place(end);
}

/** The rest of mapassign (runtime_fast64_swiss.go:235-314). */
function putTable(code: Assembler, map: SwissMap, key: number, bail: Label): void {
  const { memory } = map;
  const [outer, found, insert, full, end] = code.labels(5);
  const table = memory.table;
  code.place(outer);
  directoryEntry(code, memory, hashes.top(key), bail);
  code.set(FREE, 0);
  const notes = { group: swissFast(252, "map.group"), key: swissFast(259, "map.compare") };
  probe(code, memory, key, notes, map.rounds, found, bail, (next) => {
    const [empty, remember] = code.labels(2);
    code.set(SLOT, firstFree(memory));
    code.branch(equal(SLOT, memory.slots), next);
    code.load(WORD, memory.ctrl, plus(GROUP, SLOT), swissFast(275, "map.tombstone"));
    code.branch(differs(WORD, DELETED), empty);
    code.branch(equal(FREE, 0), remember);
    code.jump(next);
    code.place(remember);
    code.set(FREE, plus(plus(GROUP, SLOT), 1));
    code.jump(next);
    code.place(empty);
    code.set(POINTER, plus(GROUP, SLOT));
    const room = code.label();
    code.branch(equal(FREE, 0), room);
    code.set(POINTER, minus(FREE, 1));
    addShort(code, map, memory.field(TABLE, "growthLeft"), 1, swissFast(292, "map.reuse"));
    code.place(room);
    code.load(LEFT, table, memory.field(TABLE, "growthLeft"), swissFast(296, "map.room"));
    code.branch(above(LEFT, 0), insert);
    code.jump(full);
  });
  code.place(full);
  rehash(code, memory, map.keys.length, bail);
  code.jump(outer);
  code.place(insert);
  code.store(memory.keys, POINTER, keyWord(key), swissFast(298, "map.insert.key"));
  code.store(memory.ctrl, POINTER, hashes.h2(key), swissFast(302, "map.insert.mark"));
  addShort(code, map, memory.field(TABLE, "growthLeft"), -1, swissFast(303, "map.room.less"));
  addShort(code, map, memory.field(TABLE, "used"), 1, swissFast(304, "map.count.table"));
  code.add(memory.used, null, 1, swissFast(305, "map.count.up"));
  code.jump(end);
  code.place(found);
  code.set(POINTER, plus(GROUP, SLOT));
  code.place(end);
}
