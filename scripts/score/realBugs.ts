/** Real bugs: is the race found before its fix, and is the map silent after it? */
import path from "node:path";
import type { Finding } from "../../server/src/hazards/finding.ts";
import { analyseFolder, countTiers, type Located, type Tiers } from "./analyse.ts";
import { type Clone, openClone, root } from "./gitFiles.ts";
import { isRowsMap, lastName, type Row, readRows } from "./rows.ts";
import { verdictKey } from "./verdicts.ts";

/** One row's result. */
export interface RowResult {
  /** The rule that finds the race; null when none does. */
  readonly found: string | null;
  /** Nothing is said of the map after the fix. */
  readonly silent: boolean;
  /** The keys of what is still told of it, for their verdicts: fixes forget races. */
  readonly stillTold: readonly string[];
  /** Findings before the fix in the same package that are not on the row's map. */
  readonly others: Tiers;
  /** The keys of those of tier error, for their verdicts. */
  readonly otherErrors: readonly string[];
}

/** Results by row; one that cannot be had, for lack of a clone or of its commits, has none. */
export type Results = Readonly<Record<string, RowResult | undefined>>;

/**
 * Analyses the package of each wanted row before and after its fix, inside its module. `onRow` is told each
 * result as it comes, with the findings whose verdicts count.
 */
export async function realBugs(
  clones: string,
  wanted: (row: Row) => boolean,
  onRow: (row: Row, result: RowResult, toRead: readonly Located[]) => void,
): Promise<Results> {
  const results: Record<string, RowResult | undefined> = {};
  const rows = readRows().filter(wanted);
  for (const repo of new Set(rows.map((row) => row.repo))) {
    const clone = openClone(clones, repo);
    for (const row of rows.filter((candidate) => candidate.repo === repo)) {
      if (clone === undefined || !clone.has(row.before) || !clone.has(row.after)) continue;
      const before = await packageAt(clone, row, row.before);
      const after = await packageAt(clone, row, row.after);
      const others = before.filter(({ finding }) => !isOnMap(row, finding));
      const errors = others.filter(({ finding }) => finding.tier === "error");
      const told = after.filter(({ finding }) => isOnMap(row, finding));
      const keyOf = ({ finding }: Located): string => verdictKey(row.repo, root, finding);
      const result: RowResult = {
        found: before.find((located) => isHit(row, located))?.finding.rule ?? null,
        silent: told.length === 0,
        stillTold: told.map(keyOf),
        others: countTiers(others.map(({ finding }) => finding)),
        otherErrors: errors.map(keyOf),
      };
      results[row.id] = result;
      onRow(row, result, [...errors, ...told]);
    }
    clone?.close();
  }
  return results;
}

async function packageAt(clone: Clone, row: Row, commit: string): Promise<readonly Located[]> {
  const folder = path.posix.join(root, path.posix.dirname(row.file));
  return await analyseFolder(clone.filesAt(commit), root, folder, false);
}

function isOnMap(row: Row, finding: Finding): boolean {
  return isRowsMap(row, finding.map.name);
}

/** A finding on the map, in the row's file, on one of its lines or in a function that the fix changed. */
function isHit(row: Row, { finding, line }: Located): boolean {
  if (!isOnMap(row, finding) || finding.range.path !== path.posix.join(root, row.file)) return false;
  return row.lines.has(line) || row.functions.has(lastName(finding.access.function));
}
