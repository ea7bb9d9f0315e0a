/** The messages between the panel and its workers: plain values, in the reader's language where they are shown. */
import type { Locale } from "../../protocol/src/locale.ts";
import type { PanelBounds, PanelSettings } from "../../protocol/src/panel.ts";
import type { Exploration, Program } from "../../simulator/src/index.ts";
import type { OutcomeRow, Run } from "./view/panel-view.ts";

/** What is simulated, and how. */
export interface Setup {
  readonly program: Program;
  /** Whether to look for data races. */
  readonly races: boolean;
  readonly settings: PanelSettings;
  readonly bounds?: PanelBounds;
  readonly locale: Locale;
}

/** Explores everything. To cancel, the worker is ended from outside. */
export interface ExploreRequest {
  readonly type: "explore";
  readonly id: number;
  readonly setup: Setup;
}

/** A schedule to lay out. */
export interface Schedule {
  /** As the simulator writes it; null for one without steps. */
  readonly text: string | null;
  /** Replaces what comes after so many steps by one move. */
  readonly move?: { readonly step: number; readonly token: string };
  /** Whether its steps are tried under the model and the CPUs of the setup, not those that the text names. */
  readonly adapt?: boolean;
}

/** Lays a schedule out: what the panel shows at each of its steps. */
export interface LayRequest {
  readonly type: "lay";
  readonly id: number;
  readonly setup: Setup;
  readonly schedule: Schedule;
}

export type Request = ExploreRequest | LayRequest;

/** What an exploration gives the reader. */
export interface Explored extends Pick<Exploration, "complete" | "stopped"> {
  /** Numbers are grouped for reading. */
  readonly states: string;
  /** How many schedules there are; null when they cannot be counted. */
  readonly schedules: string | null;
  /** Why the exploration did not end, and what would let it; null when it is complete. */
  readonly advice: string | null;
  /** Runs taken at random where a bound was reached; null when there were none. */
  readonly sampled: string | null;
  /** The worst first. */
  readonly rows: readonly OutcomeRow[];
  /** What the simulation of maps leaves out or fixes. */
  readonly abstractions: readonly string[];
}

export type Reply =
  /** What a few runs end in, before the exploration begins: something to look at at once. */
  | { readonly type: "found"; readonly id: number; readonly rows: readonly OutcomeRow[] }
  | { readonly type: "progress"; readonly id: number; readonly states: string }
  | { readonly type: "explored"; readonly id: number; readonly result: Explored }
  | { readonly type: "laid"; readonly id: number; readonly run: Run }
  /** What was asked for cannot be done, and why. */
  | { readonly type: "failed"; readonly id: number; readonly reason: string };

declare global {
  interface Window {
    /** There when the worker's script was loaded into the page. */
    mapvetSimulate?: (request: Request, reply: (message: Reply) => void) => void;
  }
}
