/** The comment that suppresses a finding, for whoever wants to write one. */
import type { RuleId } from "../../../../protocol/src/rules.ts";
import { scanComments } from "../../syntax/scan.ts";

/** A comment on a line of its own; the reason goes between the two parts. */
export interface NewComment {
  /** Where it is put in: the start of a line. */
  readonly offset: number;
  readonly head: string;
  readonly tail: string;
}

/** The comment above the line of a place; undefined where no comment can stand, as inside a raw string. */
export function commentFor(text: string, offset: number, rule: RuleId): NewComment | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const comment = `//mapvet:ignore ${rule}`;
  const tail = text[start - 2] === "\r" ? "\r\n" : "\n";
  const after = `${text.slice(0, start)}${indent}${comment}${tail}${text.slice(start)}`;
  if (!scanComments(after).some(({ pos }) => pos === start + indent.length)) return undefined;
  return { offset: start, head: `${indent}${comment}`, tail };
}
