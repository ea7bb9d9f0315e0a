/** Line starts of a text, and conversions between offsets, editor positions and Go positions. */

/** Zero-based line and UTF-16 column, as the language server protocol counts them. */
export interface EditorPosition {
  readonly line: number;
  readonly character: number;
}

/** One-based line and one-based column in UTF-8 bytes, as the go command prints them. */
export interface GoPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Built once per text. Editors end a line at LF, CR LF or a lone CR; Go only at LF. Offsets and
 * positions out of range are clamped.
 */
export class LineIndex {
  readonly #text: string;
  /** Offsets of line starts, for Go. */
  readonly #starts: readonly number[];
  /** The same for editors; the very same array unless a lone CR occurs. */
  readonly #editorStarts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#editorStarts = /\r(?!\n)/.test(text) ? editorStarts(text) : starts;
  }

  /** The number of lines as an editor shows them; an empty text has one. */
  get lineCount(): number {
    return this.#editorStarts.length;
  }

  /** The editor position of a UTF-16 offset. */
  positionAt(offset: number): EditorPosition {
    const at = clamp(offset, 0, this.#text.length);
    const line = lineOf(this.#editorStarts, at);
    return { line, character: at - this.#editorStarts[line] };
  }

  /** The UTF-16 offset of an editor position; a column past the end means the end of the line. */
  offsetAt(position: EditorPosition): number {
    const starts = this.#editorStarts;
    if (position.line < 0) return 0;
    if (position.line >= starts.length) return this.#text.length;
    const start = starts[position.line];
    let end = starts[position.line + 1] ?? this.#text.length;
    if (position.line + 1 < starts.length) {
      end--;
      if (this.#text[end] === "\n" && this.#text[end - 1] === "\r" && end > start) end--;
    }
    return clamp(start + position.character, start, end);
  }

  /** Where Go would say a UTF-16 offset is. */
  goPositionAt(offset: number): GoPosition {
    const at = clamp(offset, 0, this.#text.length);
    const line = lineOf(this.#starts, at);
    return { line: line + 1, column: utf8Length(this.#text, this.#starts[line], at) + 1 };
  }

  /** The offset where a row begins, counted from zero as by {@link pointAt}; undefined behind the last one. */
  startOf(row: number): number | undefined {
    return this.#starts[row];
  }

  /** Zero-based row and UTF-16 column of an offset, counting lines as tree-sitter does. */
  pointAt(offset: number): { row: number; column: number } {
    const row = lineOf(this.#starts, offset);
    return { row, column: offset - this.#starts[row] };
  }
}

function editorStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The last line that starts at or before the offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Bytes of text[from, to) in UTF-8. A lone surrogate counts as the replacement character. */
function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes++;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < to && isLow(text.charCodeAt(at + 1))) {
      bytes += 4;
      at++;
    } else bytes += 3;
  }
  return bytes;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function clamp(value: number, low: number, high: number): number {
  // Also turns NaN into `low`.
  return value > low ? Math.min(value, high) : low;
}
