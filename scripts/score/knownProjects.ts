/**
 * Projects whose findings were read before. Their wrong findings were mended, so they say nothing of precision on new
 * code; they tell whether a change of the rules loses right findings, or brings wrong ones back.
 */
import type { Tier } from "../../protocol/src/rules.ts";
import { analyseProject, readProjects, tiers } from "./projects.ts";
import type { KnownScore } from "./score.ts";
import { readVerdicts, type Tally, tally } from "./verdicts.ts";

/** Runs the rules over the known projects whose clones are there. */
export async function scoreKnownProjects(clones: string): Promise<KnownScore> {
  const verdicts = readVerdicts();
  const told: Record<Tier, string[]> = { error: [], warning: [], hint: [] };
  const absent: string[] = [];
  const measured = new Set<string>();
  for (const project of readProjects("knownProjects")) {
    const found = await analyseProject(clones, project);
    if (found === undefined) absent.push(project.repo);
    else measured.add(project.repo);
    for (const { key, finding } of found ?? []) told[finding.tier].push(key);
  }
  const seen = new Set(tiers.flatMap((tier) => told[tier]));
  const gone = [...verdicts.keys()].filter((key) => measured.has(key.split(" ")[0]) && !seen.has(key));
  const of = (tier: Tier): Tally => tally(told[tier], verdicts);
  return {
    projects: measured.size,
    told: { error: of("error"), warning: of("warning"), hint: of("hint") },
    noLongerTold: tally(gone, verdicts),
    lost: gone.filter((key) => verdicts.get(key)?.verdict === "right"),
    absent,
  };
}
