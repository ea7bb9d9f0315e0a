/** What the expansion needs to know of a map: its memory, and the code of each operation. */
import type { Location, MapLocation, Register } from "../program.ts";
import type { Sentence } from "../sentences.ts";
import type { Assembler } from "./assembler.ts";

/** Registers in which operations leave what they found. Their names begin with `$` and are the expansion's own. */
export const POINTER: Register = "$p";
/** 1 when the key was found. */
export const FOUND: Register = "$ok";
/** The number of entries of an iteration or a length, or how often a key was met. */
export const COUNT: Register = "$count";

/** The code of one map in one runtime at one depth. */
export interface MapModel {
  /** How many keys the program has for it. */
  readonly keys: readonly string[];
  readonly locations: readonly Location[];
  /** The array of values; `POINTER` is an index into it. */
  readonly elements: string;
  /** The word that marks a writer, and the bit that does. */
  readonly flag: { readonly location: string; readonly bit: number };
  /** The word that `len` reads. */
  readonly count: string;
  readonly abstractions: readonly Sentence[];
  /** mapassign: leaves in `POINTER` where the value goes. The caller stores it there afterwards. */
  assign(code: Assembler, key: number): void;
  /** mapaccess: leaves `FOUND` and `POINTER`. Without checks when it runs after everything else. */
  access(code: Assembler, key: number, checks: "read" | "iterate" | "none"): void;
  remove(code: Assembler, key: number): void;
  clear(code: Assembler): void;
  /** A whole iteration: leaves the number of entries in `COUNT`. */
  iterate(code: Assembler): void;
  /** How often a key is in the map, for the epilogue: leaves it in `COUNT`. */
  occurrences(code: Assembler, key: number): void;
}

/** A map of a program, and how many of its slots can be taken at most. */
export interface MapUse {
  readonly location: MapLocation;
  /** Entries at the start, and one for each write that the program may run; infinite when loops run them. */
  readonly claims: number;
  /** Whether anything deletes from or clears the map. */
  readonly shrinks: boolean;
  /** For each thread, how many writes and deletes it may run; infinite when loops run them. */
  readonly writes: readonly number[];
  readonly removals: readonly number[];
}
