/** Columns as Go counts them (bytes of UTF-8, from 1) and as the editor does (UTF-16 units, from 0). */

/** The editor's character for a column of a line; the line's end when the column lies behind it. */
export function characterAt(line: string, column: number): number {
  let bytes = 1;
  let character = 0;
  for (const point of line) {
    if (bytes >= column) break;
    const code = point.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    character += point.length;
  }
  return character;
}
