/** The list of outcomes as the reader sees it: the worst first. */

import {
  classify,
  enabled,
  finalState,
  holds,
  type Outcome,
  type OutcomeKind,
  outcomeOrder,
  type Program,
  renderSentence,
} from "../../../simulator/src/index.ts";
import type { Texts } from "../texts.ts";
import type { OutcomeRow } from "./panel-view.ts";
import type { Track } from "./track.ts";
import { finalText } from "./values.ts";

/** Outcomes, the worst first, otherwise in the order of the simulator. */
function sorted(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.toSorted((a, b) => outcomeOrder.indexOf(a.kind) - outcomeOrder.indexOf(b.kind));
}

/** Kinds whose schedules all end with the same values, so that these tell one outcome from another. */
const sameFinal: readonly OutcomeKind[] = [
  "ok",
  "lost-insert",
  "duplicate-key",
  "stuck-flag",
  "lost-update",
  "stale-read",
];

/** The rows of the outcome list. Outcomes that read the same are one row: they differ in nothing the reader sees. */
export function outcomeRows(
  program: Program,
  outcomes: readonly Outcome[],
  texts: Pick<Texts, "locale" | "number">,
): OutcomeRow[] {
  const groups = new Map<string, Group>();
  for (const outcome of sorted(outcomes)) {
    const text = renderSentence(outcome.message, texts.locale);
    const final = sameFinal.includes(outcome.kind) ? finalText(program, outcome.final) : "";
    // A schedule can have several races, so theirs cannot be added up.
    const race = outcome.kind === "data-race" ? outcome.key : "";
    const same = JSON.stringify([outcome.kind, text, final, outcome.only, race]);
    const known = groups.get(same);
    if (known === undefined) groups.set(same, { text, final, outcomes: [outcome] });
    else known.outcomes.push(outcome);
  }
  const rows = [...groups.values()].map((group) => ({
    ...rowOf(group, texts),
    met: metBy(program, group.outcomes[0]),
  }));
  // What a test asks for comes first.
  return rows.toSorted((one, other) => Number(other.met === true) - Number(one.met === true));
}

function metBy({ condition }: Program, { kind, final }: Outcome): boolean | null {
  if (condition === undefined) return null;
  return kind !== "deadlock" && holds(condition.proposition, finalState(final));
}

interface Group {
  readonly text: string;
  readonly final: string;
  readonly outcomes: Outcome[];
}

function rowOf({ text, final, outcomes }: Group, { number }: Pick<Texts, "number">): Omit<OutcomeRow, "met"> {
  const shortest = outcomes.reduce((best, next) => (next.witness.length < best.witness.length ? next : best));
  const counts = outcomes.map(({ schedules }) => schedules);
  const schedules = counts.reduce<bigint | null>(
    (sum, count) => (sum === null || count === null ? null : sum + BigInt(count)),
    0n,
  );
  return {
    key: shortest.key,
    keys: outcomes.map(({ key }) => key),
    kind: shortest.kind,
    text,
    final,
    schedules: schedules === null ? null : number(schedules),
    singleSchedule: schedules === 1n,
    steps: shortest.witness.length,
    schedule: shortest.schedule,
    only: shortest.only,
  };
}

/** The key of the outcome that a run's last state means; null while something can still happen. */
export function endingOf(track: Track): string | null {
  const last = track.states[track.states.length - 1];
  return enabled(last).length > 0 ? null : classify(last.machine, last.words, 0).key;
}
