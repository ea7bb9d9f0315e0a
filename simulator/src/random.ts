/** Numbers that look random and are the same in every run. */

/**
 * A generator of numbers from 0 up to and without 1, the same ones for the same seed (Mulberry32, by Tommy
 * Ettinger, in the public domain).
 */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
