import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, minGoVersion, parseGoBuild, parsePlusBuild } from "./buildexpr.ts";
import {
  type BuildContext,
  constraintHolds,
  contextFor,
  defaultContext,
  fileConstraint,
  fileGoVersion,
  isGenerated,
  isHiddenName,
  isTestFile,
  nameMatches,
  tagHolds,
} from "./constraints.ts";

const context = (change: Partial<BuildContext>): BuildContext => ({ ...defaultContext, ...change });
const holdsIn = (text: string, change: Partial<BuildContext> = {}): boolean =>
  constraintHolds(fileConstraint(text), context(change));

describe("//go:build expressions", () => {
  it.each([
    ["linux", true],
    ["!linux", false],
    ["linux && amd64", true],
    ["linux&&!amd64", false],
    ["windows || linux", true],
    ["windows || darwin && linux", false],
    ["(windows || linux) && cgo", true],
    ["!(windows || darwin)", true],
    ["go1.18", true],
    ["go1.26", true],
    ["go1.27", false],
    ["go1.0", false],
    ["unix", true],
    ["gc && !gccgo", true],
    ["ignore", false],
    ["386", false],
    ["goexperiment.jsonv2", false],
    ["(((linux)))", true],
  ])("%s is %s by default", (text, expected) =>
    expect(holdsIn(`//go:build ${text}\n\npackage p`)).toBe(expected),
  );

  it.each([
    "",
    "&&",
    "linux &&",
    "linux amd64",
    "!!linux",
    "(linux",
    "linux)",
    "linux & amd64",
    "a | b",
    "a-b",
    "!",
    "()",
  ])("refuses %j", (text) => {
    expect(parseGoBuild(text)).toBeUndefined();
    expect(fileConstraint(`//go:build ${text}\npackage p`).problem).toMatch(/cannot be read/);
  });

  it("stops at expressions that are too large", () => {
    expect(parseGoBuild("(".repeat(100_000))).toBeUndefined();
    expect(parseGoBuild(Array(2000).fill("a").join(" || "))).toBeUndefined();
    expect(parseGoBuild(Array(900).fill("a").join(" || "))).toBeDefined();
  });

  it.each([
    ["linux && go1.22", 22],
    ["(linux && go1.22) || (windows && go1.20)", 20],
    ["linux", undefined],
    ["linux || (windows && go1.22)", undefined],
    ["!go1.22", undefined],
    ["!(go1.22 || x)", undefined],
    ["!!go1.22", undefined],
    ["go1", 0],
    ["(linux && !linux && go1.20) || go1.21", 20],
  ])("finds the Go version of %s", (text, version) => {
    const expr = parseGoBuild(text);
    expect(expr && minGoVersion(expr)).toBe(version);
  });

  it("means what the operators of JavaScript mean", () => {
    interface Sample {
      readonly text: string;
      readonly value: boolean;
    }
    const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
      sample: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Sample>({ text: "t", value: true }, { text: "f", value: false }),
        fc
          .tuple(tie("sample"), tie("sample"))
          .map(([x, y]) => ({ text: `(${x.text}) && (${y.text})`, value: x.value && y.value })),
        fc
          .tuple(tie("sample"), tie("sample"), tie("sample"))
          // && binds more tightly than ||.
          .map(([x, y, z]) => ({
            text: `(${x.text}) || (${y.text}) && !(${z.text})`,
            value: x.value || (y.value && !z.value),
          })),
      ),
    }));
    fc.assert(
      fc.property(sample, ({ text, value }) => {
        const parsed = parseGoBuild(text);
        expect(parsed && evaluate(parsed, (tag) => tag === "t")).toBe(value);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void [parseGoBuild(text), parsePlusBuild(text)]));
  });
});

describe("the build context", () => {
  it.each<[string, Partial<BuildContext>, boolean]>([
    ["linux", { os: "android" }, true],
    ["darwin", { os: "ios" }, true],
    ["solaris", { os: "illumos" }, true],
    ["linux", { os: "windows" }, false],
    ["unix", { os: "windows" }, false],
    ["unix", { os: "darwin" }, true],
    ["cgo", { cgo: false }, false],
    ["race", { tags: new Set(["race"]) }, true],
    ["go1.21", { goVersion: 20 }, false],
  ])("%s under %j is %s", (tag, change, expected) => expect(tagHolds(tag, context(change))).toBe(expected));

  it.each([
    ["a.go", true],
    ["a_linux.go", true],
    ["a_windows.go", false],
    ["a_amd64.go", true],
    ["a_arm64.go", false],
    ["a_linux_amd64.go", true],
    ["a_linux_arm64.go", false],
    ["a_windows_amd64.go", false],
    ["a_windows_test.go", false],
    ["a_linux_test.go", true],
    ["a_linux_arm64_test.go", false],
    ["windows.go", true],
    ["arm64.go", true],
    ["a_unix.go", true],
    ["a_zos.go", false],
    ["a_windows_x.go", true],
    ["a_windows.pb.go", false],
    ["_windows.go", false],
    ["test.go", true],
    ["windows_test.go", true],
  ])("the name %s: %s", (name, expected) => expect(nameMatches(name, defaultContext)).toBe(expected));

  it("knows hidden files and tests", () => {
    expect(["_a.go", ".a.go", "a.go"].map(isHiddenName)).toEqual([true, true, false]);
    expect(["a_test.go", "test.go", "a_test.c"].map(isTestFile)).toEqual([true, false, false]);
  });
});

