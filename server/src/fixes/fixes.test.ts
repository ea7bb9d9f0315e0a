/**
 * Every fixture of testdata: the fixes of one finding against what they should be, and where Go is at
 * hand, `go vet` and `gofmt` on every result. `UPDATE=1` rewrites what should be.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { type Result, runFixture } from "./testing/fixture.ts";
import { formatTxtar, parseTxtar } from "./testing/txtar.ts";

const folder = new URL("testdata/", import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith(".txtar"))
  .sort();
const update = process.env.UPDATE === "1";
const results = new Map<string, readonly Result[]>();
const hasGo = spawnSync("go", ["version"]).status === 0;

beforeAll(loadSyntax);

describe("fixtures", () => {
  it.each(fixtures)("%s", (name) => {
    const url = new URL(name, folder);
    const text = readFileSync(url, "utf8");
    const outcome = runFixture(parseTxtar(text));
    results.set(name, outcome.results);
    expect(outcome.archive.files.get("want: no such finding")).toBeUndefined();
    const now = formatTxtar(outcome.archive);
    if (update && now !== text) writeFileSync(url, now);
    else expect(now).toBe(text);
  });
});

describe.skipIf(!hasGo)("with Go (skipped where there is none)", () => {
  let module = "";
  beforeAll(() => {
    module = mkdtempSync(join(tmpdir(), "mapvet-fixes-"));
    writeFileSync(join(module, "go.mod"), "module example.com/p\n\ngo 1.24\n");
    for (const [name, list] of results) {
      for (const { id, files } of list) {
        for (const [path, text] of files) {
          const target = join(module, name.replace(".txtar", ""), id, path);
          mkdirSync(dirname(target), { recursive: true });
          // Packages below a fixture's own folder are imported by their place in the module.
          writeFileSync(
            target,
            text.replaceAll("example.com/p/", `example.com/p/${dirname(target).slice(module.length + 1)}/`),
          );
        }
      }
    }
  });
  afterAll(() => rmSync(module, { recursive: true, force: true }));

  it("every result is in gofmt's layout", () => {
    expect(execFileSync("gofmt", ["-l", "."], { cwd: module, encoding: "utf8" })).toBe("");
  });

  it("every result compiles and go vet is silent", () => {
    const vet = spawnSync("go", ["vet", "./..."], { cwd: module, encoding: "utf8" });
    expect(vet.stderr).toBe("");
    expect(vet.status).toBe(0);
  }, 300_000);

  it("programs race before and not after, as the race detector sees them", () => {
    for (const name of ["race-local.txtar", "race-struct.txtar"]) {
      const { files } = parseTxtar(readFileSync(new URL(name, folder), "utf8"));
      const before = join(module, "before", name.replace(".txtar", ""));
      mkdirSync(before, { recursive: true });
      writeFileSync(join(before, "x.go"), files.get("x.go") ?? "");
      expect(raceOutput(before), name).toMatch(/DATA RACE|concurrent map/);
      for (const { id } of results.get(name) ?? []) {
        expect(raceOutput(join(module, name.replace(".txtar", ""), id)), `${name} ${id}`).toBe("4000\n");
      }
    }
  }, 300_000);
});

/** What a program prints, run under the race detector; all of it when it fails. */
function raceOutput(directory: string): string {
  const run = spawnSync("go", ["run", "-race", "."], { cwd: directory, encoding: "utf8" });
  if (/requires cgo|not supported/.test(run.stderr))
    throw new Error(`the race detector does not run here: ${run.stderr}`);
  return run.status === 0 ? run.stdout + run.stderr : run.stderr;
}
