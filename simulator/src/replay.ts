/** Replays schedule strings. */
import type { Step } from "./outcome.ts";
import type { Program } from "./program.ts";
import { parseSchedule } from "./schedule.ts";
import { SimulatorError, sentence } from "./sentences.ts";
import { apply, enabled, initialState, type State, stepOf } from "./state.ts";

/** A run: one more state than steps, the first one the program's start. */
export interface Replay {
  readonly states: readonly State[];
  readonly steps: readonly Step[];
}

/**
 * Runs a program along a schedule, which also names the memory model. Throws a SimulatorError that names the
 * step when the schedule does not fit the program.
 */
export function replay(program: Program, schedule: string): Replay {
  const { options, tokens } = parseSchedule(schedule);
  const states = [initialState(program, options)];
  const steps: Step[] = [];
  for (const [place, wanted] of tokens.entries()) {
    const state = states[place];
    const transition = enabled(state).find((item) => item.token === wanted);
    if (transition === undefined) {
      throw new SimulatorError(sentence("problem.token", { number: place + 1, token: wanted }));
    }
    steps.push(stepOf(state, transition));
    states.push(apply(state, transition));
  }
  return { states, steps };
}
