/** The parts of a `.litmus` file: first line, initial state, code, condition. */

import { LitmusError, type TextRange } from "./problem.ts";
import type { Architecture } from "./registers.ts";

export interface Sections {
  /** The text with comments blanked out, so that places stay what they are. */
  readonly text: string;
  readonly architecture: Architecture;
  readonly name: string;
  /** The first line. */
  readonly title: TextRange;
  /** Between the braces. */
  readonly init: TextRange;
  readonly code: TextRange;
  /** From `locations`, `filter` or the quantifier on; empty when the test asks nothing. */
  readonly condition: TextRange;
}

const architectures: readonly Architecture[] = ["X86", "X86_64"];

/** Finds the parts. Throws a LitmusError when one of them is missing. */
export function sectionsOf(source: string): Sections {
  const text = withoutComments(source);
  const first = /^\s*(\S+)[ \t]*(.*)/.exec(text);
  if (first === null) throw new LitmusError("empty", { start: 0, end: 0 });
  const start = first[0].length - first[0].trimStart().length;
  const title = { start, end: first[0].trimEnd().length };
  const [, word] = first;
  const architecture = architectures.find((known) => known === word);
  if (architecture === undefined) {
    const id = /^[A-Z]\w*$/i.test(word) ? "architecture" : "not-a-test";
    throw new LitmusError(id, { start, end: start + word.length }, { found: word });
  }
  const open = openingBrace(text, title.end);
  const close = closingBrace(text, open);
  const code = { start: close + 1, end: codeEnd(text, close + 1) };
  return {
    text,
    architecture,
    name: first[2].trim() || "?",
    title,
    init: { start: open + 1, end: close },
    code,
    condition: { start: code.end, end: text.length },
  };
}

/** Comments `(* ... *)`, which may stand in each other, and `#` to the end of a line, as spaces. */
function withoutComments(source: string): string {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let opened = 0;
  for (const { 0: mark, index } of source.matchAll(/\(\*|\*\)/g)) {
    if (mark === "(*") {
      if (depth === 0) {
        parts.push(source.slice(from, index));
        opened = index;
      }
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      from = index + 2;
      parts.push(source.slice(opened, from).replace(/[^\n]/g, " "));
    }
  }
  if (depth > 0) throw new LitmusError("comment", { start: opened, end: opened + 2 });
  parts.push(source.slice(from));
  return parts.join("").replace(/#.*/g, (comment) => " ".repeat(comment.length));
}

/** The brace of the initial state; lines of information before it may hold quoted text. */
function openingBrace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const next = /["{]/.exec(text.slice(at));
    if (next === null) throw new LitmusError("no-init", { start: from, end: from });
    at += next.index;
    if (next[0] === "{") return at;
    const end = text.indexOf('"', at + 1);
    if (end < 0) throw new LitmusError("string", { start: at, end: at + 1 });
    at = end + 1;
  }
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (const { 0: brace, index } of text.slice(open).matchAll(/[{}]/g)) {
    depth += brace === "{" ? 1 : -1;
    if (depth === 0) return open + index;
  }
  throw new LitmusError("init-end", { start: open, end: open + 1 });
}

/** Where the code ends: at the first word that only a condition has. */
function codeEnd(text: string, from: number): number {
  const found = /(?<![\w.])(?:locations|filter|(?:~\s*|not\s+)?exists|forall|final)(?![\w.])/.exec(
    text.slice(from),
  );
  return found === null ? text.length : from + found.index;
}
