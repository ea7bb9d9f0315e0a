/** Takes a suppressing comment out of a text, or some of its rules. */
import type { TextEdit } from "../../fixes/fix.ts";
import type { Range } from "../../syntax/ast.ts";
import type { NamedRule } from "./model.ts";

/** Removes the idle rules; the whole comment, with its line where it stands alone, when all are idle. */
export function removalOf(
  text: string,
  comment: Range,
  rules: readonly NamedRule[],
  idle: readonly NamedRule[],
): readonly TextEdit[] {
  const kept = rules.filter((rule) => !idle.includes(rule));
  if (kept.length > 0) {
    const [start, end] = [rules[0].range.pos, rules[rules.length - 1].range.end];
    return [{ start, end, text: kept.map(({ id }) => id).join(",") }];
  }
  const lineStart = text.lastIndexOf("\n", comment.pos - 1) + 1;
  const before = text.slice(lineStart, comment.pos);
  if (before.trim() !== "")
    return [{ start: lineStart + before.trimEnd().length, end: comment.end, text: "" }];
  const lineEnd = text.indexOf("\n", comment.end);
  return [{ start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1, text: "" }];
}
