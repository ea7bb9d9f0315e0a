/**
 * gofmt's alignment: lines of cells, as text/tabwriter lays them out for go/printer. Widths count
 * characters, as gofmt does.
 */

/** One line of a block, cut into cells. All cells but the last end in a tab stop. */
export interface Line {
  readonly cells: readonly string[];
  /** A break of all columns before this line. */
  readonly breakBefore?: boolean;
  /** Columns that keep their tab stop even where every cell of the column is empty. */
  readonly kept?: ReadonlySet<number>;
}

/** The text of each line, without its indentation. */
export function layout(lines: readonly Line[]): string[] {
  const widths = lines.map((line) => line.cells.map(() => 0));
  const column = (from: number, to: number, col: number): void => {
    for (let i = from; i < to; ) {
      if (lines[i].cells.length - 1 <= col) {
        i++;
        continue;
      }
      let end = i;
      let width = 0;
      let empty = true;
      for (; end < to && lines[end].cells.length - 1 > col; end++) {
        if (end > i && lines[end].breakBefore) break;
        const size = characters(lines[end].cells[col]);
        width = Math.max(width, size + 1);
        if (size > 0 || lines[end].kept?.has(col)) empty = false;
      }
      for (let k = i; k < end; k++) widths[k][col] = empty ? 0 : width;
      column(i, end, col + 1);
      i = end;
    }
  };
  column(0, lines.length, 0);
  return lines.map(({ cells }, i) =>
    cells
      .map((cell, k) =>
        k === cells.length - 1 ? cell : cell + " ".repeat(Math.max(0, widths[i][k] - characters(cell))),
      )
      .join("")
      .trimEnd(),
  );
}

/** The number of characters, as Go counts runes. */
export function characters(text: string): number {
  return [...text].length;
}
