/** Whatever the text, the checker answers: it neither fails nor hangs. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { lookupMember } from "./lookup.ts";
import { checkedFuncs, packagesOf } from "./testing/check.ts";
import { asMap, typeString } from "./types.ts";

beforeAll(loadSyntax);

const folder = new URL("testdata/types/", import.meta.url);
const texts = readdirSync(folder).map((name) =>
  readFileSync(new URL(name, folder), "utf8").replaceAll(/^-- .* --$/gm, ""),
);

/** Asks everything about a text; gives how many expressions have a type. */
function ask(text: string): number {
  let typed = 0;
  for (const pkg of packagesOf(new Map([["p.go", text]]))) {
    for (const variable of pkg.vars) typeString(variable.type());
    for (const name of pkg.typeNames) lookupMember(name.type(), "nothing");
    for (const { info } of checkedFuncs(pkg)) {
      for (const type of info.types.values()) {
        typeString(type);
        asMap(type);
        lookupMember(type, "m");
        typed++;
      }
    }
  }
  return typed;
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const text = fc.constantFrom(...texts);

describe("any text", () => {
  it("is checked when it is cut short", () => {
    fc.assert(
      fc.property(text, fraction, (whole, part) => {
        ask(whole.slice(0, Math.floor(whole.length * part)));
      }),
      { numRuns: 60 },
    );
  });

  it("is checked when a piece of another text stands in it", () => {
    fc.assert(
      fc.property(
        text,
        text,
        fraction,
        fraction,
        fc.nat(300),
        fc.nat(100),
        (a, b, to, from, length, gone) => {
          const at = Math.floor(a.length * to);
          const piece = b.slice(Math.floor(b.length * from)).slice(0, length);
          ask(a.slice(0, at) + piece + a.slice(at + gone));
        },
      ),
      { numRuns: 120 },
    );
  });

  it("is checked when its names are mixed up", () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (whole, swaps) => {
        const words = whole.split(/\b/);
        for (const [x, y] of swaps) {
          const [i, j] = [x % words.length, y % words.length];
          if (/^\w+$/.test(words[i]) && /^\w+$/.test(words[j])) words[i] = words[j];
        }
        ask(words.join(""));
      }),
      { numRuns: 120 },
    );
  });
});

describe("depth", () => {
  const nest = (open: string, inner: string, close: string, times: number) =>
    open.repeat(times) + inner + close.repeat(times);

  it.each([
    ["parentheses", `func f(m map[string]int) { _ = ${nest("(", "m", ")", 900)}["a"] }`],
    ["map types", `var v ${nest("map[string]", "int", "", 900)}\nfunc f() { _ = v["a"] }`],
    ["generic types", `type T[P any] []P\nvar v ${nest("T[", "int", "]", 300)}\nfunc f() { _ = v[0] }`],
    ["calls", `func g(x int) int { return 0 }\nfunc f() { _ = ${nest("g(", "1", ")", 900)} }`],
    ["generic calls", `func g[T any](x T) []T { return nil }\nfunc f() { _ = ${nest("g(", "1", ")", 300)} }`],
    ["sums", `func f() { _ = ${"1 + ".repeat(5000)}1 }`],
    ["selectors", `type T struct{ t *T }\nfunc f(t T) { _ = t${".t".repeat(900)} }`],
    ["literals", `type T []T\nfunc f() { _ = T${nest("{", "", "}", 900)} }`],
    ["functions", `func f() { ${nest("func() { ", "", " }()", 400)} }`],
    [
      "embedded types",
      Array.from({ length: 500 }, (_, i) => `type T${i} struct { T${i + 1} }`).join("\n") +
        "\ntype T500 struct{ m map[string]int }\nfunc f(t T0) { _ = t.m }",
    ],
    [
      "names of names",
      Array.from({ length: 500 }, (_, i) => `type T${i} T${i + 1}`).join("\n") +
        "\ntype T500 map[string]int\nfunc f(t T0) { _ = t[``] }",
    ],
    [
      "values of values",
      Array.from({ length: 500 }, (_, i) => `var v${i} = v${i + 1}`).join("\n") +
        "\nvar v500 map[string]int\nfunc f() { _ = v0[``] }",
    ],
    ["doubling types", "type T[P any] struct { a, b *T[map[P]P]; P }\nfunc f(t T[int]) { _ = t.a.b.a.b.m }"],
    [
      "doubling aliases",
      "func f() { type A[P any] = struct { a, b *A[map[P]P] }\nvar a A[int]\n_ = a.a.b.a.b }",
    ],
  ])("%s may nest", (_name, source) => {
    expect(ask(`package p\n\n${source}\n`)).toBeGreaterThan(0);
  });
});
