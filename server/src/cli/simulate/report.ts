/** From an exploration to the report of `mapvet simulate`. */
import type { Locale } from "../../../../protocol/src/messages.ts";
import type { SimulatedValue, SimulateReport, SimulateStep } from "../../../../protocol/src/simulate.ts";
import {
  type Exploration,
  type MapDepth,
  type MapRuntime,
  type Outcome,
  type Program,
  renderSentence,
  type Step,
} from "../../../../simulator/src/index.ts";
import { relativePath } from "../paths.ts";

/** A scenario with what was found out about it. */
export interface Simulated {
  readonly program: Program;
  readonly exploration: Exploration;
  readonly abstractions: readonly string[];
  readonly map: MapDepth;
  readonly runtime: MapRuntime;
  readonly milliseconds: number;
  readonly cwd: string;
  readonly locale: Locale;
}

/** The report, its keys in the order of the specification. */
export function reportOf(simulated: Simulated): SimulateReport {
  const { exploration, locale } = simulated;
  return {
    version: 1,
    model: exploration.model,
    map: simulated.map,
    runtime: simulated.runtime,
    complete: exploration.complete,
    advice: exploration.advice === null ? null : renderSentence(exploration.advice, locale),
    explored: {
      states: exploration.states,
      transitions: exploration.transitions,
      milliseconds: Math.round(simulated.milliseconds),
      peakBytes: exploration.bytes,
    },
    abstractions: simulated.abstractions,
    outcomes: exploration.outcomes.map((outcome) => ({
      kind: outcome.kind,
      message: renderSentence(outcome.message, locale),
      also: outcome.verdicts
        .slice(1)
        .map(({ kind, message }) => ({ kind, message: renderSentence(message, locale) })),
      only: outcome.only,
      schedules: outcome.schedules,
      final: finalOf(simulated.program, outcome),
      witness: outcome.witness.map((step) => stepOf(step, simulated)),
    })),
  };
}

function finalOf(program: Program, { final }: Outcome): SimulateReport["outcomes"][number]["final"] {
  const shown = (value: number): SimulatedValue => program.tokens?.[String(value)] ?? value;
  const threads = [...new Set(final.results.map(({ thread }) => thread))];
  return {
    variables: Object.fromEntries(final.variables.map(({ name, value }) => [name, shown(value)])),
    maps: Object.fromEntries(
      final.maps.map(({ name, entries }) => [
        name,
        Object.fromEntries(entries.map(({ key, value }) => [key, shown(value)])),
      ]),
    ),
    results: Object.fromEntries(
      threads.map((thread) => [
        program.threads[thread].name,
        Object.fromEntries(
          final.results
            .filter((result) => result.thread === thread)
            .map(({ register, value }) => [register, shown(value)]),
        ),
      ]),
    ),
  };
}

function stepOf(step: Step, { program, cwd, locale }: Simulated): SimulateStep {
  return {
    goroutine: program.threads[step.thread].name,
    action: step.action,
    text: renderSentence(step.sentence, locale),
    file: step.source === null ? null : relativePath(cwd, step.source.file),
    line: step.source === null ? null : step.source.line,
    runtime: step.runtime,
    purpose: step.purpose === null ? null : renderSentence(step.purpose, locale),
  };
}
