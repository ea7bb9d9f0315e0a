import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./decode.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("decodeText", () => {
  it("takes a byte order mark away and says so", () => {
    expect(decodeText(encode("\uFEFFpackage p\r\n"))).toEqual({
      text: "package p\r\n",
      bom: true,
      invalid: [],
    });
    expect(decodeText(encode("a\uFEFF"))).toEqual({ text: "a\uFEFF", bom: false, invalid: [] });
    expect(decodeText(bytes())).toEqual({ text: "", bom: false, invalid: [] });
  });

  it.each<[string, number[], string, number[]]>([
    ["a lone byte", [0x61, 0xff, 0x62], "a\uFFFDb", [1]],
    ["half a character", [0xe2, 0x82], "\uFFFD\uFFFD", [0, 1]],
    ["half a character, then text", [0xf0, 0x9f, 0x41], "\uFFFD\uFFFDA", [0, 1]],
    ["an overlong form", [0xc0, 0xaf], "\uFFFD\uFFFD", [0, 1]],
    ["a surrogate", [0xed, 0xa0, 0x80], "\uFFFD\uFFFD\uFFFD", [0, 1, 2]],
    ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80], "\uFFFD\uFFFD\uFFFD\uFFFD", [0, 1, 2, 3]],
    ["after a character of two units", [0xf0, 0x9f, 0x98, 0x80, 0x80], "\u{1F600}\uFFFD", [2]],
    ["after a byte order mark", [0xef, 0xbb, 0xbf, 0x80], "\uFFFD", [0]],
  ])("replaces %s", (_, input, text, invalid) => {
    expect(decodeText(Uint8Array.from(input))).toMatchObject({ text, invalid });
  });

  it("keeps what is right, and loses no byte of what is not", () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 5 }), fc.string({ unit: "binary" }).map(encode));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const input = Uint8Array.from(pieces.flatMap((part) => [...part]));
        const { text, bom, invalid } = decodeText(input);
        for (const at of invalid) expect(text[at]).toBe("\uFFFD");
        // Each replaced byte counts three bytes in the text.
        expect(encode(text).length - 2 * invalid.length + (bom ? 3 : 0)).toBe(input.length);
        if (invalid.length === 0) expect(encode(text)).toEqual(bom ? input.subarray(3) : input);
      }),
    );
  });
});
