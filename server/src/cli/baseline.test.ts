import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../hazards/finding.ts";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { createEngine } from "../workspace/engine.ts";
import { memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { compareBaseline, entriesOf, formatBaseline, parseBaseline } from "./baseline.ts";
import { runCommand } from "./run.ts";
import { cacheGo, namesGo } from "./testing/cache.ts";
import { FakeEngine } from "./testing/engine.ts";
import { fakeHost } from "./testing/host.ts";

/** A machine with some files below /work, on which the command is run several times. */
function machine(texts: Readonly<Record<string, string>>) {
  const disk = new Map<string, string | Uint8Array>(
    Object.entries(texts).map(([name, text]) => [`/work/${name}`, text]),
  );
  const run = async (...argv: string[]) => {
    const host = fakeHost({ argv, engine: new FakeEngine(disk), disk });
    const code = await runCommand(host);
    return { code, out: host.out.join(""), err: host.err.join("") };
  };
  return { disk, run };
}

const texts = { "store/cache.go": cacheGo, "names/names.go": namesGo };

describe("the command", () => {
  test("writes the findings it has, and then has none", async () => {
    const { disk, run } = machine(texts);
    expect(await run("--write-baseline", "base.json")).toEqual({
      code: 0,
      out: "Wrote 2 findings in 2 files to base.json.\n",
      err: "",
    });
    await expect(disk.get("/work/base.json")).toMatchFileSnapshot("./testdata/baseline.json");
    const { code, out, err } = await run("--baseline", "base.json");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^No findings in .*\n2 findings are in the baseline\.\n$/);
  });

  test("reports what is new, and tells what is gone of that it looked at", async () => {
    const { disk, run } = machine(texts);
    await run("--write-baseline", "base.json");
    disk.set("/work/store/cache.go", cacheGo.replace("// race", ""));
    disk.set("/work/names/names.go", namesGo.replace("// shared", "// race"));
    const all = await run("--baseline", "base.json");
    expect(all.code).toBe(1);
    expect(all.out).toContain("[inconsistent-guard]");
    expect(all.err).toBe(
      "mapvet: 2 findings of the baseline are gone. Write it anew with --write-baseline base.json.\n",
    );
    expect((await run("--baseline", "base.json", "./store")).err).toMatch(/^mapvet: 1 finding of the/);
    expect((await run("--baseline", "base.json", "--rules", "write-under-rlock")).err).toBe("");
  });

  test("names what is in the baseline when asked", async () => {
    const { run } = machine(texts);
    await run("--write-baseline", "base.json");
    const { out } = await run("--baseline", "base.json", "--show-suppressed");
    expect(out).toContain("names/names.go:6:2: in the baseline: write of map");
    const report = JSON.parse((await run("--baseline", "base.json", "--format", "json")).out);
    expect(report.summary).toMatchObject({ findings: 0, suppressed: 2 });
    expect(report.suppressed[0].by).toEqual({ kind: "baseline", file: "base.json" });
    const sarif = JSON.parse(
      (await run("--baseline", "base.json", "--format", "sarif", "--show-suppressed")).out,
    );
    expect(sarif.runs[0].results[0].suppressions).toEqual([{ kind: "external" }]);
  });

  test("does not fix what is in the baseline", async () => {
    const { disk, run } = machine(texts);
    await run("--write-baseline", "base.json");
    expect((await run("--fix", "--baseline", "base.json")).out).toBe("Nothing to fix.\n");
    expect(disk.get("/work/store/cache.go")).toBe(cacheGo);
  });

  test.each([
    ["", "line 1, column 1: this is not JSON"],
    ["{]", "line 1, column 2: this is not JSON"],
    ["[]", "line 1, column 1: this is no baseline of mapvet"],
    ['{\n  "version": 2, "findings": []}', "line 2, column 14: its version is 2, and this mapvet knows"],
    ['{"version": 1}', "line 1, column 1: this is no baseline"],
    [
      '{"version": 1, "findings": [\n{"file": "a.go", "rule": "x", "fingerprint": "x", "count": 0}]}',
      "line 2, column 1: an entry needs",
    ],
  ])("says where a baseline is damaged: %j", async (text, told) => {
    const { run } = machine({ ...texts, "base.json": text });
    const { code, err, out } = await run("--baseline", "base.json");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`mapvet: The baseline base.json cannot be used: ${told}`);
  });

  test("says that there is no baseline, and what does not go together", async () => {
    const { run } = machine(texts);
    expect((await run("--baseline", "none.json")).err).toBe(
      "mapvet: There is no baseline none.json. Write one with --write-baseline none.json.\n",
    );
    const clash = await run("--write-baseline", "a.json", "--baseline", "b.json");
    expect([clash.code, clash.err]).toEqual([2, expect.stringContaining("cannot be used together")]);
  });
});

