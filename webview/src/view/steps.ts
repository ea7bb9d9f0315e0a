/** The schedule as a list of steps. */
import { renderSentence, type Sentence, type SentenceLocale } from "../../../simulator/src/index.ts";
import type { StepRow } from "./panel-view.ts";
import type { Track } from "./track.ts";

/** The steps of a run, one row each. */
export function stepRows(track: Track, locale: SentenceLocale): StepRow[] {
  return track.steps.map((step, index) => ({
    text: sentenceText(step.sentence, locale),
    switched: index > 0 && track.steps[index - 1].thread !== step.thread,
  }));
}

/**
 * A sentence of the simulator as it stands alone. English sentences begin with a capital, except where they
 * begin with a goroutine's name, which is the reader's own.
 */
export function sentenceText(given: Sentence, locale: SentenceLocale): string {
  const text = renderSentence(given, locale);
  return text.startsWith("the ") ? `T${text.slice(1)}` : text;
}
