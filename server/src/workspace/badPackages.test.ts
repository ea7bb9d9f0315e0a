/** Input across packages that is broken or without end: the rest is analysed, and what was left out is told. */
import { beforeAll, describe, expect, it } from "vitest";
import { stdlibIndex } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { createEngine } from "./engine.ts";
import { type MemoryFile, memoryFileSystem } from "./memoryFileSystem.ts";

beforeAll(loadSyntax);

const goMod = "module example.com/m\n\ngo 1.25\n";

async function run(files: Readonly<Record<string, MemoryFile>>, ...patterns: readonly string[]) {
  const rooted = Object.fromEntries(Object.entries(files).map(([path, file]) => [`/w/${path}`, file]));
  const engine = createEngine({ fileSystem: memoryFileSystem(rooted), stdlib: stdlibIndex(), cwd: "/w" });
  const result = await engine.run(patterns.length === 0 ? ["./..."] : patterns, { tests: false });
  expect(result.failures).toEqual([]);
  const places = result.findings.map(({ rule, range }) => `${rule} ${range.path}`);
  return { ...result, places };
}

/** A function that races on its own map, and one that races through a function of a package. */
const racy = (imported: string, call: string): string => `package p

import q "${imported}"

func own() {
	m := map[int]int{}
	go func() { m[1] = 1 }()
	m[2] = 2
}

func through() {
	m := map[int]int{}
	go ${call}
	m[3] = 3
}
`;

const fill = "package q\n\nfunc Fill(m map[int]int) { m[1] = 1 }\n";

describe("imports", () => {
  it("in a circle: each package is analysed alone", async () => {
    const { places } = await run({
      "go.mod": goMod,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/q.go": 'package q\n\nimport "example.com/m/r"\n\nfunc Fill(m map[int]int) { r.Fill(m) }\n',
      "r/r.go":
        'package r\n\nimport p "example.com/m"\n\nfunc Fill(m map[int]int) { p.Own(m); go p.Own(m); m[1] = 1 }\n',
    });
    expect(places).toEqual(["concurrent-map-access /w/p.go"]);
  });

  it("of a package that is not there", async () => {
    const { places } = await run({ "go.mod": goMod, "p.go": racy("example.com/m/gone", "q.Fill(m)") });
    expect(places).toEqual(["concurrent-map-access /w/p.go"]);
  });

  it("of itself", async () => {
    const { places } = await run({ "go.mod": goMod, "p.go": racy("example.com/m", "q.Fill(m)") });
    expect(places).toEqual(["concurrent-map-access /w/p.go"]);
  });

  it("of a module that is replaced by a folder, and by one that is not there", async () => {
    const replaced = `${goMod}\nrequire example.com/q v1.0.0\n\nreplace example.com/q => `;
    const other = { "p.go": racy("example.com/q", "q.Fill(m)") };
    const there = await run({
      "go.mod": `${replaced}./other\n`,
      ...other,
      "other/go.mod": "module example.com/q\n",
      "other/q.go": fill,
    });
    expect(there.places).toEqual(["concurrent-map-access /w/p.go", "concurrent-map-access /w/p.go"]);
    const gone = await run({ "go.mod": `${replaced}./gone\n`, ...other });
    expect(gone.places).toEqual(["concurrent-map-access /w/p.go"]);
  });
});

describe("folders", () => {
  it("with two packages: the one of most files counts, the other is named as skipped", async () => {
    const { places, skipped } = await run({
      "go.mod": goMod,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/a.go": fill,
      "q/b.go": "package q\n",
      "q/other.go": "package other\n\nfunc Fill() {}\n",
    });
    expect(places).toHaveLength(2);
    expect(skipped.map(({ path }) => path)).toEqual(["/w/q/other.go"]);
  });

  it("that are modules inside of the module are other modules, and seen through where they are known", async () => {
    const files = {
      "go.mod": `${goMod}\nrequire example.com/m/q v1.0.0\n\nreplace example.com/m/q => ./q\n`,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/go.mod": "module example.com/m/q\n",
      "q/q.go": `${fill}\nfunc race(m map[int]int) {\n\tgo Fill(m)\n\tm[2] = 2\n}\n`,
    };
    const { places } = await run(files);
    expect(places).toEqual(["concurrent-map-access /w/p.go", "concurrent-map-access /w/p.go"]);
  });
});

describe("code without end", () => {
  it("generic types that grow with each instance", async () => {
    const { places } = await run({
      "go.mod": goMod,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/q.go": `package q

type Grow[T any] struct {
	next *Grow[[]T]
	m    map[int]T
}

func (g *Grow[T]) Put(v T) { g.m[1] = v; g.next.Put([]T{v}) }

func Call[T any](n int, v T) { Call[[]T](n-1, []T{v}); Call[map[int]T](n, nil) }

func Fill(m map[int]int) {
	var g Grow[int]
	g.Put(1)
	Call(3, m)
	m[1] = 1
}
`,
    });
    expect(places).toHaveLength(2);
  });

  it("functions of two packages that hand a growing path to each other", async () => {
    const { places } = await run({
      "go.mod": goMod,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/q.go": `package q

type Node struct {
	next *Node
	m    map[int]int
}

func (n *Node) Walk() { n.m[1] = 1; n.next.Walk(); n.next.Back() }
func (n *Node) Back() { delete(n.m, 1); n.next.next.Walk() }

func Fill(m map[int]int) { (&Node{m: m}).Walk(); m[1] = 1 }
`,
    });
    expect(places).toHaveLength(2);
  });

  it("100,000 functions that call each other in one circle: followed once, and told", async () => {
    const count = 100_000;
    const parts: string[] = [];
    for (let i = 0; i < count; i++) {
      parts.push(`func f${i}(m map[int]int) { f${(i + 1) % count}(m) }\n`);
    }
    const { places, skipped } = await run({
      "go.mod": goMod,
      "p.go": racy("example.com/m/q", "q.Fill(m)"),
      "q/q.go": `${fill}\n${parts.join("")}`,
    });
    expect(places).toHaveLength(2);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "100000 functions call each other in a circle: followed once, not until nothing changes",
    ]);
  }, 300_000);
});
