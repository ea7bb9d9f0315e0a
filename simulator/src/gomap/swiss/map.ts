/** What the code of all operations of a Swiss map shares. */
import type { Assembler, Label, Note } from "../assembler.ts";
import type { Flag } from "../flag.ts";
import { keyWord } from "../hash.ts";
import { COUNT } from "../model.ts";
import { atLeast, bits, differs, equal, plus, type Term, times } from "../terms.ts";
import { EMPTY, type SwissMemory } from "./memory.ts";
import { directoryAt, GROUP, smallGroup, TABLE } from "./probe.ts";

/** A map, as the code of its operations sees it. */
export interface SwissMap {
  readonly memory: SwissMemory;
  readonly flag: Flag;
  readonly keys: readonly string[];
  /** How often a search may see every group before it is taken to be endless. */
  readonly rounds: number;
}

const WORD = "$word";

/** Adds to a word of a table, a uint16. */
/** Adds to a uint16. */
export function addShort(code: Assembler, map: SwissMap, index: Term, value: number, note: Note): void {
  code.load("$left", map.memory.table, index, note);
  code.store(map.memory.table, index, bits(plus("$left", value), 0xffff), note);
}

/** Sets `$at` and `$end` to all slots of the table `TABLE`. */
export function tableSlots(code: Assembler, memory: SwissMemory): void {
  code.loadFresh("$base", memory.table, memory.field(TABLE, "group"));
  code.loadFresh("$mask", memory.table, memory.field(TABLE, "mask"));
  code.set("$at", times("$base", memory.slots));
  code.set("$end", times(plus(plus("$base", "$mask"), 1), memory.slots));
}

/** Does something with each table of the directory (map.go:738-746). */
export function forTables(
  code: Assembler,
  memory: SwissMemory,
  note: Note,
  bail: Label,
  body: () => void,
): void {
  const [each, next, end] = code.labels(3);
  const [index, length, last] = ["$table index", "$table count", "$table last"];
  code.load(length, memory.dirLen, null, note);
  code.set(index, 0);
  code.set(last, -1);
  code.place(each);
  code.branch(equal(index, length), end);
  directoryAt(code, memory, index, note, bail);
  code.branch(equal(TABLE, last), next);
  code.set(last, TABLE);
  body();
  code.place(next);
  code.set(index, plus(index, 1));
  code.jump(each);
  code.place(end);
}

/** How often a key is in the map: leaves it in `COUNT`. */
export function countSwiss(code: Assembler, map: SwissMap, key: number): void {
  const { memory } = map;
  const [table, end, some] = code.labels(3);
  const count = (): void => {
    const [each, next, done] = code.labels(3);
    code.place(each);
    code.branch(equal("$at", "$end"), done);
    code.load(WORD, memory.ctrl, "$at", {});
    code.branch(atLeast(WORD, EMPTY), next);
    code.load(WORD, memory.keys, "$at", {});
    code.set(COUNT, plus(COUNT, equal(WORD, keyWord(key))));
    code.place(next);
    code.set("$at", plus("$at", 1));
    code.jump(each);
    code.place(done);
  };
  code.set(COUNT, 0);
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, {});
    code.branch(differs(WORD, 0), table);
  }
  code.load(WORD, memory.dirPtr, null, {});
  code.branch(differs(WORD, 0), some);
  code.jump(end);
  code.place(some);
  smallGroup(code, memory, {}, end);
  code.set("$at", GROUP);
  code.set("$end", plus(GROUP, memory.slots));
  count();
  code.jump(end);
  if (memory.grows) {
    code.place(table);
    forTables(code, memory, {}, end, () => {
      tableSlots(code, memory);
      count();
    });
  }
  code.place(end);
}
