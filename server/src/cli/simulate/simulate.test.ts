import { beforeAll, describe, expect, test } from "vitest";
import type { SimulateReport } from "../../../../protocol/src/simulate.ts";
import { stdlibIndex } from "../../testkit/analyse.ts";
import { loadSyntax } from "../../testkit/syntax.ts";
import { createEngine } from "../../workspace/engine.ts";
import { memoryFileSystem } from "../../workspace/memoryFileSystem.ts";
import { runCommand } from "../run.ts";
import { fakeHost } from "../testing/host.ts";

beforeAll(loadSyntax);

const store = `package p

import "sync"

type Store struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *Store) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = v
}

func (s *Store) Get(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.m[k]
}

func (s *Store) Drop(k string) {
	delete(s.m, k)
}

func fill() {
	m := map[string]int{}
	go func() { m["a"] = 1 }()
	m["b"] = 2
}

var x, y int

func flags() int {
	done := make(chan int)
	go func() {
		x = 1
		done <- y
	}()
	y = 1
	got := x
	return got + <-done
}

func alone() int { return 1 }
`;

const grow = `package grow

func grow() {
	m := map[string]int{}
	m["a"] = 1
	m["b"] = 2
	go func() { m["c"] = 3 }()
	m["a"] = 4
}
`;

const files = {
  "/work/go.mod": "module example.com/m\n\ngo 1.22\n",
  "/work/store.go": store,
  "/work/grow/grow.go": grow,
  "/work/calm/calm.go": "package calm\n\nvar limit = 3\n\nfunc Twice(n int) int { return 2 * n }\n",
  "/work/none/none.go": "package none\n\nvar limit = 3\n",
  "/work/one/one.go":
    'package one\n\nimport "sync"\n\nfunc run() int {\n\tvar mu sync.Mutex\n\tn := 0\n\tgo func() {\n\t\tmu.Lock()\n\t\tn++\n\t\tmu.Unlock()\n\t}()\n\tmu.Lock()\n\tdefer mu.Unlock()\n\treturn n\n}\n',
  "/work/broken/broken.go": "package broken\n\nfunc run() {\n\tgo func() { x := }()\n}\n",
  "/work/many/many.go": `package many\n\nvar n int\n\nfunc run() {\n${"\tgo func() { n++ }()\n".repeat(10)}}\n`,
  "/work/large/large.go": `package large\n\nvar n int\n\nfunc run() {\n\tgo func() { n++ }()\n${"\tn++\n".repeat(900)}}\n`,
};

async function simulate(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const disk = new Map<string, string>(Object.entries(files));
  const engine = createEngine({ fileSystem: memoryFileSystem(files), stdlib: stdlibIndex(), cwd: "/work" });
  const host = fakeHost({ argv: ["simulate", ...argv], disk, engine, env });
  const code = await runCommand(host);
  return { code, out: host.out.join(""), err: host.err.join("") };
}

const golden = (name: string): string => `../testdata/simulate/${name}`;

