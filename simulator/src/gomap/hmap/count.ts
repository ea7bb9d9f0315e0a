/** How often a key is in an hmap, as an iteration would meet it. */
import type { Assembler } from "../assembler.ts";
import { keyWord } from "../hash.ts";
import { COUNT } from "../model.ts";
import { atLeast, both, differs, equal, plus, shiftLeft } from "../terms.ts";
import { BUCKET, type Hmap, loadOldCount } from "./map.ts";
import { Top } from "./memory.ts";
import { forChains } from "./remove.ts";

const [WORD, TOP, PTR, BUCKETS] = ["$word", "$top", "$ptr", "$old count"];

/** Counts the cells with the key that hold it still, in the new array and in the old one: leaves it in `COUNT`. */
export function countHmap(code: Assembler, map: Hmap, key: number): void {
  const { memory } = map;
  const [some, end] = code.labels(2);
  const count = (): void => {
    for (let slot = 0; slot < memory.slots; slot++) {
      code.load(TOP, memory.tophash, memory.cell(BUCKET, slot), {});
      code.load(WORD, memory.keys, memory.cell(BUCKET, slot), {});
      code.set(COUNT, plus(COUNT, both(atLeast(TOP, Top.least), equal(WORD, keyWord(key)))));
    }
  };
  code.set(COUNT, 0);
  code.load(PTR, memory.main, null, {});
  code.branch(differs(PTR, 0), some);
  code.jump(end);
  code.place(some);
  code.set(BUCKETS, 1);
  if (memory.grows) {
    code.load(BUCKETS, memory.b, null, {});
    code.set(BUCKETS, shiftLeft(1, BUCKETS));
  }
  forChains(code, map, end, count);
  if (memory.grows) {
    code.load(PTR, memory.old, null, {});
    code.branch(equal(PTR, 0), end);
    loadOldCount(code, memory, BUCKETS);
    forChains(code, map, end, count);
  }
  code.place(end);
}
