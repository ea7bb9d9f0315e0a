/**
 * Large projects: how many findings each tier has, and how many of the read ones are right. What is read is
 * drawn at random, so that the precision of the sample says something about the whole.
 */
import { readFileSync } from "node:fs";
import type { Tier } from "../../protocol/src/rules.ts";
import { analyseFolder, countTiers, type Located, type Tiers } from "./analyse.ts";
import { openClone, root } from "./gitFiles.ts";
import { type Tally, tally, type Verdict, verdictKey } from "./verdicts.ts";

/** A project at one commit. */
export interface Project {
  readonly repo: string;
  readonly commit: string;
}

/** One finding of a project with its key. */
export interface ProjectFinding extends Located {
  readonly project: Project;
  readonly key: string;
}

export interface ProjectResult {
  readonly commit: string;
  readonly tiers: Tiers;
}

export const tiers = ["error", "warning", "hint"] as const satisfies readonly Tier[];

/** The list in `data` with the name: of projects to be judged at first sight, or of those that were judged before. */
export function readProjects(list: "projects" | "knownProjects"): readonly Project[] {
  return JSON.parse(readFileSync(new URL(`data/${list}.json`, import.meta.url), "utf8"));
}

/** All findings of a project, without its tests; undefined when its clone or commit is not there. */
export async function analyseProject(
  clones: string,
  project: Project,
): Promise<readonly ProjectFinding[] | undefined> {
  const clone = openClone(clones, project.repo);
  try {
    if (clone?.has(project.commit) !== true) return undefined;
    const found = await analyseFolder(clone.filesAt(project.commit), root, "./...", false);
    return found.map((located) => ({
      ...located,
      project,
      key: verdictKey(project.repo, root, located.finding),
    }));
  } finally {
    clone?.close();
  }
}

export function resultOf(project: Project, findings: readonly ProjectFinding[]): ProjectResult {
  return { commit: project.commit, tiers: countTiers(findings.map(({ finding }) => finding)) };
}

/** The verdicts of the sampled findings, tier by tier. */
export function precision(
  findings: readonly ProjectFinding[],
  verdicts: ReadonlyMap<string, Verdict>,
): Readonly<Record<Tier, Tally>> {
  const of = (tier: Tier): Tally =>
    tally(
      sample(findings, tier).map(({ key }) => key),
      verdicts,
    );
  return { error: of("error"), warning: of("warning"), hint: of("hint") };
}

/** How many findings of a tier are read. */
const sampleSize = 30;

/** The findings of a tier that are to be read. */
export function sample(findings: readonly ProjectFinding[], tier: Tier): readonly ProjectFinding[] {
  const ofTier = findings.filter(({ finding }) => finding.tier === tier);
  const drawn = draw(ofTier.map(({ key }) => key));
  return ofTier.filter(({ key }) => drawn.includes(key));
}

/**
 * Draws keys at random. A key's place in the draw depends on the key alone, so that findings that stay in
 * the code stay in the sample, and their verdicts need not be given again.
 */
export function draw(keys: readonly string[]): readonly string[] {
  return keys
    .map((key) => ({ key, place: hash(key) }))
    .sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1))
    .slice(0, sampleSize)
    .map(({ key }) => key);
}

/** FNV-1a with a final mix, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 16)) >>> 0;
}
