/** The simulator's face: everything other rooms use. */

export { classify, type Ending } from "./classify.ts";
export * from "./clocks.ts";
export { type Comparison, exploreAndCompare } from "./compare.ts";
export { withCompiler } from "./compiler.ts";
export * from "./describe.ts";
export { explore } from "./explore.ts";
export { expandMaps } from "./gomap/expand.ts";
export {
  type Expansion,
  GO_SLOTS,
  LEAST_SLOTS,
  type MapDepth,
  type MapOptions,
  type MapRuntime,
} from "./gomap/options.ts";
export { DEFAULT_MAX_STATES } from "./graph.ts";
export * from "./litmus/condition.ts";
export * from "./litmus/final.ts";
export type { LitmusProblem, LitmusProblemId, TextRange } from "./litmus/problem.ts";
export { readLitmus } from "./litmus/read.ts";
export type { Litmus, LitmusFile } from "./litmus/test.ts";
export * from "./litmus.ts";
export * from "./outcome.ts";
export * from "./program.ts";
export { seeded } from "./random.ts";
export { type Replay, replay } from "./replay.ts";
export { formatSchedule, parseSchedule } from "./schedule.ts";
export {
  renderSentence,
  type Sentence,
  type SentenceId,
  type SentenceLocale,
  SimulatorError,
  sentence,
  sentencePattern,
} from "./sentences.ts";
export { apply, enabled, initialState, type State, stepOf, type Transition } from "./state.ts";
