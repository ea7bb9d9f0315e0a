/** mapaccess of a Swiss map: finds the cell of a key. */
import type { Assembler, Label } from "../assembler.ts";
import { check } from "../flag.ts";
import { hashes, keyWord } from "../hash.ts";
import { FOUND, POINTER } from "../model.ts";
import { swissFast, swissTable } from "../sources.ts";
import { atLeast, differs, equal, less, plus } from "../terms.ts";
import type { SwissMap } from "./map.ts";
import { EMPTY } from "./memory.ts";
import { ctrls, directoryEntry, firstEmpty, GROUP, probe, SLOT, smallGroup } from "./probe.ts";

const WORD = "$word";

/** runtime_fast64_swiss.go:86. Leaves `FOUND` and `POINTER`. */
export function accessSwiss(
  code: Assembler,
  map: SwissMap,
  key: number,
  checks: "read" | "iterate" | "none",
): void {
  const { memory } = map;
  const [table, absent, found, end] = code.labels(4);
  if (checks !== "none") {
    code.load(WORD, memory.used, null, swissFast(24, "map.empty"));
    code.branch(equal(WORD, 0), absent);
    const note = checks === "read" ? swissFast(28, "map.check.read") : swissTable(682, "map.check.iterate");
    check(code, map.flag, checks, note);
  }
  if (memory.grows) {
    code.load(WORD, memory.dirLen, null, swissFast(33, "map.small"));
    code.branch(differs(WORD, 0), table);
  }
  getSmall(code, map, key, found, absent);
  code.jump(absent);
  if (memory.grows) {
    code.place(table);
    directoryEntry(code, memory, hashes.top(key), absent);
    const notes = { group: swissFast(63, "map.group"), key: swissFast(69, "map.compare") };
    probe(code, memory, key, notes, map.rounds, found, absent, () => {
      code.branch(less(firstEmpty(memory), memory.slots), absent);
    });
  }
  code.place(absent);
  code.set(FOUND, 0);
  code.jump(end);
  code.place(found);
  code.set(FOUND, 1);
  code.set(POINTER, plus(GROUP, SLOT));
  code.place(end);
}

/** A small map is searched by its keys alone, without their hashes (runtime_fast64_swiss.go:33). */
function getSmall(code: Assembler, map: SwissMap, key: number, found: Label, absent: Label): void {
  const { memory } = map;
  const [some] = code.labels(1);
  code.load(WORD, memory.dirPtr, null, swissFast(35, "map.group"));
  code.branch(differs(WORD, 0), some);
  code.jump(absent);
  code.place(some);
  smallGroup(code, memory, swissFast(35, "map.group"), absent);
  code.loadWide(ctrls(memory), memory.ctrl, GROUP, swissFast(37, "map.group"));
  for (const [slot, ctrl] of ctrls(memory).entries()) {
    const next = code.label();
    code.branch(atLeast(ctrl, EMPTY), next);
    code.load(WORD, memory.keys, plus(GROUP, slot), swissFast(41, "map.compare"));
    code.set(SLOT, slot);
    code.branch(equal(WORD, keyWord(key)), found);
    code.place(next);
  }
}
