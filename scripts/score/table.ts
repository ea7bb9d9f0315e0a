/** The figures for the reader: a table, and what changed since the last time. */
import type { Score } from "./score.ts";
import type { Tally } from "./verdicts.ts";

/** One line for each figure that has a goal: what, how it stands, the goal. */
export function table(score: Score): string {
  const rows = [["", "now", "goal"], ...lines(score)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function lines({ fixtures, goTree, known, projects, raceSuite, realBugs }: Score): string[][] {
  const rows: string[][] = [];
  const add = (what: string, now: string | number, goal: string): unknown =>
    rows.push([what, `${now}`, goal]);
  if (realBugs !== undefined) {
    add("real bugs found", `${realBugs.found} of ${realBugs.rows}`, "42");
    add("  silent after the fix", `${realBugs.silent} of ${realBugs.rows}`, "62");
    add("    else judged", words(realBugs.stillTold), "0 wrong");
    add("  other errors", realBugs.others.error, "at most 65");
    add("    judged", words(realBugs.otherErrors), "all");
    add("  other warnings, hints", `${realBugs.others.warning}, ${realBugs.others.hint}`, "");
  }
  if (raceSuite !== undefined) {
    add("race suite found", `${raceSuite.found} of 15`, "15");
    add("  wrongly blamed", raceSuite.wrong.length, "0");
  }
  if (goTree !== undefined) {
    add("Go tree, errors", goTree.tiers.error, "at most 3");
    add("  warnings", goTree.tiers.warning, "at most 15");
    add("  hints", goTree.tiers.hint, "");
    add("  not explained", goTree.unexplained.length, "0");
  }
  if (projects !== undefined) {
    const names = Object.keys(projects.projects).length;
    add("large projects", names, "5");
    for (const [tier, goal] of [
      ["error", "95 %"],
      ["warning", "85 %"],
      ["hint", "60 %"],
    ] as const)
      add(`  ${tier}s of the sample`, words(projects.sample[tier]), `${goal} right`);
  }
  if (known !== undefined) {
    add("known projects", known.projects, "");
    for (const tier of ["error", "warning", "hint"] as const) add(`  ${tier}s`, words(known.told[tier]), "");
    add("  no longer told", words(known.noLongerTold), "0 right");
  }
  if (fixtures !== undefined) {
    add("fixtures", `${fixtures.total - fixtures.failing.length} of ${fixtures.total}`, "all");
  }
  return rows;
}

function words(tally: Tally): string {
  const { right, wrong, undecided, unread } = tally;
  const read = right + wrong + undecided;
  const share = read === 0 ? "" : ` (${Math.round((100 * right) / read)} %)`;
  return `${right} right${share}, ${wrong} wrong, ${undecided} undecided, ${unread} unread`;
}

/** One line for each value that is not what it was. */
export function changes(before: Score, after: Score): readonly string[] {
  const old = flat(before);
  const now = flat(after);
  const lines = [];
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(key) ?? "nothing", now.get(key) ?? "nothing"];
    if (was !== is) lines.push(`${key}: ${was} -> ${is}`);
  }
  return lines;
}

/** Each value that is no object or list, by the path to it; lists of texts by their texts. */
function flat(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) for (const item of value) into.set(`${path} ${String(item)}`, "there");
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) flat(inner, path === "" ? key : `${path}.${key}`, into);
  } else into.set(path, String(value));
  return into;
}
