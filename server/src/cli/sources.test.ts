import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { decodeText } from "../workspace/decode.ts";
import { Sources } from "./sources.ts";

const mark = [0xef, 0xbb, 0xbf];
const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

/** Line and byte column of a word. */
function positionOf(content: Uint8Array, word: string): string {
  const decoded = decodeText(content);
  const sources = new Sources({ text: () => decoded.text, irregular: () => decoded });
  const start = decoded.text.indexOf(word);
  const { line, column } = sources.range({ path: "/a.go", start, end: start }).start;
  return `${line}:${column}`;
}

describe("columns in bytes", () => {
  test.each([
    ["plain", bytes("var é = undefined0"), "1:10"],
    ["after a byte order mark, on the first line", bytes(mark, "package p; var x = undefined0"), "1:23"],
    ["after a byte order mark, on the next line", bytes(mark, "package p\nvar x = undefined0"), "2:9"],
    ["behind bytes that are not UTF-8", bytes('var x, y = "', [0xff, 0xfe], '", undefined0'), "1:18"],
    ["behind such bytes on the line before", bytes("// ", [0xff], "\nvar x = undefined0"), "2:9"],
    ["behind a real U+FFFD", bytes("var x, y = 1 /* \ufffd */ + undefined0"), "1:26"],
  ])("%s", (_, content, at) => {
    expect(positionOf(content, "undefined0")).toBe(at);
  });
});

describe.runIf(spawnSync("go", ["version"]).status === 0)("with the Go toolchain", () => {
  test("are those of gofmt, which names the place of a syntax error", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "mapvet-columns-"));
    try {
      const file = path.join(folder, "a.go");
      const content = bytes(mark, "package p; var é = ) //");
      writeFileSync(file, content);
      const { stderr } = spawnSync("gofmt", ["-e", file], { encoding: "utf8" });
      expect(/a\.go:(\d+:\d+)/.exec(stderr)?.[1]).toBe(positionOf(content, ")"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
