/** `score.json`: the last figures, sorted and without times, so that a change of the rules shows in its diff. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Tier } from "../../protocol/src/rules.ts";
import type { Tiers } from "./analyse.ts";
import type { Fixtures } from "./fixtures.ts";
import type { GoTree } from "./goTree.ts";
import type { ProjectResult } from "./projects.ts";
import type { RaceSuite } from "./raceSuite.ts";
import type { RowResult } from "./realBugs.ts";
import type { Tally } from "./verdicts.ts";

export interface RealBugsScore {
  readonly rows: number;
  readonly found: number;
  readonly silent: number;
  /** How what is still told of the maps after their fixes was judged. */
  readonly stillTold: Tally;
  /** Findings in the same packages that are not on the rows' maps. */
  readonly others: Tiers;
  /** How those of tier error were judged. */
  readonly otherErrors: Tally;
  readonly absent: readonly string[];
  readonly byRow: Readonly<Record<string, RowResult>>;
}

export interface ProjectsScore {
  readonly projects: Readonly<Record<string, ProjectResult>>;
  /** How the findings that were drawn to be read were judged. */
  readonly sample: Readonly<Record<Tier, Tally>>;
  readonly absent: readonly string[];
}

export interface KnownScore {
  readonly projects: number;
  /** How all that is told of them was judged. */
  readonly told: Readonly<Record<Tier, Tally>>;
  /** How the findings were judged that are told no more. */
  readonly noLongerTold: Tally;
  /** The keys of the right ones among these. */
  readonly lost: readonly string[];
  readonly absent: readonly string[];
}

/** All parts; one is missing until it was measured for the first time. */
export interface Score {
  readonly fixtures?: Fixtures;
  readonly goTree?: GoTree;
  readonly known?: KnownScore;
  readonly projects?: ProjectsScore;
  readonly raceSuite?: RaceSuite;
  readonly realBugs?: RealBugsScore;
}

const file = new URL("../../score.json", import.meta.url);

/** The last result; empty when there is none. */
export function readScore(): Score {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

export function writeScore(score: Score): void {
  writeFileSync(file, `${JSON.stringify(sorted(score), undefined, 2)}\n`);
}

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
