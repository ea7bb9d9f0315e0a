/** When the reader is at work: what runs in the background waits for a pause. */

/** How long nothing must have been typed before background work goes on, in milliseconds. */
const quiet = 400;

export class Activity {
  #last = Number.NEGATIVE_INFINITY;
  #running = 0;
  /** Something was typed, and nothing was asked since. */
  #typed = false;

  /** The reader typed. */
  touch(): void {
    this.#last = performance.now();
    this.#typed = true;
  }

  /** Answers a question of the editor. Where it follows what was typed, the quiet begins with the answer. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const typed = this.#typed;
    this.#typed = false;
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      if (typed) this.#last = performance.now();
    }
  }

  /** Settled when it has been quiet for a while; what has arrived by now is begun before. */
  async pause(): Promise<void> {
    do {
      const left = this.#last + quiet - performance.now();
      await new Promise((resolve) => setTimeout(resolve, Math.max(left, this.#running > 0 ? step : 0)));
    } while (this.#running > 0 || performance.now() < this.#last + quiet);
  }
}

/** How often it is looked whether an answer is ready, in milliseconds. */
const step = 20;
