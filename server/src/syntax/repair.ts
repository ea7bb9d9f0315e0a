/**
 * Parses one declaration's text so that an error costs as little of it as possible. Left alone, the
 * parser's recovery often swallows the statement after an unfinished one, which is the usual state
 * of a text that is being typed.
 */
import type { Tree } from "web-tree-sitter";
import type { SyntaxErrorRegion } from "./ast.ts";
import { flatten } from "./flat.ts";
import { runtime } from "./runtime.ts";
import { unclosed } from "./scan.ts";
import { parserText, parseWith, valueCalls } from "./source.ts";

/** A stretch of text and the tree that was made of it. */
export interface Parsed {
  readonly tree: Tree;
  readonly hasError: boolean;
  /** The brackets that had to be added at the end. */
  readonly added: string;
  /** Lines that were left out, with the reason. */
  readonly omitted: readonly SyntaxErrorRegion[];
}

/** Longer texts, and lines after this many, are left to the parser's own recovery. */
const LONGEST_REPAIR = 100_000;
const MOST_LINES = 6;

/**
 * Parses a stretch of text alone. When it has errors, open brackets are closed at the end, and
 * single lines are left out as long as that moves the first error on. The caller deletes the tree.
 */
export function parseAlone(text: string): Parsed {
  const prepared = parserText(text, valueCalls(text));
  const first = parseWith(prepared, null);
  if (!first.rootNode.hasError) return { tree: first, hasError: false, added: "", omitted: [] };
  const added = unclosed(text);
  let current = added === "" ? prepared : `${prepared}${added}\n`;
  let tree = first;
  if (added !== "") {
    first.delete();
    tree = parseWith(current, null);
  }
  const omitted: SyntaxErrorRegion[] = [];
  while (tree.rootNode.hasError && omitted.length < MOST_LINES && text.length <= LONGEST_REPAIR) {
    const step = omitOneLine(text, current, firstError(tree));
    if (!step) break;
    tree.delete();
    tree = step.tree;
    current = step.text;
    omitted.push(step.omitted);
  }
  omitted.sort((a, b) => a.pos - b.pos);
  return { tree, hasError: true, added, omitted };
}

/** The offset of the first error. */
function firstError(tree: Tree): number {
  const cursor = tree.walk();
  try {
    const limit = Number.MAX_SAFE_INTEGER;
    const flat = flatten(runtime(), cursor, { base: 0, skipBody: false, careful: true, limit });
    return flat.errors.length > 0 ? flat.start[flat.errors[0]] : limit;
  } finally {
    cursor.delete();
  }
}

interface Step {
  readonly tree: Tree;
  readonly text: string;
  readonly omitted: SyntaxErrorRegion;
}

/**
 * Leaves out the line of the error or the one before it, whichever moves the error on; what ends in
 * the middle of something is tried first.
 */
function omitOneLine(original: string, text: string, error: number): Step | undefined {
  const here = lineAt(original, error);
  if (!here || here.pos === 0) return undefined;
  const before = lineBefore(original, here.start);
  const unfinished = before && UNFINISHED.test(original.slice(before.pos, before.end));
  for (const line of unfinished ? [before, here] : [here, before]) {
    // The first line holds the declaration's own head.
    if (!line || line.pos === 0) continue;
    const blanked = text.slice(0, line.pos) + " ".repeat(line.end - line.pos) + text.slice(line.end);
    const tree = parseWith(blanked, null);
    if (!tree.rootNode.hasError || firstError(tree) > Math.max(here.end, error)) {
      const message = line === before ? "this line is not complete" : unexpected(original, error, line.end);
      return { tree, text: blanked, omitted: { pos: line.pos, end: line.end, message } };
    }
    tree.delete();
  }
  return undefined;
}

const UNFINISHED = /([-+*/%&|^=<,.([]|:=|\b(?:go|defer|return|range|in))$/;

interface Line {
  readonly start: number;
  /** The first and the last place that is not space. */
  readonly pos: number;
  readonly end: number;
}

function lineAt(text: string, offset: number): Line | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const stop = text.indexOf("\n", offset);
  const line = text.slice(start, stop < 0 ? undefined : stop);
  const end = start + line.trimEnd().length;
  const pos = start + (line.length - line.trimStart().length);
  return pos < end ? { start, pos, end } : undefined;
}

function lineBefore(text: string, start: number): Line | undefined {
  const end = text.slice(0, start).trimEnd().length;
  return end === 0 ? undefined : lineAt(text, end - 1);
}

/** A message that names the word at an error. */
export function unexpected(text: string, pos: number, end: number): string {
  const word = /^\s*([\p{L}\p{N}_]+|\S)/u.exec(text.slice(pos, Math.min(end, pos + 40)))?.[1];
  return word ? `unexpected "${word}"` : "something is missing here";
}
