import fc from "fast-check";
import { expect, test } from "vitest";
import { characterAt } from "./columns.ts";

test("a column in bytes is the same place in the editor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
      const column = new TextEncoder().encode(before).length + 1;
      expect(characterAt(before + after, column)).toBe(before.length);
    }),
  );
});

test("a column behind the end is the end", () => {
  expect(characterAt("中\u{1F600}", 99)).toBe(3);
  expect(characterAt("", 1)).toBe(0);
});
