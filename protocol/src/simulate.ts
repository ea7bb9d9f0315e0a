/**
 * The JSON of `mapvet simulate`, version 1. Other tools rely on it: fields are only ever added.
 * Files are relative to the working folder, with forward slashes; lines count from 1.
 */

/** A number, or the text that a value stands for: `"ann"` for a string, `&config` for a pointer. */
export type SimulatedValue = number | string;

export interface SimulateStep {
  /** The goroutine that acts; of `drain` the one whose store reaches memory. */
  readonly goroutine: string;
  /** It runs an instruction, a store of it reaches memory, or it meets another goroutine inside a map. */
  readonly action: "execute" | "drain" | "collide";
  readonly text: string;
  /** Null where the step stands for no code of the reader. */
  readonly file: string | null;
  readonly line: number | null;
  /** Where Go's runtime does it, `1.24:src/internal/runtime/maps/map.go:479`, and what for; null elsewhere. */
  readonly runtime: string | null;
  readonly purpose: string | null;
}

export interface SimulateOutcome {
  readonly kind: string;
  /** As Go prints it where Go prints something. */
  readonly message: string;
  /** What else is wrong with this end; kind and message are the worst of it. */
  readonly also: readonly { readonly kind: string; readonly message: string }[];
  /** The memory model that is needed for it, or the compiler; null where sequential consistency is enough. */
  readonly only: "tso" | "pso" | "compiler" | null;
  /** How many interleavings lead here, a decimal number; null where they are endless or not all explored. */
  readonly schedules: string | null;
  /** What is left in memory after the witness. */
  readonly final: {
    readonly variables: Readonly<Record<string, SimulatedValue>>;
    readonly maps: Readonly<Record<string, Readonly<Record<string, SimulatedValue>>>>;
    /** What goroutines found or returned, by goroutine and name. */
    readonly results: Readonly<Record<string, Readonly<Record<string, SimulatedValue>>>>;
  };
  readonly witness: readonly SimulateStep[];
}

export interface SimulateReport {
  readonly version: 1;
  readonly model: "sc" | "tso" | "pso";
  /** How deep maps are simulated: one step, the runtime's check for writers, or its tables too. */
  readonly map: "operation" | "protocol" | "structure";
  /** The runtime's map, by the module's Go version unless asked for: hmap up to 1.23, Swiss since 1.24. */
  readonly runtime: "hmap" | "swiss";
  /** True when every interleaving was explored: the outcomes are exactly these. */
  readonly complete: boolean;
  /** Why the exploration did not end, and what would let it; null when it is complete. */
  readonly advice: string | null;
  readonly explored: {
    readonly states: number;
    readonly transitions: number;
    readonly milliseconds: number;
    /** Of states and transitions. */
    readonly peakBytes: number;
  };
  /** What is not simulated as it is. */
  readonly abstractions: readonly string[];
  /** The worst first. */
  readonly outcomes: readonly SimulateOutcome[];
}
