import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex } from "./lines.ts";

describe("LineIndex", () => {
  it("counts lines and columns as editors and as Go do", () => {
    const lines = new LineIndex("a\r\nbé😀c\n\nlast");
    expect(lines.lineCount).toBe(4);
    expect(lines.positionAt(7)).toEqual({ line: 1, character: 4 });
    expect(lines.goPositionAt(7)).toEqual({ line: 2, column: 8 });
    expect(lines.positionAt(9)).toEqual({ line: 2, character: 0 });
    expect(lines.goPositionAt(99)).toEqual({ line: 4, column: 5 });
  });

  it("clamps positions to their line, and the line to the text", () => {
    const lines = new LineIndex("ab\r\ncd");
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(6);
    expect(lines.offsetAt({ line: -1, character: 5 })).toBe(0);
    expect(lines.offsetAt({ line: 1, character: -5 })).toBe(4);
    expect(lines.offsetAt({ line: 1, character: Number.NaN })).toBe(4);
  });

  it("lets a lone CR end a line for editors only", () => {
    const lines = new LineIndex("a\rb\nc");
    expect(lines.positionAt(2)).toEqual({ line: 1, character: 0 });
    expect(lines.goPositionAt(2)).toEqual({ line: 1, column: 3 });
    expect(lines.offsetAt({ line: 0, character: 9 })).toBe(1);
  });

  it("finds each offset back, and counts bytes as an encoder does", () => {
    const text = fc.array(fc.constantFrom("a", "é", "中", "😀", "\n", "\r\n", "\r", "\ud800"), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.nat(40), (parts, at) => {
        const joined = parts.join("");
        const offset = Math.min(at, joined.length);
        // Between CR and LF an editor has no position.
        fc.pre(!(joined[offset - 1] === "\r" && joined[offset] === "\n"));
        const lines = new LineIndex(joined);
        expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
        const lineStart = joined.lastIndexOf("\n", offset - 1) + 1;
        const bytes = new TextEncoder().encode(joined.slice(lineStart, offset)).length;
        expect(lines.goPositionAt(offset).column).toBe((offset === 0 ? 0 : bytes) + 1);
      }),
    );
  });
});
