/** range over an hmap: it keeps to the array it began with, and looks up what has moved. */
import type { Assembler, Label } from "../assembler.ts";
import { check } from "../flag.ts";
import { hashOf, keyWord } from "../hash.ts";
import { COUNT, FOUND } from "../model.ts";
import { hmapGo } from "../sources.ts";
import { bits, both, differs, either, equal, minus, plus, shiftLeft } from "../terms.ts";
import { accessHmap } from "./access.ts";
import { bucketAt, type Hmap, isEmpty, isEvacuated, loadOldCount } from "./map.ts";
import { SAME_SIZE, Top } from "./memory.ts";

const [WORD, TOP, PTR, MAIN, SIZE, INDEX, AT, SLOT, KEY, ONLY, OLD] = [
  ...["$word", "$top", "$ptr", "$i buckets", "$i size", "$i index", "$i bucket", "$i slot", "$i key"],
  ...["$i only", "$old count"],
];

/** mapiterinit and all calls of mapiternext (map.go:877, 937). Leaves the number of entries in `COUNT`. */
export function iterateHmap(code: Assembler, map: Hmap): void {
  const { memory } = map;
  const [each, cell, next, seen, golden, chained, end] = code.labels(7);
  code.set(COUNT, 0);
  code.load(WORD, memory.count, null, hmapGo(884, "map.empty"));
  code.branch(equal(WORD, 0), end);
  code.set(SIZE, 1);
  if (memory.grows) {
    code.load(SIZE, memory.b, null, hmapGo(894, "map.iterate.start"));
    code.set(SIZE, shiftLeft(1, SIZE));
  }
  code.load(MAIN, memory.main, null, hmapGo(895, "map.iterate.start"));
  nextEntry(code, map);
  code.set(INDEX, 0);
  code.place(each);
  code.branch(equal(INDEX, SIZE), end);
  chooseChain(code, map, end);
  code.set(SLOT, 0);
  code.place(cell);
  code.branch(equal(SLOT, memory.slots), chained);
  code.load(TOP, memory.tophash, memory.cell(AT, SLOT), hmapGo(986, "map.next"));
  code.branch(either(isEmpty(TOP), equal(TOP, Top.evacuatedEmpty)), next);
  code.load(KEY, memory.keys, memory.cell(AT, SLOT), hmapGo(991, "map.next"));
  if (memory.grows) {
    const mine = code.label();
    code.branch(equal(ONLY, 0), mine);
    code.load(WORD, memory.flags, null, hmapGo(996, "map.same-size"));
    code.branch(bits(WORD, SAME_SIZE), mine);
    code.branch(differs(bits(hashOf("bucket", map.keys.length, KEY), minus(SIZE, 1)), INDEX), next);
    code.place(mine);
    code.branch(equal(both(isEvacuated(TOP), differs(TOP, Top.evacuatedEmpty)), 0), golden);
    lookUp(code, map, next);
  }
  code.place(golden);
  code.place(seen);
  code.set(COUNT, plus(COUNT, 1));
  nextEntry(code, map);
  code.place(next);
  code.set(SLOT, plus(SLOT, 1));
  code.jump(cell);
  code.place(chained);
  if (memory.grows) {
    const last = code.label();
    code.load(WORD, memory.overflow, AT, hmapGo(1058, "map.overflow.next"));
    code.branch(equal(WORD, 0), last);
    code.set(AT, minus(WORD, 1));
    code.set(SLOT, 0);
    code.jump(cell);
    code.place(last);
  }
  code.set(INDEX, plus(INDEX, 1));
  code.jump(each);
  code.place(end);
}

/** The chain for a bucket: the old one as long as it is not evacuated (map.go:960-976). */
function chooseChain(code: Assembler, { memory }: Hmap, bail: Label): void {
  const [plain, end] = code.labels(2);
  code.set(ONLY, 0);
  if (memory.grows) {
    code.load(PTR, memory.old, null, hmapGo(960, "map.growing"));
    code.branch(equal(PTR, 0), plain);
    code.load(WORD, memory.b, null, hmapGo(960, "map.growing"));
    code.branch(differs(SIZE, shiftLeft(1, WORD)), plain);
    loadOldCount(code, memory, OLD);
    code.load(PTR, memory.old, null, hmapGo(966, "map.evacuate.old"));
    bucketAt(code, memory, PTR, bits(INDEX, minus(OLD, 1)), AT, bail);
    code.load(TOP, memory.tophash, memory.cell(AT, 0), hmapGo(967, "map.evacuated"));
    code.branch(isEvacuated(TOP), plain);
    code.set(ONLY, 1);
    code.jump(end);
  }
  code.place(plain);
  bucketAt(code, memory, MAIN, INDEX, AT, bail);
  code.place(end);
}

/** Every call of mapiternext begins with the check. */
function nextEntry(code: Assembler, map: Hmap): void {
  check(code, map.flag, "iterate", hmapGo(943, "map.check.iterate"));
}

/** Looks up the key in `KEY` in the map as it is now (mapaccessK, map.go:1043); goes to `gone` without it. */
function lookUp(code: Assembler, map: Hmap, gone: Label): void {
  const [looked, end] = code.labels(2);
  for (const key of map.keys.keys()) {
    const other = code.label();
    code.branch(differs(KEY, keyWord(key)), other);
    accessHmap(code, map, key, "none");
    code.jump(looked);
    code.place(other);
  }
  code.jump(gone);
  code.place(looked);
  code.branch(FOUND, end);
  code.jump(gone);
  code.place(end);
}
