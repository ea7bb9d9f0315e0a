/** Places of a text as source spans: lines from 1, columns in bytes from 1, as Go counts them. */
import type { SourceSpan } from "../program.ts";
import type { TextRange } from "./problem.ts";

/** Makes spans of ranges of a text. */
export function spansOf(file: string, source: string): (range: TextRange) => SourceSpan {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = (offset: number): { line: number; column: number } => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: bytes(source.slice(starts[low], offset)) + 1 };
  };
  return ({ start, end }) => {
    const from = at(start);
    const to = at(end);
    return {
      file,
      ...from,
      endLine: to.line,
      endColumn: to.column,
      text: source.slice(start, end).replace(/\s+/g, " "),
    };
  };
}

/** The length of a text in UTF-8. */
function bytes(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
