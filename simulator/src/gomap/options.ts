/** What a map is made of when it is looked into, and what the caller may choose. */
import type { Program } from "../program.ts";
import type { Sentence } from "../sentences.ts";

/** How deep a map operation goes: one step, the runtime's check for writers, or its tables too. */
export type MapDepth = "operation" | "protocol" | "structure";

/** The runtime's map: hmap up to Go 1.23, Swiss since Go 1.24. */
export type MapRuntime = "hmap" | "swiss";

export interface MapOptions {
  readonly depth: MapDepth;
  readonly runtime: MapRuntime;
  /**
   * Slots of a bucket (hmap) or group (Swiss): 8 in Go and when left out. With fewer, maps grow with few keys.
   * At least 2.
   */
  readonly slots?: number;
  /** Slots of the largest Swiss table, which splits instead of growing: 128 groups in Go and when left out. */
  readonly tableSlots?: number;
}

/** A program whose maps are ordinary memory. */
export interface Expansion {
  readonly program: Program;
  /** What the model leaves out or fixes, for the reader. */
  readonly abstractions: readonly Sentence[];
}

/** Slots of a bucket or group in Go (abi.MapBucketCount, abi.SwissMapGroupSlots). */
export const GO_SLOTS = 8;

/** Fewer slots than this the models do not hold for. */
export const LEAST_SLOTS = 2;
