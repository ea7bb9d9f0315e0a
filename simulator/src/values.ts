/**
 * Values of registers and memory as small ids, so that a state fits in bytes. Id 0 is the number 0 and id 1
 * stands for "no entry" (an absent key of a map); other numbers get ids as they turn up.
 */
import { SimulatorError, sentence } from "./sentences.ts";

/** The id of the number 0. */
export const ZERO = 0;
/** The id that stands for an absent key of a map. It is no number: lookups read it as 0. */
export const ABSENT = 1;

/** Thrown when a state word is too narrow for a number it must hold: the caller widens the words. */
export class WidthOverflow extends Error {}

/** The table of values of one machine. */
export class ValueTable {
  private readonly numbers: number[] = [0, 0];
  private readonly ids = new Map<number, number>([[0, ZERO]]);
  /** Ids must stay below this: 256 while state words are bytes. */
  limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** How many ids there are. */
  get size(): number {
    return this.numbers.length;
  }

  /** The id of a whole number. */
  intern(value: number): number {
    const known = this.ids.get(value);
    if (known !== undefined) {
      if (known >= this.limit) throw new WidthOverflow();
      return known;
    }
    if (!Number.isSafeInteger(value)) {
      throw new SimulatorError(sentence("problem.number", { where: "", value: String(value) }));
    }
    const id = this.numbers.length;
    if (id >= this.limit) throw new WidthOverflow();
    this.numbers.push(value);
    this.ids.set(value, id);
    return id;
  }

  /** The number of an id; 0 for ABSENT, as a lookup in a Go map gives. */
  number(id: number): number {
    return this.numbers[id];
  }
}
