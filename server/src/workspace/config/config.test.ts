import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { render } from "../../../../protocol/src/messages.ts";
import { stdlibIndex } from "../../testkit/analyse.ts";
import { loadSyntax } from "../../testkit/syntax.ts";
import type { Engine } from "../api.ts";
import { createEngine } from "../engine.ts";
import { type MemoryFile, memoryFileSystem } from "../memoryFileSystem.ts";
import { readConfig } from "./config.ts";
import { globMatcher } from "./glob.ts";
import { type JsonNode, parseJson } from "./json.ts";

/** `offset text` of each problem, the offset as the text it points at. */
function problems(text: string): string[] {
  return readConfig(text).problems.map(({ range, message }) => {
    return `${text.slice(range.pos, range.end)}: ${render(message, "en")}`;
  });
}

describe("the text of a configuration", () => {
  it("is understood", () => {
    const { config, problems: wrong } = readConfig(`{
  "$schema": "./mapvet.schema.json",
  "severity": { "inconsistent-guard": "warning", "unused-suppression": "off" },
  "tests": true,
  "exclude": ["third_party/**", "*.pb.go"]
}`);
    expect(wrong).toEqual([]);
    expect([...config.severity]).toEqual([
      ["inconsistent-guard", "warning"],
      ["unused-suppression", "off"],
    ]);
    expect(config.tests).toBe(true);
    expect(config.excludes("third_party/a/b.go")).toBe(true);
    expect(config.excludes("main.go")).toBe(false);
  });

  it.each([
    ["", /^: this is not JSON: expected a value/],
    ["{,}", /^,: this is not JSON: expected a name/],
    ['{"tests": true,}', /^}: this is not JSON: expected a name/],
    ['{"tests" true}', /^true: this is not JSON: expected ':'/],
    ['{"tests": yes}', /^yes: this is not JSON: expected a value/],
    ['{"tests": true "exclude": []}', /^": this is not JSON: expected ',' or '}'/],
    ['{"tests": true}}', /^}: this is not JSON: expected the end/],
    ['{"exclude": ["a\n"]}', /^": this is not JSON: expected a string/],
    ["// note\n{}", /^\/: this is not JSON/],
    ["[]", /^\[\]: the file must hold an object/],
    ['{"test": true}', /^"test": there is no setting test; did you mean tests\?/],
    [
      '{"whatever": true}',
      /^"whatever": there is no setting whatever; the settings are severity, tests, exclude/,
    ],
    ['{"tests": "yes"}', /^"yes": tests must be true or false/],
    ['{"exclude": "vendor"}', /^"vendor": exclude must be a list/],
    ['{"exclude": [""]}', /^"": a pattern must be/],
    ['{"severity": "error"}', /^"error": severity must be an object/],
    [
      '{"severity": {"inconsistent-gard": "off"}}',
      /^"inconsistent-gard": there is no rule .*did you mean inconsistent-guard\?/,
    ],
    [
      '{"severity": {"inconsistent-guard": "none"}}',
      /^"none": a severity must be one of error, warning, information, hint, off/,
    ],
    ['{"tests": true, "tests": false}', /^"tests": tests is set twice/],
  ])("%j is told with its place", (text, told) => {
    expect(problems(text)).toEqual([expect.stringMatching(told)]);
  });

  it("counts but for what is wrong in it", () => {
    const { config, problems: wrong } = readConfig(
      '{"tests": 1, "severity": {"x": "off", "inconsistent-guard": "hint"}}',
    );
    expect(wrong).toHaveLength(2);
    expect([...config.severity]).toEqual([["inconsistent-guard", "hint"]]);
  });

  it("never throws, and JSON of any kind is read as JSON.parse reads it", () => {
    const unit = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "true", "1e", "\n", "\0", "\ud800");
    fc.assert(fc.property(fc.string({ unit }), (text) => void readConfig(text)));
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(4), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        const parsed = parseJson(spaced);
        if ("problem" in parsed) throw new Error(render(parsed.problem.message, "en"));
        expect(JSON.stringify(plainOf(parsed.node))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
    expect(problems("[".repeat(100_000))).toHaveLength(1);
  });
});

function plainOf(node: JsonNode): unknown {
  if (node.kind === "array") return node.items.map(plainOf);
  if (node.kind === "other") return node.value;
  const entries = node.members.map(({ key, value }): [string, unknown] => [key, plainOf(value)]);
  return Object.fromEntries(entries);
}

