import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fix } from "../fixes/fix.ts";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { RunResult } from "../workspace/api.ts";
import { createEngine } from "../workspace/engine.ts";
import { memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import type { CacheStore } from "../workspace/resultCache.ts";
import { cacheFolder, nodeCache } from "./nodeCache.ts";

beforeAll(loadSyntax);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mapvet-cache-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const files = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));

describe("the store", () => {
  it("gives back what was put in, also to another process's store, and nothing else", () => {
    const one = nodeCache(folder, "1");
    const key = one.hash(["a", "b"]);
    one.put(key, "entry");
    expect(nodeCache(folder, "1").get(key)).toBe("entry");
    expect(one.get(one.hash(["ab"]))).toBeUndefined();
    expect(one.hash(["a", "b"])).not.toBe(one.hash(["ab", ""]));
    expect(nodeCache(folder, "2").hash(["a", "b"])).not.toBe(key);
  });

  it("leaves no half of an entry, and does without a folder", () => {
    const cache = nodeCache(folder, "1");
    cache.put(cache.hash(["a"]), "x".repeat(10_000));
    expect(
      readdirSync(folder, { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(".tmp")),
    ).toBe(false);
    writeFileSync(path.join(folder, "file"), "");
    const nowhere = nodeCache(path.join(folder, "file", "below"), "1");
    nowhere.put(nowhere.hash(["a"]), "entry");
    nowhere.tidy();
    expect(nowhere.get(nowhere.hash(["a"]))).toBeUndefined();
  });

  it("keeps to its size: what was used last stays", () => {
    const cache = nodeCache(folder, "1", 10_000);
    const keys = Array.from({ length: 20 }, (_, i) => cache.hash([String(i)]));
    for (const [i, key] of keys.entries()) {
      cache.put(key, "x".repeat(1000));
      utimesSync(path.join(folder, key.slice(0, 2), `${key.slice(2)}.json`), i, i);
    }
    cache.get(keys[0]);
    cache.tidy();
    expect(files()).toHaveLength(10);
    expect(cache.get(keys[0])).toBeDefined();
    expect(cache.get(keys[1])).toBeUndefined();
    expect(cache.get(keys[19])).toBeDefined();
  });

  it("stands where the variable says", () => {
    expect(cacheFolder({ MAPVET_CACHE: "off" })).toBeUndefined();
    expect(cacheFolder({ MAPVET_CACHE: "/x/y" })).toBe(path.resolve("/x/y"));
    expect(cacheFolder({ XDG_CACHE_HOME: "/x", LOCALAPPDATA: "/x" })).toMatch(/mapvet/);
  });
});

describe("a run", () => {
  const texts = {
    "/w/go.mod": "module example.com/m\n\ngo 1.25\n",
    "/w/p.go": `package p

import "example.com/m/q"

func f() {
	m := map[int]int{}
	go q.Fill(m)
	m[1] = 1
}
`,
    "/w/q/q.go": "package q\n\nfunc Fill(m map[int]int) { m[2] = 2 }\n",
  };

  /** Runs, and says how many entries were found. */
  async function run(
    changed: Readonly<Record<string, string>> = {},
    tests = false,
  ): Promise<RunResult & { readonly hits: number }> {
    const { fixes: _, ...result } = await runWithFixes(changed, tests);
    return result;
  }

  /** The same, with the fixes of all findings, and how many of them were found. */
  async function runWithFixes(
    changed: Readonly<Record<string, string>> = {},
    tests = false,
  ): Promise<RunResult & { readonly hits: number; readonly fixes: { of: readonly Fix[][]; hits: number } }> {
    const store = nodeCache(folder, "1");
    let hits = 0;
    const cache: CacheStore = {
      ...store,
      get: (key) => {
        const entry = store.get(key);
        if (entry !== undefined) hits++;
        return entry;
      },
    };
    const fileSystem = memoryFileSystem({ ...texts, ...changed });
    const engine = createEngine({ fileSystem, stdlib: stdlibIndex(), cwd: "/w", cache });
    const result = await engine.run(["./..."], { tests });
    for (const { range } of result.findings) expect(engine.text(range.path)).toBeDefined();
    const found = hits;
    const fixes: Fix[][] = [];
    for (const finding of result.findings) fixes.push([...(await engine.fixes(finding))]);
    for (const { path } of fixes.flat().flatMap(({ edits }) => edits))
      expect(engine.text(path)).toBeDefined();
    return { ...result, hits: found, fixes: { of: fixes, hits: hits - found } };
  }

  it("with nothing changed takes everything from the cache and finds the same", async () => {
    const first = await run();
    expect(first.findings).toHaveLength(1);
    expect(first.hits).toBe(0);
    expect(await run()).toEqual({ ...first, hits: 2 });
  });

  const guarded = {
    "/w/p.go": `package p

import "sync"

type S struct {
	mu sync.Mutex
	m  map[int]int
}

func (s *S) Set() {
	s.mu.Lock()
	s.m[1] = 1
	s.mu.Unlock()
}

func (s *S) Drop() {
	s.mu.Lock()
	delete(s.m, 1)
	s.mu.Unlock()
}

func (s *S) Get() int {
	return s.m[1]
}
`,
  };

  it("has the fixes in the cache as well, with the texts that they change", async () => {
    const { fixes, findings } = await runWithFixes(guarded);
    expect(fixes.hits).toBe(0);
    expect(fixes.of).toMatchObject([[{ id: "use-guard", preferred: true }]]);
    expect((await runWithFixes(guarded)).fixes).toEqual({ ...fixes, hits: findings.length });
  });

  it("makes fixes again when a test of the package changes, or a file of another build", async () => {
    await runWithFixes(guarded);
    const test = { "/w/p_test.go": "package p\n\nfunc get(s *S) {\n\ts.mu.Lock()\n\ts.Get()\n}\n" };
    const tested = await runWithFixes({ ...guarded, ...test });
    expect(tested.hits).toBe(2);
    expect(tested.fixes.hits).toBe(0);
    expect(tested.fixes.of).toMatchObject([[{ disabledReason: { id: "fix.no.held" } }]]);
    const windows = { "/w/p_windows.go": "package p\n\nvar _ = S{}\n" };
    expect((await runWithFixes({ ...guarded, ...windows })).fixes.hits).toBe(0);
    expect((await runWithFixes(guarded)).fixes.hits).toBe(1);
  });

  it("analyses again what changed, and what imports it", async () => {
    await run();
    const own = await run({ "/w/p.go": texts["/w/p.go"].replace("m[1] = 1", "_ = m") });
    expect(own.hits).toBe(1);
    expect(own.findings).toEqual([]);
    const below = await run({ "/w/q/q.go": texts["/w/q/q.go"].replace("m[2] = 2", "_ = m") });
    expect(below.hits).toBe(0);
    expect(below.findings).toEqual([]);
    expect((await run()).findings).toHaveLength(1);
  });

  it("has other entries for other settings, and for tests", async () => {
    await run();
    const severity = '{ "rules": { "concurrent-map-access": "off" } }';
    expect((await run({ "/w/.mapvet.json": severity })).hits).toBe(0);
    const test = { "/w/p_test.go": 'package p\n\nimport "testing"\n\nfunc TestF(t *testing.T) { f() }\n' };
    expect((await run(test)).hits).toBe(2);
    expect((await run(test, true)).hits).toBe(1);
    expect((await run(test, true)).hits).toBe(2);
  });

  it("takes a damaged or vanished entry as none", async () => {
    const first = await run();
    for (const name of files()) writeFileSync(path.join(folder, name), '{"findings":[');
    expect((await run()).findings).toEqual(first.findings);
    rmSync(folder, { recursive: true, force: true });
    expect((await run()).findings).toEqual(first.findings);
  });
});
