/** What a weaker memory model and the compiler add: outcomes that sequential consistency does not have. */
import { explore } from "./explore.ts";
import type { Exploration, ExploreOptions, Outcome } from "./outcome.ts";
import type { Program } from "./program.ts";
import { renderSentence, sentence } from "./sentences.ts";

/** An exploration under the options asked for, and under SC to compare with: outcomes only, without schedules. */
export interface Comparison {
  readonly exploration: Exploration;
  readonly sc: Exploration;
}

/**
 * Explores as the options ask, and the code as it is written under the model and under SC. An outcome that only the
 * weaker model or the compiler's changes give gets `only`, and one that is otherwise fine becomes a stale read when
 * its witness shows the read. When an exploration to compare with is not complete, nothing is marked: what was not
 * found might still exist.
 */
export function exploreAndCompare(program: Program, options: ExploreOptions): Comparison {
  const exploration = explore(program, options);
  const asWritten = options.compiler !== true;
  // To compare with, what there is is enough: neither how often it comes nor how.
  const outcomesOnly = { schedules: false, witnesses: false, onOutcome: undefined, sample: undefined };
  const written: ExploreOptions = { ...options, ...outcomesOnly, compiler: false };
  const sc =
    asWritten && options.model === "sc" ? exploration : explore(program, { ...written, model: "sc" });
  const plain = options.model === "sc" ? sc : asWritten ? exploration : explore(program, written);
  if (!sc.complete || !plain.complete) return { exploration, sc };
  const [underSc, underModel] = [sc, plain].map(keysOf);
  const outcomes = exploration.outcomes.map((outcome) => {
    if (underSc.has(outcome.key)) return outcome;
    return mark(outcome, options.model !== "sc" && underModel.has(outcome.key) ? options.model : "compiler");
  });
  return { exploration: { ...exploration, outcomes }, sc };
}

function keysOf(exploration: Exploration): ReadonlySet<string> {
  return new Set(exploration.outcomes.map((outcome) => outcome.key));
}

function mark(outcome: Outcome, only: NonNullable<Outcome["only"]>): Outcome {
  if (outcome.kind !== "ok") return { ...outcome, only };
  const read = outcome.witness.find((step) => step.sentence.id === "step.load.stale");
  if (read === undefined) return { ...outcome, only };
  const { thread, location } = read.sentence.args;
  const message = sentence("outcome.stale-read", { thread, location });
  return { ...outcome, only, kind: "stale-read", message, text: renderSentence(message, "en") };
}
