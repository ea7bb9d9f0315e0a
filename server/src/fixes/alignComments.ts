/** Puts comments at line ends back into columns where lines came between them or changed. */
import { scanComments } from "../syntax/scan.ts";
import { matchLines, splitLines } from "./diff.ts";
import { layout } from "./layout.ts";

interface Row {
  /** The line without its break. */
  readonly text: string;
  readonly indent: string;
  readonly code: string;
  /** The comment at the end of the line; undefined when there is none, or no code before it. */
  readonly comment?: string;
  readonly end: string;
}

/** The new text with the comments beside its changed lines aligned; a block that was not stays as it is. */
export function alignComments(before: string, after: string): string {
  const from = matchLines(before, after);
  const old = rowsOf(before);
  const rows = rowsOf(after);
  const lines = splitLines(after);
  const changed = (line: number): boolean => line >= 0 && line < from.length && from[line] === undefined;
  // A line whose neighbour is new or gone stands in another run now.
  const moved = (line: number): boolean => {
    const origin = from[line];
    if (origin === undefined) return true;
    return from[line - 1] !== origin - 1 || from[line + 1] !== origin + 1;
  };
  const oldRuns = runsOf(old);
  const wasClean = (line: number): boolean => {
    const origin = from[line];
    if (origin === undefined) return true;
    const run = oldRuns.find(([start, end]) => start <= origin && origin < end);
    return run === undefined || laidOut(old.slice(...run)).every((text, i) => text === old[run[0] + i].text);
  };
  for (const [start, end] of runsOf(rows)) {
    const indices = Array.from({ length: end - start }, (_, i) => start + i);
    if (!indices.some((line) => moved(line) || changed(line - 1) || changed(line + 1))) continue;
    if (!indices.every(wasClean)) continue;
    laidOut(rows.slice(start, end)).forEach((text, i) => {
      lines[start + i] = text + rows[start + i].end;
    });
  }
  return lines.join("");
}

function laidOut(rows: readonly Row[]): string[] {
  return layout(rows.map(({ code, comment }) => ({ cells: [code, comment ?? ""] }))).map(
    (text, i) => rows[i].indent + text,
  );
}

/** Maximal runs of lines whose comments share a column: start and end line. */
function runsOf(rows: readonly Row[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].comment === undefined) continue;
    const last = runs.at(-1);
    const joins = last !== undefined && last[1] === i && !breaks(rows[i - 1], rows[i]);
    if (joins) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs;
}

/** Does gofmt end the columns between two lines? */
function breaks(above: Row, below: Row): boolean {
  return (
    above.indent !== below.indent ||
    /[{(:]$/.test(above.code) ||
    /^[})]/.test(above.code) ||
    /^([})]|case\b|default:)/.test(below.code)
  );
}

function rowsOf(text: string): Row[] {
  const comments = scanComments(text);
  let next = 0;
  let at = 0;
  return splitLines(text).map((line) => {
    const start = at;
    at += line.length;
    while (next < comments.length && comments[next].end <= start) next++;
    const end = /\r?\n?$/.exec(line)?.[0] ?? "";
    const body = line.slice(0, line.length - end.length);
    const indent = /^[ \t]*/.exec(body)?.[0] ?? "";
    let last = next;
    while (last + 1 < comments.length && comments[last + 1].pos < start + body.length) last++;
    const comment = comments[last];
    const lineEnd = start + body.trimEnd().length;
    const inside =
      comment !== undefined && comment.pos >= start && comment.pos < lineEnd && comment.end === lineEnd;
    if (!inside || comment.pos <= start + indent.length)
      return { text: body, indent, code: body.slice(indent.length), end };
    return {
      text: body,
      indent,
      code: body.slice(indent.length, comment.pos - start).trimEnd(),
      comment: comment.text,
      end,
    };
  });
}
