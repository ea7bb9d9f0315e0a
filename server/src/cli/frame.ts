/** Code frames: a few source lines with one place underlined. */
import type { Style } from "./style.ts";

/** The lines of a text to show, and the place in them. Lines count from 0, columns in UTF-16 units from 0. */
export interface FramePlace {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FrameOptions {
  /** Lines shown before and after the place. */
  readonly context: number;
  /** A place over more lines than this is shown by its first lines. */
  readonly maxLines: number;
  /** Width of the column of line numbers. */
  readonly gutter: number;
  /** The character that underlines. */
  readonly mark: string;
  /** Written behind the underline. */
  readonly label: string;
  readonly paint: (text: string) => string;
  readonly style: Style;
}

const tabWidth = 4;
/** Longer lines are cut around the place, so that generated code does not flood the terminal. */
const maxWidth = 140;

/** The frame as lines without line ends. `lines` are the source lines without line ends. */
export function codeFrame(lines: readonly string[], place: FramePlace, options: FrameOptions): string[] {
  const { gutter, style } = options;
  const lastMarked = Math.min(place.endLine, place.startLine + options.maxLines - 1, lines.length - 1);
  let first = Math.max(0, place.startLine - options.context);
  let last = Math.min(lines.length - 1, lastMarked + options.context);
  // The context does not begin or end with an empty line.
  while (first < place.startLine && lines[first].trim() === "") first++;
  while (last > lastMarked && lines[last].trim() === "") last--;
  const bar = style.dim("|");
  const out: string[] = [];
  for (let line = first; line <= last; line++) {
    const text = lines[line];
    const marked = line >= place.startLine && line <= lastMarked;
    const from = line === place.startLine ? place.startColumn : text.length - text.trimStart().length;
    const to = line === place.endLine ? place.endColumn : text.length;
    const cut = clip(text, marked ? from : 0);
    const number = style.dim(String(line + 1).padStart(gutter));
    out.push(`${number} ${bar} ${expandTabs(cut.text)}`.trimEnd());
    if (!marked) continue;
    const before = displayWidth(cut.prefix + text.slice(cut.start, from));
    const width = Math.min(displayWidth(text.slice(from, to), before), maxWidth - before + 8);
    const label = line === lastMarked && options.label !== "" ? ` ${options.label}` : "";
    const underline = options.paint(options.mark.repeat(Math.max(1, width)) + label);
    out.push(`${" ".repeat(gutter)} ${bar} ${" ".repeat(before)}${underline}`);
  }
  return out;
}

/** The part of a line to show: all of it, or a window that begins a little before the place. */
function clip(text: string, focus: number): { start: number; prefix: string; text: string } {
  if (text.length <= maxWidth) return { start: 0, prefix: "", text };
  const start = focus < maxWidth / 2 ? 0 : safeCut(text, focus - 20);
  const end = safeCut(text, start + maxWidth);
  const prefix = start > 0 ? "..." : "";
  return { start, prefix, text: prefix + text.slice(start, end) + (end < text.length ? "..." : "") };
}

/** An offset that does not split a surrogate pair. */
function safeCut(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : Math.min(offset, text.length);
}

function expandTabs(text: string): string {
  let out = "";
  let column = 0;
  for (const char of text) {
    if (char === "\t") {
      const width = tabWidth - (column % tabWidth);
      out += " ".repeat(width);
      column += width;
    } else {
      // A control character in a string literal must not reach the terminal.
      out += isControl(char) ? "?" : char;
      column += charWidth(char);
    }
  }
  return out;
}

/** Columns of the terminal that a text takes when it begins at a column. */
export function displayWidth(text: string, from = 0): number {
  let column = from;
  for (const char of text) column += char === "\t" ? tabWidth - (column % tabWidth) : charWidth(char);
  return column - from;
}

function isControl(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

const combining = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;

/** East Asian wide and full-width forms take two columns (Unicode Standard Annex 11), marks none. */
function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (combining.test(char)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide || emoji.test(char) ? 2 : 1;
}
