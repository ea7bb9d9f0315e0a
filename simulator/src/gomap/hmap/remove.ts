/** delete and clear of an hmap. */
import type { Assembler, Label } from "../assembler.ts";
import { check, clearFlag, setFlag } from "../flag.ts";
import { POINTER } from "../model.ts";
import { hmapFast, hmapGo } from "../sources.ts";
import { differs, equal, minus, plus, shiftLeft, withoutBits } from "../terms.ts";
import { searchKey } from "./access.ts";
import { loadBucket } from "./assign.ts";
import { BUCKET, bucketAt, type Hmap, isNil, loadOldCount } from "./map.ts";
import { SAME_SIZE, Top } from "./memory.ts";

const [WORD, FIRST, SLOT, TOP, PTR, AT, COUNT, LAST] = [
  ...["$word", "$first", "$slot", "$top", "$ptr", "$at", "$old count", "$last"],
];

/** mapdelete_fast64 (map_fast64.go:304). */
export function removeHmap(code: Assembler, map: Hmap, key: number): void {
  const { memory } = map;
  const [found, leave, bail] = code.labels(3);
  const flag = {
    check: hmapFast(312, "map.check.write"),
    set: hmapFast(319, "map.set"),
    recheck: hmapFast(390, "map.recheck"),
    clear: hmapFast(393, "map.clear-bit"),
  };
  code.load(WORD, memory.count, null, hmapFast(309, "map.empty"));
  code.branch(equal(WORD, 0), bail);
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  loadBucket(code, map, key, "remove", bail);
  code.set(FIRST, BUCKET);
  const notes = { key: hmapFast(330, "map.compare"), next: hmapFast(328, "map.overflow.next") };
  searchKey(code, map, key, found, notes);
  code.jump(leave);
  code.place(found);
  code.store(memory.elems, POINTER, 0, hmapFast(347, "map.drop.value"));
  code.store(memory.tophash, POINTER, Top.emptyOne, hmapFast(349, "map.drop.slot"));
  trimChain(code, map, bail);
  code.add(memory.count, null, -1, hmapFast(380, "map.count.down"));
  code.place(leave);
  clearFlag(code, map.flag, flag);
  code.place(bail);
}

/** Free cells at the end of a chain are marked so that searches stop early (map_fast64.go:352-378). */
function trimChain(code: Assembler, { memory }: Hmap, bail: Label): void {
  const [inside, last, trim, previous, here, end] = code.labels(6);
  code.set(SLOT, minus(POINTER, memory.cell(BUCKET, 0)));
  code.branch(differs(SLOT, memory.slots - 1), inside);
  if (memory.grows) {
    code.load(WORD, memory.overflow, BUCKET, hmapFast(353, "map.trim"));
    code.branch(equal(WORD, 0), last);
    code.load(TOP, memory.tophash, memory.cell(minus(WORD, 1), 0), hmapFast(353, "map.trim"));
    code.branch(differs(TOP, Top.emptyRest), end);
  }
  code.jump(last);
  code.place(inside);
  code.load(TOP, memory.tophash, plus(POINTER, 1), hmapFast(357, "map.trim"));
  code.branch(differs(TOP, Top.emptyRest), end);
  code.place(last);
  code.place(trim);
  code.store(memory.tophash, memory.cell(BUCKET, SLOT), Top.emptyRest, hmapFast(362, "map.trim"));
  code.set(SLOT, minus(SLOT, 1));
  code.branch(differs(SLOT, -1), here);
  code.branch(equal(BUCKET, FIRST), end);
  // Back to the bucket before this one.
  code.set(LAST, BUCKET);
  code.set(BUCKET, FIRST);
  code.set(SLOT, memory.slots - 1);
  code.place(previous);
  if (memory.grows) {
    code.load(WORD, memory.overflow, BUCKET, hmapFast(369, "map.overflow.next"));
    isNil(code, WORD, bail);
    code.branch(equal(WORD, plus(LAST, 1)), here);
    code.set(BUCKET, minus(WORD, 1));
    code.jump(previous);
  }
  code.place(here);
  code.load(TOP, memory.tophash, memory.cell(BUCKET, SLOT), hmapFast(375, "map.trim"));
  code.branch(equal(TOP, Top.emptyOne), trim);
  code.place(end);
}

