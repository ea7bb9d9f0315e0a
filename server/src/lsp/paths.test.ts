import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isForeign } from "../../../protocol/src/paths.ts";
import { pathOf, uriOf } from "./paths.ts";

describe("paths", () => {
  test.each([
    ["file:///w/a.go", "/w/a.go"],
    ["file:///w/%E4%B8%AD%20b.go", "/w/中 b.go"],
    ["file:///C%3A/w/a.go", "c:/w/a.go"],
    ["file:///c:/w/a.go", "c:/w/a.go"],
    ["file://server/share/a.go", "//server/share/a.go"],
    ["vscode-vfs://github/o/r/a.go", "/~vscode-vfs/github/o/r/a.go"],
    ["vscode-vfs://a%2Bb/r/a.go", "/~vscode-vfs/a%2Bb/r/a.go"],
    ["untitled:Untitled-1", "/~untitled//Untitled-1"],
  ])("%s is %s", (uri, path) => {
    expect(pathOf(uri)).toBe(path);
    expect(pathOf(uriOf(path))).toBe(path);
    expect(isForeign(path)).toBe(!uri.startsWith("file:"));
  });

  test("an unsaved document keeps the form that the editor knows", () => {
    expect(uriOf(pathOf("untitled:Untitled-1"))).toBe("untitled:Untitled-1");
  });

  test("any absolute path survives", () => {
    const name = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes("/"));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        const path = `/${names.join("/")}`;
        fc.pre(!isForeign(path) && !/^\/[a-zA-Z]:/.test(path));
        expect(pathOf(uriOf(path))).toBe(path);
      }),
    );
  });
});
