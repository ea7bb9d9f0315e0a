/** How an hmap grows: hashGrow swaps the arrays, and every write moves a bucket or two to the new one. */
import type { Assembler, Label } from "../assembler.ts";
import { hashOf } from "../hash.ts";
import { hmapFast, hmapGo } from "../sources.ts";
import {
  above,
  atLeast,
  bits,
  differs,
  equal,
  less,
  minus,
  plus,
  shiftLeft,
  withBits,
  withoutBits,
} from "../terms.ts";
import { BUCKET, bucketAt, type Hmap, isEvacuated, loadOldCount, newBuckets, newOverflow } from "./map.ts";
import { SAME_SIZE, Top } from "./memory.ts";

const [WORD, OLD, AT, COUNT, SLOT, TOP, KEY, PTR, NEW, BIGGER] = [
  ...["$word", "$old", "$old at", "$old count", "$slot", "$top", "$key", "$ptr", "$new", "$bigger"],
];

/** hashGrow (map.go:1139): a new array; the old one is emptied bit by bit. */
export function hashGrow(code: Assembler, { memory }: Hmap, bail: Label): void {
  const larger = code.label();
  code.load(WORD, memory.count, null, hmapGo(1144, "map.grow.how"));
  code.load(PTR, memory.b, null, hmapGo(1144, "map.grow.how"));
  code.set(BIGGER, memory.overLoaded(plus(WORD, 1), PTR));
  code.branch(BIGGER, larger);
  code.load(WORD, memory.flags, null, hmapGo(1146, "map.grow.same"));
  code.store(memory.flags, null, withBits(WORD, SAME_SIZE), hmapGo(1146, "map.grow.same"));
  code.place(larger);
  code.load(OLD, memory.main, null, hmapGo(1148, "map.grow.array"));
  code.load(PTR, memory.b, null, hmapGo(1149, "map.grow.array"));
  newBuckets(code, memory, shiftLeft(1, plus(PTR, BIGGER)), NEW, bail);
  code.load(TOP, memory.flags, null, hmapGo(1151, "map.grow.flags"));
  code.load(PTR, memory.b, null, hmapGo(1156, "map.grow.size"));
  code.store(memory.b, null, plus(PTR, BIGGER), hmapGo(1156, "map.grow.size"));
  code.store(memory.flags, null, TOP, hmapGo(1157, "map.grow.flags"));
  code.store(memory.old, null, OLD, hmapGo(1158, "map.grow.old-array"));
  code.store(memory.main, null, NEW, hmapGo(1159, "map.grow.new-array"));
  code.store(memory.nevacuate, null, 0, hmapGo(1160, "map.grow.start"));
  code.store(memory.noverflow, null, 0, hmapGo(1161, "map.overflow.count"));
}

/** growWork_fast64 (map_fast64.go:396): evacuates the bucket that `index` will use, and one more. */
export function growWork(code: Assembler, map: Hmap, index: string, bail: Label): void {
  const { memory } = map;
  const end = code.label();
  loadOldCount(code, memory, COUNT);
  code.set(AT, bits(index, minus(COUNT, 1)));
  evacuate(code, map, bail);
  code.load(WORD, memory.old, null, hmapFast(402, "map.growing"));
  code.branch(equal(WORD, 0), end);
  code.load(AT, memory.nevacuate, null, hmapFast(403, "map.evacuate.more"));
  evacuate(code, map, bail);
  code.place(end);
}

