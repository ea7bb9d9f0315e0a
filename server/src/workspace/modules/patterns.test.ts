import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isIgnored, isSkippedDirectory, parsePattern } from "./patterns.ts";

describe("parsePattern", () => {
  it.each([
    [".", "/w"],
    ["./a/", "/w/a"],
    ["a/b.go", "/w/a/b.go"],
    ["/abs/x", "/abs/x"],
    ["..", "/"],
  ])("takes %s for one path", (pattern, path) => {
    expect(parsePattern(pattern, "/w")).toEqual({ kind: "path", path });
  });

  it.each<[string, string, string[], string[]]>([
    ["./...", "/w", ["/w", "/w/a", "/w/a/b"], []],
    ["...", "/w", ["/w", "/w/a"], []],
    ["a/...", "/w/a", ["/w/a", "/w/a/b"], []],
    ["./a...", "/w", ["/w/a", "/w/ab", "/w/a/b"], ["/w", "/w/b"]],
    ["./a/.../b", "/w/a", ["/w/a/x/b", "/w/a/x/y/b"], ["/w/a/b/c", "/w/a"]],
    ["./x.../y/...", "/w", ["/w/x/y", "/w/xz/q/y", "/w/x/y/z"], ["/w/x", "/w/y"]],
    ["/...", "/", ["/", "/a"], []],
    ["../...", "/", ["/w", "/v"], []],
  ])("walks for %s", (pattern, root, yes, no) => {
    const parsed = parsePattern(pattern, "/w");
    if (parsed.kind !== "tree") throw new Error("a tree was expected");
    expect(parsed.root).toBe(root);
    expect(yes.filter((dir) => !parsed.matches(dir))).toEqual([]);
    expect(no.filter(parsed.matches)).toEqual([]);
  });

  it("never throws", () => {
    const part = fc.oneof(fc.constantFrom("...", "/", "..", "a"), fc.string());
    fc.assert(
      fc.property(fc.array(part), fc.string(), (parts, dir) => {
        const pattern = parsePattern(parts.join(""), "/w");
        if (pattern.kind === "tree") pattern.matches(dir);
      }),
    );
  });
});

it("passes over directories as the go command does", () => {
  const names = ["testdata", "vendor", "_x", ".git", "internal", "vendors"];
  expect(names.filter(isSkippedDirectory)).toEqual(["testdata", "vendor", "_x", ".git"]);
});

it.each([
  ["./node_modules", "node_modules", true],
  ["./node_modules", "web/node_modules", false],
  ["node_modules", "web/node_modules", true],
  ["node_modules", "web/my_node_modules", false],
  ["a/b/", "x/a/b", true],
])("ignore %s and %s: %s", (ignore, dir, expected) => expect(isIgnored([ignore], dir)).toBe(expected));
