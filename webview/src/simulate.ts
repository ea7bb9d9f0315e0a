/** Answers requests with the simulator: the same in a worker and, where no worker can be had, in the page. */
import {
  type Expansion,
  type ExploreOptions,
  expandMaps,
  explore,
  exploreAndCompare,
  type MachineOptions,
  type Outcome,
  type Program,
  renderSentence,
  SimulatorError,
  seeded,
} from "../../simulator/src/index.ts";
import { textsFor } from "./texts.ts";
import { layOut } from "./view/lay-out.ts";
import { outcomeRows } from "./view/outcomes.ts";
import type { Explored, Reply, Request, Setup } from "./worker-messages.ts";

/** How far an exploration may go. */
export type Bounds = Required<Pick<ExploreOptions, "maxStates" | "maxBytes" | "maxMilliseconds">>;

/** Where a bound is reached, so many runs are taken at random; a fraction of a second. */
const SAMPLES = 1000;

/** Answers one request: with progress and a result, or with the reason for none. */
export function simulate(request: Request, bounds: Bounds, reply: (message: Reply) => void): void {
  const { id, setup } = request;
  try {
    if (request.type === "lay") {
      const { program } = expansionOf(setup);
      const run = layOut(program, optionsOf(setup), request.schedule, textsFor(setup.locale));
      reply({ type: "laid", id, run });
    } else reply({ type: "explored", id, result: explored(id, setup, bounds, reply) });
  } catch (error) {
    reply({ type: "failed", id, reason: reasonOf(error, setup) });
  }
}

function explored(id: number, setup: Setup, bounds: Bounds, reply: (message: Reply) => void): Explored {
  const { program, abstractions } = expansionOf(setup);
  const texts = textsFor(setup.locale);
  const options = { ...optionsOf(setup), races: setup.races };
  const early = firstOutcomes(program, options);
  reply({ type: "found", id, rows: outcomeRows(program, early, texts) });
  const { exploration } = exploreAndCompare(program, {
    ...options,
    ...bounds,
    sample: { runs: SAMPLES, random: seeded(1) },
    now: () => performance.now(),
    onProgress: ({ states }) => reply({ type: "progress", id, states: texts.number(states) }),
  });
  const { complete, stopped, advice, states, schedules, sampled, outcomes } = exploration;
  return {
    complete,
    stopped,
    advice: advice === null ? null : renderSentence(advice, setup.locale),
    states: texts.number(states),
    schedules: schedules === null ? null : texts.number(BigInt(schedules)),
    sampled: sampled === 0 ? null : texts.number(sampled),
    rows: outcomeRows(program, outcomes, texts),
    abstractions: [...new Set(abstractions.map((line) => renderSentence(line, setup.locale)))],
  };
}

/** What a few runs end in, without an exploration. */
function firstOutcomes(program: Program, options: ExploreOptions): Outcome[] {
  const found: Outcome[] = [];
  explore(program, { ...options, maxStates: 1, onOutcome: (outcome) => found.push(outcome) });
  return found;
}

/** The program with its maps as deep as the reader wants them. */
function expansionOf({ program, settings }: Setup): Expansion {
  return expandMaps(program, { depth: settings.depth, runtime: settings.runtime });
}

function optionsOf({ settings }: Setup): MachineOptions {
  const { model, cpus, compiler } = settings;
  return { model, ...(cpus === null ? {} : { cpus }), ...(compiler ? { compiler } : {}) };
}

function reasonOf(error: unknown, { locale }: Setup): string {
  if (error instanceof SimulatorError) return renderSentence(error.sentence, locale);
  return error instanceof Error ? error.message : String(error);
}
