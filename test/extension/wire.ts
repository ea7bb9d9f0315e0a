/** What a test in an extension host and the control server beside the page say to each other. */

/** An element, by a Playwright selector (CSS, or `text=...`, `role=...`). */
interface Target {
  readonly selector: string;
  /** Look in the open panel (a webview) instead of the workbench. */
  readonly inPanel: boolean;
}

/** The counts of a run of the suite. */
export interface RunSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A request to the control server. */
export type PageRequest =
  | { readonly action: "available" }
  | { readonly action: "press"; readonly keys: string }
  | { readonly action: "type"; readonly text: string }
  | { readonly action: "screenshot"; readonly name: string }
  | { readonly action: "evaluate"; readonly code: string; readonly inPanel: boolean }
  | ({ readonly action: "click" } & Target)
  | ({ readonly action: "hover"; readonly shows: string } & Target)
  | ({ readonly action: "waitFor"; readonly state: "visible" | "hidden" } & Target)
  | ({ readonly action: "text" } & Target)
  | ({ readonly action: "attribute"; readonly name: string } & Target)
  | ({ readonly action: "count" } & Target)
  | { readonly action: "log"; readonly line: string }
  | { readonly action: "done"; readonly summary: RunSummary };

/** The control server's answer. */
export interface PageAnswer {
  readonly value?: unknown;
  readonly error?: string;
}
