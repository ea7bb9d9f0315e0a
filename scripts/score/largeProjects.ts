/** Sums up the large projects. */
import { render } from "../../protocol/src/messages.ts";
import {
  analyseProject,
  type ProjectFinding,
  type ProjectResult,
  precision,
  readProjects,
  resultOf,
  sample,
  tiers,
} from "./projects.ts";
import type { ProjectsScore } from "./score.ts";
import { readVerdicts } from "./verdicts.ts";

/** Measures all projects; with `read`, prints the drawn findings that nobody has judged. */
export async function scoreProjects(clones: string, read: boolean): Promise<ProjectsScore> {
  const projects: Record<string, ProjectResult> = {};
  const findings: ProjectFinding[] = [];
  const absent: string[] = [];
  for (const project of readProjects("projects")) {
    const found = await analyseProject(clones, project);
    if (found === undefined) absent.push(project.repo);
    else {
      projects[project.repo] = resultOf(project, found);
      findings.push(...found);
    }
    console.log(`${project.repo}: ${found?.length ?? "no"} findings`);
  }
  const verdicts = readVerdicts();
  if (read) {
    for (const { key, finding, line } of tiers.flatMap((tier) => sample(findings, tier))) {
      if (!verdicts.has(key))
        console.log(`${key}\n  ${finding.tier} line ${line}: ${render(finding.message, "en")}`);
    }
  }
  return { projects, sample: precision(findings, verdicts), absent };
}
