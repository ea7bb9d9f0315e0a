/** Packages that call each other's functions: findings follow edits in either, and runs agree with the editor. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { Engine, FileResult } from "./api.ts";
import { createEngine } from "./engine.ts";
import { memoryFileSystem } from "./memoryFileSystem.ts";

beforeAll(loadSyntax);

const goMod = "module example.com/m\n\ngo 1.25\n";

const lib = `package lib

import "sync"

type Store struct {
	mu sync.Mutex
	m  map[string]int
}

func New() *Store {
	return &Store{m: map[string]int{}}
}

func (s *Store) Put(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set(k)
}

func (s *Store) set(k string) {
	s.m[k] = 1
}

func Fill(m map[string]int, k string) {
	_ = k
}

func Run(n int, f func()) {
	for range n {
		f()
	}
}
`;

const mid = `package mid

import "example.com/m/lib"

func Put(s *lib.Store, k string) {
	s.Put(k)
}
`;

const main = `package main

import (
	"example.com/m/lib"
	"example.com/m/mid"
)

func main() {
	s := lib.New()
	m := map[string]int{}
	go s.Put("a")
	mid.Put(s, "b")
	go lib.Fill(m, "a")
	lib.Fill(m, "b")
	lib.Run(2, func() {
		m["c"]++
	})
}
`;

const served = `package served

import (
	"net/http"

	"example.com/m/lib"
)

type Server struct {
	store *lib.Store
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.store.Put(r.URL.Path)
}
`;

const files = { "/w/go.mod": goMod, "/w/lib/lib.go": lib, "/w/mid/mid.go": mid, "/w/main.go": main };

function engineOf(texts: Readonly<Record<string, string>>): Engine {
  return createEngine({ fileSystem: memoryFileSystem(texts), stdlib: stdlibIndex(), cwd: "/w" });
}

function linesOf(engine: Engine, path: string, { findings }: FileResult): number[] {
  const text = engine.text(path) ?? "";
  return findings.map(({ range }) => text.slice(0, range.start).split("\n").length);
}

/** Replaces the first occurrence of a text in an open document. */
function replace(engine: Engine, path: string, before: string, after: string, version: number): void {
  const start = engine.text(path)?.indexOf(before) ?? -1;
  expect(start).toBeGreaterThanOrEqual(0);
  engine.change(path, [{ start, oldEnd: start + before.length, text: after }], version);
}

describe("an edit in one package", () => {
  it("changes the findings of those that call it, also through another", async () => {
    const engine = engineOf(files);
    engine.open("/w/main.go", main, 1);
    engine.open("/w/lib/lib.go", lib, 1);
    expect((await engine.check("/w/main.go")).findings).toEqual([]);
    replace(engine, "/w/lib/lib.go", "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n", "", 2);
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).toEqual([11]);
    replace(engine, "/w/lib/lib.go", "\t_ = k\n", "\tm[k] = 1\n", 3);
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).toEqual([11, 13]);
    replace(engine, "/w/lib/lib.go", "\t\tf()\n", "\t\tgo f()\n", 4);
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).toContain(16);
    replace(engine, "/w/lib/lib.go", "\ts.set(k)\n", "", 5);
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).not.toContain(11);
  });

  it("changes what handlers do with the maps of others", async () => {
    const engine = engineOf({ ...files, "/w/served/served.go": served });
    engine.open("/w/lib/lib.go", lib, 1);
    expect((await engine.check("/w/served/served.go")).findings).toEqual([]);
    replace(engine, "/w/lib/lib.go", "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n", "", 2);
    expect(linesOf(engine, "/w/served/served.go", await engine.check("/w/served/served.go"))).toEqual([14]);
    replace(engine, "/w/lib/lib.go", "\ts.m[k] = 1\n", "\t_ = s.m[k]\n", 3);
    expect((await engine.check("/w/served/served.go")).findings).toEqual([]);
  });

  it("of a signature is seen by those that call it", async () => {
    const engine = engineOf(files);
    engine.open("/w/lib/lib.go", lib, 1);
    await engine.check("/w/main.go");
    replace(
      engine,
      "/w/lib/lib.go",
      "(m map[string]int, k string) {\n\t_ = k",
      "(m map[string]int, k string) {\n\tm[k] = 1",
      2,
    );
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).toEqual([13]);
    replace(
      engine,
      "/w/lib/lib.go",
      "Fill(m map[string]int, k string) {\n\tm[k] = 1",
      "Fill(l map[string]int, k string) {\n\tl[k] = 1",
      3,
    );
    expect(linesOf(engine, "/w/main.go", await engine.check("/w/main.go"))).toEqual([13]);
    replace(engine, "/w/lib/lib.go", "func Fill", "func fill", 4);
    expect((await engine.check("/w/main.go")).findings).toEqual([]);
  });

  it("gives what a fresh analysis gives, whatever is typed where", async () => {
    const texts = { ...files, "/w/served/served.go": served };
    const paths = ["/w/lib/lib.go", "/w/mid/mid.go", "/w/main.go", "/w/served/served.go"] as const;
    const words = [
      "s.mu.Lock()\n",
      "s.mu.Unlock()\n",
      "go ",
      "m[k]++\n",
      "s.m[k]++\n",
      "",
      "}\n",
      "f()\n",
      "// x\n",
    ];
    const edit = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(12),
      text: fc.constantFrom(...words),
      look: fc.option(fc.constantFrom(...paths)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
        const typed = engineOf(texts);
        for (const path of paths) typed.open(path, texts[path], 1);
        await typed.check("/w/main.go");
        for (const [i, { path, at, cut, text, look }] of edits.entries()) {
          const top = texts[path].indexOf("func ");
          const length = typed.text(path)?.length ?? 0;
          const start = top + Math.floor(at * (length - top));
          typed.change(path, [{ start, oldEnd: start + cut, text }], i + 2);
          if (look !== null) await typed.check(look);
        }
        const now = Object.fromEntries(paths.map((path) => [path, typed.text(path) ?? ""]));
        const fresh = engineOf({ "/w/go.mod": goMod, ...now });
        for (const path of paths) {
          expect((await typed.check(path)).findings).toEqual((await fresh.check(path)).findings);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe("a run", () => {
  const racy = { ...files, "/w/lib/lib.go": lib.replace("\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n", "") };

  it("finds what the editor finds", async () => {
    const run = await engineOf(racy).run(["./..."], { tests: false });
    const editor = await engineOf(racy).check("/w/main.go");
    expect(run.findings).toEqual(editor.findings);
    expect(run.findings).toHaveLength(1);
  });

  it("of one package looks into those it imports", async () => {
    const run = await engineOf(racy).run(["."], { tests: false });
    expect(run.findings).toHaveLength(1);
  });
});
