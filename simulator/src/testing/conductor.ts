/** Runs a program step by step, in the order a test wants. */
import type { Step } from "../outcome.ts";
import type { Model, Program } from "../program.ts";
import type { SentenceId } from "../sentences.ts";
import { apply, enabled, initialState, type State, stepOf } from "../state.ts";

/** A run that a test conducts. Under SC, unless a model is given. */
export class Conductor {
  state: State;
  readonly steps: Step[] = [];

  constructor(program: Program, model: Model = "sc") {
    this.state = initialState(program, { model });
  }

  /** One step of a thread; false when it cannot go on. */
  step(thread: number): boolean {
    const next = enabled(this.state).find((item) => item.thread === thread && item.action === "execute");
    if (next === undefined) return false;
    this.steps.push(stepOf(this.state, next));
    this.state = apply(this.state, next);
    return true;
  }

  /** Runs a thread to the end of the last step in a row with a purpose. */
  through(thread: number, purpose: SentenceId): void {
    const at = (): SentenceId | undefined => {
      const next = enabled(this.state).find((item) => item.thread === thread && item.action === "execute");
      return next === undefined ? undefined : stepOf(this.state, next).purpose?.id;
    };
    while (at() !== purpose) if (!this.step(thread)) throw new Error(`${purpose} is never reached`);
    while (at() === purpose) this.step(thread);
  }

  /** Runs a thread to its end. */
  finish(thread: number): void {
    while (this.step(thread));
  }
}
