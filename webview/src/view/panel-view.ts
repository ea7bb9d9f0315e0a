/** What the panel draws for one step: plain values, ready to show, in the reader's language. */
import type { PanelSettings } from "../../../protocol/src/panel.ts";
import type { OutcomeKind, SourceSpan, StepAction } from "../../../simulator/src/index.ts";

/** What a goroutine can do. `dead`: the program ended while it was still running. */
export type LaneStatus = "ready" | "blocked" | "done" | "dead" | "waiting";

/** A name and a value that the reader watches. */
export interface Cell {
  readonly name: string;
  readonly value: string;
  /** The value before the last step when that step changed it, else null. */
  readonly before: string | null;
}

/** One of the machine's instructions on a source line, for a line that is more than one step. */
export interface Part {
  readonly text: string;
  readonly next: boolean;
}

/** A line of a goroutine's code. */
export interface CodeLine {
  readonly source: SourceSpan;
  readonly text: string;
  /** The steps the line consists of, as instructions; a loop's copies of the line are runs of their own. */
  readonly runs: readonly (readonly number[])[];
}

/** The code of a goroutine. */
export interface LaneCode {
  readonly lines: readonly CodeLine[];
  /** What each instruction does, in the words of the machine: `load hits`, `store hits`, `read counts`. */
  readonly instructions: readonly string[];
}

/** A line of the reader's code in a lane. */
export interface Line {
  readonly source: SourceSpan;
  readonly text: string;
  /** The goroutine stands before this line. */
  readonly next: boolean;
  /** The last step was made on this line. */
  readonly last: boolean;
  /** The steps the line consists of; empty unless the goroutine stands at it and they are several. */
  readonly parts: readonly Part[];
}

/** Something that can happen next. */
export interface Move {
  /** As it stands in a schedule string. */
  readonly token: string;
  readonly label: string;
  readonly action: StepAction;
  /** True when the schedule goes on with it. */
  readonly scheduled: boolean;
}

/** An entry of a store buffer. */
export interface BufferEntry {
  readonly text: string;
  /** True when the last step put it there. */
  readonly fresh: boolean;
}

/** A goroutine's column. */
export interface Lane {
  readonly name: string;
  readonly status: LaneStatus;
  /** Why it is blocked, or null. */
  readonly reason: string | null;
  /** True when the last step was its own. */
  readonly moved: boolean;
  /** The instruction it stands before, or null. */
  readonly next: number | null;
  /** The instruction of the last step when it made it, else null. */
  readonly last: number | null;
  readonly registers: readonly Cell[];
  /** Oldest first; null where the model has no store buffers. */
  readonly buffer: readonly BufferEntry[] | null;
  readonly moves: readonly Move[];
}

/** A lane with its lines. */
export interface ShownLane extends Lane {
  readonly lines: readonly Line[];
}

/** A map with its entries. */
export interface MapCells {
  readonly name: string;
  readonly entries: readonly Cell[];
}

/** A step in the list of the schedule. */
export interface StepRow {
  readonly text: string;
  /** True when another goroutine than in the step before acts. */
  readonly switched: boolean;
}

/** An outcome in the list. */
export interface OutcomeRow {
  /** Of the outcome whose schedule is shown. */
  readonly key: string;
  /** Of all outcomes that the row stands for. */
  readonly keys: readonly string[];
  readonly kind: OutcomeKind;
  readonly text: string;
  /** The values at the end, where they belong to the outcome; else empty. */
  readonly final: string;
  /** Exact number of schedules, grouped for reading, or null when not counted. */
  readonly schedules: string | null;
  readonly singleSchedule: boolean;
  readonly steps: number;
  /** Of a litmus test, whether it ends as its condition says; null where nothing is asked. */
  readonly met: boolean | null;
  /** The shortest schedule that leads here. */
  readonly schedule: string;
  readonly only: "tso" | "pso" | "compiler" | null;
}

/** A line of Go's runtime. */
export interface RuntimePlace {
  /** The release, as `1.24`. */
  readonly release: string;
  /** The file below Go's root. */
  readonly file: string;
  readonly line: string;
}

/** The panel at one step. */
export interface Scene {
  /** What the last step did; null at the start. */
  readonly sentence: string | null;
  /** What the last step is for, where the runtime does it. */
  readonly purpose: string | null;
  /** Where the last step stands in the code, if it does. */
  readonly source: SourceSpan | null;
  /** The line of Go's runtime that the last step stands for, when it is one of the runtime's. */
  readonly runtime: RuntimePlace | null;
  readonly lanes: readonly Lane[];
  readonly variables: readonly Cell[];
  /** Empty while maps are looked into: then their memory is below `internal`. */
  readonly maps: readonly MapCells[];
  /** The memory of Go's runtime, a row for each map. */
  readonly internal: readonly MapCells[];
  readonly syncs: readonly Cell[];
}

/** A schedule laid out, so that any step can be shown at once. */
export interface Run {
  /** As the simulator writes it. */
  readonly schedule: string;
  /** Its steps as they stand in it. */
  readonly tokens: readonly string[];
  /** What the schedule itself says it runs under. */
  readonly options: Pick<PanelSettings, "model" | "cpus" | "compiler">;
  /** The code of each goroutine. */
  readonly code: readonly LaneCode[];
  /** The panel after each number of steps; one more than there are steps. */
  readonly scenes: readonly Scene[];
  readonly rows: readonly StepRow[];
  /** The key of the outcome it ends in, or null while something can still happen. */
  readonly ending: string | null;
}
