import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { render } from "../../../protocol/src/messages.ts";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { Engine, FileResult } from "./api.ts";
import { createEngine } from "./engine.ts";
import { type MemoryFile, memoryFileSystem } from "./memoryFileSystem.ts";

beforeAll(loadSyntax);

function engineOf(files: Readonly<Record<string, MemoryFile>>): Engine {
  return createEngine({ fileSystem: memoryFileSystem(files), stdlib: stdlibIndex(), cwd: "/w" });
}

/** `rule:line` of each finding. */
function places(engine: Engine, path: string, result: FileResult): string[] {
  const text = engine.text(path) ?? "";
  return result.findings.map(({ rule, range }) => `${rule}:${text.slice(0, range.start).split("\n").length}`);
}

const goMod = "module example.com/m\n\ngo 1.22\n";

const minimal = `package main

import "sync"

func main() {
	m := map[int]int{}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		m[1] = 1
	}()
	go func() {
		defer wg.Done()
		m[2] = 2
	}()
	wg.Wait()
}
`;

const guarded = `package p

import "sync"

type S struct {
	mu    sync.RWMutex
	users map[string]int
}

func (s *S) Get(k string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.users[k]
}

func (s *S) Set(k string) {
	s.mu.Lock()
	s.users[k] = 1
	s.mu.Unlock()
}

func (s *S) Peek(k string) int {
	return s.users[k]
}
`;

/** With a handler that a package variable keeps, and that misses the lock. */
const keeping = `${guarded.replace('import "sync"', 'import (\n\t"net/http"\n\t"sync"\n)')}
var shop = &S{users: map[string]int{}}

var routes = map[string]func(http.ResponseWriter, *http.Request){
	"/drop": func(_ http.ResponseWriter, r *http.Request) { shop.drop(r.URL.Path) },
	"/add": func(_ http.ResponseWriter, r *http.Request) {
		shop.users[r.URL.Path]++
	},
}

func (s *S) drop(k string) {
	s.mu.Lock()
	delete(s.users, k)
	s.mu.Unlock()
}
`;

describe("a file", () => {
  it("has the minimal race flagged at the write, with the other goroutine named", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/main.go": minimal });
    const result = await engine.check("/w/main.go");
    expect(places(engine, "/w/main.go", result)).toEqual(["concurrent-map-access:11"]);
    const [finding] = result.findings;
    expect(render(finding.message, "en")).toContain("the goroutine started in main");
    const other = finding.related.find(({ role }) => role === "conflicting-access");
    expect(minimal.slice(other?.range.start, other?.range.end)).toBe("m[2] = 2");
  });

  it("is checked against the other files of its package", async () => {
    const [head, tail] = [
      guarded.slice(0, guarded.indexOf("func (s *S) Peek")),
      "\nfunc (s *S) Peek(k string) int { return s.users[k] }\n",
    ];
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": head, "/w/b.go": `package p\n${tail}` });
    expect(places(engine, "/w/b.go", await engine.check("/w/b.go"))).toEqual(["inconsistent-guard:3"]);
    expect((await engine.check("/w/a.go")).findings).toEqual([]);
  });

  it("knows maps of other packages of the module and of the standard library", async () => {
    const engine = engineOf({
      "/w/go.mod": goMod,
      "/w/kinds/kinds.go": "package kinds\n\ntype Table map[string]int\n",
      "/w/p.go": `package p

import (
	"net/http"

	"example.com/m/kinds"
)

func f(table kinds.Table, header http.Header, done chan bool) {
	go func() { table["a"] = 1; header.Set("a", "b") }()
	table["b"] = 2
	header["c"] = nil
}
`,
    });
    const result = await engine.check("/w/p.go");
    expect(result.findings.map(({ map }) => map.name).sort()).toEqual(["header", "table"]);
  });
});

describe("the lens of a schedule", () => {
  it("stands above a function whose access collides, not above one that only hands a map on", async () => {
    const escaping = `${guarded}
func (s *S) All() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users
}
`;
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": escaping });
    const found = (await engine.check("/w/a.go")).findings.map(({ rule }) => rule);
    expect(found).toEqual(["inconsistent-guard", "guarded-map-escapes"]);
    expect((await engine.lenses("/w/a.go")).map(({ functionName }) => functionName)).toEqual(["Peek"]);
  });

  it("stands above no variable, whose literal nobody runs by itself", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": keeping });
    expect((await engine.lenses("/w/a.go")).map(({ functionName }) => functionName)).toEqual(["Peek"]);
    const [, { fingerprint, range, access }] = (await engine.check("/w/a.go")).findings;
    expect(access.function).toBe("var routes");
    expect(await engine.mapAt("/w/a.go", range.start)).toMatchObject({ name: "S.users" });
    const scenario = await engine.scenario("/w/a.go", range.start, { fingerprint });
    expect("problem" in scenario && render(scenario.problem, "en")).toContain("function");
  });
});

