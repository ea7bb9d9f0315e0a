/** What runs at random end in, as outcomes. */
import { classify, finalAfter } from "./classify.ts";
import type { Machine } from "./machine.ts";
import type { Outcome, SampleOptions } from "./outcome.ts";
import { Run } from "./run.ts";
import { Sampler } from "./sample.ts";
import { formatSchedule } from "./schedule.ts";
import { renderSentence } from "./sentences.ts";

/** Runs between two looks at `shouldStop`. */
const CHECK_EVERY = 64;

/**
 * The outcomes of runs at random that are not `known` by their keys. Their witnesses are as the runs went, not the
 * shortest.
 */
export function sampleOutcomes(
  machine: Machine,
  options: SampleOptions,
  known: ReadonlySet<string>,
  shouldStop: () => boolean = () => false,
): Outcome[] {
  const sampler = new Sampler(machine, options);
  const found = new Map<string, Outcome>();
  for (let count = 0; count < options.runs; count++) {
    if (count % CHECK_EVERY === CHECK_EVERY - 1 && shouldStop()) break;
    const way = sampler.run();
    if (way === null) continue;
    const { key } = classify(machine, sampler.state, 0);
    if (!known.has(key) && !found.has(key)) found.set(key, outcomeOf(machine, way));
  }
  return [...found.values()];
}

function outcomeOf(machine: Machine, way: readonly number[]): Outcome {
  const run = new Run(machine);
  for (const index of way) run.take(index);
  const { key, kind, message, verdicts } = classify(machine, run.state, 0);
  return {
    key,
    kind,
    message,
    text: renderSentence(message, "en"),
    verdicts,
    final: finalAfter(machine, run.state, 0),
    schedules: null,
    witness: run.steps,
    schedule: formatSchedule(
      machine.options,
      run.steps.map((step) => step.token),
    ),
    only: null,
    race: [],
  };
}
