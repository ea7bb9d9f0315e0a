/** What the code of all operations of an hmap shares. */
import type { Expression } from "../../program.ts";
import type { Assembler, Label, Note } from "../assembler.ts";
import type { Flag } from "../flag.ts";
import { hmapFast, hmapGo } from "../sources.ts";
import { above, atLeast, bits, both, equal, less, minus, plus, shiftLeft, type Term } from "../terms.ts";
import { type HmapMemory, SAME_SIZE, Top } from "./memory.ts";

/** A map, as the code of its operations sees it. */
export interface Hmap {
  readonly memory: HmapMemory;
  readonly flag: Flag;
  readonly keys: readonly string[];
}

/** The bucket an operation looks at. */
export const BUCKET = "$bucket";
const WORD = "$word";

/** What reading through a nil pointer prints. */
const NIL = "runtime error: invalid memory address or nil pointer dereference";

/** Takes an array of buckets out of the goroutine's pool: leaves a pointer to it in `into`. */
export function newBuckets(
  code: Assembler,
  memory: HmapMemory,
  count: Term,
  into: string,
  bail: Label,
): void {
  const pool = memory.pools[code.pool] ?? { first: 0, count: 0 };
  const taken = `$buckets ${memory.name}`;
  code.broken(memory.name, "map.because.model", above(plus(taken, count), pool.count), bail);
  code.set(into, plus(taken, pool.first + 1));
  code.set(taken, plus(taken, count));
  if (memory.grows) code.storeFresh(memory.lengths, minus(into, 1), count);
}

/** The bucket at an index of the array at a pointer: leaves it in `into`. Nil and what lies outside end the program. */
export function bucketAt(
  code: Assembler,
  memory: HmapMemory,
  pointer: string,
  index: Term,
  into: string,
  bail: Label,
): void {
  isNil(code, pointer, bail);
  if (memory.grows) {
    code.loadFresh(WORD, memory.lengths, minus(pointer, 1));
    const outside = atLeast(index, WORD);
    code.broken(memory.name, "map.because.bucket", outside, bail);
  }
  code.set(into, memory.bucketAt(pointer, index));
}

/** Panics when a pointer is nil. */
export function isNil(code: Assembler, pointer: Term, bail: Label): void {
  const when = equal(pointer, 0);
  code.verdictAt("panic", NIL, when, bail);
}

/** Loads the mask for the bucket of a hash, 2^B - 1 (bucketMask, map.go:183), into a register. */
export function loadMask(code: Assembler, memory: HmapMemory, into: string, note: Note): void {
  if (!memory.grows) {
    code.set(into, 0);
    return;
  }
  code.load(into, memory.b, null, note);
  code.set(into, minus(shiftLeft(1, into), 1));
}

/** Loads the number of old buckets (noldbuckets, map.go:1218) into a register. */
export function loadOldCount(code: Assembler, memory: HmapMemory, into: string): void {
  code.load(into, memory.b, null, hmapGo(1219, "map.old.count"));
  code.load(WORD, memory.flags, null, hmapGo(1220, "map.same-size"));
  code.set(into, shiftLeft(1, minus(into, equal(bits(WORD, SAME_SIZE), 0))));
}

/** newoverflow (map.go:239): hangs a new bucket on one, leaves the new one in `into`. */
export function newOverflow(
  code: Assembler,
  memory: HmapMemory,
  bucket: Term,
  into: string,
  bail: Label,
): void {
  newBuckets(code, memory, 1, into, bail);
  code.set(into, minus(into, 1));
  code.add(memory.noverflow, null, 1, hmapGo(225, "map.overflow.count"));
  code.store(memory.overflow, bucket, plus(into, 1), hmapGo(206, "map.overflow.link"));
}

/** Whether a cell's mark says that it is empty (isEmpty, map.go:104). */
export function isEmpty(top: Term): Expression {
  return less(top, Top.emptyOne + 1);
}

/** Whether the mark of a bucket's first cell says that the bucket is evacuated (map.go:196). */
export function isEvacuated(top: Term): Expression {
  return both(above(top, Top.emptyOne), less(top, Top.least));
}

/** Goes on to the next bucket of the chain, or to `end` after the last one. */
export function nextBucket(code: Assembler, memory: HmapMemory, note: Note, end: Label): void {
  if (!memory.grows) {
    code.jump(end);
    return;
  }
  code.load(WORD, memory.overflow, BUCKET, note);
  code.branch(equal(WORD, 0), end);
  code.set(BUCKET, minus(WORD, 1));
}

/** The bucket a write begins with: evacuates what it needs first (map_fast64.go:134-138). */
export const bucketNotes = {
  assign: { mask: hmapFast(134, "map.bucket"), main: hmapFast(138, "map.bucket") },
  remove: { mask: hmapFast(321, "map.bucket"), main: hmapFast(325, "map.bucket") },
} as const;