describe("mapvet simulate", () => {
  test("--help, in both languages", async () => {
    await expect((await simulate(["--help"])).out).toMatchFileSnapshot(golden("help.txt"));
    const chinese = await simulate(["-h"], { LANG: "zh_CN.UTF-8" });
    await expect(chinese.out).toMatchFileSnapshot(golden("help.zh-cn.txt"));
  });

  test("text: the outcomes, and the shortest way to the worst on the reader's lines", async () => {
    const { code, out } = await simulate(["store.go", "--func", "fill"]);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(golden("fill.txt"));
    const chinese = await simulate(["store.go", "--func", "flags", "--lang", "zh-cn"]);
    await expect(chinese.out).toMatchFileSnapshot(golden("flags.zh-cn.txt"));
  });

  test("text: an outcome that is fine needs no witness", async () => {
    await expect((await simulate(["one/one.go"])).out).toMatchFileSnapshot(golden("one.txt"));
  });

  test.each([
    ["a name", ["store.go", "--func", "flags"], "flags"],
    ["a line", ["store.go:35"], "flags"],
    ["a line and a column, as compilers print them", ["store.go:35:2"], "flags"],
    ["the line of a finding", ["store.go:23"], "(*Store).Drop ∥ (*Store).Set"],
    ["a method with a finding", ["store.go", "--func", "Drop"], "(*Store).Drop ∥ (*Store).Set"],
    ["the only function that starts goroutines", ["one/one.go"], "run"],
    [
      "callers of a method",
      ["store.go", "--func", "Store.Set", "--goroutines", "3"],
      "(*Store).Set ∥ (*Store).Set ∥ (*Store).Set",
    ],
  ])("what is simulated: %s", async (_, argv, name) => {
    const { code, out } = await simulate(argv);
    expect(code).toBe(0);
    expect(out.split(" (store.go")[0].split(" (one")[0]).toBe(name);
  });

  test("a bound that was asked for: what is known is not complete, and says what to do", async () => {
    const argv = ["store.go", "--func", "flags", "--states", "5"];
    const { code, out } = await simulate([...argv, "--format", "json"]);
    expect(code).toBe(0);
    const report: SimulateReport = JSON.parse(out);
    expect(report.complete).toBe(false);
    expect(report.advice).toContain("higher bound");
    expect((await simulate(argv)).out).toMatch(
      /^More can happen: the exploration stopped at \d states .*set a higher bound\.$/m,
    );
  });

  test("json, with the keys of the specification", async () => {
    const { code, out } = await simulate(["store.go", "--func", "flags", "--format", "json"]);
    expect(code).toBe(0);
    const report: SimulateReport = JSON.parse(out);
    expect(Object.keys(report)).toEqual([
      "version",
      "model",
      "map",
      "runtime",
      "complete",
      "advice",
      "explored",
      "abstractions",
      "outcomes",
    ]);
    expect({ ...report, outcomes: [], explored: {} }).toEqual({
      version: 1,
      model: "tso",
      map: "operation",
      runtime: "hmap",
      complete: true,
      advice: null,
      explored: {},
      abstractions: [],
      outcomes: [],
    });
    expect(Object.keys(report.explored)).toEqual(["states", "transitions", "milliseconds", "peakBytes"]);
    const stale = report.outcomes.find(({ kind }) => kind === "stale-read");
    expect(stale?.only).toBe("tso");
    expect(stale?.schedules).toMatch(/^\d+$/);
    expect(stale?.final.results.flags).toMatchObject({ result: 0 });
    expect(stale?.final.variables).toMatchObject({ x: 1, y: 1 });
    expect(stale?.witness[0]).toEqual({
      goroutine: "flags",
      action: "execute",
      text: "flags starts goroutine 1",
      file: "store.go",
      line: 36,
      runtime: null,
      purpose: null,
    });
  });

  test("steps inside a map name the runtime's line; an end can be wrong in several ways", async () => {
    const flags = ["store.go", "--func", "fill", "--map", "protocol", "--runtime", "swiss"];
    const report: SimulateReport = JSON.parse((await simulate([...flags, "--format", "json"])).out);
    const steps = report.outcomes.flatMap(({ witness }) => witness);
    const check = steps.find(({ runtime }) => runtime?.endsWith("runtime_fast64_swiss.go:204"));
    expect(check?.runtime).toBe("1.24:src/internal/runtime/maps/runtime_fast64_swiss.go:204");
    expect(check?.purpose).toContain("the runtime looks whether somebody is writing");
    const several = report.outcomes.find(({ also }) => also.length > 0);
    expect(several?.also.map(({ kind }) => kind)).not.toContain("ok");
    const { out } = await simulate(flags);
    expect(out).toContain("(Go 1.24 runtime_fast64_swiss.go:204)");
    expect(out).toContain("also: ");
  });

  test("with few slots a map grows, and says so", async () => {
    const flags = ["grow/grow.go", "--map", "structure", "--runtime", "swiss", "--model", "sc"];
    const { out } = await simulate([...flags, "--slots", "2"]);
    expect(out).toContain("a directory of tables is taken for a group of slots");
    expect(out).toContain("groups of m have 2 slots instead of 8, so that few keys make it grow");
    const { out: whole } = await simulate(flags);
    expect(whole).not.toContain("directory");
    expect(whole).not.toContain("instead of 8");
  });

  test("deeper into the map: two writers miss each other, and an insert is lost", async () => {
    const kinds = async (...flags: string[]): Promise<string[]> => {
      const { out } = await simulate(["store.go", "--func", "fill", "--format", "json", ...flags]);
      const report: SimulateReport = JSON.parse(out);
      expect(report.complete).toBe(true);
      return [...new Set(report.outcomes.map(({ kind }) => kind))];
    };
    expect(await kinds()).not.toContain("lost-insert");
    expect(await kinds("--map", "protocol")).toContain("fatal");
    expect(await kinds("--map", "structure", "--runtime", "swiss", "--model", "sc")).toContain("lost-insert");
  });

  test("under SC there is no stale read", async () => {
    const { out } = await simulate(["store.go", "--func", "flags", "--model", "sc", "--format", "json"]);
    const report: SimulateReport = JSON.parse(out);
    expect(report.complete).toBe(true);
    expect(report.outcomes.map(({ kind }) => kind)).not.toContain("stale-read");
  });

  test.each([
    ["no file", []],
    ["two files", ["store.go", "one/one.go"]],
    ["a file that does not exist", ["missing.go"]],
    ["a folder", ["one"]],
    ["no Go file", ["go.mod"]],
    ["a line outside any function", ["store.go:32"]],
    ["a line behind the end", ["store.go:900"]],
    ["a function that does not exist", ["store.go", "--func", "fil"]],
    ["no function", ["none/none.go:3"]],
    ["no goroutine", ["calm/calm.go"]],
    ["a function without goroutine", ["store.go", "--func", "alone"]],
    ["a syntax error", ["broken/broken.go", "--func", "run"]],
    ["too many goroutines", ["many/many.go", "--func", "run"]],
    ["too much code", ["large/large.go", "--func", "run"]],
    ["too many callers", ["store.go", "--func", "fill", "--goroutines", "10"]],
    ["too few slots", ["store.go", "--func", "fill", "--map", "structure", "--slots", "1"]],
    ["an unknown model", ["store.go", "--model", "arm"]],
  ])("2 for %s", async (name, argv) => {
    const { code, out, err } = await simulate(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    const chinese = await simulate([...argv, "--lang", "zh-cn"]);
    await expect(`${err}${chinese.err}`).toMatchFileSnapshot(
      golden(`usage/${name.replace(/\W+/g, "-")}.txt`),
    );
  });
});
