/** Functions on one line each, directly below each other, share a column for their bodies. */

import type { FuncDecl, PlacedDecl } from "../syntax/ast.ts";
import { lowerFile } from "../syntax/file.ts";
import { LineIndex } from "../syntax/lines.ts";
import { matchLines } from "./diff.ts";
import { lineEnd, lineStart } from "./draft.ts";
import { layout } from "./layout.ts";

interface Entry {
  readonly decl: FuncDecl;
  readonly start: number;
  readonly end: number;
  /** Stands on one line, with its body. */
  readonly single: boolean;
  /** Directly below the declaration before it. */
  readonly joined: boolean;
}

/**
 * The new text with the functions around unfolded ones laid out as gofmt does, and a blank line between
 * an unfolded one and its neighbours.
 */
export function alignFuncs(before: string, after: string): string {
  const file = lowerFile(after);
  const from = matchLines(before, after);
  const entries = entriesOf(file.decls, after);
  const lineOf = lineCounter(after);
  const isNew = (entry: Entry): boolean => {
    for (let line = lineOf(entry.start); line <= lineOf(entry.end); line++)
      if (from[line] === undefined) return true;
    return false;
  };
  const parts: { at: number; end: number; text: string }[] = [];
  const newline = after.includes("\r\n") ? "\r\n" : "\n";
  for (let i = 0; i < entries.length; ) {
    let end = i + 1;
    while (end < entries.length && entries[end].joined) end++;
    const run = entries.slice(i, end);
    i = end;
    if (!run.some((entry) => !entry.single && isNew(entry))) continue;
    for (let k = 0; k < run.length; ) {
      if (!run[k].single) {
        if (k > 0) parts.push({ at: run[k].start, end: run[k].start, text: newline });
        k++;
        continue;
      }
      let stop = k + 1;
      while (stop < run.length && run[stop].single) stop++;
      if (k > 0) parts.push({ at: run[k].start, end: run[k].start, text: newline });
      parts.push(...relaid(run.slice(k, stop), after));
      k = stop;
    }
  }
  let text = after;
  for (const part of parts.toReversed()) text = text.slice(0, part.at) + part.text + text.slice(part.end);
  return text;
}

function relaid(run: readonly Entry[], text: string): { at: number; end: number; text: string }[] {
  const rows = run.map((entry) => {
    const brace = entry.start + (entry.decl.bodyRange?.pos ?? 0) - entry.decl.pos;
    const stop = entry.end;
    const rest = text.slice(stop, lineEnd(text, stop)).trim();
    const cells = [text.slice(entry.start, brace).trimEnd(), text.slice(brace, stop)];
    return rest === "" ? cells : [...cells, rest];
  });
  const lines = layout(rows.map((cells) => ({ cells })));
  return run.map((entry, i) => ({ at: entry.start, end: lineEnd(text, entry.end), text: lines[i] }));
}

function entriesOf(decls: readonly PlacedDecl[], text: string): Entry[] {
  const entries: Entry[] = [];
  let previousEnd = -1;
  for (const { decl, offset } of decls) {
    const start = offset + decl.pos;
    const end = offset + decl.end;
    if (decl.kind === "FuncDecl") {
      const single = decl.bodyRange !== undefined && !text.slice(start, end).includes("\n");
      const above = lineStart(text, start) - 1;
      const joined =
        entries.length > 0 &&
        previousEnd >= 0 &&
        above >= 0 &&
        lineStart(text, above) <= previousEnd &&
        previousEnd <= above;
      entries.push({ decl, start, end, single, joined });
    }
    previousEnd = decl.kind === "FuncDecl" ? end : -1;
  }
  return entries;
}

function lineCounter(text: string): (offset: number) => number {
  const lines = new LineIndex(text);
  return (offset) => lines.pointAt(offset).row;
}
