/** All states of an exploration, packed one after another, and the hash table that finds them. */
import type { Words } from "./expression.ts";
import { makeWords, type Width } from "./width.ts";

/** No more states than this: the table has 24 bits for the number of one. */
export const MAX_STATES = 2 ** 24 - 2;

/** A page holds 2 to this power of 32-bit units: 4 MB. States do not cross from one page into the next. */
const PAGE_BITS = 20;
const PAGE_UNITS = 2 ** PAGE_BITS;
const FIRST_PAGE_UNITS = 2 ** 11;

/** A table with fewer entries grows faster, since it has to be filled anew each time. */
const LARGE = 2 ** 19;

/** The same memory twice: as the words of states, and as units of 32 bits, to copy, compare and hash faster. */
interface Page {
  readonly words: Words;
  readonly units: Uint32Array;
  /** Units that are taken by states. */
  used: number;
}

/**
 * A set of states. States get numbers from 0 in the order in which they come. A state takes whole units; what its
 * words leave free of the last one is 0. Two states of different lengths differ in the words that both have, since
 * these tell the lengths of the store buffers.
 */
export class StateArena {
  count = 0;
  /** Words in a unit, as a power of 2. */
  private shift: number;
  private pages: Page[];
  /** Where each state begins: its page, and the unit in the page. */
  private offsets = new Int32Array(1 << 10);
  /** Each entry has 8 bits of the hash and 1 + the number of the state in 24; 0 is free. */
  private table = new Int32Array(1 << 11);

  constructor(width: Width) {
    this.shift = shiftOf(width);
    this.pages = [makePage(width, FIRST_PAGE_UNITS)];
  }

  /** Bytes in a word. */
  get width(): Width {
    return this.shift === 2 ? 1 : this.shift === 1 ? 2 : 4;
  }

  /** The memory in which a state lies, from `offsetOf` on. */
  wordsOf(state: number): Words {
    return this.pages[this.offsets[state] >>> PAGE_BITS].words;
  }

  /** Where a state begins in its memory. */
  offsetOf(state: number): number {
    return (this.offsets[state] & (PAGE_UNITS - 1)) << this.shift;
  }

  /** Bytes that this set takes. */
  get bytes(): number {
    const pages = this.pages.reduce((sum, page) => sum + page.units.byteLength, 0);
    return pages + this.offsets.byteLength + this.table.byteLength;
  }

  /** Where the next state is to be written. There is room after `reserve` or `copy`. */
  get endWords(): Words {
    return this.pages[this.pages.length - 1].words;
  }

  get endOffset(): number {
    return this.pages[this.pages.length - 1].used << this.shift;
  }

  /** Makes room for a state of so many words. */
  reserve(length: number): void {
    const units = this.unitsOf(length);
    const page = this.pages[this.pages.length - 1];
    if (page.used + units <= page.units.length) return;
    if (page.used + units > PAGE_UNITS) {
      this.pages.push(makePage(this.width, PAGE_UNITS));
      return;
    }
    const grown = makePage(this.width, Math.min(PAGE_UNITS, Math.max(page.units.length * 2, units)));
    grown.units.set(page.units.subarray(0, page.used));
    grown.used = page.used;
    this.pages[this.pages.length - 1] = grown;
  }

  /** Writes a state, `length` words long, to where the next one is to be, with room for `growth` words more. */
  copy(state: number, length: number, growth: number): void {
    this.reserve(length + growth);
    const page = this.pages[this.pages.length - 1];
    const to = page.units;
    const from = this.pages[this.offsets[state] >>> PAGE_BITS].units;
    const start = this.offsets[state] & (PAGE_UNITS - 1);
    const end = start + this.unitsOf(length);
    for (let at = start, place = page.used; at < end; at++, place++) to[place] = from[at];
  }

  /**
   * The number of the state that was written where the next one is to be, `length` words long: that of the equal
   * state that is there already, or a new one.
   */
  add(length: number): number {
    const page = this.pages[this.pages.length - 1];
    const { units, words, used } = page;
    const size = this.unitsOf(length);
    const end = (used + size) << this.shift;
    for (let at = (used << this.shift) + length; at < end; at++) words[at] = 0;
    const hash = hashOf(units, used, size);
    const { table } = this;
    const mask = table.length - 1;
    const tag = hash & TAG;
    let place = hash & mask;
    for (let entry = table[place]; entry !== 0; entry = table[place]) {
      if ((entry & TAG) === tag && this.equal((entry & ~TAG) - 1, units, used, size))
        return (entry & ~TAG) - 1;
      place = (place + 1) & mask;
    }
    const state = this.count;
    table[place] = tag | (state + 1);
    if (state === this.offsets.length) this.offsets = grown(this.offsets, state * 2);
    this.offsets[state] = ((this.pages.length - 1) << PAGE_BITS) | used;
    page.used = used + size;
    this.count = state + 1;
    if (this.count * 2 > table.length) this.rebuildTable(table.length * (table.length < LARGE ? 4 : 2));
    return state;
  }

  /** Makes the words wider; the states keep their numbers. `lengthOf` tells how long the state at an offset is. */
  widen(width: Width, lengthOf: (words: Words, offset: number) => number): void {
    const { pages, offsets, shift } = this;
    this.shift = shiftOf(width);
    this.pages = [makePage(width, FIRST_PAGE_UNITS)];
    for (let state = 0; state < this.count; state++) {
      const { words } = pages[offsets[state] >>> PAGE_BITS];
      const from = (offsets[state] & (PAGE_UNITS - 1)) << shift;
      const length = lengthOf(words, from);
      this.reserve(length);
      const page = this.pages[this.pages.length - 1];
      page.words.set(words.subarray(from, from + length), this.endOffset);
      offsets[state] = ((this.pages.length - 1) << PAGE_BITS) | page.used;
      page.used += this.unitsOf(length);
    }
    this.rebuildTable(this.table.length);
  }

  /** How many units so many words take. */
  private unitsOf(length: number): number {
    return (length + (1 << this.shift) - 1) >>> this.shift;
  }

  private equal(state: number, units: Uint32Array, start: number, size: number): boolean {
    const other = this.pages[this.offsets[state] >>> PAGE_BITS].units;
    const first = this.offsets[state] & (PAGE_UNITS - 1);
    for (let at = 0; at < size; at++) if (other[first + at] !== units[start + at]) return false;
    return true;
  }

  private rebuildTable(length: number): void {
    const table = new Int32Array(length);
    const mask = length - 1;
    const { offsets, pages, count } = this;
    for (let state = 0; state < count; state++) {
      const number = offsets[state] >>> PAGE_BITS;
      const page = pages[number];
      const first = offsets[state] & (PAGE_UNITS - 1);
      const next = state + 1 < count ? offsets[state + 1] : -1;
      const end = next >>> PAGE_BITS === number ? next & (PAGE_UNITS - 1) : page.used;
      const hash = hashOf(page.units, first, end - first);
      let place = hash & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = (hash & TAG) | (state + 1);
    }
    this.table = table;
  }
}

/** The bits of a table entry that are of the hash. */
const TAG = 0xff << 24;

function shiftOf(width: Width): number {
  return width === 1 ? 2 : width === 2 ? 1 : 0;
}

function makePage(width: Width, size: number): Page {
  const units = new Uint32Array(size);
  return { words: makeWords(width, size * (4 / width), units.buffer), units, used: 0 };
}

function hashOf(units: Uint32Array, start: number, size: number): number {
  let hash = size;
  for (let at = start; at < start + size; at++) {
    hash = Math.imul(hash ^ units[at], 0x9e3779b1);
    // A product spreads bits upwards only.
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
