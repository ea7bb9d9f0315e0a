/**
 * What readers of findings found, with the code open. `data/verdicts.json` has a verdict for each finding
 * that was read, by a key that stays the same as long as the finding does.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Finding } from "../../server/src/hazards/finding.ts";

/** Is the finding a hazard that can happen? An undecided one needs more than the project's code. */
export type Judgement = "right" | "wrong" | "undecided";

export interface Verdict {
  readonly verdict: Judgement;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** How the findings of a set were judged; `unread` ones have no verdict yet. */
export type Tally = Readonly<Record<Judgement | "unread", number>>;

const file = new URL("data/verdicts.json", import.meta.url);

export function readVerdicts(): ReadonlyMap<string, Verdict> {
  const all: Record<string, Verdict> = JSON.parse(readFileSync(file, "utf8"));
  return new Map(Object.entries(all));
}

/** Writes the verdicts sorted by their keys. */
export function writeVerdicts(verdicts: ReadonlyMap<string, Verdict>): void {
  const sorted = [...verdicts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

/** The key of a finding: its project, its file below the project's folder, and its fingerprint. */
export function verdictKey(project: string, folder: string, { range, fingerprint }: Finding): string {
  const path = range.path.startsWith(`${folder}/`) ? range.path.slice(folder.length + 1) : range.path;
  return `${project} ${path} ${fingerprint}`;
}

/** Counts the verdicts of findings by their keys. */
export function tally(keys: readonly string[], verdicts: ReadonlyMap<string, Verdict>): Tally {
  const count = { right: 0, wrong: 0, undecided: 0, unread: 0 };
  for (const key of keys) count[verdicts.get(key)?.verdict ?? "unread"]++;
  return count;
}
