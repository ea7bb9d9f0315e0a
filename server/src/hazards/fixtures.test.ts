/** The rules against the Go code in their `testdata`: every finding is wanted, and every want is found. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseTxtar } from "../fixes/testing/txtar.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { differences, readFixtures } from "./testing/fixture.ts";

const rules = [
  "borrowed-map-mutated",
  "check-then-act",
  "concurrent-map-access",
  "copied-guard",
  "guarded-map-escapes",
  "inconsistent-guard",
  "published-before-init",
  "recover-cannot-catch",
  "unguarded-shared-map",
  "write-under-rlock",
  "wrong-guard",
];
const fixtures = readFixtures(rules);
/** What the other packages bear out of it is in `survey.test.ts`. */
const survey = readFixtures(["survey"]);
const hasGo = spawnSync("go", ["version"]).status === 0;

beforeAll(loadSyntax);

describe("findings are exactly those that the fixture wants", () => {
  it.each(fixtures)("$name", (fixture) => {
    expect(differences(fixture)).toEqual([]);
  });
});

describe.skipIf(!hasGo)("with Go (skipped where there is none)", () => {
  it("every fixture compiles, go vet and gofmt are content", () => {
    const module = mkdtempSync(join(tmpdir(), "mapvet-hazards-"));
    try {
      const write = (path: string, text: string): void => {
        const target = join(module, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      };
      for (const [path, text] of parseTxtar(
        readFileSync(new URL("testing/module.txtar", import.meta.url), "utf8"),
      ).files)
        write(path, text);
      for (const { name, files } of [...fixtures, ...survey]) {
        for (const [path, text] of Object.entries(files)) write(join(name.replace(/\.\w+$/, ""), path), text);
      }
      const options = {
        cwd: module,
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "-mod=mod", GOPROXY: "off" },
      } as const;
      // Copied locks are what some fixtures are about.
      const vet = spawnSync("go", ["vet", "-copylocks=false", "./..."], options);
      expect(vet.stderr).toBe("");
      expect(spawnSync("gofmt", ["-l", "."], options).stdout).toBe("");
    } finally {
      rmSync(module, { recursive: true, force: true });
    }
  }, 300_000);
});