describe("a file that was never saved", () => {
  it("belongs to the package of its folder", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": guarded });
    expect((await engine.check("/w/b.go")).findings).toEqual([]);
    const text = "package p\n\nfunc (s *S) Has(k string) bool { return s.users[k] > 0 }\n";
    engine.open("/w/b.go", text, 1);
    expect(places(engine, "/w/b.go", await engine.check("/w/b.go"))).toEqual(["inconsistent-guard:3"]);
    engine.close("/w/b.go");
    expect((await engine.check("/w/b.go")).findings).toEqual([]);
  });

  it("is a package by itself in a folder that is not there, and without a name", async () => {
    for (const path of ["/w/new/main.go", "/~untitled//Untitled-1"]) {
      const engine = engineOf({ "/w/go.mod": goMod });
      engine.open(path, minimal, 1);
      expect(places(engine, path, await engine.check(path))).toEqual(["concurrent-map-access:11"]);
      engine.change(path, [{ start: 0, oldEnd: minimal.length, text: "" }], 2);
      expect((await engine.check(path)).findings).toEqual([]);
      engine.change(path, [{ start: 0, oldEnd: 0, text: minimal }], 3);
      expect(places(engine, path, await engine.check(path))).toEqual(["concurrent-map-access:11"]);
    }
  });

  it("counts with the package clause that it has now", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": "package other\n" });
    engine.open("/w/a.go", "package other\n", 1);
    expect((await engine.check("/w/a.go")).findings).toEqual([]);
    engine.change("/w/a.go", [{ start: 0, oldEnd: 14, text: minimal }], 2);
    expect(places(engine, "/w/a.go", await engine.check("/w/a.go"))).toEqual(["concurrent-map-access:11"]);
  });
});

