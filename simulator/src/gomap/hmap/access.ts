/** mapaccess of an hmap: finds the cell of a key. */
import type { Assembler, Label } from "../assembler.ts";
import { check } from "../flag.ts";
import { hashes, keyWord } from "../hash.ts";
import { FOUND, POINTER } from "../model.ts";
import { hmapFast, hmapGo } from "../sources.ts";
import { bits, differs, equal, minus, shiftLeft, shiftRight } from "../terms.ts";
import { BUCKET, bucketAt, type Hmap, isEmpty, isEvacuated, nextBucket } from "./map.ts";
import { SAME_SIZE } from "./memory.ts";

const [WORD, COUNT, TOP, PTR, OLD] = ["$word", "$old count", "$top", "$ptr", "$old"];

/** map_fast64.go:62. Leaves `FOUND` and `POINTER`. */
export function accessHmap(
  code: Assembler,
  map: Hmap,
  key: number,
  checks: "read" | "iterate" | "none",
): void {
  const { memory } = map;
  const [absent, end, found, made] = code.labels(4);
  if (checks !== "none") {
    code.load(WORD, memory.count, null, hmapFast(67, "map.empty"));
    code.branch(equal(WORD, 0), absent);
    const note = checks === "read" ? hmapFast(70, "map.check.read") : hmapGo(943, "map.check.iterate");
    check(code, map.flag, checks, note);
  }
  if (memory.grows) code.load(COUNT, memory.b, null, hmapFast(79, "map.bucket"));
  code.load(PTR, memory.main, null, hmapFast(80, "map.bucket"));
  code.branch(differs(PTR, 0), made);
  code.jump(absent);
  code.place(made);
  chooseBucket(code, map, key, absent);
  searchKey(code, map, key, found, {
    key: hmapFast(94, "map.compare"),
    next: hmapFast(92, "map.overflow.next"),
  });
  code.place(absent);
  code.set(FOUND, 0);
  code.jump(end);
  code.place(found);
  code.set(FOUND, 1);
  code.place(end);
}

/** The chain to search: an old one as long as it is not evacuated (map_fast64.go:73-91). `PTR` is the array, `COUNT` its `B`. */
function chooseBucket(code: Assembler, { memory }: Hmap, key: number, bail: Label): void {
  if (!memory.grows) {
    bucketAt(code, memory, PTR, 0, BUCKET, bail);
    return;
  }
  const [chosen, same, old] = code.labels(3);
  code.set(COUNT, shiftLeft(1, COUNT));
  bucketAt(code, memory, PTR, bits(hashes.bucket(key), minus(COUNT, 1)), BUCKET, bail);
  code.branch(equal(COUNT, 1), chosen);
  code.load(PTR, memory.old, null, hmapFast(81, "map.growing"));
  code.branch(equal(PTR, 0), chosen);
  code.load(WORD, memory.flags, null, hmapFast(82, "map.same-size"));
  code.branch(bits(WORD, SAME_SIZE), same);
  code.set(COUNT, shiftRight(COUNT, 1));
  code.place(same);
  bucketAt(code, memory, PTR, bits(hashes.bucket(key), minus(COUNT, 1)), OLD, bail);
  code.load(TOP, memory.tophash, memory.cell(OLD, 0), hmapFast(88, "map.evacuated"));
  code.branch(equal(isEvacuated(TOP), 0), old);
  code.jump(chosen);
  code.place(old);
  code.set(BUCKET, OLD);
  code.place(chosen);
}

/** Searches a chain from `BUCKET` by its keys: goes to `found` with `POINTER`. */
export function searchKey(
  code: Assembler,
  { memory }: Hmap,
  key: number,
  found: Label,
  notes: { readonly key: ReturnType<typeof hmapFast>; readonly next: ReturnType<typeof hmapFast> },
): void {
  const [chain, end] = code.labels(2);
  code.place(chain);
  for (let slot = 0; slot < memory.slots; slot++) {
    const next = code.label();
    code.set(POINTER, memory.cell(BUCKET, slot));
    code.load(WORD, memory.keys, POINTER, notes.key);
    code.branch(differs(WORD, keyWord(key)), next);
    code.load(TOP, memory.tophash, POINTER, notes.key);
    code.branch(equal(isEmpty(TOP), 0), found);
    code.place(next);
  }
  nextBucket(code, memory, notes.next, end);
  if (memory.grows) code.jump(chain);
  code.place(end);
}
