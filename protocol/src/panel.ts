/**
 * The messages between the extension and the simulator panel (a webview). The panel runs the simulator
 * itself: the extension sends a program and then only follows the reader.
 *
 * `Program` is the simulator's type. It is a parameter because this room knows no other; the extension
 * passes the program through as it came from the server and may leave it `unknown`.
 */

/** A memory model the panel can explore. PSO is never called ARM: it is not. */
export type PanelModel = "sc" | "tso" | "pso";

/** How deep a map operation is simulated: one step, the runtime's check for writers, or its tables too. */
export type PanelDepth = "operation" | "protocol" | "structure";

/** The runtime's map: hmap up to Go 1.23, Swiss since Go 1.24. */
export type PanelRuntime = "hmap" | "swiss";

/** What the reader can choose about a simulation. */
export interface PanelSettings {
  readonly model: PanelModel;
  /** How many CPUs run goroutines (GOMAXPROCS); null for one each. */
  readonly cpus: number | null;
  /** Whether Go's compiler may have changed plain accesses. */
  readonly compiler: boolean;
  readonly depth: PanelDepth;
  readonly runtime: PanelRuntime;
}

/** Where an exploration stops, if not everything has been explored by then. */
export interface PanelBounds {
  readonly states: number;
  readonly seconds: number;
  /** Of states and transitions. */
  readonly megabytes: number;
}

/** What the panel explores: a program and what was left out of it when it was made from Go code. */
export interface PanelScenario<Program = unknown> {
  readonly program: Program;
  /** One sentence for each thing that is not modelled exactly, in the reader's language. */
  readonly abstractions: readonly string[];
  /** False for code in which a race is no error, such as a litmus test; true when left out. */
  readonly races?: boolean;
  /** The map of the code's Go version; Swiss when left out. */
  readonly runtime?: PanelRuntime;
}

/** Shows a scenario in place of what the panel shows now. */
export interface LoadMessage<Program = unknown> {
  readonly type: "load";
  readonly scenario: PanelScenario<Program>;
  /** What the scenario was made from, for the panel's heading: a function's name, say. */
  readonly title: string;
  /** The editor's language, such as `en` or `zh-cn` (`vscode.env.language`). */
  readonly locale: string;
  /** The model to begin with; TSO when absent. */
  readonly model?: PanelModel;
  /**
   * A text only the extension understands, from which it can make the same scenario again. The panel
   * keeps it in its saved state (see `PanelState`) for the extension's webview serializer. A scenario of
   * the same origin as the last takes its place: the settings and the reader's place stay.
   */
  readonly origin?: string;
  /** How many goroutines run the code, where that can be chosen. */
  readonly goroutines?: number;
  /** The reader's settings; what a webview can bear when left out. */
  readonly bounds?: PanelBounds;
}

/** Says in the panel why there is no scenario. */
export interface ProblemMessage {
  readonly type: "problem";
  /** A sentence in the reader's language: what is wrong and what to do. */
  readonly message: string;
}

/** What the extension sends to the panel, once it has got `ready`. */
export type ToPanel<Program = unknown> = LoadMessage<Program> | ProblemMessage;

/** The panel's script runs and listens. A hidden panel that is shown again sends it again. */
export interface ReadyMessage {
  readonly type: "ready";
}

/** Asks the editor to show and mark the code of the step the reader looks at. */
export interface RevealMessage {
  readonly type: "reveal";
  /** As it stands in the program's sources. */
  readonly file: string;
  /** Lines and columns as they stand in the program's sources: from 1, columns in bytes as Go counts. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** True when the reader asked for the line itself, so that the editor may take the focus. */
  readonly focus: boolean;
}

/** Asks for the same scenario with another number of goroutines. */
export interface GoroutinesMessage {
  readonly type: "goroutines";
  readonly origin: string;
  readonly count: number;
}

/** Asks the extension to put a text on the clipboard (a webview may not be allowed to). */
export interface CopyMessage {
  readonly type: "copy";
  readonly text: string;
}

/** The panel itself failed: for the extension's log. */
export interface PanelErrorMessage {
  readonly type: "error";
  readonly message: string;
}

/** What the panel sends to the extension. */
export type FromPanel = ReadyMessage | RevealMessage | GoroutinesMessage | CopyMessage | PanelErrorMessage;

/**
 * What the panel keeps with the webview's `setState`, small enough to survive a reload of the window.
 * A webview serializer gets it back: it makes the scenario again from `origin` and sends `load`, and the
 * panel goes on at the same step.
 */
export interface PanelState {
  readonly version: 1;
  readonly origin: string | undefined;
  readonly model: PanelModel;
  /** The schedule being replayed, as the simulator writes it. */
  readonly schedule: string;
  /** How many steps of the schedule are done, from 0. */
  readonly step: number;
  /** Whether the goroutines are shown as a table in place of lanes. */
  readonly table: boolean;
  /** Besides the model; absent in what older versions saved. */
  readonly settings?: PanelSettings;
  /** The number of goroutines that was asked for. */
  readonly goroutines?: number;
}
