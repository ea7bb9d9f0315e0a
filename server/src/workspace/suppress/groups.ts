/** Comments as Go groups them: https://pkg.go.dev/go/ast#CommentGroup */
import type { Comment, Range } from "../../syntax/ast.ts";
import type { LineIndex } from "../../syntax/lines.ts";

/** Comments with nothing but white space between them, and no empty line. Lines count from 0. */
export interface CommentGroup extends Range {
  readonly comments: readonly Comment[];
  readonly firstLine: number;
  readonly lastLine: number;
  /** UTF-16 column of the first comment, from 0. */
  readonly column: number;
  /** True when code stands before it on its line; such a group holds the comments of that line only. */
  readonly trailing: boolean;
}

/** The groups of a text. */
export function commentGroups(text: string, comments: readonly Comment[], lines: LineIndex): CommentGroup[] {
  const groups: CommentGroup[] = [];
  for (const comment of comments) {
    const last = groups.at(-1);
    const start = lines.pointAt(comment.pos);
    const lastLine = lines.pointAt(comment.end).row;
    const near = last !== undefined && start.row <= last.lastLine + (last.trailing ? 0 : 1);
    if (near && text.slice(last.end, comment.pos).trim() === "") {
      const joined = { ...last, comments: [...last.comments, comment], end: comment.end, lastLine };
      groups[groups.length - 1] = joined;
      continue;
    }
    groups.push({
      comments: [comment],
      pos: comment.pos,
      end: comment.end,
      firstLine: start.row,
      lastLine,
      column: start.column,
      trailing: text.slice(comment.pos - start.column, comment.pos).trim() !== "",
    });
  }
  return groups;
}
