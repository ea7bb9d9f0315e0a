/** The step mode: states as values that never change, and the transitions between them. */
import { compile } from "./compile.ts";
import { enabledTransitions } from "./enabled.ts";
import type { Words } from "./expression.ts";
import { fire, GROWTH } from "./fire.ts";
import { HALT, type Machine } from "./machine.ts";
import { nextOrigins, noOrigins, type Origins } from "./origins.ts";
import type { Step, StepAction } from "./outcome.ts";
import { nextPlacement, noPlacement, type Placement } from "./placement.ts";
import type { MachineOptions, Program } from "./program.ts";
import { token } from "./schedule.ts";
import { describeStep } from "./steps.ts";
import { TransitionList } from "./transition.ts";
import { WidthOverflow } from "./values.ts";
import { makeWords, startingWidth, type Width, wider } from "./width.ts";

/** A state of a machine. Plain to compare: equal states have equal `id`. */
export interface State {
  readonly machine: Machine;
  readonly words: Words;
  /** Which instructions the buffered stores came from. */
  readonly origins: Origins;
  /** Which thread each CPU runs. */
  readonly placement: Placement;
  /** A text that tells states of one machine apart. */
  readonly id: string;
  /** True when the program has stopped: a runtime error, a panic, or main's end. */
  readonly halted: boolean;
}

/** Something that can happen next in a state. */
export interface Transition {
  /** Unique among the transitions of a state; a step of a schedule string. */
  readonly token: string;
  readonly action: StepAction;
  readonly thread: number;
  readonly partner: number | null;
  /** Its place among the enabled transitions of the state. */
  readonly index: number;
}

/** The state in which a program starts. Throws a SimulatorError when the program is not one. */
export function initialState(program: Program, options: MachineOptions = { model: "tso" }): State {
  const machine = compile(program, options);
  const words = makeWords(startingWidth(machine), machine.initial.length);
  words.set(machine.initial);
  return makeState(machine, words, noOrigins(machine), noPlacement(machine));
}

/** All that can happen next, in a fixed order. Empty in an end state. */
export function enabled(state: State): Transition[] {
  const list = listOf(state);
  return Array.from({ length: list.count }, (_, index) => ({
    token: token(state.machine, state.words, 0, list, index),
    action: actions[list.kind[index]],
    thread: list.thread[index],
    partner: list.partner[index] < 0 ? null : list.partner[index],
    index,
  }));
}

const actions: readonly StepAction[] = ["execute", "drain", "collide"];

/** The state after a transition of `enabled(state)`. The given state stays as it is. */
export function apply(state: State, transition: Transition): State {
  return applyIndex(state, listOf(state), transition.index);
}

/** A transition as a sentence for the reader, with its place in the code. */
export function stepOf(state: State, transition: Transition): Step {
  const { machine, words, origins } = state;
  const list = listOf(state);
  const { index } = transition;
  const after = applyIndex(state, list, index);
  const origin = transition.action === "drain" ? origins[transition.thread][list.choice[index]] : -1;
  return describeStep(machine, { words, offset: 0 }, { words: after.words, offset: 0 }, list, index, origin);
}

/** The enabled transitions as the engine holds them. */
function listOf(state: State): TransitionList {
  const list = new TransitionList();
  enabledTransitions(state.machine, state.words, 0, list);
  return list;
}

function applyIndex(state: State, list: TransitionList, index: number): State {
  const { machine } = state;
  let width: Width = state.words instanceof Uint8Array ? 1 : state.words instanceof Uint16Array ? 2 : 4;
  for (;;) {
    const target = makeWords(width, state.words.length + GROWTH);
    target.set(state.words);
    try {
      const length = fire(machine, list, index, target, 0, state.words.length);
      const words = target.slice(0, length);
      const origins = nextOrigins(
        machine,
        state.origins,
        { words: state.words, offset: 0 },
        { words, offset: 0 },
        list,
        index,
      );
      return makeState(machine, words, origins, nextPlacement(state, list, index));
    } catch (error) {
      if (!(error instanceof WidthOverflow)) throw error;
      width = wider(machine, width);
    }
  }
}

function makeState(machine: Machine, words: Words, origins: Origins, placement: Placement): State {
  return { machine, words, origins, placement, id: words.join(), halted: words[HALT] !== 0 };
}
