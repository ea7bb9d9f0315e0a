/** A scanner for the few lexical facts that must hold even where the parser gives up. */
import type { Comment } from "./ast.ts";

const NEWLINE = 10;
const QUOTE = 34;
const APOSTROPHE = 39;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const BACKQUOTE = 96;

/** The offset after the comment, string or rune that starts at `at`; `at` when none does. */
function skipToken(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case SLASH: {
      const second = text.charCodeAt(at + 1);
      if (second === SLASH) return lineEnd(text, at);
      if (second !== STAR) return at;
      const close = text.indexOf("*/", at + 2);
      return close < 0 ? text.length : close + 2;
    }
    case BACKQUOTE: {
      const close = text.indexOf("`", at + 1);
      return close < 0 ? text.length : close + 1;
    }
    case QUOTE:
    case APOSTROPHE:
      return quotedEnd(text, at);
    default:
      return at;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" && end > at ? end - 1 : end;
}

function quotedEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const ch = text.charCodeAt(i);
    if (ch === quote) return i + 1;
    if (ch === NEWLINE) return i;
    if (ch === BACKSLASH && text.charCodeAt(i + 1) !== NEWLINE) i++;
  }
  return text.length;
}

/** All comments of a text, in order. */
export function scanComments(text: string): Comment[] {
  const list: Comment[] = [];
  for (let at = 0; at < text.length; ) {
    const end = skipToken(text, at);
    if (end === at) {
      at++;
      continue;
    }
    if (text.charCodeAt(at) === SLASH) list.push({ pos: at, end, text: text.slice(at, end) });
    at = end;
  }
  return list;
}

/** Pieces of a file that each hold one declaration when the file is formatted as gofmt does. */
export interface Chunk {
  readonly start: number;
  /** After the last token that is not a comment. */
  readonly end: number;
}

const TOP_LEVEL = /(?:func[ \t]+[\p{L}_(]|(?:type|var|const|import)[ \t]*[\p{L}_("`])/uy;

/**
 * Splits a text before each line that starts, without indentation, like a top-level declaration.
 * A `func` starts a chunk wherever it stands, since inside a body it is always indented; the other
 * words only outside of brackets.
 */
export function splitChunks(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = -1;
  let end = 0;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const ch = text.charCodeAt(at);
    if (ch <= 32 || ch === 0xfeff) {
      at++;
      continue;
    }
    const after = skipToken(text, at);
    if (after > at && ch === SLASH) {
      at = after;
      continue;
    }
    if (start < 0) start = at;
    else if ((at === 0 || text.charCodeAt(at - 1) === NEWLINE) && startsDeclaration(text, at, depth)) {
      chunks.push({ start, end });
      start = at;
      depth = 0;
    }
    if (ch === 123 || ch === 40) depth++;
    else if ((ch === 125 || ch === 41) && depth > 0) depth--;
    at = after > at ? after : at + 1;
    end = at;
  }
  if (start >= 0) chunks.push({ start, end });
  return chunks;
}

function startsDeclaration(text: string, at: number, depth: number): boolean {
  TOP_LEVEL.lastIndex = at;
  return TOP_LEVEL.test(text) && (depth === 0 || text.charCodeAt(at) === 102);
}

const CLOSER: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The brackets that are still open at the end of a text, as the text that would close them. */
export function unclosed(text: string): string {
  const open: string[] = [];
  for (let at = 0; at < text.length; ) {
    const after = skipToken(text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const ch = text[at++];
    const closer = CLOSER[ch];
    if (closer) open.push(closer);
    else if (ch === ")" || ch === "]" || ch === "}") {
      // A closer that skips over other open brackets closes them too: they were forgotten.
      const match = open.lastIndexOf(ch);
      if (match >= 0) open.length = match;
    }
  }
  return open.reverse().join("");
}

/** The comment lines that end directly above an offset, without marks; empty when there are none. */
export function docBefore(text: string, pos: number): string {
  const lines: string[] = [];
  let lineStart = text.lastIndexOf("\n", pos - 1) + 1;
  if (text.slice(lineStart, pos).trim() !== "") return "";
  while (lineStart > 0) {
    const aboveStart = text.lastIndexOf("\n", lineStart - 2) + 1;
    const line = text.slice(aboveStart, lineStart - 1).trim();
    if (line.startsWith("//")) {
      lines.unshift(line.slice(2).trim());
      lineStart = aboveStart;
    } else if (line.endsWith("*/")) {
      const open = text.lastIndexOf("/*", lineStart - 2);
      const openLine = text.lastIndexOf("\n", open) + 1;
      if (open < 0 || text.slice(openLine, open).trim() !== "") break;
      lines.unshift(text.slice(open + 2, text.lastIndexOf("*/", lineStart)).trim());
      lineStart = openLine;
    } else break;
  }
  return lines.join("\n");
}

/** The comment after an offset that ends its line, without marks; empty when there is none. */
export function lineCommentAfter(text: string, pos: number): string {
  const line = text
    .slice(pos, lineEnd(text, pos))
    .replace(/^[ \t;]+/, "")
    .trimEnd();
  if (line.startsWith("//")) return line.slice(2).trim();
  const block = /^\/\*((?:(?!\*\/).)*)\*\/$/.exec(line);
  return block ? block[1].trim() : "";
}
