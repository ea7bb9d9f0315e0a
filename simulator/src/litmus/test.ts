/** A litmus test as its readers give it, ready to be explored. */
import type { Program } from "../program.ts";
import type { Condition, Proposition } from "./condition.ts";
import type { LitmusProblem, TextRange } from "./problem.ts";

export interface Litmus extends TextRange {
  readonly name: string;
  readonly program: Program;
  readonly condition: Condition | null;
  /** States that are not as this says do not count; null when all do. */
  readonly filter: Proposition | null;
  /** The registers and locations that the test looks at, as keys of a final state; empty for all. */
  readonly observed: readonly string[];
  /** True where it has SFENCE or LFENCE: under TSO they order nothing that is not ordered without them. */
  readonly weakFences: boolean;
}

/** The tests of a file. Where there are problems, the tests they stand in are left out. */
export interface LitmusFile {
  readonly tests: readonly Litmus[];
  readonly problems: readonly LitmusProblem[];
}
