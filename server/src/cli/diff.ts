/** `--diff`: what would change, as a unified diff that `git apply` and `patch -p1` take. */
import { createTwoFilesPatch } from "diff";
import type { Style } from "./style.ts";

/** A file before and after; `file` is relative to the working folder. */
export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The diff of all files, in their order. Colours are for a terminal: a diff to apply has none. */
export function unifiedDiff(changes: readonly FileChange[], style: Style): string {
  return changes
    .map(({ file, before, after }) => {
      const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
        context: 3,
      });
      // The first line is a row of `=` that only `svn diff` prints.
      const body = patch.slice(patch.indexOf("---"));
      return body
        .split("\n")
        .map((line) => paint(line, style))
        .join("\n");
    })
    .join("");
}

function paint(line: string, style: Style): string {
  if (line.startsWith("---") || line.startsWith("+++")) return style.bold(line);
  if (line.startsWith("@@")) return style.code(line);
  if (line.startsWith("+")) return style.added(line);
  return line.startsWith("-") ? style.removed(line) : line;
}
