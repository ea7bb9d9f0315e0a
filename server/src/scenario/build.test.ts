/** What a scenario is made of, and what the reader is told when none can be made. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { render } from "../../../protocol/src/messages.ts";
import { explore, type Program } from "../../../simulator/src/index.ts";
import { analyse } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { buildScenario } from "./build.ts";

const path = "/p/p.go";

beforeAll(loadSyntax);

/** The scenario at the first place of a text, in words when there is none. */
function at(text: string, mark: string): Program | string {
  const { effects } = analyse({ [path]: text });
  const built = buildScenario({ effects, path, offset: text.indexOf(mark), text: () => text });
  return "problem" in built ? render(built.problem, "en") : built.program;
}

/** The threads of a scenario that must be there. */
function program(text: string, mark = "func run"): Program {
  const made = at(text, mark);
  if (typeof made === "string") throw new Error(made);
  return made;
}

describe("where there is no scenario", () => {
  test("outside of any function", () => {
    expect(at("package p\n\nvar x int\n", "var x")).toMatch(/^Put the cursor into a function/);
  });

  test("in a function that starts no goroutine", () => {
    expect(at("package p\n\nfunc run() { println(1) }\n", "func run")).toMatch(/^run starts no goroutine/);
  });

  test("in a function with a syntax error", () => {
    expect(at("package p\n\nfunc run() { go func() { }( }\n", "func run")).toMatch(/^run has a syntax error/);
  });

  test("in a file that is not part of the package", () => {
    const { effects } = analyse({ [path]: "package p\n" });
    const built = buildScenario({ effects, path: "/q.go", offset: 0, text: () => undefined });
    expect("problem" in built).toBe(true);
  });

  test("in a function that starts more goroutines than can be explored", () => {
    const goes = Array.from({ length: 12 }, () => "go func() { n++ }()").join("\n\t");
    const text = `package p\n\nvar n int\n\nfunc run() {\n\t${goes}\n}\n`;
    expect(at(text, "func run")).toMatch(/^run starts more than 8 goroutines, the last one at p.go:13/);
  });

  test("in a function whose work has no end", () => {
    const body = Array.from({ length: 900 }, () => "x++").join("\n\t");
    const text = `package p\n\nfunc run() {\n\tx := 0\n\tgo func() { x = 1 }()\n\t${body}\n}\n`;
    expect(at(text, "func run")).toMatch(/^run is too large to simulate/);
  });
});

describe("what it is made of", () => {
  test("recursion ends, and is told of", () => {
    const text = "package p\n\nvar n int\n\nfunc run() {\n\tn++\n\tgo run()\n\trun()\n}\n";
    const { effects } = analyse({ [path]: text });
    const built = buildScenario({ effects, path, offset: text.indexOf("func run"), text: () => text });
    if ("problem" in built) throw new Error(render(built.problem, "en"));
    expect(built.abstractions.map((note) => note.id)).toContain("scenario.deepCalls");
    expect(explore(built.program, { model: "tso" }).complete).toBe(true);
  });

  test("every instruction of the reader's code names its line, columns in bytes", () => {
    const text =
      'package p\n\nfunc run() {\n\tm := map[string]int{}\n\tgo func() { /* é */ m["a"] = 1 }()\n\tm["b"] = 2\n}\n';
    const made = program(text);
    expect(made.threads[1].instructions[0].source).toEqual({
      file: path,
      line: 5,
      column: 23,
      endLine: 5,
      endColumn: 33,
      text: 'm["a"] = 1',
    });
    expect(made.locations[0].source?.text).toBe("map[string]int{}");
  });

  test("a program survives JSON", () => {
    const made = program("package p\n\nvar n int\n\nfunc run() { go func() { n++ }(); n++ }\n");
    expect(
      explore(JSON.parse(JSON.stringify(made)), { model: "tso" }).outcomes.map(({ kind }) => kind),
    ).toContain("lost-update");
  });

  test("the same code gives the same program", () => {
    const text = readFileSync(new URL("testdata/struct-fields.go", import.meta.url), "utf8");
    expect(JSON.stringify(program(text))).toBe(JSON.stringify(program(text)));
  });
});

const examples = new URL("../../../examples/", import.meta.url);

/** The kinds of outcomes of an example: of each finding, or of the program from its main function on. */
function kindsOf(dir: string, from: "findings" | "main"): string[][] {
  const url = new URL(dir, examples);
  const files: Record<string, string> = {};
  for (const name of readdirSync(url).filter((file) => file.endsWith(".go"))) {
    files[`/${name}`] = readFileSync(new URL(name, url), "utf8");
  }
  const { effects, result } = analyse(files);
  const places = result.findings.map((finding) => ({ ...finding.range, finding }));
  const main = {
    path: "/main.go",
    start: files["/main.go"]?.indexOf("func main()") ?? 0,
    finding: undefined,
  };
  return (from === "main" ? [main] : places).map(({ path, start: offset, finding }) => {
    const built = buildScenario({ effects, path, offset, finding, text: (file) => files[file] });
    if ("problem" in built) throw new Error(render(built.problem, "en"));
    return explore(built.program, { model: "tso" }).outcomes.map(({ kind }) => kind);
  });
}

/** Rules whose findings stand elsewhere than where the program fails: it is run from its main function on. */
const failsElsewhere: ReadonlySet<string> = new Set([
  "borrowed-map-mutated",
  "guarded-map-escapes",
  "published-before-init",
  "recover-cannot-catch",
]);

describe("the examples", () => {
  test("check-then-act: the racy program ends in different ways, its twin in one", () => {
    expect(kindsOf("check-then-act/racy/", "main").flat().length).toBeGreaterThan(1);
    expect(kindsOf("check-then-act/safe/", "main").flat()).toEqual(["ok"]);
  });

  const others = readdirSync(examples).filter(
    (name) => existsSync(new URL(`${name}/racy/`, examples)) && name !== "check-then-act",
  );
  for (const rule of others) {
    if (failsElsewhere.has(rule)) {
      test(`${rule}: the racy program has a fatal schedule, its twin has none`, () => {
        expect(kindsOf(`${rule}/racy/`, "main").flat()).toContain("fatal");
        expect(kindsOf(`${rule}/safe/`, "main").flat()).not.toContain("fatal");
      });
      continue;
    }
    test(`${rule}: every finding has a fatal schedule`, () => {
      const found = kindsOf(`${rule}/racy/`, "findings");
      expect(found.length).toBeGreaterThan(0);
      for (const kinds of found) expect(kinds).toContain("fatal");
    });
  }
});
