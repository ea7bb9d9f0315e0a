/** A schedule laid out: every state on the way, so that a step back costs nothing. */
import {
  apply,
  enabled,
  formatSchedule,
  type Model,
  type Program,
  replay,
  type State,
  type Step,
  stepOf,
} from "../../../simulator/src/index.ts";

/** A run of a program: one more state than steps. */
export interface Track {
  readonly program: Program;
  readonly model: Model;
  readonly states: readonly State[];
  readonly steps: readonly Step[];
  /** The run as a schedule string. */
  readonly schedule: string;
}

/** The run of a schedule string, under the model it names. Throws a SimulatorError when it does not fit. */
export function trackOf(program: Program, schedule: string): Track {
  const { states, steps } = replay(program, schedule);
  // The program as it was compiled: what the steps speak of.
  return { program: states[0].machine.program, model: states[0].machine.model, states, steps, schedule };
}

/** The run before its first step. Throws a SimulatorError when the program cannot be run. */
export function startOf(program: Program, model: Model): Track {
  return trackOf(program, formatSchedule({ model }, []));
}

/** The run with another move after `step` steps in place of what came there. Unknown moves change nothing. */
export function branch(track: Track, step: number, token: string): Track {
  if (track.steps[step]?.token === token) return track;
  const state = track.states[step];
  const transition = enabled(state).find((item) => item.token === token);
  if (transition === undefined) return track;
  const steps = [...track.steps.slice(0, step), stepOf(state, transition)];
  return {
    ...track,
    states: [...track.states.slice(0, step + 1), apply(state, transition)],
    steps,
    schedule: formatSchedule(
      state.machine.options,
      steps.map((item) => item.token),
    ),
  };
}
