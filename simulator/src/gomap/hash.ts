/**
 * The hash of the keys in the model. A real seed is random; this one is fixed and spreads the keys so that growth
 * has something to do: the first key goes low, the second high, and so on.
 */
import type { Expression } from "../program.ts";
import { lookup, type Term } from "./terms.ts";

/** Bits of a hash that choose a table in a directory. */
export const TOP_BITS = 4;

/** How keys stand in memory: 1 + their number, so that wiped memory holds no key. */
export function keyWord(key: number): number {
  return key + 1;
}

/** The hash as each structure uses it, for a key that is known. */
export const hashes = {
  /** hmap: the low bits choose the bucket. */
  bucket: (key: number): number => key,
  /** hmap: the top byte, which is at least minTopHash (map.go:188). */
  tophash: (key: number): number => 5 + key,
  /** Swiss: the control byte of a full slot, 7 bits. */
  h2: (key: number): number => (1 + key) & 127,
  /** Swiss: the group where a search begins. */
  h1: (key: number): number => key >> 1,
  /** Swiss: the bits that choose a table, the highest first. */
  top: (key: number): number => ((key & 1) << 3) | ((key & 2) << 1) | ((key & 4) >> 1) | ((key & 8) >> 3),
} as const;

/** The same for a key in a register, as it stands in memory. */
export function hashOf(part: keyof typeof hashes, keys: number, word: Term): Expression {
  return lookup([0, ...Array.from({ length: keys }, (_, key) => hashes[part](key))], word);
}
