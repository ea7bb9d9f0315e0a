/** The final states of a litmus test, and what they say about its condition. */
import { explore } from "../explore.ts";
import type { Exploration, ExploreOptions, Final } from "../outcome.ts";
import { type Condition, type FinalState, holds } from "./condition.ts";
import type { Litmus } from "./test.ts";

/** What a test can end in under a model. */
export interface LitmusResult {
  /** Every final state once, with all registers and all memory, sorted. */
  readonly states: readonly FinalState[];
  /** How many of them are as the condition says. */
  readonly matching: number;
  /** Whether a final state is as the condition says; null without a condition. */
  readonly verdict: "allowed" | "forbidden" | null;
  readonly exploration: Exploration;
}

/**
 * No test needs a schedule as long as this. A loop that stores does not end, and its store buffers need memory
 * that grows with the square of the steps.
 */
const maxSteps = 5000;

/** Explores a test. Throws a SimulatorError when its program cannot be run. */
export function exploreLitmus(test: Litmus, options: ExploreOptions): LitmusResult {
  const exploration = explore(test.program, { maxSteps, ...options, races: false, witnesses: false });
  const { condition, filter } = test;
  const states = finalStates(exploration).filter((state) => filter === null || holds(filter, state));
  const matching =
    condition === null ? 0 : states.filter((state) => holds(condition.proposition, state)).length;
  const verdict = condition === null ? null : matching > 0 ? "allowed" : "forbidden";
  return { states, matching, verdict, exploration };
}

/** Whether the final states are as the condition asks, its quantifier included. */
export function satisfied(condition: Condition, states: number, matching: number): boolean {
  if (condition.quantifier === "exists") return matching > 0;
  return condition.quantifier === "forall" ? matching === states : matching === 0;
}

/** Registers by thread, then memory, each by name; numbers in names count as numbers. */
export function compareKeys(one: string, other: string): number {
  const memory = Number(!one.includes(":")) - Number(!other.includes(":"));
  return memory || naturally.compare(one, other);
}

const naturally = new Intl.Collator("en", { numeric: true });

/** The final states of an exploration, each once, in the order of their values. */
export function finalStates(exploration: Exploration): FinalState[] {
  const found = new Map<string, FinalState>();
  for (const { kind, final } of exploration.outcomes) {
    // Of a loop that never ends.
    if (kind === "deadlock") continue;
    const state = finalState(final);
    found.set(JSON.stringify(Object.entries(state)), state);
  }
  return [...found.values()].sort((one, other) => compareValues(Object.values(one), Object.values(other)));
}

function compareValues(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
}

/** What is left at an end, as a final state. */
export function finalState(final: Final): FinalState {
  const entries = [
    ...final.results.map(({ thread, register, value }): [string, number] => [`${thread}:${register}`, value]),
    ...final.variables.map(({ name, value }): [string, number] => [name, value]),
  ].sort(([one], [other]) => compareKeys(one, other));
  return Object.fromEntries(entries);
}
