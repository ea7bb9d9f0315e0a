/** The simulator as the panel uses it: explorations that can be cancelled, and schedules laid out. */
import { Channel, type WorkerScript } from "./channel.ts";
import type { OutcomeRow, Run } from "./view/panel-view.ts";
import type { Explored, Reply, Schedule, Setup } from "./worker-messages.ts";

/** How far an exploration is. */
export type ExplorationState =
  | { readonly status: "running"; readonly states: string; readonly rows: readonly OutcomeRow[] }
  | { readonly status: "done"; readonly result: Explored }
  /** The reason is null when the simulator's script could not be loaded at all. */
  | { readonly status: "failed"; readonly reason: string | null }
  | { readonly status: "cancelled" };

type Running = Extract<ExplorationState, { status: "running" }>;

/** A schedule laid out, or why it cannot be; the reason is null as above. */
export type Laid = { readonly run: Run } | { readonly reason: string | null };

export interface Simulator {
  /** Starts an exploration. The returned function cancels it: nothing is told any more. */
  explore(setup: Setup, tell: (state: ExplorationState) => void): () => void;
  lay(setup: Setup, schedule: Schedule): Promise<Laid>;
}

/** A simulator with a worker for each exploration, and one for schedules, which are to be there at once. */
export function makeSimulator(script: WorkerScript): Simulator {
  const layer = new Layer(script);
  return {
    explore: (setup, tell) => {
      const lost = () => tell({ status: "failed", reason: null });
      let running: Running = { status: "running", states: "0", rows: [] };
      const channel = new Channel(script, receive, lost);
      function receive(reply: Reply): void {
        if (reply.type === "found" || reply.type === "progress") {
          running = {
            ...running,
            ...(reply.type === "found" ? { rows: reply.rows } : { states: reply.states }),
          };
          tell(running);
          return;
        }
        channel.close();
        if (reply.type === "explored") tell({ status: "done", result: reply.result });
        if (reply.type === "failed") tell({ status: "failed", reason: reply.reason });
      }
      tell(running);
      channel.post({ type: "explore", id: 0, setup });
      return () => channel.close();
    },
    lay: (setup, schedule) => layer.lay(setup, schedule),
  };
}

class Layer {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, (laid: Laid) => void>();
  #count = 0;
  #lost = false;

  constructor(script: WorkerScript) {
    this.#channel = new Channel(
      script,
      (reply) => {
        if (reply.type === "laid") this.#settle(reply.id, { run: reply.run });
        if (reply.type === "failed") this.#settle(reply.id, { reason: reply.reason });
      },
      () => {
        this.#lost = true;
        for (const id of this.#waiting.keys()) this.#settle(id, { reason: null });
      },
    );
  }

  lay(setup: Setup, schedule: Schedule): Promise<Laid> {
    if (this.#lost) return Promise.resolve({ reason: null });
    const id = this.#count++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#channel.post({ type: "lay", id, setup, schedule });
    });
  }

  #settle(id: number, laid: Laid): void {
    this.#waiting.get(id)?.(laid);
    this.#waiting.delete(id);
  }
}
