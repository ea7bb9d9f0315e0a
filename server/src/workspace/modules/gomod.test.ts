import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGoMod } from "./gomod.ts";
import { parseGoWork } from "./gowork.ts";

const lines = (...parts: string[]): string => parts.join("\n");

describe("parseGoMod", () => {
  it("reads what decides about imports", () => {
    const text = lines(
      "// The module.",
      "module example.com/a // the path",
      "",
      "go 1.22.3",
      "toolchain go1.23.0",
      "require example.com/one v1.0.0",
      "require (",
      '\t"example.com/two" v2.0.0+incompatible // indirect',
      "",
      "\t// A comment.",
      "\t`example.com/three` v0.0.0-20240101000000-abcdef",
      ")",
      "exclude example.com/one v0.9.0",
      "retract [v1.0.0, v1.9.9] // oops",
      "retract (",
      "\tv2.0.0",
      ")",
      "tool example.com/cmd/x",
      "godebug default=go1.21",
      "ignore ./node_modules",
      "replace example.com/one => ../one",
      "replace (",
      "\texample.com/two v2.0.0 => example.com/fork v2.0.1",
      "\texample.com/three => ./three",
      ")",
      "exclude ()",
    );
    expect(parseGoMod(text)).toEqual({
      module: "example.com/a",
      go: "1.22.3",
      toolchain: "go1.23.0",
      requires: [
        { path: "example.com/one", version: "v1.0.0" },
        { path: "example.com/two", version: "v2.0.0+incompatible" },
        { path: "example.com/three", version: "v0.0.0-20240101000000-abcdef" },
      ],
      replaces: [
        {
          oldPath: "example.com/one",
          oldVersion: undefined,
          newPath: "../one",
          newVersion: undefined,
          local: true,
        },
        {
          oldPath: "example.com/two",
          oldVersion: "v2.0.0",
          newPath: "example.com/fork",
          newVersion: "v2.0.1",
          local: false,
        },
        {
          oldPath: "example.com/three",
          oldVersion: undefined,
          newPath: "./three",
          newVersion: undefined,
          local: true,
        },
      ],
      ignores: ["./node_modules"],
      errors: [],
    });
  });

  it.each([
    ["module a b", 1, /takes one word/],
    ["module a\nmodule b", 2, /second time/],
    ["module a\ngo 1.22x", 2, /not a Go version/],
    ["module a\ngo 1.21\ngo 1.22", 3, /second time/],
    ["module a\nfrobnicate x", 2, /unknown directive "frobnicate"/],
    ["require example.com/x", 1, /a requirement reads/],
    ["require (\nexample.com/x v1 v2\n)", 2, /a requirement reads/],
    ["replace a b", 1, /a replacement reads/],
    ["replace a => b", 1, /needs a version/],
    ["replace a => ./b v1", 1, /takes no version/],
    ['module "a', 1, /not closed/],
    ['module "a\\q"', 1, /unknown escape/],
    ["/* old */ module a", 1, /not with/],
    ["module a\nrequire (\na v1", 2, /not closed/],
    ["module a\n\u00a0", 2, /U\+00A0/],
    ["<<<<<<< HEAD\nmodule a", 1, /unknown directive/],
  ])("reports a broken line of %j", (text, line, message) => {
    const { errors } = parseGoMod(text);
    expect(errors[0].line).toBe(line);
    expect(errors[0].message).toMatch(message);
  });

  it("goes on after a broken line", () => {
    const mod = parseGoMod('module example.com/a\nrequire "x\n???\ngo 1.22\nreplace x => ./x');
    expect(mod).toMatchObject({ module: "example.com/a", go: "1.22" });
    expect(mod.replaces).toHaveLength(1);
    expect(mod.errors.map((error) => error.line)).toEqual([2, 3]);
  });

  it.each(["1.22", "1.22.0", "1.21rc2", "1.9"])("accepts the version %s", (version) => {
    expect(parseGoMod(`go ${version}`)).toMatchObject({ go: version, errors: [] });
  });

  it.each([
    ["./x", true],
    ["../x", true],
    ["..", true],
    ["/x", true],
    ["C:\\x", true],
    ["..\\x", true],
    ["example.com/x v1.0.0", false],
  ])("tells directories from modules: %s", (target, local) => {
    expect(parseGoMod(`replace a => ${target}`).replaces[0].local).toBe(local);
  });

  it("reads CRLF, a byte order mark and quoted escapes", () => {
    const mod = parseGoMod(
      '\uFEFFmodule "example.com/\\x61"\r\n\r\ngo 1.20\r\nrequire (\r\n\tb v1.0.0\r\n)\r\n',
    );
    expect(mod).toMatchObject({ module: "example.com/a", go: "1.20", errors: [] });
    expect(mod.requires).toEqual([{ path: "b", version: "v1.0.0" }]);
  });

  it("says nothing about an empty file", () => {
    expect(parseGoMod("")).toMatchObject({ module: undefined, errors: [] });
  });

  it("never throws", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "module",
        "go",
        "require",
        "replace",
        "(",
        ")",
        "=>",
        "\n",
        '"',
        "`",
        "//",
        "/*",
        "\\",
        "v1.0.0",
        "./x",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(" ");
        const count = text.split("\n").length;
        for (const { line } of [...parseGoMod(text).errors, ...parseGoWork(text).errors]) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(count);
        }
      }),
    );
  });
});

describe("parseGoWork", () => {
  it("reads modules and replacements", () => {
    const text = lines(
      "go 1.23",
      "toolchain go1.23.1",
      "godebug default=go1.21",
      "use ./a",
      "use (",
      "\t.",
      '\t"./b c"',
      ")",
      "replace example.com/x => ./x",
    );
    expect(parseGoWork(text)).toEqual({
      go: "1.23",
      uses: ["./a", ".", "./b c"],
      replaces: [
        {
          oldPath: "example.com/x",
          oldVersion: undefined,
          newPath: "./x",
          newVersion: undefined,
          local: true,
        },
      ],
      errors: [],
    });
  });

  it.each([
    ["use", /takes one directory/],
    ["go x", /takes a Go version/],
    ["go 1.21\ngo 1.22", /second time/],
    ["module x", /unknown directive/],
    ["replace x", /a replacement reads/],
  ])("reports %j", (text, message) => expect(parseGoWork(text).errors[0].message).toMatch(message));
});
