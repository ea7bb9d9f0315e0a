/** Go's own source tree, without tests: code that was read and run under the race detector for years. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { nodeFileSystem } from "../../server/src/workspace/nodeFileSystem.ts";
import { analyseFolder, countTiers, type Tiers } from "./analyse.ts";

export interface GoTree {
  readonly tiers: Tiers;
  /** Findings that `docs/triage.md` does not explain. */
  readonly unexplained: readonly string[];
}

/** Analyses the two modules of the tree below a GOROOT: the standard library, and the commands. */
export async function goTree(goRoot: string): Promise<GoTree> {
  const folder = path.join(goRoot, "src");
  const findings = [];
  for (const module of [folder, path.join(folder, "cmd")]) {
    findings.push(...(await analyseFolder(nodeFileSystem(), module, "./...", false)));
  }
  const triage = readFileSync(new URL("../../docs/triage.md", import.meta.url), "utf8");
  const unexplained = findings
    .map(({ finding, line }) => ({
      place: path.relative(folder, finding.range.path),
      line,
      fingerprint: finding.fingerprint,
    }))
    .filter(({ place, fingerprint }) => !triage.includes(`\`${place}\` \`${fingerprint}\``))
    .map(({ place, fingerprint, line }) => `${place}:${line} ${fingerprint}`);
  return { tiers: countTiers(findings.map(({ finding }) => finding)), unexplained };
}
