/** Explores a program completely and gives its outcomes, each with a count of schedules and a witness. */
import { adviceFor } from "./advice.ts";
import { compile } from "./compile.ts";
import { countPaths, sumCounts, topologicalOrder } from "./count.ts";
import { endOutcomes } from "./end-outcomes.ts";
import { buildGraph, type Graph } from "./graph.ts";
import type { Machine } from "./machine.ts";
import { type Exploration, type ExploreOptions, type Outcome, outcomeOrder } from "./outcome.ts";
import type { Program } from "./program.ts";
import { raceOutcomes } from "./race-outcomes.ts";
import { seeded } from "./random.ts";
import { sampleOutcomes } from "./sample-outcomes.ts";
import { ShortestPaths } from "./witness.ts";

/**
 * Explores every interleaving of a program under a memory model. Within the bounds of the options the result is
 * exact: `complete` says whether they were reached. Throws a SimulatorError when the program is not one.
 */
export function explore(program: Program, options: ExploreOptions): Exploration {
  const started = options.now?.() ?? 0;
  const machine = compile(program, options);
  const early = options.onOutcome === undefined ? [] : firstOutcomes(machine, options.onOutcome);
  const { graph, counted } = graphOf(machine, options, started);
  const complete = graph.stopped === null;
  if (graph.stopped === "cancelled") {
    return { ...figures(machine, graph, options, started), schedules: null, sampled: 0, outcomes: [] };
  }
  const order = complete ? topologicalOrder(graph) : null;
  const counts = order === null || !counted ? null : countPaths(graph, order);
  const paths = options.witnesses === false ? null : new ShortestPaths(graph, machine.threads.length);
  const outcomes = endOutcomes(machine, graph, counts, order === null, paths);
  outcomes.push(...raceOutcomes(machine, graph, order, counts, paths));
  const sampled = complete ? 0 : (options.sample?.runs ?? 0);
  if (!complete) outcomes.push(...unexplored(machine, outcomes, early, options));
  // Within a kind as the exploration met them.
  outcomes.sort((one, other) => outcomeOrder.indexOf(one.kind) - outcomeOrder.indexOf(other.kind));
  const schedules = counts === null ? null : String(sumCounts(counts, graph.terminals));
  return { ...figures(machine, graph, options, started), schedules, sampled, outcomes };
}

function figures(
  machine: Machine,
  graph: Graph,
  { model, now }: ExploreOptions,
  started: number,
): Omit<Exploration, "schedules" | "sampled" | "outcomes"> {
  return {
    model,
    complete: graph.stopped === null,
    stopped: graph.stopped,
    advice: graph.stopped === null || graph.stopped === "cancelled" ? null : adviceFor(machine.program),
    states: graph.arena.count,
    transitions: graph.edges,
    milliseconds: (now?.() ?? 0) - started,
    bytes: graph.bytes,
  };
}

/** Runs taken before the exploration, to have something to show. */
const EARLY_RUNS = 64;

function firstOutcomes(machine: Machine, tell: (outcome: Outcome) => void): Outcome[] {
  const outcomes = sampleOutcomes(machine, { runs: EARLY_RUNS, random: seeded(1) }, new Set());
  for (const outcome of outcomes) tell(outcome);
  return outcomes;
}

/** What an incomplete exploration did not find, but runs at random do. */
function unexplored(
  machine: Machine,
  outcomes: readonly Outcome[],
  early: readonly Outcome[],
  options: ExploreOptions,
): Outcome[] {
  const known = new Set(outcomes.map((outcome) => outcome.key));
  const found = early.filter((outcome) => !known.has(outcome.key));
  for (const outcome of found) known.add(outcome.key);
  if (options.sample === undefined) return found;
  return [...found, ...sampleOutcomes(machine, options.sample, known, options.shouldStop)];
}

/**
 * The graph in which schedules can be counted; where it is too large, or nobody asks for them, the one without the
 * interleavings that make no difference.
 */
function graphOf(
  machine: Machine,
  options: ExploreOptions,
  started: number,
): { readonly graph: Graph; readonly counted: boolean } {
  const whole = options.schedules === false && options.reduce !== false ? null : wholeGraph(machine, options);
  if (whole !== null) return { graph: whole, counted: true };
  const { now, maxMilliseconds } = options;
  if (now === undefined || maxMilliseconds === undefined) {
    return { graph: buildGraph(machine, options, "eager"), counted: false };
  }
  const left = { ...options, maxMilliseconds: maxMilliseconds - (now() - started) };
  return { graph: buildGraph(machine, left, "eager"), counted: false };
}

/** The graph in which schedules can be counted; null, and its memory free again, where a smaller one may do. */
function wholeGraph(machine: Machine, options: ExploreOptions): Graph | null {
  if (options.reduce === false) return buildGraph(machine, options, "all");
  const graph = buildGraph(machine, options, "orbits");
  return graph.stopped === "max-states" || graph.stopped === "max-bytes" ? null : graph;
}