describe("an edit", () => {
  it("inside a body changes the findings, and undoing it brings them back", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": guarded });
    engine.open("/w/a.go", guarded, 1);
    const before = await engine.check("/w/a.go");
    expect(places(engine, "/w/a.go", before)).toEqual(["inconsistent-guard:23"]);
    const at = guarded.lastIndexOf("\treturn");
    const lock = "\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n";
    engine.change("/w/a.go", [{ start: at, oldEnd: at, text: lock }], 2);
    const after = await engine.check("/w/a.go");
    expect(after).toMatchObject({ version: 2, findings: [] });
    engine.change("/w/a.go", [{ start: at, oldEnd: at + lock.length, text: "" }], 3);
    const undone = await engine.check("/w/a.go");
    expect(undone.resultId).toBe(before.resultId);
  });

  it("of a declaration is seen by the other files", async () => {
    const use = "package p\n\nfunc (s *S) Drop(k string) { delete(s.users, k) }\n";
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": guarded, "/w/b.go": use });
    engine.open("/w/a.go", guarded, 1);
    expect((await engine.check("/w/b.go")).findings).toHaveLength(1);
    const at = guarded.indexOf("users map[string]int");
    engine.change(
      "/w/a.go",
      [{ start: at, oldEnd: at + "users map[string]int".length, text: "users []int" }],
      2,
    );
    expect((await engine.check("/w/b.go")).findings).toEqual([]);
  });

  it("of a function that makes a semaphore is seen by those that acquire it", async () => {
    const text = `package p

import (
	"net/http"

	"golang.org/x/sync/semaphore"
)

type S struct {
	sem   *semaphore.Weighted
	users map[string]int
}

func New() *S { return &S{sem: semaphore.NewWeighted(1), users: map[string]int{}} }

func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.sem.Acquire(r.Context(), 1) != nil {
		return
	}
	defer s.sem.Release(1)
	s.users[r.URL.Path]++
}
`;
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": text });
    engine.open("/w/a.go", text, 1);
    expect((await engine.check("/w/a.go")).findings).toEqual([]);
    const at = text.indexOf("(1), users") + 1;
    engine.change("/w/a.go", [{ start: at, oldEnd: at + 1, text: "4" }], 2);
    const after = await engine.check("/w/a.go");
    expect(places(engine, "/w/a.go", after)).toEqual(["unguarded-shared-map:21"]);
    engine.change("/w/a.go", [{ start: at, oldEnd: at + 1, text: "1" }], 3);
    expect((await engine.check("/w/a.go")).findings).toEqual([]);
  });

  it("of a function is seen by the literals that package variables keep, which move with what is above", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": keeping });
    engine.open("/w/a.go", keeping, 1);
    const before = await engine.check("/w/a.go");
    expect(places(engine, "/w/a.go", before)).toEqual(["inconsistent-guard:26", "inconsistent-guard:34"]);
    const above = keeping.indexOf("\treturn s.users[k]");
    engine.change("/w/a.go", [{ start: above, oldEnd: above, text: "\t// twice\n" }], 2);
    const moved = await engine.check("/w/a.go");
    expect(places(engine, "/w/a.go", moved)).toEqual(["inconsistent-guard:27", "inconsistent-guard:35"]);
    const prints = before.findings.map(({ fingerprint }) => fingerprint);
    expect(moved.findings.map(({ fingerprint }) => fingerprint)).toEqual(prints);
    const [lock, unlock] = ["\ts.mu.Lock()\n\tdelete", "\ts.mu.Unlock()\n}"];
    for (const [text, version] of [lock, unlock].map((part, i) => [part, i + 3] as const)) {
      const at = engine.text("/w/a.go")?.lastIndexOf(text) ?? 0;
      const length = text.indexOf("\n") + 1;
      engine.change("/w/a.go", [{ start: at, oldEnd: at + length, text: "" }], version);
    }
    const unlocked = (await engine.check("/w/a.go")).findings;
    expect(unlocked.map(({ rule }) => rule)).toContain("concurrent-map-access");
    const fresh = engineOf({ "/w/go.mod": goMod, "/w/a.go": engine.text("/w/a.go") ?? "" });
    expect(unlocked).toEqual((await fresh.check("/w/a.go")).findings);
  });

  it("that breaks the declaration of a variable hides what is in it", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": keeping });
    engine.open("/w/a.go", keeping, 1);
    const at = keeping.indexOf("shop.drop(");
    engine.change("/w/a.go", [{ start: at, oldEnd: at, text: "shop.(" }], 2);
    expect(places(engine, "/w/a.go", await engine.check("/w/a.go"))).toEqual(["inconsistent-guard:26"]);
  });

  it("gives what a fresh analysis of the text gives, whatever is typed", async () => {
    const words = [
      "s.mu.Lock()\n",
      "s.mu.Unlock()\n",
      "}\n",
      "{",
      "go func() {",
      "s.users[k]++\n",
      "",
      "// x\n",
      "é",
      "func f() {}\n",
    ];
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(20),
      text: fc.constantFrom(...words),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const typed = engineOf({ "/w/go.mod": goMod, "/w/a.go": keeping });
        typed.open("/w/a.go", keeping, 1);
        await typed.check("/w/a.go");
        for (const [i, { at, cut, text }] of edits.entries()) {
          // What stands above decides whether the file belongs to the package at all: that is read from disk.
          const top = keeping.indexOf("type S");
          const length = typed.text("/w/a.go")?.length ?? 0;
          const start = top + Math.floor(at * (length - top));
          typed.change("/w/a.go", [{ start, oldEnd: start + cut, text }], i + 2);
          await typed.check("/w/a.go");
        }
        const text = typed.text("/w/a.go") ?? "";
        const fresh = engineOf({ "/w/go.mod": goMod, "/w/a.go": text });
        expect((await typed.check("/w/a.go")).findings).toEqual((await fresh.check("/w/a.go")).findings);
      }),
      { numRuns: 60 },
    );
  });
});

