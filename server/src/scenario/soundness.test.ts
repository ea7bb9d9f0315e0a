/**
 * The simulator against Go itself: the fixtures are compiled and run many times, and whatever a real run
 * shows must be among the simulated outcomes. MAPVET_SOUNDNESS is the time for each fixture in milliseconds
 * (20 when it is not set).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Exploration, expandMaps, explore, type Program } from "../../../simulator/src/index.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { canRun, moduleFiles } from "./testing/goModule.ts";
import { agrees, observe } from "./testing/observe.ts";
import { scenarioFixtures, scenarioOf } from "./testing/scenarios.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;
const milliseconds = Number(process.env.MAPVET_SOUNDNESS ?? 20);

await loadSyntax();
const fixtures = scenarioFixtures().filter(canRun);

/** As Go compiles it. Where the runtime may stop the program, maps are looked into: it does not always notice. */
function simulated(text: string): { readonly program: Program; readonly exploration: Exploration } {
  const { program } = scenarioOf(text);
  const options = { model: "tso", compiler: true, maxStates: 400_000, races: false } as const;
  const exploration = explore(program, options);
  if (!exploration.outcomes.some(({ kind }) => kind === "fatal")) return { program, exploration };
  // A loop may fill a map without end: that is too much for its tables.
  if (program.threads.some(writesInLoop)) return { program, exploration };
  const expanded = expandMaps(program, { depth: "structure", runtime: "swiss" }).program;
  return { program: expanded, exploration: explore(expanded, options) };
}

function writesInLoop({ instructions }: Program["threads"][number]): boolean {
  const goesBack = instructions.some((item, i) => "target" in item && item.target <= i);
  return goesBack && instructions.some(({ kind }) => kind === "map-write");
}

describe.skipIf(!hasGo)("what real runs show is simulated (skipped where there is no Go)", () => {
  const module = mkdtempSync(join(tmpdir(), "mapvet-soundness-"));
  const binary = join(module, "soundness");
  const unseen: string[] = [];

  beforeAll(() => {
    for (const [path, text] of moduleFiles(fixtures)) {
      mkdirSync(dirname(join(module, path)), { recursive: true });
      writeFileSync(join(module, path), text);
    }
    const env = { ...process.env, GOFLAGS: "-mod=mod", GOPROXY: "off" };
    const build = spawnSync("go", ["build", "-o", binary, "."], { cwd: module, encoding: "utf8", env });
    if (build.status !== 0) throw new Error(build.stderr);
  }, 300_000);

  afterAll(() => {
    rmSync(module, { recursive: true, force: true });
    if (unseen.length > 0) console.info(`simulated, and not shown by real runs:\n${unseen.join("\n")}`);
  });

  test.each(fixtures)(
    "$name",
    ({ name, text }) => {
      const { program, exploration } = simulated(text);
      const seen = observe(binary, name, milliseconds);
      const outside = seen.filter(
        (item) => !exploration.outcomes.some((outcome) => agrees(program, outcome, item)),
      );
      expect(exploration.complete).toBe(true);
      expect(outside).toEqual([]);
      for (const outcome of exploration.outcomes) {
        if (seen.some((item) => agrees(program, outcome, item))) continue;
        unseen.push(`  ${name}: ${outcome.text} ${JSON.stringify(outcome.final)}`);
      }
    },
    60_000 + milliseconds,
  );
});
