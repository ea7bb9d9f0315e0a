/** Go's own race suite, `src/runtime/race/testdata`: functions named TestRace* race, TestNoRace* do not. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { memoryFileSystem } from "../../server/src/workspace/memoryFileSystem.ts";
import { analyseFolder } from "./analyse.ts";
import { lastName } from "./rows.ts";

/** The functions whose race is on the map itself, not on the memory of a key or a value. */
export const racyOnMap: readonly string[] = [
  "CaseIssue6418",
  "CaseTypeIssue5890",
  "Crawl",
  "MapDelete",
  "MapLen",
  "MapLenDelete",
  "MapRW",
  "MapRW2",
  "MapRWArray",
  "MapRange",
  "MapRange2",
  "MapVariable",
  "MapVariable2",
  "MapVariable3",
  "UnaddressableMapLen",
].map((name) => `TestRace${name}`);

export interface RaceSuite {
  readonly found: number;
  readonly missed: readonly string[];
  /** Functions that are blamed although no map races in them. */
  readonly wrong: readonly string[];
}

/** Analyses the suite below a GOROOT. */
export async function raceSuite(goRoot: string): Promise<RaceSuite> {
  const folder = path.join(goRoot, "src/runtime/race/testdata");
  // The Go tree's own test copies the tests alone; the program beside them is for another one.
  const files = readdirSync(folder)
    .filter((name) => name.endsWith("_test.go"))
    .map((name) => [`/w/${name}`, readFileSync(path.join(folder, name), "utf8")]);
  const findings = await analyseFolder(memoryFileSystem(Object.fromEntries(files)), "/w", ".", true);
  const blamed = new Set(findings.map(({ finding }) => lastName(finding.access.function)));
  const missed = racyOnMap.filter((name) => !blamed.has(name));
  const wrong = [...blamed].filter((name) => !racyOnMap.includes(name)).sort();
  return { found: racyOnMap.length - missed.length, missed, wrong };
}