describe("bad input", () => {
  const lost = "\nfunc broken( {\n\tx := [\n}\n";
  const cases: Record<string, { files: Record<string, MemoryFile>; findings: number }> = {
    "a syntax error in the middle": {
      files: { "a.go": guarded.replace("func (s *S) Set", `${lost}func (s *S) Set`) },
      findings: 1,
    },
    "an empty file beside": { files: { "a.go": guarded, "b.go": "" }, findings: 1 },
    "CR LF": { files: { "a.go": guarded.replaceAll("\n", "\r\n") }, findings: 1 },
    "a byte order mark": { files: { "a.go": `\uFEFF${guarded}` }, findings: 1 },
    "invalid UTF-8": {
      files: { "a.go": new Uint8Array([...new TextEncoder().encode(`${guarded}// `), 0xff, 0xfe, 0x0a]) },
      findings: 1,
    },
    "Unicode identifiers": { files: { "a.go": guarded.replaceAll("users", "用户") }, findings: 1 },
    "cyclic types": {
      files: { "a.go": `${guarded}\ntype A B\ntype B A\ntype C struct{ C }\ntype D []D\n` },
      findings: 1,
    },
    "cyclic imports": {
      files: {
        "a.go": guarded.replace('import "sync"', 'import (\n\t"sync"\n\t"example.com/m/q"\n)\n\nvar _ q.Q'),
        "q/q.go": 'package q\n\nimport p "example.com/m"\n\ntype Q struct{ s p.S }\n',
      },
      findings: 1,
    },
    "a broken go.mod": { files: { "go.mod": "modul x\n\x00((", "a.go": guarded }, findings: 1 },
    "no go.mod": { files: { "go.mod": { link: "/nowhere" }, "a.go": guarded }, findings: 1 },
    "a directory that cannot be read": { files: { "a.go": guarded, closed: { denied: true } }, findings: 1 },
    "a file that cannot be read": { files: { "a.go": guarded, "b.go": { denied: true } }, findings: 1 },
    "a link to itself": {
      files: { "a.go": guarded, loop: { link: "/w/loop" }, "l.go": { link: "/w/l.go" } },
      findings: 1,
    },
  };
  for (const [name, { files, findings }] of Object.entries(cases)) {
    it(`${name}: the rest is analysed`, async () => {
      const rooted = Object.fromEntries(
        Object.entries({ "go.mod": goMod, ...files }).map(([path, file]) => [`/w/${path}`, file]),
      );
      const engine = engineOf(rooted);
      expect((await engine.check("/w/a.go")).findings).toHaveLength(findings);
      const run = await engineOf(rooted).run(["./..."], { tests: false });
      expect(run.findings).toHaveLength(findings);
      expect(run.failures).toEqual([]);
    });
  }

  it("a file deleted while it is analysed leaves the others alone", async () => {
    const files: Record<string, MemoryFile> = {
      "/w/go.mod": goMod,
      "/w/a.go": guarded,
      "/w/b.go": "package p\n",
    };
    const engine = createEngine({ fileSystem: memoryFileSystem(files), stdlib: stdlibIndex(), cwd: "/w" });
    const first = engine.check("/w/a.go");
    engine.fileChanged("/w/b.go");
    expect((await first).findings).toHaveLength(1);
    expect((await engine.check("/w/a.go")).findings).toHaveLength(1);
    expect((await engine.check("/w/gone.go")).findings).toEqual([]);
  });

  it("edits out of range are taken as far as they go", async () => {
    const engine = engineOf({ "/w/go.mod": goMod, "/w/a.go": guarded });
    engine.open("/w/a.go", guarded, 1);
    engine.change("/w/a.go", [{ start: 1_000_000, oldEnd: -5, text: "\n// end\n" }], 2);
    engine.change("/w/other.go", [{ start: 0, oldEnd: 0, text: "x" }], 2);
    expect((await engine.check("/w/a.go")).findings).toHaveLength(1);
  });
});

describe("a package for tests that no program uses", () => {
  const files = {
    "/w/go.mod": goMod,
    "/w/main.go": "package main\n\nfunc main() {}\n",
    "/w/testbed/store.go": minimal.replace("package main", "package testbed").replace("main()", "Fill()"),
  };

  it("is looked at when tests are", async () => {
    expect((await engineOf(files).run(["./..."], { tests: false })).findings).toEqual([]);
    expect((await engineOf(files).run(["./..."], { tests: true })).findings.length).toBe(1);
  });

  it("is looked at when a program uses it", async () => {
    const used = {
      ...files,
      "/w/main.go": 'package main\n\nimport "example.com/m/testbed"\n\nfunc main() { testbed.Fill() }\n',
    };
    expect((await engineOf(used).run(["./..."], { tests: false })).findings.length).toBe(1);
  });
});

describe("tests that were not asked for", () => {
  const files = {
    "/w/go.mod": goMod,
    "/w/a.go": "package p\n",
    "/w/a_test.go": guarded,
    "/w/only/b_test.go": guarded,
  };

  it("are left out; a package that has nothing else is named", async () => {
    const run = await engineOf(files).run(["./..."], { tests: false });
    expect([run.findings.length, run.onlyTests]).toEqual([0, ["/w/only"]]);
    expect((await engineOf(files).run(["./..."], { tests: true })).onlyTests).toEqual([]);
  });

  it("are looked at when they are named", async () => {
    const run = await engineOf(files).run(["a_test.go"], { tests: undefined });
    expect([run.findings.length, run.onlyTests]).toEqual([1, []]);
  });
});
