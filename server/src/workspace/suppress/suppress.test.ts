import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { render } from "../../../../protocol/src/messages.ts";
import { stdlibIndex } from "../../testkit/analyse.ts";
import { loadSyntax } from "../../testkit/syntax.ts";
import type { RunResult } from "../api.ts";
import { createEngine } from "../engine.ts";
import { memoryFileSystem } from "../memoryFileSystem.ts";
import { applyEdits } from "../recheck.ts";

beforeAll(loadSyntax);

/** Analyses a module of some files below /w. */
function run(files: Readonly<Record<string, string>>, tests = false): Promise<RunResult> {
  const disk = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/${name}`, text]));
  const fileSystem = memoryFileSystem({ "/w/go.mod": "module m\n\ngo 1.24\n", ...disk });
  return createEngine({ fileSystem, stdlib: stdlibIndex(), cwd: "/w" }).run(["./..."], { tests });
}

/** What a file gets: `shown`, `suppressed` and the notices, each with its line. */
async function outcome(text: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const result = await run({ "a.go": text, ...files });
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  return [
    ...result.findings.map(({ range }) => `shown:${lineOf(range.start)}`),
    ...result.suppressed.map(({ finding, reason }) => `suppressed:${lineOf(finding.range.start)} ${reason}`),
    ...result.notices.map(({ range, message }) => `notice:${lineOf(range.start)} ${render(message, "en")}`),
  ];
}

/** A store whose Peek misses the lock, with comments put in its places. */
function store(at: {
  readonly file?: string;
  readonly field?: string;
  readonly doc?: string;
  readonly above?: string;
  readonly end?: string;
}): string {
  const line = (text: string | undefined, indent = ""): string =>
    text === undefined ? "" : `${text.replace(/^/gm, indent)}\n`;
  return `${line(at.file)}package p

import "sync"

type S struct {
	mu    sync.RWMutex
	users map[string]int${at.field === undefined ? "" : ` ${at.field}`}
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

${line(at.doc)}func (s *S) Peek(k string) int {
	if k == "" {
		return 0
	}
${line(at.above, "\t")}	return s.users[k]${at.end === undefined ? "" : ` ${at.end}`}
}
`;
}

const ignore = "//mapvet:ignore inconsistent-guard read before the store is shared";
const shown = [expect.stringMatching(/^shown:/)];
const suppressed = [expect.stringMatching(/^suppressed:\d+ read before the store is shared$/)];

describe("//mapvet:ignore", () => {
  it.each([
    ["at the end of the line", { end: ignore }],
    ["on the line above", { above: ignore }],
    ["above, among other comments", { above: `// The map is full by now.\n${ignore}\n// See New.` }],
    ["in the doc comment of the function", { doc: ignore }],
    ["last in a longer doc comment", { doc: `// Peek reads.\n//\n${ignore}` }],
    ["before the package clause", { file: ignore }],
    ["in the package's own comment", { file: `// Package p stores.\n${ignore}` }],
    ["far above the package clause", { file: `${ignore}\n` }],
    ["at the field that holds the map", { field: ignore }],
    ["with several rules", { end: ignore.replace(" inc", " write-under-rlock,inc") }],
  ])("counts %s", async (_, at) => {
    const [first, ...rest] = await outcome(store(at));
    expect([first]).toEqual(suppressed);
    expect(rest.filter((line) => !line.includes("write-under-rlock"))).toEqual([]);
  });

  it.each([
    ["two lines above", { above: `${ignore}\n` }],
    ["for another rule", { end: ignore.replace("inconsistent-guard", "write-under-rlock") }],
    ["with a space after the slashes", { end: ignore.replace("//", "// ") }],
    ["in a block comment", { end: "/*mapvet:ignore inconsistent-guard it is fine*/" }],
  ])("does not count %s", async (_, at) => {
    expect((await outcome(store(at))).slice(0, 1)).toEqual(shown);
  });

  it.each([
    ["no reason", "//mapvet:ignore inconsistent-guard", /without a reason/],
    ["punctuation for a reason", "//mapvet:ignore inconsistent-guard --", /without a reason/],
    ["no rule", "//mapvet:ignore", /names no rule/],
    [
      "a misspelt rule",
      "//mapvet:ignore inconsistent-gard it is fine",
      /no rule inconsistent-gard; did you mean inconsistent-guard\?$/,
    ],
    ["an unknown rule", "//mapvet:ignore everything it is fine", /no rule everything; mapvet --help/],
    ["an unknown word", "//mapvet:disable inconsistent-guard x", /no \/\/mapvet:disable; write/],
    ["a lint:ignore without a reason", "//lint:ignore mapvet/inconsistent-guard", /without a reason/],
  ])("%s is told and suppresses nothing", async (_, end, text) => {
    expect(await outcome(store({ end }))).toEqual([
      expect.stringMatching(/^shown:/),
      expect.stringMatching(text),
    ]);
  });

  it("is told when unused, as a whole or in part", async () => {
    expect(await outcome(`package p\n\n${ignore}\nfunc f() {}\n`)).toEqual([
      "notice:3 this comment suppresses nothing: there is no finding of inconsistent-guard here",
    ]);
    const both = await run({ "a.go": store({ end: ignore.replace(" inc", " write-under-rlock, inc") }) });
    expect(both.notices.map(({ message }) => message.args)).toEqual([{ rules: "write-under-rlock" }]);
  });

  it("is not called unused where the code does not parse", async () => {
    expect(await outcome(`package p\n\n${ignore}\nfunc f() { ( }\n`)).toEqual([]);
  });

  it("is not called unused in generated code", async () => {
    const text = `// Code generated by hand. DO NOT EDIT.\n\n${store({ doc: "//mapvet:ignore wrong-guard no" })}`;
    expect(await outcome(text)).toEqual([]);
  });
});

