/**
 * The memory of an hmap: the header, and pools from which each goroutine takes buckets of its own. A pointer to a
 * bucket, or to the first of an array of them, is 1 + its number; 0 is nil.
 */
import type { Expression, Location } from "../../program.ts";
import type { MapUse } from "../model.ts";
import { GO_SLOTS, type MapOptions } from "../options.ts";
import { above, both, minus, plus, shiftLeft, shiftRight, type Term, times } from "../terms.ts";

/** Marks of a cell (map.go:86-91). What is larger is the top byte of a hash. */
export const Top = {
  emptyRest: 0,
  emptyOne: 1,
  evacuatedX: 2,
  evacuatedY: 3,
  evacuatedEmpty: 4,
  least: 5,
} as const;

/** Bits of `flags` (map.go:96-97). Those of iterators change nothing here and are left out. */
export const WRITING = 4;
export const SAME_SIZE = 8;

/** Operations of a goroutine whose loops hide their number. */
const UNKNOWN_WRITES = 4;

export interface Pool {
  readonly first: number;
  readonly count: number;
}

/** The layout of a map's memory. */
export class HmapMemory {
  readonly name: string;
  /** Cells of a bucket. */
  readonly slots: number;
  /** Whether the map can outgrow its first bucket. */
  readonly grows: boolean;
  readonly pools: readonly Pool[];
  readonly buckets: number;

  constructor({ location, claims, writes, removals }: MapUse, options: MapOptions) {
    this.name = location.name;
    const slots = options.slots ?? GO_SLOTS;
    this.grows = claims > slots;
    // A map that never fills its bucket behaves alike with the cells that it can fill.
    this.slots = this.grows ? slots : Math.max(1, claims);
    const present = (location.initial ?? []).filter((value) => value !== null).length;
    let first = 0;
    const finite = (count: number): number => (Number.isFinite(count) ? count : UNKNOWN_WRITES);
    this.pools = [present, ...writes].map((count, pool): Pool => {
      const need = this.need(finite(count), pool === 0 ? 0 : finite(removals[pool - 1]), claims);
      first += need;
      return { first: first - need, count: need };
    });
    this.buckets = Math.max(1, first);
  }

  /** How many buckets a goroutine with so many writes and deletes may take at most. */
  private need(writes: number, removals: number, claims: number): number {
    if (!this.grows) return Math.min(1, writes);
    let largest = 0;
    while (claims > this.slots && claims > this.loadFactor * ((1 << largest) >> 1)) largest += 1;
    // Each size once, and the largest once more for a growth that only tidies up.
    const arrays = Math.min(writes * 2 ** largest, 2 ** (largest + 1) - 1 + 2 ** largest);
    // A write may add an overflow bucket, and evacuate two buckets that need one each.
    return Math.min(1, writes) + arrays + 3 * writes + 2 * removals;
  }

  /** Twice the average number of entries of a bucket before the map grows (loadFactorNum, map.go:72). */
  get loadFactor(): number {
    return Math.floor((2 * this.slots * 13) / 16);
  }

  /** overLoadFactor (map.go:1183), for a count and a `B` in registers. */
  overLoaded(count: Term, b: Term): Expression {
    const average = times(this.loadFactor, shiftRight(shiftLeft(1, b), 1));
    return both(above(count, this.slots), above(count, average));
  }

  get count(): string {
    return `${this.name}.count`;
  }

  get flags(): string {
    return `${this.name}.flags`;
  }

  /** log2 of the number of buckets. */
  get b(): string {
    return `${this.name}.B`;
  }

  get noverflow(): string {
    return `${this.name}.noverflow`;
  }

  get main(): string {
    return `${this.name}.buckets`;
  }

  get old(): string {
    return `${this.name}.oldbuckets`;
  }

  get nevacuate(): string {
    return `${this.name}.nevacuate`;
  }

  get tophash(): string {
    return `${this.name}.tophash`;
  }

  get keys(): string {
    return `${this.name}.keys`;
  }

  get elems(): string {
    return `${this.name}.elems`;
  }

  get overflow(): string {
    return `${this.name}.overflow`;
  }

  /** For the model's own use: how many buckets the array has that begins here. */
  get lengths(): string {
    return `${this.name}.lengths`;
  }

  /** The cell of a bucket. */
  cell(bucket: Term, slot: Term): Expression {
    return plus(times(bucket, this.slots), slot);
  }

  /** The bucket at an index of the array that a pointer names. */
  bucketAt(pointer: Term, index: Term): Expression {
    return plus(minus(pointer, 1), index);
  }

  locations(): Location[] {
    const word = (name: string): Location => ({ kind: "variable", name, initial: 0, internal: true });
    const cells = (name: string, what: string): Location => ({
      kind: "array",
      name,
      length: this.buckets * this.slots,
      elements: Array.from(
        { length: this.buckets * this.slots },
        (_, at) => `${this.name}.bucket${Math.floor(at / this.slots)}.${what}[${at % this.slots}]`,
      ),
      of: this.name,
      internal: true,
    });
    const small = [
      ...[this.flags, this.count, this.main].map(word),
      cells(this.tophash, "tophash"),
      cells(this.keys, "key"),
      cells(this.elems, "elem"),
    ];
    if (!this.grows) return small;
    return [
      ...small,
      ...[this.b, this.noverflow, this.old, this.nevacuate].map(word),
      {
        kind: "array",
        name: this.overflow,
        length: this.buckets,
        elements: Array.from({ length: this.buckets }, (_, at) => `${this.name}.bucket${at}.overflow`),
        internal: true,
      },
      { kind: "array", name: this.lengths, length: this.buckets, internal: true },
    ];
  }
}
