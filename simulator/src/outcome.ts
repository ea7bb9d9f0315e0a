/** What an exploration gives: the complete list of outcomes, each with a way to get there. */
import type { MachineOptions, Model, SourceSpan } from "./program.ts";
import type { Sentence } from "./sentences.ts";

export type OutcomeKind =
  /** Every goroutine finished (or the program ended), and nothing is wrong. */
  | "ok"
  /** The runtime stopped the program: `fatal error: concurrent map writes` and its siblings. */
  | "fatal"
  | "panic"
  /** A search through a map that never ends. */
  | "endless-probe"
  /** The memory of a map contradicts itself. */
  | "corruption"
  /** An entry was stored in a map and is not there. */
  | "lost-insert"
  /** A key is in a map twice. */
  | "duplicate-key"
  /** A map is marked as being written although nobody writes: the next access stops the program. */
  | "stuck-flag"
  /** An update such as `x++` overwrote a value it had not seen. */
  | "lost-update"
  /** Goroutines wait for ever. */
  | "deadlock"
  /** Two accesses to one place, one of them a write, with nothing to order them. Not an end: a schedule
   * with a race is also counted in the outcome it ends in. */
  | "data-race"
  /** A result that needs a store buffer: a goroutine read a value that another had already replaced. */
  | "stale-read";

/** The kinds of outcomes, the worst first. */
export const outcomeOrder: readonly OutcomeKind[] = [
  "fatal",
  "panic",
  "endless-probe",
  "corruption",
  "deadlock",
  "lost-insert",
  "duplicate-key",
  "stuck-flag",
  "lost-update",
  "data-race",
  "stale-read",
  "ok",
];

/** Who acts in a step. */
export type StepAction =
  /** A thread runs its instruction. */
  | "execute"
  /** A CPU writes an entry of its store buffer to memory. */
  | "drain"
  /** A map operation begins while another goroutine is inside one, and the runtime notices. */
  | "collide";

/** A step of a schedule, as a reader sees it. */
export interface Step {
  /** Index of the thread in the program; for a drain, the thread whose store it was. */
  readonly thread: number;
  readonly action: StepAction;
  /** Index of the instruction in its thread; -1 for a drain whose instruction is not known. */
  readonly instruction: number;
  /** The other thread of a communication or a collision, or null. */
  readonly partner: number | null;
  readonly sentence: Sentence;
  /** The sentence in English. */
  readonly text: string;
  readonly source: SourceSpan | null;
  /** Where Go's runtime does this, and what for; null for steps that are not the runtime's. */
  readonly runtime: string | null;
  readonly purpose: Sentence | null;
  /** This step as it stands in a schedule string. */
  readonly token: string;
}

/** A value of a finished run; `null` for an absent key of a map. */
export type Value = number | null;

/** What is left at the end: the reader compares these. */
export interface Final {
  /** Variables and, by their own names, the elements of arrays. */
  readonly variables: readonly { readonly name: string; readonly value: number }[];
  readonly maps: readonly {
    readonly name: string;
    /** Present keys only, in the order of the program. */
    readonly entries: readonly { readonly key: string; readonly value: number }[];
  }[];
  /** The results of finished threads. */
  readonly results: readonly { readonly thread: number; readonly register: string; readonly value: number }[];
}

export interface Outcome {
  /** The same for the same outcome of the same program under every model. */
  readonly key: string;
  readonly kind: OutcomeKind;
  /** As Go prints it where Go prints something; a short sentence otherwise. */
  readonly message: Sentence;
  /** The message in English. */
  readonly text: string;
  /** All that is wrong with this end, the worst first; kind and message are the first one's. */
  readonly verdicts: readonly { readonly kind: OutcomeKind; readonly message: Sentence }[];
  /** Of the witness; the same for all schedules unless the program stopped, deadlocked or raced. */
  readonly final: Final;
  /**
   * How many schedules lead here, an exact decimal number; null when it cannot be counted: the exploration is not
   * complete, or could be completed only without some interleavings, or a loop makes the schedules endless.
   */
  readonly schedules: string | null;
  /** A shortest way here, and among the shortest one with the fewest changes of thread. */
  readonly witness: readonly Step[];
  /** The witness as a schedule string, for `replay`. */
  readonly schedule: string;
  /**
   * `tso` when SC does not have this outcome, `compiler` when the code as it is written does not have it either;
   * null when SC has it, or when nobody compared.
   */
  readonly only: "tso" | "pso" | "compiler" | null;
  /** Of a data race: the two accesses. Empty otherwise. */
  readonly race: readonly { readonly thread: number; readonly instruction: number }[];
}

/** Why an exploration did not come to its end: a bound of the options, or `shouldStop`. */
export type Stopped = "max-states" | "max-bytes" | "max-time" | "max-steps" | "cancelled";

export interface Exploration {
  readonly model: Model;
  /** True when every schedule was explored: the outcomes are exactly these. */
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly stopped: Stopped | null;
  /** Where a bound was reached: why there is so much, with the place of a loop, and what to do. Else null. */
  readonly advice: Sentence | null;
  /** States and transitions that were kept: fewer than there are where goroutines run the same code. */
  readonly states: number;
  readonly transitions: number;
  /** Runs taken at random, beside the exploration. */
  readonly sampled: number;
  /** By the clock that was passed in; 0 without one. */
  readonly milliseconds: number;
  /** Bytes that the states and transitions took. */
  readonly bytes: number;
  /** All schedules of the program, or null as in `Outcome.schedules`. */
  readonly schedules: string | null;
  readonly outcomes: readonly Outcome[];
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
}

/** How runs are taken at random. */
export interface SampleOptions {
  readonly runs: number;
  /** Numbers from 0 up to and without 1: `seeded(1)`, say. The same numbers give the same runs. */
  readonly random: () => number;
  /** In each run, at how many moments the order of the goroutines changes; 3 when left out. */
  readonly changes?: number;
}

export interface ExploreOptions extends MachineOptions {
  /** At this many states the exploration ends and is not complete; 2,000,000 when left out. */
  readonly maxStates?: number;
  /** At this many bytes of states and transitions it ends and is not complete; no bound when left out. */
  readonly maxBytes?: number;
  /** After this time, by `now`, it ends and is not complete; no bound when left out. */
  readonly maxMilliseconds?: number;
  /**
   * Whether interleavings that make no difference may be left out; true when left out. Outcomes and schedules are
   * the same either way. False explores every state.
   */
  readonly reduce?: boolean;
  /** Schedules longer than this are cut and the exploration is not complete; no bound when left out. */
  readonly maxSteps?: number;
  /**
   * Whether to count schedules; true when left out. Without counts far fewer states have to be explored, most so
   * where no data races are looked for either.
   */
  readonly schedules?: boolean;
  /** Whether to look for data races; true when left out. */
  readonly races?: boolean;
  /** Whether to find witnesses (false leaves them empty and saves time); true when left out. */
  readonly witnesses?: boolean;
  /**
   * Runs to take at random where a bound was reached. The outcomes they find are added; the exploration stays
   * incomplete.
   */
  readonly sample?: SampleOptions;
  /**
   * Told what a few runs end in before the exploration begins, so that there is something to show at once. The
   * same outcomes come again, counted and with shortest witnesses, at the end.
   */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Asked every thousand states or so; true ends the exploration. */
  readonly shouldStop?: () => boolean;
  /** Told now and then how far the exploration is. */
  readonly onProgress?: (progress: Progress) => void;
  /** The present in milliseconds (`performance.now`), to measure the time it took. */
  readonly now?: () => number;
}