/** A method of a struct, with its lock or without, on lines of their own. */
function methodText(name: string, locked: boolean): string {
  const lock = locked ? "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n" : "";
  return `func (s *Store) ${name}(key string) {\n${lock}\ts.items[key]++\n}\n`;
}

const head =
  'package p\n\nimport "sync"\n\ntype Store struct {\n\tmu    sync.Mutex\n\titems map[string]int\n}\n';

/** The findings of a package of some declarations, over two files. */
async function findingsOf(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const disk = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/work/p/${name}`, text]));
  const fileSystem = memoryFileSystem({ "/work/go.mod": "module m\n\ngo 1.24\n", ...disk });
  const engine = createEngine({ fileSystem, stdlib: stdlibIndex(), cwd: "/work" });
  const { findings } = await engine.run(["./..."], { tests: false });
  engine.dispose();
  return findings;
}

describe("on real findings", () => {
  beforeAll(loadSyntax);

  const locked = ["Add", "Put", "Set", "Inc"].map((name) => methodText(name, true));
  const racy = fc.uniqueArray(fc.constantFrom("Peek", "Drop", "Fill", "Move"), { minLength: 1 });
  /** Blank lines and comments between lines, by line; in the struct a blank line would change what the lock guards. */
  const noise = fc.array(
    fc.tuple(
      fc.integer({ min: head.split("\n").length, max: 60 }),
      fc.constantFrom("", "// A note.", "\t// Another one."),
    ),
    {
      maxLength: 8,
    },
  );

  const disturbed = (text: string, notes: readonly (readonly [number, string])[]): string => {
    const lines = text.split("\n");
    // Not inside of the struct: a blank line there ends what the lock stands above.
    const top = head.split("\n").length;
    for (const [line, note] of notes) lines.splice(Math.min(Math.max(line, top), lines.length), 0, note);
    return lines.join("\n");
  };

  test("a baseline holds all findings, and moving the code changes nothing", async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(racy, noise, fc.infiniteStream(fc.nat()), async (names, notes, random) => {
        const methods = [...locked, ...names.map((name) => methodText(name, false))];
        const before = await findingsOf({ "a.go": [head, ...methods].join("\n") });
        seen += before.length;
        const entries = parseBaseline(formatBaseline(entriesOf(before, "/work")));
        if ("problem" in entries) throw new Error("not read back");
        expect(compareBaseline(before, entries, "/work")).toEqual({ fresh: [], known: before, stale: [] });

        const shuffled = methods
          .map((text) => ({ text, at: random.next().value }))
          .sort((a, b) => a.at - b.at);
        const cut = random.next().value % (methods.length + 1);
        const part = (from: number, to: number) => shuffled.slice(from, to).map(({ text }) => text);
        const after = await findingsOf({
          "a.go": disturbed([head, ...part(0, cut)].join("\n"), notes),
          "b.go": disturbed(
            ["package p", "func other() {}", ...part(cut, methods.length)].join("\n\n"),
            notes,
          ),
        });
        const moved = compareBaseline(after, entries, "/work");
        expect([moved.fresh, moved.stale]).toEqual([[], []]);
      }),
      { numRuns: 25 },
    );
    expect(seen).toBeGreaterThan(25);
  }, 60_000);

  test("equal findings are counted: one more is new, one less is gone", async () => {
    const twice = methodText("Peek", false).replace(
      "\ts.items[key]++\n",
      "\ts.items[key]++\n\ts.items[key]++\n",
    );
    const once = await findingsOf({ "a.go": [head, ...locked, methodText("Peek", false)].join("\n") });
    const both = await findingsOf({ "a.go": [head, ...locked, twice].join("\n") });
    expect([once.length, both.length]).toEqual([1, 2]);
    expect(compareBaseline(both, entriesOf(once, "/work"), "/work").fresh).toEqual([both[1]]);
    const { fresh, stale } = compareBaseline(once, entriesOf(both, "/work"), "/work");
    expect([fresh.length, stale.reduce((sum, { count }) => sum + count, 0)]).toEqual([0, 1]);
  });
});