describe("code that somebody else has to mend", () => {
  const files = new Map(
    Object.entries({
      "/w/go.mod": "module m\n\ngo 1.24\n",
      "/w/vendor/v/v.go": store({}),
      "/w/gen/gen.go": `// Code generated by hand. DO NOT EDIT.\n\n${store({})}`,
      "/w/own/own.go": store({}),
      "/w/own/gen.go":
        '// Code generated by hand. DO NOT EDIT.\n\npackage p\n\nfunc Wipe(s *S) { delete(s.users, "") }\n',
    }),
  );
  const engineOf = () =>
    createEngine({
      fileSystem: memoryFileSystem(Object.fromEntries(files)),
      stdlib: stdlibIndex(),
      cwd: "/w",
      tests: true,
    });

  it.each(["vendor/v/v.go", "gen/gen.go", "own/gen.go"])("is analysed and not reported: %s", async (name) => {
    const engine = engineOf();
    const { findings } = await engine.run([`./${name}`], { tests: false });
    expect(findings).toEqual([]);
    expect((await engine.check(`/w/${name}`)).findings).toEqual([]);
    // The map is known all the same: the analysis saw the accesses.
    expect(
      await engine.mapAt(`/w/${name}`, (files.get(`/w/${name}`) ?? "").indexOf("s.users") + 2),
    ).toMatchObject({
      name: "S.users",
    });
  });

  it("does not hide the code beside it", async () => {
    const { findings } = await engineOf().run(["./own"], { tests: false });
    expect(findings.map(({ range }) => range.path)).toEqual(["/w/own/own.go"]);
  });
});

describe("a map that other packages use", () => {
  const use = `package main

import "m/a"

func main() {
	go a.Put()
	a.Put()
}
`;
  const why = "//mapvet:ignore concurrent-map-access main waits for the other one";
  const declaring = (comment: string, value = "map[string]int{}") =>
    `package a\n\nvar Shared = ${value}${comment}\n\nfunc Put() {\n\tShared["x"] = 1\n}\n`;

  it("is suppressed at its declaration in all of them, and never called unused there", async () => {
    const bare = await run({ "a/a.go": declaring(""), "main.go": use });
    expect(bare.findings.map(({ range }) => range.path)).toEqual(["/w/main.go"]);
    const hushed = await run({ "a/a.go": declaring(` ${why}`), "main.go": use });
    expect([hushed.findings, hushed.suppressed.length, hushed.notices]).toEqual([[], 1, []]);
    for (const value of ["map[string]int{}", "make(map[string]int)"]) {
      expect((await run({ "a/a.go": declaring(` ${why}`, value) })).notices).toEqual([]);
    }
    const hidden = declaring(` ${why}`).replaceAll("Shared", "shared");
    expect((await run({ "a/a.go": hidden })).notices).toHaveLength(1);
  });
});

