/** The code of a `.litmus` file as cells: a column for each thread, a row for each step down the page. */
import { LitmusError, type LitmusProblem, type TextRange } from "./problem.ts";
import type { Sections } from "./sections.ts";

/** The cells of each thread from top to bottom, empty ones left out. */
export function columnsOf({ text, code }: Sections, problems: LitmusProblem[]): TextRange[][] {
  const rows = split(text, code, ";").map((row) => split(text, row, "|"));
  const [head = [], ...body] = rows;
  const names = head.map((cell) => trimmed(text, cell));
  if (names.length === 0 || (names.length === 1 && isEmpty(names[0]))) {
    throw new LitmusError("no-threads", { start: code.start, end: code.start });
  }
  for (const [index, { start, end }] of names.entries()) {
    const found = text.slice(start, end);
    if (found !== `P${index}`) {
      throw new LitmusError("thread-name", { start, end }, { found, name: `P${index}` });
    }
  }
  const columns = names.map((): TextRange[] => []);
  for (const row of body) {
    for (const [index, cell] of row.entries()) {
      const range = trimmed(text, cell);
      if (isEmpty(range)) continue;
      if (index < columns.length) columns[index].push(range);
      else {
        const args = { columns: row.length, threads: columns.length };
        problems.push(new LitmusError("columns", range, args).problem);
        break;
      }
    }
  }
  return columns;
}

function split(text: string, range: TextRange, separator: string): TextRange[] {
  const found: TextRange[] = [];
  let { start } = range;
  for (const part of text.slice(range.start, range.end).split(separator)) {
    found.push({ start, end: start + part.length });
    start += part.length + separator.length;
  }
  return found;
}

/** A range without the space at its ends. */
function trimmed(text: string, { start, end }: TextRange): TextRange {
  const part = text.slice(start, end);
  const begin = end - part.trimStart().length;
  return { start: begin, end: Math.max(begin, start + part.trimEnd().length) };
}

function isEmpty({ start, end }: TextRange): boolean {
  return start >= end;
}
