/** mapassign of an hmap: finds or makes the cell for a value. */
import type { Assembler, Label } from "../assembler.ts";
import { check, clearFlag, setFlag } from "../flag.ts";
import { hashes, keyWord } from "../hash.ts";
import { POINTER } from "../model.ts";
import { hmapFast, hmapGo } from "../sources.ts";
import { atLeast, bits, differs, equal, minus, plus, shiftLeft, times } from "../terms.ts";
import { growWork, hashGrow } from "./grow.ts";
import {
  BUCKET,
  bucketAt,
  bucketNotes,
  type Hmap,
  isEmpty,
  loadMask,
  newBuckets,
  newOverflow,
  nextBucket,
} from "./map.ts";
import { Top } from "./memory.ts";

const [WORD, INDEX, FREE, TOP, KEY, PTR] = ["$word", "$index", "$free", "$top", "$key", "$ptr"];

/** map_fast64.go:113. Leaves the cell in `POINTER`. */
export function assignHmap(code: Assembler, map: Hmap, key: number): void {
  const { memory } = map;
  const [allocated, again, found, insert, bail] = code.labels(5);
  const flag = {
    check: hmapFast(121, "map.check.write"),
    set: hmapFast(127, "map.set"),
    recheck: hmapFast(196, "map.recheck"),
    clear: hmapFast(199, "map.clear-bit"),
  };
  check(code, map.flag, "write", flag.check);
  setFlag(code, map.flag, flag.set);
  code.load(PTR, memory.main, null, hmapFast(129, "map.allocated"));
  code.branch(differs(PTR, 0), allocated);
  newBuckets(code, memory, 1, PTR, bail);
  code.store(memory.main, null, PTR, hmapFast(130, "map.first-bucket"));
  code.place(allocated);
  code.place(again);
  loadBucket(code, map, key, "assign", bail);
  searchCell(code, map, key, found);
  if (memory.grows) {
    makeRoom(code, map, again, bail);
    code.branch(differs(FREE, 0), insert);
    newOverflow(code, memory, BUCKET, FREE, bail);
    code.set(FREE, plus(memory.cell(FREE, 0), 1));
  }
  code.place(insert);
  code.set(POINTER, minus(FREE, 1));
  code.store(memory.tophash, POINTER, hashes.tophash(key), hmapFast(186, "map.insert.mark"));
  code.store(memory.keys, POINTER, keyWord(key), hmapFast(190, "map.insert.key"));
  code.add(memory.count, null, 1, hmapFast(192, "map.count.up"));
  code.place(found);
  clearFlag(code, map.flag, flag);
  code.place(bail);
}

/** The first bucket of a key's chain: leaves it in `BUCKET`, after the evacuations that are due. */
export function loadBucket(
  code: Assembler,
  map: Hmap,
  key: number,
  operation: keyof typeof bucketNotes,
  bail: Label,
): void {
  const { memory } = map;
  const notes = bucketNotes[operation];
  loadMask(code, memory, INDEX, notes.mask);
  code.set(INDEX, bits(hashes.bucket(key), INDEX));
  if (memory.grows) {
    const settled = code.label();
    code.load(WORD, memory.old, null, hmapGo(1204, "map.growing"));
    code.branch(equal(WORD, 0), settled);
    growWork(code, map, INDEX, bail);
    code.place(settled);
  }
  code.load(PTR, memory.main, null, notes.main);
  bucketAt(code, memory, PTR, INDEX, BUCKET, bail);
}

/**
 * Walks the chain from `BUCKET`: goes to `found` with `POINTER`. Without the key `FREE` is 1 + the first free cell
 * (0 for none) and `BUCKET` the last bucket (map_fast64.go:144-170).
 */
function searchCell(code: Assembler, { memory }: Hmap, key: number, found: Label): void {
  const [chain, end] = code.labels(2);
  code.set(FREE, 0);
  code.place(chain);
  for (let slot = 0; slot < memory.slots; slot++) {
    const [full, next] = code.labels(2);
    const cell = memory.cell(BUCKET, slot);
    code.load(TOP, memory.tophash, cell, hmapFast(147, "map.cell"));
    code.branch(equal(isEmpty(TOP), 0), full);
    code.set(FREE, plus(FREE, times(equal(FREE, 0), plus(cell, 1))));
    code.branch(equal(TOP, Top.emptyRest), end);
    code.jump(next);
    code.place(full);
    code.set(POINTER, cell);
    code.load(KEY, memory.keys, POINTER, hmapFast(157, "map.compare"));
    code.branch(equal(KEY, keyWord(key)), found);
    code.place(next);
  }
  nextBucket(code, memory, hmapFast(165, "map.overflow.next"), end);
  if (memory.grows) code.jump(chain);
  code.place(end);
}

/** Starts growing when the map is too full, or has too many overflow buckets (map_fast64.go:176). */
function makeRoom(code: Assembler, map: Hmap, again: Label, bail: Label): void {
  const { memory } = map;
  const [grow, end] = code.labels(2);
  code.load(WORD, memory.old, null, hmapGo(1204, "map.growing"));
  code.branch(differs(WORD, 0), end);
  code.load(WORD, memory.count, null, hmapFast(176, "map.room"));
  code.load(TOP, memory.b, null, hmapFast(176, "map.room"));
  code.branch(memory.overLoaded(plus(WORD, 1), TOP), grow);
  code.load(WORD, memory.noverflow, null, hmapGo(1199, "map.overflow.many"));
  code.branch(atLeast(WORD, shiftLeft(1, TOP)), grow);
  code.jump(end);
  code.place(grow);
  hashGrow(code, map, bail);
  code.jump(again);
  code.place(end);
}