/** evacuate_fast64 (map_fast64.go:407) of the old bucket number `AT`. */
function evacuate(code: Assembler, map: Hmap, bail: Label): void {
  const { memory } = map;
  const [done, same, chain, cell, next, chained] = code.labels(6);
  const [xBucket, xSlot, yBucket, ySlot] = ["$x", "$x slot", "$y", "$y slot"];
  code.load(PTR, memory.old, null, hmapFast(408, "map.evacuate.old"));
  bucketAt(code, memory, PTR, AT, BUCKET, bail);
  loadOldCount(code, memory, COUNT);
  code.load(TOP, memory.tophash, memory.cell(BUCKET, 0), hmapGo(197, "map.evacuated"));
  code.branch(isEvacuated(TOP), done);
  code.load(PTR, memory.main, null, hmapFast(417, "map.evacuate.to"));
  bucketAt(code, memory, PTR, AT, xBucket, bail);
  code.set(xSlot, 0);
  code.set(ySlot, 0);
  code.load(WORD, memory.flags, null, hmapFast(421, "map.same-size"));
  code.branch(bits(WORD, SAME_SIZE), same);
  code.load(PTR, memory.main, null, hmapFast(425, "map.evacuate.to"));
  bucketAt(code, memory, PTR, plus(AT, COUNT), yBucket, bail);
  code.place(same);
  code.place(chain);
  code.set(SLOT, 0);
  code.place(cell);
  code.branch(equal(SLOT, memory.slots), chained);
  code.load(TOP, memory.tophash, memory.cell(BUCKET, SLOT), hmapFast(434, "map.evacuate.cell"));
  const full = code.label();
  code.branch(above(TOP, Top.emptyOne), full);
  code.store(
    memory.tophash,
    memory.cell(BUCKET, SLOT),
    Top.evacuatedEmpty,
    hmapFast(436, "map.evacuate.mark"),
  );
  code.jump(next);
  code.place(full);
  const bad = less(TOP, Top.least);
  code.verdictAt("fatal", "bad map state", bad, bail, hmapFast(440));
  const [toX, toY] = code.labels(2);
  code.load(WORD, memory.flags, null, hmapFast(443, "map.same-size"));
  code.branch(bits(WORD, SAME_SIZE), toX);
  code.load(KEY, memory.keys, memory.cell(BUCKET, SLOT), hmapFast(446, "map.evacuate.hash"));
  code.branch(bits(hashOf("bucket", map.keys.length, KEY), COUNT), toY);
  code.place(toX);
  moveCell(code, map, Top.evacuatedX, xBucket, xSlot, bail);
  code.jump(next);
  code.place(toY);
  moveCell(code, map, Top.evacuatedY, yBucket, ySlot, bail);
  code.place(next);
  code.set(SLOT, plus(SLOT, 1));
  code.jump(cell);
  code.place(chained);
  code.load(WORD, memory.overflow, BUCKET, hmapFast(430, "map.overflow.next"));
  code.branch(equal(WORD, 0), done);
  code.set(BUCKET, minus(WORD, 1));
  code.jump(chain);
  code.place(done);
  advance(code, map, bail);
}

/** Copies a cell to one of the two new buckets (map_fast64.go:452-484). */
function moveCell(
  code: Assembler,
  { memory }: Hmap,
  mark: number,
  bucket: string,
  slot: string,
  bail: Label,
): void {
  const room = code.label();
  const from = memory.cell(BUCKET, SLOT);
  code.store(memory.tophash, from, mark, hmapFast(452, "map.evacuate.mark"));
  code.branch(less(slot, memory.slots), room);
  newOverflow(code, memory, bucket, NEW, bail);
  code.set(bucket, NEW);
  code.set(slot, 0);
  code.place(room);
  const to = memory.cell(bucket, slot);
  code.store(memory.tophash, to, TOP, hmapFast(461, "map.copy.mark"));
  code.load(KEY, memory.keys, from, hmapFast(474, "map.copy.key"));
  code.store(memory.keys, to, KEY, hmapFast(474, "map.copy.key"));
  code.load(KEY, memory.elems, from, hmapFast(477, "map.copy.elem"));
  code.store(memory.elems, to, KEY, hmapFast(477, "map.copy.elem"));
  code.set(slot, plus(slot, 1));
}

/** The end of evacuate, and advanceEvacuationMark (map.go:1369). `COUNT` is the number of old buckets. */
function advance(code: Assembler, { memory }: Hmap, bail: Label): void {
  const [again, stop, end] = code.labels(3);
  code.load(WORD, memory.nevacuate, null, hmapFast(498, "map.evacuate.progress"));
  code.branch(differs(WORD, AT), end);
  code.add(memory.nevacuate, null, 1, hmapGo(1370, "map.evacuate.progress"));
  code.place(again);
  code.load(AT, memory.nevacuate, null, hmapGo(1377, "map.evacuate.progress"));
  code.branch(atLeast(AT, COUNT), stop);
  code.load(PTR, memory.old, null, hmapGo(1243, "map.evacuate.old"));
  bucketAt(code, memory, PTR, AT, BUCKET, bail);
  code.load(TOP, memory.tophash, memory.cell(BUCKET, 0), hmapGo(197, "map.evacuated"));
  code.branch(equal(isEvacuated(TOP), 0), stop);
  code.add(memory.nevacuate, null, 1, hmapGo(1378, "map.evacuate.progress"));
  code.jump(again);
  code.place(stop);
  code.load(WORD, memory.nevacuate, null, hmapGo(1380, "map.evacuate.finished"));
  code.branch(differs(WORD, COUNT), end);
  code.store(memory.old, null, 0, hmapGo(1382, "map.evacuate.finished"));
  code.load(WORD, memory.flags, null, hmapGo(1389, "map.grow.same.end"));
  code.store(memory.flags, null, withoutBits(WORD, SAME_SIZE), hmapGo(1389, "map.grow.same.end"));
  code.place(end);
}