/** mapclear (map.go:1075). */
export function clearHmap(code: Assembler, map: Hmap): void {
  const { memory } = map;
  const bail = code.label();
  const flag = {
    check: hmapGo(1086, "map.check.write"),
    set: hmapGo(1090, "map.set"),
    recheck: hmapGo(1133, "map.recheck"),
    clear: hmapGo(1136, "map.clear-bit"),
  };
  code.load(WORD, memory.count, null, hmapGo(1082, "map.empty"));
  code.branch(equal(WORD, 0), bail);
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  if (memory.grows) clearGrown(code, map, bail);
  else {
    code.store(memory.count, null, 0, hmapGo(1112, "map.count.zero"));
    code.load(PTR, memory.main, null, hmapGo(1126, "map.wipe"));
    bucketAt(code, memory, PTR, 0, BUCKET, bail);
    wipeBucket(code, map);
  }
  clearFlag(code, map.flag, flag);
  code.place(bail);
}

function clearGrown(code: Assembler, map: Hmap, bail: Label): void {
  const { memory } = map;
  const settled = code.label();
  const mark = (): void => {
    for (let slot = 0; slot < memory.slots; slot++) {
      code.store(memory.tophash, memory.cell(BUCKET, slot), Top.emptyRest, hmapGo(1098, "map.wipe"));
    }
  };
  code.load(PTR, memory.main, null, hmapGo(1103, "map.bucket"));
  code.load(COUNT, memory.b, null, hmapGo(1103, "map.bucket"));
  code.set(COUNT, shiftLeft(1, COUNT));
  forChains(code, map, bail, mark);
  code.load(PTR, memory.old, null, hmapGo(1104, "map.growing"));
  code.branch(equal(PTR, 0), settled);
  loadOldCount(code, memory, COUNT);
  forChains(code, map, bail, mark);
  code.place(settled);
  code.load(WORD, memory.flags, null, hmapGo(1108, "map.grow.same.end"));
  code.store(memory.flags, null, withoutBits(WORD, SAME_SIZE), hmapGo(1108, "map.grow.same.end"));
  code.store(memory.old, null, 0, hmapGo(1109, "map.evacuate.finished"));
  code.store(memory.nevacuate, null, 0, hmapGo(1110, "map.evacuate.progress"));
  code.store(memory.noverflow, null, 0, hmapGo(1111, "map.overflow.count"));
  code.store(memory.count, null, 0, hmapGo(1112, "map.count.zero"));
  code.load(COUNT, memory.b, null, hmapGo(1126, "map.wipe"));
  code.set(COUNT, shiftLeft(1, COUNT));
  code.load(PTR, memory.main, null, hmapGo(1126, "map.wipe"));
  forBuckets(code, map, bail, () => wipeBucket(code, map));
}

/** Does something with each bucket of the array at `PTR`, which has `COUNT` of them. */
export function forBuckets(code: Assembler, { memory }: Hmap, bail: Label, body: () => void): void {
  const [each, end] = code.labels(2);
  code.set(AT, 0);
  code.place(each);
  code.branch(equal(AT, COUNT), end);
  bucketAt(code, memory, PTR, AT, BUCKET, bail);
  body();
  code.set(AT, plus(AT, 1));
  code.jump(each);
  code.place(end);
}

/** The same with the overflow buckets. */
export function forChains(code: Assembler, map: Hmap, bail: Label, body: () => void): void {
  forBuckets(code, map, bail, () => {
    const [chain, end] = code.labels(2);
    code.place(chain);
    body();
    if (map.memory.grows) {
      code.load(WORD, map.memory.overflow, BUCKET, hmapGo(1096, "map.overflow.next"));
      code.branch(equal(WORD, 0), end);
      code.set(BUCKET, minus(WORD, 1));
      code.jump(chain);
    }
    code.place(end);
  });
}

/** makeBucketArray wipes the buckets that are there (map.go:1126). */
function wipeBucket(code: Assembler, { memory }: Hmap): void {
  for (let slot = 0; slot < memory.slots; slot++) {
    const cell = memory.cell(BUCKET, slot);
    code.store(memory.tophash, cell, Top.emptyRest, hmapGo(1126, "map.wipe"));
    code.store(memory.keys, cell, 0, hmapGo(1126, "map.wipe"));
    code.store(memory.elems, cell, 0, hmapGo(1126, "map.wipe"));
  }
  if (memory.grows) code.store(memory.overflow, BUCKET, 0, hmapGo(1126, "map.wipe"));
}
