/** Text as the parser gets it: same length and same offsets, but without what the grammar trips over. */
import type { Tree } from "web-tree-sitter";
import { runtime } from "./runtime.ts";

/**
 * Offsets of `new` and `make` in calls whose first argument is no type, such as `new(5)` and
 * `new(f(x))`, which Go 1.26 allows, or calls of a function that happens to be named make.
 * tree-sitter-go 0.25.0 rejects them: it wants a type there. Behind another name the same text
 * parses as an ordinary call.
 */
export function valueCalls(text: string): number[] {
  const found: number[] = [];
  CALL.lastIndex = 0;
  for (let match = CALL.exec(text); match; match = CALL.exec(text)) {
    const at = match.index;
    if (at > 0 && NAME_OR_DOT.test(text[at - 1])) continue;
    if (!looksLikeType(text, CALL.lastIndex)) found.push(at);
  }
  return found;
}

/** The length of the longest text {@link valueCalls} finds. */
export const LONGEST_CALL = "make(".length;

const CALL = /(?:new|make)\(/g;
const NAME_OR_DOT = /[\p{L}\p{N}_.]/u;
const NAMED_TYPE = /\s*\**\s*[\p{L}\p{N}_.]*[\p{L}_][\p{L}\p{N}_.]*\s*(\[[^()"']*\]\s*)?[,)]/uy;
const TYPE_START = /\s*\**\s*(\[|map\s*\[|chan\b|<-\s*chan\b|struct\s*\{|interface\s*\{|func\s*\(|\(|\))/y;
const LITERAL = /\s*(\[\s*[\w.]*\s*\]|map\s*\[[\w.]+\])\s*[\w.*[\]]+\s*\{/y;

function looksLikeType(text: string, at: number): boolean {
  NAMED_TYPE.lastIndex = at;
  if (NAMED_TYPE.test(text)) return true;
  LITERAL.lastIndex = at;
  if (LITERAL.test(text)) return /(struct|interface)\s*\{$/.test(text.slice(at, LITERAL.lastIndex));
  TYPE_START.lastIndex = at;
  return TYPE_START.test(text);
}

/** The text to give to the parser. `calls` is {@link valueCalls} of the same text. */
export function parserText(text: string, calls: readonly number[]): string {
  let result = text;
  if (calls.length > 0) {
    const parts: string[] = [];
    let from = 0;
    for (const at of calls) {
      const made = text[at] === "m";
      parts.push(text.slice(from, at), made ? "makE" : "neW");
      from = at + (made ? 4 : 3);
    }
    result = parts.join("") + text.slice(from);
  }
  // The grammar takes NUL for the end of a line; to Go it is an illegal character like this one.
  if (result.includes("\0")) result = result.replaceAll("\0", "\x01");
  if (result.charCodeAt(0) === 0xfeff) result = ` ${result.slice(1)}`;
  // A type declaration at the very end is only complete with a line end.
  return `${result}\n`;
}

/** Parses text from {@link parserText}, reusing what an edited older tree still knows. */
export function parseWith(text: string, old: Tree | null): Tree {
  const { parser } = runtime();
  const tree = parser.parse(text, old);
  if (!tree) throw new Error("the parser stopped without a tree");
  return tree;
}

/**
 * Like {@link parseWith}, but undefined as soon as there is a syntax error. The error is then
 * handled declaration by declaration, so that one mistake does not cost a whole file.
 */
export function parseIfClean(text: string, old: Tree | null): Tree | undefined {
  const { parser } = runtime();
  // The declared type says the callback returns nothing; a true stops the parser.
  const progressCallback: (state: { hasError: boolean }) => boolean = (state) => state.hasError;
  const tree = parser.parse(text, old, { progressCallback });
  if (!tree) {
    parser.reset();
    return undefined;
  }
  if (!tree.rootNode.hasError) return tree;
  tree.delete();
  return undefined;
}