describe("the constraint of a file", () => {
  it.each<[string, string, boolean]>([
    ["a line after the licence", "// Licence.\n\n//go:build windows\n\npackage p", false],
    ["a line without an empty line after it", "//go:build windows\npackage p", false],
    [
      "a line after a block comment",
      "/* Licence\n//go:build windows\n*/\n\n//go:build linux\npackage p",
      true,
    ],
    ["a line inside a block comment", "/*\n//go:build windows\n*/\npackage p", true],
    ["a line after the package clause", "package p\n\n//go:build windows\n", true],
    ["an indented line", "\t//go:build windows\npackage p", false],
    ["another directive", "//go:buildx windows\npackage p", true],
    ["a space before go:build", "// go:build windows\npackage p", true],
    ["CRLF", "// x\r\n\r\n//go:build windows\r\n\r\npackage p\r\n", false],
    ["a byte order mark", "\uFEFF//go:build windows\n\npackage p", false],
    ["an old line", "// +build windows\n\npackage p", false],
    ["an old line without space", "//+build windows\n\npackage p", false],
    ["an old line in the doc comment", "// +build windows\npackage p", true],
    ["an old line after a block comment", "/* x */\n// +build windows\n\npackage p", true],
    ["two old lines", "// +build linux darwin\n// +build arm64\n\npackage p", false],
    ["or and and", "// +build windows linux,amd64\n\npackage p", true],
    ["not", "// +build !windows,!darwin\n\npackage p", true],
    ["nothing after +build", "// +build\n\npackage p", false],
    ["a wrong word", "// +build a-b\n\npackage p", false],
    ["both: the new line counts", "//go:build linux\n// +build windows\n\npackage p", true],
    ["several new lines", "//go:build linux\n//go:build amd64\n\npackage p", false],
    ["no constraint", "package p", true],
    ["an empty file", "", true],
  ])("%s", (_, text, expected) => expect(holdsIn(text)).toBe(expected));

  it("gives the language version of a file", () => {
    const version = (text: string, module?: string): number | undefined =>
      fileGoVersion(fileConstraint(text), module);
    expect(version("package p", "1.22.3")).toBe(22);
    expect(version("//go:build go1.23\npackage p", "1.22")).toBe(23);
    expect(version("//go:build go1.21\npackage p", "1.22")).toBe(21);
    expect(version("//go:build go1.17\npackage p", "1.22")).toBe(21);
    expect(version("//go:build linux\npackage p", "1.20")).toBe(20);
    expect(version("package p")).toBeUndefined();
  });

  it("passes over an old line that is too large", () => {
    expect(fileConstraint(`// +build ${"a ".repeat(200)}\n\npackage p`).exprs).toEqual([]);
  });

  it("never throws", () => {
    const part = fc.oneof(
      fc.constantFrom("//go:build ", "// +build ", "/*", "*/", "\n", "package p"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        constraintHolds(fileConstraint(parts.join("")), defaultContext);
      }),
    );
  });
});

describe("contextFor", () => {
  it.each([
    ["a.go", "package p", { os: "linux", arch: "amd64", tags: [] }],
    ["a_windows.go", "package p", { os: "windows", arch: "amd64", tags: [] }],
    ["a_darwin_arm64.go", "package p", { os: "darwin", arch: "arm64", tags: [] }],
    ["a.go", "//go:build arm64 && !linux\npackage p", { os: "aix", arch: "arm64", tags: [] }],
    ["a.go", "//go:build ignore\npackage p", { os: "linux", arch: "amd64", tags: ["ignore"] }],
    ["a.go", "//go:build !cgo\npackage p", { os: "linux", arch: "amd64", tags: [] }],
  ])("finds a build for %s with %j", (name, text, wanted) => {
    const found = contextFor(name, fileConstraint(text), defaultContext);
    expect(
      found && {
        os: found.os,
        arch: found.arch,
        tags: [...found.tags].filter((tag) => !defaultContext.tags.has(tag)),
      },
    ).toEqual(wanted);
  });

  it.each(["//go:build linux && !linux\npackage p", "//go:build (\npackage p"])("gives up on %j", (text) => {
    expect(contextFor("a.go", fileConstraint(text), defaultContext)).toBeUndefined();
  });
});

describe("generated files", () => {
  it.each([
    ["// Code generated by protoc-gen-go. DO NOT EDIT.\n", true],
    ["// x\n\n// Code generated DO NOT EDIT.\n", false],
    ["// Code generated by x; DO NOT EDIT.\r\n", true],
    [" // Code generated by x. DO NOT EDIT.\n", false],
    ["// Code generated by x. DO NOT EDIT. Really.\n", false],
    ["// code generated by x. DO NOT EDIT.\n", false],
  ])("%j: %s", (text, expected) => expect(isGenerated(text)).toBe(expected));
});
