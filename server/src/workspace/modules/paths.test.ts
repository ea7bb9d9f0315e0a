import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestors, baseName, cleanPath, isAbsolute, joinPath, parentOf, relativeTo } from "./paths.ts";

describe("paths", () => {
  it.each([
    ["/a//b/./c/../d/", "/a/b/d"],
    ["/..", "/"],
    ["", "."],
    ["a/..", "."],
    ["../a", "../a"],
    ["C:\\go\\src", "C:/go/src"],
    ["C:/", "C:/"],
    ["/a\\b", "/a\\b"],
  ])("cleans %s to %s", (path, clean) => expect(cleanPath(path)).toBe(clean));

  it.each([
    ["/a", "b", "/a/b"],
    ["/a", "../b", "/b"],
    ["/a", "/b", "/b"],
    ["/", "b", "/b"],
    ["C:/a", "..", "C:/"],
    ["/a", "", "/a"],
  ])("joins %s and %s", (dir, path, joined) => expect(joinPath(dir, path)).toBe(joined));

  it("knows parents, last parts and what lies below", () => {
    expect([parentOf("/a/b"), parentOf("/a"), parentOf("/"), parentOf("C:/a")]).toEqual([
      "/a",
      "/",
      "/",
      "C:/",
    ]);
    expect(baseName("/a/b.go")).toBe("b.go");
    expect(relativeTo("/a", "/a/b/c")).toBe("b/c");
    expect(relativeTo("/a", "/a")).toBe("");
    expect(relativeTo("/a", "/ab")).toBeUndefined();
    expect(relativeTo("/", "/a")).toBe("a");
    expect([...ancestors("/a/b")]).toEqual(["/a/b", "/a", "/"]);
    expect([isAbsolute("/a"), isAbsolute("C:\\a"), isAbsolute("a/b")]).toEqual([true, true, false]);
  });

  it("cleans once and for all", () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(cleanPath(cleanPath(path))).toBe(cleanPath(path));
      }),
    );
  });
});
