/** Tells the editor how the analysis stands: busy, ready with so many problems, or unable to start. */
import { type StatusParams, statusNotification } from "../../../protocol/src/requests.ts";
import type { Reports } from "./reports.ts";
import type { Session } from "./session.ts";

/** How long an analysis runs before the editor hears of it, in milliseconds: short ones would flicker. */
const patience = 200;

export class Status {
  readonly #session: Session;
  readonly #reports: Reports;
  #running = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = "";

  constructor(session: Session, reports: Reports) {
    this.#session = session;
    this.#reports = reports;
  }

  /** Runs a piece of work of which the editor hears when it takes long, and the counts when it ends. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    this.#timer ??= setTimeout(() => this.#send("analysing"), patience);
    try {
      return await work();
    } finally {
      this.#running--;
      if (this.#running === 0) this.ready();
    }
  }

  /** Sends the counts, unless the editor has them or an analysis runs. */
  ready(): void {
    if (this.#running > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#session.engine !== undefined) this.#send("ready");
  }

  /** The engine could not start. */
  failed(detail: string): void {
    this.#send("failed", detail);
  }

  #send(state: StatusParams["state"], detail?: string): void {
    const params: StatusParams = {
      state,
      ...this.#reports.counts(),
      ...(detail === undefined ? {} : { detail }),
    };
    const json = JSON.stringify(params);
    if (json === this.#sent) return;
    this.#sent = json;
    // The connection may be gone; then there is nobody to tell.
    this.#session.connection.sendNotification(statusNotification, params).catch(() => undefined);
  }
}
