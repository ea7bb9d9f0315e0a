/** Which comment belongs to a field or spec, by go/parser's rules for lead and line comments. */
import type { Context } from "./context.ts";

/** A comment without its marks and without spaces at the ends. */
export function withoutMarks(comment: string): string {
  if (comment.startsWith("//")) return comment.slice(2).trim();
  return comment.slice(2, comment.endsWith("*/") ? -2 : undefined).trim();
}

/** The comments on the lines directly above `pos`, without marks; empty when there are none. */
export function docAbove(c: Context, pos: number): string {
  const { comments, start, end } = c.tree;
  let index = countEndingBy(c, pos) - 1;
  let below = pos;
  const lines: string[] = [];
  for (; index >= 0; index--) {
    const n = comments[index];
    if (newlinesIn(c.text, end[n], below) !== 1 || !startsItsLine(c.text, start[n])) break;
    lines.unshift(withoutMarks(c.text.slice(start[n], end[n])));
    below = start[n];
  }
  return lines.join("\n");
}

/** The comment that follows `end` on its line and ends that line, without marks; empty when none. */
export function commentAfter(c: Context, nodeEnd: number): string {
  const { comments, start, end } = c.tree;
  const n = comments[countEndingBy(c, nodeEnd)];
  if (n === undefined || start[n] < nodeEnd) return "";
  for (let at = nodeEnd; at < start[n]; at++) {
    const ch = c.text[at];
    if (ch !== " " && ch !== "\t" && ch !== ";" && ch !== ",") return "";
  }
  const rest = c.text.indexOf("\n", end[n]);
  if (c.text.slice(end[n], rest < 0 ? undefined : rest).trim() !== "") return "";
  return withoutMarks(c.text.slice(start[n], end[n]));
}

/** True when a line with nothing on it stands between two offsets. */
export function blankLineBetween(c: Context, from: number, to: number): boolean {
  return /\n[ \t\r]*\n/.test(c.text.slice(from, to));
}

/** How many comments end at or before `pos`. */
function countEndingBy(c: Context, pos: number): number {
  const { comments, end } = c.tree;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end[comments[middle]] <= pos) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of line ends between two offsets, or -1 when there is more than space. */
function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const ch = text[at];
    if (ch === "\n") count++;
    else if (ch !== " " && ch !== "\t" && ch !== "\r") return -1;
  }
  return count;
}

function startsItsLine(text: string, pos: number): boolean {
  return text.slice(text.lastIndexOf("\n", pos - 1) + 1, pos).trim() === "";
}
