import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrame, displayWidth } from "./frame.ts";
import { styleFor } from "./style.ts";

const style = styleFor("never", false, {});

/** The frame of the text between two `|`, which may stand on several lines. */
function frame(marked: string, options: { context?: number; maxLines?: number } = {}): string {
  const [before, inside, after] = marked.split("|");
  const at = (text: string): [number, number] => [
    text.split("\n").length - 1,
    text.split("\n").at(-1)?.length ?? 0,
  ];
  const [startLine, startColumn] = at(before);
  const [endLine, endColumn] = at(before + inside);
  return codeFrame(
    (before + inside + after).split("\n"),
    { startLine, startColumn, endLine, endColumn },
    {
      context: 0,
      maxLines: 4,
      gutter: 2,
      mark: "^",
      label: "here",
      paint: (text) => text,
      style,
      ...options,
    },
  ).join("\n");
}

describe("code frames", () => {
  test("tabs become spaces, and the underline follows", () => {
    expect(frame("\tif x {\t|m[k]| = 1")).toBe(" 1 |     if x {  m[k] = 1\n   |             ^^^^ here");
  });

  test("wide characters take two columns, marks none", () => {
    expect(frame('m["名前é"] = |v|')).toBe(` 1 | m["名前é"] = v
   | ${" ".repeat(13)}^ here`);
  });

  test("several lines, the first of many only", () => {
    expect(frame("a |b\n  c\nd| e")).toBe(" 1 | a b\n   |   ^\n 2 |   c\n   |   ^\n 3 | d e\n   | ^ here");
    expect(frame("a |b\n  c\nd| e", { maxLines: 1 })).toBe(" 1 | a b\n   |   ^ here");
  });

  test("no empty lines at the ends of the context", () => {
    expect(frame("\n|x|\n", { context: 1 })).toBe(" 2 | x\n   | ^ here");
  });

  test("an empty place still gets a mark", () => {
    expect(frame("||")).toBe(" 1 |\n   | ^ here");
  });

  test("a long line is cut around the place", () => {
    const [line, underline] = frame(`${"a".repeat(5000)}|m[k]|${"b".repeat(5000)}`).split("\n");
    expect(line.length).toBeLessThan(160);
    expect(line.slice(underline.indexOf("^"), underline.lastIndexOf("^") + 1)).toBe("m[k]");
  });

  test("control characters do not reach the terminal", () => {
    expect(frame('|m["\u001b[31m"]|')).toContain('m["?[31m"]');
  });

  test("the underline is as wide as what it marks", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z名é\t]{0,20}$/),
        fc.stringMatching(/^[a-z名é]{1,20}$/),
        (before, inside) => {
          const underline = frame(`${before}|${inside}|`).split("\n")[1];
          expect(underline.replace(/[^^]/g, "").length).toBe(displayWidth(inside));
        },
      ),
    );
  });
});