describe("the colours of the editor", () => {
  const grammar = new URL("../../../../syntaxes/mapvet-comments.tmLanguage.json", import.meta.url);
  const [{ match }]: { match: string }[] = JSON.parse(readFileSync(grammar, "utf8")).patterns;

  it.each([
    ["//mapvet:ignore inconsistent-guard why", ["mapvet:ignore", "inconsistent-guard"]],
    [
      "//mapvet:ignore wrong-guard, inconsistent-guard why",
      ["mapvet:ignore", "wrong-guard, inconsistent-guard"],
    ],
    ["//mapvet:ignore", ["mapvet:ignore", undefined]],
    ["//mapvet:ignored wrong-guard", undefined],
    ["// mapvet:ignore wrong-guard", undefined],
  ])("%s", (text, groups) => {
    expect(new RegExp(match).exec(text)?.slice(1)).toEqual(groups);
  });
});

describe("the comments of other tools", () => {
  it.each([
    ["nolint for everything", { end: "//nolint" }],
    ["nolint with a space", { end: "// nolint" }],
    ["nolint:all", { end: "//nolint:all // it is fine" }],
    ["nolint for Mapvet", { end: "//nolint:mapvet // it is fine" }],
    ["nolint for Mapvet among others", { end: "//nolint:errcheck, mapvet" }],
    ["nolint above a statement", { above: "//nolint:mapvet" }],
    ["nolint above a function", { doc: "//nolint:mapvet" }],
    ["nolint above the package clause", { file: "//nolint:mapvet" }],
    ["lint:ignore", { above: "//lint:ignore mapvet/inconsistent-guard it is fine" }],
    ["lint:ignore at the end", { end: "//lint:ignore SA1000,mapvet/inconsistent-guard it is fine" }],
    ["lint:ignore with a pattern", { above: "//lint:ignore mapvet/* it is fine" }],
    ["lint:file-ignore anywhere", { doc: "//lint:file-ignore mapvet/inconsistent-guard it is fine" }],
  ])("%s suppresses", async (_, at) => {
    const { findings, notices, suppressed: hidden } = await run({ "a.go": store(at) });
    expect([findings, notices]).toEqual([[], []]);
    expect(hidden).toHaveLength(1);
  });

  it.each([
    ["nolint for another linter", { end: "//nolint:errcheck" }],
    ["a word that begins like nolint", { end: "//nolinter" }],
    ["nolint in another column than the code below", { above: "\t//nolint:mapvet" }],
    ["lint:ignore for another tool", { above: "//lint:ignore inconsistent-guard it is fine" }],
    [
      "lint:ignore on the function, which is for its first line",
      { doc: "//lint:ignore mapvet/* it is fine" },
    ],
  ])("%s does not", async (_, at) => {
    expect(await outcome(store(at))).toEqual(shown);
  });

  it.each(["//nolint:mapvet", "//nolint", "//lint:ignore mapvet/* it is fine"])(
    "%s is never called unused",
    async (comment) => expect(await outcome(`package p\n\nfunc f() {} ${comment}\n`)).toEqual([]),
  );
});

describe("taking an unused comment away", () => {
  const removed = async (text: string): Promise<string> => {
    const { notices } = await run({ "a.go": text });
    expect(notices).toHaveLength(1);
    return applyEdits(text, notices[0].removal);
  };

  it("takes its line where it stands alone, and nothing else", async () => {
    expect(await removed(`package p\n\n// f is.\n${ignore}\nfunc f() {}\n`)).toBe(
      "package p\n\n// f is.\nfunc f() {}\n",
    );
    expect(await removed(`package p\n\nvar x = 1 ${ignore}\n`)).toBe("package p\n\nvar x = 1\n");
    expect(await removed(`package p\n\nvar x = 1\n\n${ignore}`)).toBe("package p\n\nvar x = 1\n\n");
  });

  it("leaves the rules that are used", async () => {
    const text = store({ end: ignore.replace(" inc", " write-under-rlock, inc") });
    expect(await removed(text)).toBe(store({ end: ignore }));
  });
});

describe("a comment that only the tests need", () => {
  const cache = `package p

type C struct{ m map[string]int }

func (c *C) Put(k string) {
	c.m[k] = 1 //mapvet:ignore concurrent-map-access only the test writes at once
}
`;
  const test = `package p

import "testing"

func TestPut(t *testing.T) {
	c := &C{m: map[string]int{}}
	go c.Put("a")
	c.Put("b")
}
`;

  it("is not called unused when they are not looked at", async () => {
    expect((await run({ "a.go": cache })).notices).toHaveLength(1);
    const files = { "a.go": cache, "a_test.go": test };
    const looked = await run(files, true);
    expect([looked.suppressed.length, looked.findings, looked.notices]).toEqual([1, [], []]);
    expect((await run(files)).notices).toEqual([]);
  });
});
