/** The examples against Go itself: when one stops with an error, a simulation of it must have that outcome. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { explore } from "../../../simulator/src/index.ts";
import { analyse } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { buildScenario } from "./build.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;
const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));
const names = readdirSync(examples)
  .flatMap((rule) => [`${rule}/racy`, `${rule}/safe`])
  .filter((name) => existsSync(join(examples, name)));

await loadSyntax();

/** What the simulations of `main` and of every finding can end in. */
function simulated(name: string): Set<string> {
  const files: Record<string, string> = {};
  for (const file of readdirSync(join(examples, name)).filter((entry) => entry.endsWith(".go"))) {
    files[`/${file}`] = readFileSync(join(examples, name, file), "utf8");
  }
  const { effects, result } = analyse(files);
  const [path, text] = Object.entries(files).find(([, content]) => content.includes("func main(")) ?? [
    "",
    "",
  ];
  const main = { path, offset: text.indexOf("func main("), finding: undefined };
  const places = result.findings.map((finding) => {
    const { path: file, start } = finding.range;
    return { path: file, offset: start, finding };
  });
  const texts = [main, ...places].flatMap((place) => {
    const built = buildScenario({ effects, ...place, text: (file) => files[file] });
    if ("problem" in built) return [];
    return explore(built.program, { model: "tso", maxStates: 100_000, races: false }).outcomes;
  });
  return new Set(texts.map((outcome) => outcome.text));
}

describe.skipIf(!hasGo)("examples stop as they are simulated (skipped where there is no Go)", () => {
  const directory = mkdtempSync(join(tmpdir(), "mapvet-examples-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(names)(
    "%s",
    (name) => {
      const binary = join(directory, name.replace("/", "-"));
      const build = spawnSync("go", ["build", "-o", binary, `./${name}`], {
        cwd: examples,
        encoding: "utf8",
      });
      expect(build.stderr).toBe("");
      const outcomes = simulated(name);
      for (let i = 0; i < 3; i++) {
        const { stderr } = spawnSync(binary, { encoding: "utf8", timeout: 10_000 });
        const stopped = /^(fatal error|panic): .*$/m.exec(stderr)?.[0];
        if (stopped !== undefined) expect([...outcomes]).toContain(stopped);
        if (name.endsWith("/safe")) expect(stopped).toBeUndefined();
      }
    },
    120_000,
  );
});
