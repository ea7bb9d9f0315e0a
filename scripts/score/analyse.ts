/** The engine as a user runs it, on one folder or a whole module. */
import type { Tier } from "../../protocol/src/rules.ts";
import type { Finding } from "../../server/src/hazards/finding.ts";
import { stdlibIndex } from "../../server/src/testkit/analyse.ts";
import { createEngine } from "../../server/src/workspace/engine.ts";
import type { FileSystem } from "../../server/src/workspace/files.ts";

/** A finding at its line, counted from 1. */
export interface Located {
  readonly finding: Finding;
  readonly line: number;
}

/** How many findings each tier has. */
export type Tiers = Readonly<Record<Tier, number>>;

/** The findings of what a pattern names, below a working directory. */
export async function analyseFolder(
  fileSystem: FileSystem,
  cwd: string,
  pattern: string,
  tests: boolean,
): Promise<readonly Located[]> {
  const engine = createEngine({ fileSystem, stdlib: stdlibIndex(), cwd, tests });
  try {
    const { findings } = await engine.run([pattern], { tests });
    return findings.map((finding) => {
      const text = engine.text(finding.range.path) ?? "";
      return { finding, line: text.slice(0, finding.range.start).split("\n").length };
    });
  } finally {
    engine.dispose();
  }
}

export function countTiers(findings: readonly { readonly tier: Tier }[]): Tiers {
  const count = (tier: Tier): number => findings.filter((finding) => finding.tier === tier).length;
  return { error: count("error"), warning: count("warning"), hint: count("hint") };
}