describe("a pattern", () => {
  it.each([
    ["*.pb.go", ["a.pb.go", "x/y/a.pb.go"], ["a.go", "a.pb.go.txt"]],
    ["mocks", ["mocks/a.go", "x/mocks/a.go"], ["mocks.go", "xmocks/a.go"]],
    ["/mocks", ["mocks/a.go"], ["x/mocks/a.go"]],
    ["./mocks/", ["mocks/a.go"], ["x/mocks/a.go"]],
    ["internal/gen", ["internal/gen/a.go"], ["x/internal/gen/a.go"]],
    ["third_party/**", ["third_party/a.go", "third_party/x/a.go"], ["third_party.go"]],
    ["**/zz_*.go", ["zz_a.go", "x/y/zz_b.go"], ["azz_.go"]],
    ["x/**/a.go", ["x/a.go", "x/y/z/a.go"], ["xa.go"]],
    ["a?.go", ["ab.go"], ["a.go", "abc.go"]],
    ["a[1](x).go", ["a[1](x).go"], ["a1x.go"]],
  ])("%s", (pattern, matching, others) => {
    const matches = globMatcher(pattern);
    expect(matching.filter((file) => !matches(file))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });
});

const racy = `package p

func Fill() {
	m := map[string]int{}
	go func() {
		m["a"] = 1
	}()
	m["b"] = 2
}
`;

describe("a module's configuration", () => {
  beforeAll(loadSyntax);

  const engineOf = (files: Readonly<Record<string, MemoryFile>>): Engine =>
    createEngine({
      fileSystem: memoryFileSystem({ "/w/go.mod": "module m\n\ngo 1.22\n", "/w/a.go": racy, ...files }),
      stdlib: stdlibIndex(),
      cwd: "/w",
      tests: true,
    });
  const config = (value: unknown) => ({ "/w/.mapvet.json": JSON.stringify(value) });
  const run = async (files: Readonly<Record<string, MemoryFile>>, rule?: "concurrent-map-access") => {
    const result = await engineOf(files).run(["./..."], {
      tests: undefined,
      ...(rule === undefined ? {} : { rules: new Set([rule]) }),
    });
    return result.findings.map(({ range, severity }) => `${range.path}: ${severity ?? "as its tier"}`);
  };

  it("gives rules a severity", async () => {
    expect(await run({})).toEqual(["/w/a.go: as its tier"]);
    expect(await run(config({ severity: { "concurrent-map-access": "hint" } }))).toEqual(["/w/a.go: hint"]);
    expect(await run(config({ severity: { "concurrent-map-access": "off" } }))).toEqual([]);
  });

  it("switches off no rule that the command line asks for", async () => {
    const off = config({ severity: { "concurrent-map-access": "off" } });
    expect(await run(off, "concurrent-map-access")).toEqual(["/w/a.go: as its tier"]);
  });

  it("leaves out what it excludes, and looks at tests", async () => {
    const files = { "/w/gen/b.go": racy, "/w/a_test.go": racy.replace("Fill", "fillTest") };
    expect(await run(files)).toEqual(["/w/a.go: as its tier", "/w/gen/b.go: as its tier"]);
    expect(await run({ ...files, ...config({ exclude: ["gen"], tests: true }) })).toEqual([
      "/w/a.go: as its tier",
      "/w/a_test.go: as its tier",
    ]);
  });

  it("is that of the innermost module", async () => {
    const inner = { "/w/in/go.mod": "module in\n", "/w/in/a.go": racy };
    const engine = engineOf({ ...inner, ...config({ exclude: ["a.go"] }) });
    expect((await engine.check("/w/a.go")).findings).toEqual([]);
    expect((await engine.check("/w/in/a.go")).findings).toHaveLength(1);
  });

  it("is read anew when the file changed, and told when it cannot be read", async () => {
    const engine = engineOf({ "/w/.mapvet.json": { denied: true } });
    expect((await engine.check("/w/a.go")).findings).toHaveLength(1);
    const told = engine.configFiles().flatMap(({ problems: wrong }) => wrong);
    expect(told.map(({ message }) => render(message, "en"))).toEqual([
      "the file cannot be read: permission denied",
    ]);
    engine.fileChanged("/w/.mapvet.json");
    expect(engine.configFiles()).toEqual([]);
  });
});
