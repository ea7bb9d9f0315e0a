import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanTop } from "./scan.ts";

const paths = (text: string): string[] => scanTop(text).imports.map((spec) => spec.path);

describe("scanTop", () => {
  it("reads the package and its imports", () => {
    const text = `// Licence
/* more */

// Package p does.
package p // yes

import "fmt"
import (
	"os" // files
	. "strings"
	_ \`embed\`
	x /* why */ "example.com/x"; "io"
)
import y "y"

func f() {}
import "late"
`;
    expect(scanTop(text)).toEqual({
      packageName: "p",
      headerEnd: text.indexOf("package p"),
      importsEnd: text.indexOf("func f"),
      reachedEnd: false,
      imports: [
        { path: "fmt", name: undefined },
        { path: "os", name: undefined },
        { path: "strings", name: "." },
        { path: "embed", name: "_" },
        { path: "example.com/x", name: "x" },
        { path: "io", name: undefined },
        { path: "y", name: "y" },
      ],
    });
  });

  it.each([
    ["package p", "p"],
    ["package\r\n\tp\r\n", "p"],
    ["\uFEFFpackage p", "p"],
    ["package été_1", "été_1"],
    ["package main;import `a`", "main"],
    ["packagep", undefined],
    ["package 1", undefined],
    ["", undefined],
    ["// package p", undefined],
    ["/* package p", undefined],
    ["func f() {}", undefined],
  ])("finds the package in %j", (text, name) => expect(scanTop(text).packageName).toBe(name));

  it.each<[string, string[]]>([
    ['package p;import "a";import "b"', ["a", "b"]],
    ['package p\nimport()\nimport "b"', ["b"]],
    ['package p\r\nimport (\r\n\t"a"\r\n\t"b"\r\n)\r\n', ["a", "b"]],
    ["package p\nimport `a\r`", ["a"]],
    ['package p\nimport "a', []],
    ['package p\nimport "a\n"\nimport "b"', ["b"]],
    ['package p\nimport ("a" "b" 3 "c")', ["a", "b"]],
    ['package p\nimport ("a"', ["a"]],
    ["package p\nimport", []],
    ['package p\nvar importer = "x"', []],
    ['package p\n/* import "x" */ import "a" // import "y"', ["a"]],
  ])("reads the imports of %j", (text, wanted) => expect(paths(text)).toEqual(wanted));

  it("tells when a piece of a file is too short", () => {
    const text = '// Doc.\npackage p\n\nimport (\n\t"a"\n\t"b"\n)\n\nfunc f() {}\n';
    const whole = scanTop(text);
    for (let length = 0; length <= text.length; length++) {
      const top = scanTop(text.slice(0, length));
      if (!top.reachedEnd) expect(top).toEqual(whole);
    }
  });

  it("reads a comment of five million characters", () => {
    expect(scanTop(`/*${"x*".repeat(2_500_000)}*/package p`).packageName).toBe("p");
  });

  it("never throws", () => {
    const part = fc.oneof(
      fc.constantFrom("package p\n", "import ", "(", ")", '"a"', "`", '"', "//", "/*", "*/", "\n", ";", "."),
      fc.string(),
    );
    fc.assert(fc.property(fc.array(part), (parts) => void scanTop(parts.join(""))));
  });
});
