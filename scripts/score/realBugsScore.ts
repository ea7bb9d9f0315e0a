/** Sums up the real bugs. */
import { render } from "../../protocol/src/messages.ts";
import type { Located, Tiers } from "./analyse.ts";
import { root } from "./gitFiles.ts";
import { type RowResult, realBugs } from "./realBugs.ts";
import { type Row, readRows } from "./rows.ts";
import type { RealBugsScore } from "./score.ts";
import { readVerdicts, tally, verdictKey } from "./verdicts.ts";

/**
 * Measures the rows whose ids contain one of `words`, or all; the others keep what `before` has of them. With
 * `read`, prints the other errors, and what is still told after a fix, that nobody has judged.
 */
export async function scoreRealBugs(
  clones: string,
  words: readonly string[],
  read: boolean,
  before: RealBugsScore | undefined,
): Promise<RealBugsScore> {
  const verdicts = readVerdicts();
  const isWanted = ({ id }: Row): boolean => words.length === 0 || words.some((word) => id.includes(word));
  const measured = await realBugs(clones, isWanted, (row, { found, silent }, toRead) => {
    console.log(`${row.shape} ${row.id}: ${found ?? "missed"}, ${silent ? "silent" : "not silent"} after`);
    if (read) for (const located of toRead) printUnread(row, located);
  });
  const byRow: Record<string, RowResult> = {};
  for (const row of readRows()) {
    const result = isWanted(row) ? measured[row.id] : before?.byRow[row.id];
    if (result !== undefined) byRow[row.id] = result;
  }
  return sumUp(byRow);

  function printUnread(row: Row, { finding, line }: Located): void {
    const key = verdictKey(row.repo, root, finding);
    if (verdicts.has(key)) return;
    console.log(`  ${key}\n    line ${line}: ${render(finding.message, "en")}`);
  }
}

function sumUp(byRow: Readonly<Record<string, RowResult>>): RealBugsScore {
  const results = Object.values(byRow);
  const verdicts = readVerdicts();
  const sum = (tier: keyof Tiers): number => results.reduce((total, { others }) => total + others[tier], 0);
  return {
    rows: readRows().length,
    found: results.filter(({ found }) => found !== null).length,
    silent: results.filter(({ silent }) => silent).length,
    others: { error: sum("error"), warning: sum("warning"), hint: sum("hint") },
    stillTold: tally(
      results.flatMap(({ stillTold }) => stillTold),
      verdicts,
    ),
    otherErrors: tally(
      results.flatMap(({ otherErrors }) => otherErrors),
      verdicts,
    ),
    absent: readRows()
      .map(({ id }) => id)
      .filter((id) => byRow[id] === undefined),
    byRow,
  };
}
