/** The scoreboard: see `../score.mjs`. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadSyntax } from "../../server/src/testkit/syntax.ts";
import { fixtures } from "./fixtures.ts";
import { goTree } from "./goTree.ts";
import { scoreKnownProjects } from "./knownProjects.ts";
import { scoreProjects } from "./largeProjects.ts";
import { raceSuite } from "./raceSuite.ts";
import { scoreRealBugs } from "./realBugsScore.ts";
import { readScore, type Score, writeScore } from "./score.ts";
import { changes, table } from "./table.ts";

const usage = `usage: npm run score [-- OPTIONS]
  --clones DIR   git clones in folders named owner+name: measures the real bugs and the projects too
  --read         also prints the findings that nobody has judged yet, with their keys
  --row WORD     only the real bugs whose ids contain it; may be given several times
  --only PART    fixtures, raceSuite, goTree, realBugs, projects or known; may be given several times
What is not measured keeps its last committed result.`;

const parts = ["fixtures", "raceSuite", "goTree", "realBugs", "projects", "known"] as const;
type Part = (typeof parts)[number];

interface Options {
  readonly clones?: string;
  readonly read: boolean;
  readonly rows: readonly string[];
  readonly only: ReadonlySet<Part>;
}

function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        clones: { type: "string" },
        read: { type: "boolean" },
        row: { type: "string", multiple: true },
        only: { type: "string", multiple: true },
      },
    });
    const only = parts.filter((part) => values.only?.includes(part) ?? true);
    if (values.only?.some((part) => !parts.some((known) => known === part)) === true)
      return "--only names no part";
    if (values.clones !== undefined && !existsSync(values.clones)) return `${values.clones} does not exist`;
    const { clones, read = false, row: rows = [] } = values;
    return { clones, read, rows, only: new Set(only) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const options = readOptions();
if (typeof options === "string") {
  console.error(`${options}\n${usage}`);
  process.exit(2);
}
const { clones, read, rows, only } = options;
await loadSyntax();
const before = readScore();
const goRoot = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" }).stdout?.trim() ?? "";
const notes: string[] = [];
let score: Score = before;

if (only.has("fixtures")) score = { ...score, fixtures: fixtures() };
if (goRoot === "") notes.push("Go is not on the path: its race suite and tree keep their last result.");
else {
  if (only.has("raceSuite")) score = { ...score, raceSuite: await raceSuite(goRoot) };
  if (only.has("goTree")) score = { ...score, goTree: await goTree(goRoot) };
}
if (clones === undefined) notes.push("No --clones: real bugs and projects keep their last result.");
else {
  if (only.has("realBugs"))
    score = { ...score, realBugs: await scoreRealBugs(clones, rows, read, before.realBugs) };
  if (only.has("projects")) score = { ...score, projects: await scoreProjects(clones, read) };
  if (only.has("known")) score = { ...score, known: await scoreKnownProjects(clones) };
}
console.log(table(score));
for (const line of [...changes(before, score), ...notes]) console.log(line);
writeScore(score);
