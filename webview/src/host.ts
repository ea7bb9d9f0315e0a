/** The webview's side of VS Code: messages out and in, and the state that survives a reload. */
import type { FromPanel, PanelState, ToPanel } from "../../protocol/src/panel.ts";
import type { Program } from "../../simulator/src/index.ts";

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What the panel needs of the editor around it. */
export interface Host {
  send(message: FromPanel): void;
  /** Calls back for each message of the extension, until the returned function is called. */
  listen(receive: (message: ToPanel<Program>) => void): () => void;
  save(state: PanelState): void;
  /** What was saved before the page was loaded again, if it is of this version. */
  restore(): PanelState | undefined;
}

/** Connects to VS Code. The API may be acquired only once in the life of a page. */
export function connect(): Host {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    listen: (receive) => {
      const onMessage = (event: MessageEvent<ToPanel<Program>>) => {
        // The page has no frames of its own: messages come from the extension, and from browser add-ons.
        if (isToPanel(event.data)) receive(event.data);
      };
      window.addEventListener("message", onMessage);
      return () => window.removeEventListener("message", onMessage);
    },
    save: (state) => api.setState(state),
    restore: () => {
      const state = api.getState();
      return isPanelState(state) ? state : undefined;
    },
  };
}

function isToPanel(data: unknown): data is ToPanel<Program> {
  return isObject(data) && (data.type === "load" || data.type === "problem");
}

function isPanelState(state: unknown): state is PanelState {
  return (
    isObject(state) &&
    state.version === 1 &&
    (state.settings === undefined || isSettings(state.settings)) &&
    (state.goroutines === undefined || typeof state.goroutines === "number") &&
    typeof state.schedule === "string" &&
    typeof state.step === "number" &&
    typeof state.table === "boolean" &&
    isModel(state.model) &&
    (state.origin === undefined || typeof state.origin === "string")
  );
}

function isModel(value: unknown): boolean {
  return value === "sc" || value === "tso" || value === "pso";
}

function isSettings(value: unknown): boolean {
  return (
    isObject(value) &&
    isModel(value.model) &&
    (value.cpus === null || typeof value.cpus === "number") &&
    typeof value.compiler === "boolean" &&
    (value.depth === "operation" || value.depth === "protocol" || value.depth === "structure") &&
    (value.runtime === "hmap" || value.runtime === "swiss")
  );
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
