/** All suppressing comments of a file. */
import type { Message } from "../../../../protocol/src/messages.ts";
import type { Comment, File, Range } from "../../syntax/ast.ts";
import { LineIndex } from "../../syntax/lines.ts";
import { declaresExportedMap } from "./exported.ts";
import { type CommentGroup, commentGroups } from "./groups.ts";
import type { Directive } from "./model.ts";
import { maySuppress, readComment, type Said } from "./read.ts";
import { type LinedFile, lineScope, mapvetScope, nolintScopes, wholeFile } from "./scopes.ts";

/** What the comments of a file say. */
export interface FileDirectives {
  readonly directives: readonly Directive[];
  /** Comments that are meant for Mapvet and not understood. */
  readonly bad: readonly { readonly comment: Range; readonly problem: Message }[];
}

const none: FileDirectives = { directives: [], bad: [] };
const known = new WeakMap<File, FileDirectives>();

/** The suppressing comments of a file; each version of a file is read once. */
export function directivesOf(text: string, file: File): FileDirectives {
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = maySuppress(text) ? readAll(text, file) : none;
  known.set(file, found);
  return found;
}

function readAll(text: string, file: File): FileDirectives {
  const lines = new LineIndex(text);
  const directives: Directive[] = [];
  const bad: { comment: Range; problem: Message }[] = [];
  for (const group of commentGroups(text, file.comments, lines)) {
    for (const comment of group.comments) {
      const said = readComment(comment);
      if (said === undefined) continue;
      for (const problem of said.problems) bad.push({ comment, problem });
      const directive = directiveOf(said, comment, group, { text, file, lines });
      if (directive !== undefined) directives.push(directive);
    }
  }
  return { directives, bad };
}

/** A comment without a reason suppresses nothing; of one with an unknown rule the other rules count. */
function directiveOf(
  said: Said,
  { pos, end }: Comment,
  group: CommentGroup,
  of: LinedFile,
): Directive | undefined {
  const { syntax, rules, reason } = said;
  const reasonless = syntax !== "nolint" && !/[\p{L}\p{N}]/u.test(reason);
  if (reasonless || (rules !== "all" && rules.length === 0)) return undefined;
  const scopes = scopesOf(said, group, of);
  const exportsMap = scopes.some((scope) => declaresExportedMap(of.file, scope));
  return { syntax, comment: { pos, end }, rules, reason, scopes, exportsMap };
}

function scopesOf({ syntax, wholeFile: whole }: Said, group: CommentGroup, of: LinedFile): readonly Range[] {
  if (syntax === "mapvet") return [mapvetScope(of, group)];
  if (syntax === "nolint") return nolintScopes(of, group);
  return [whole ? wholeFile(of) : lineScope(of, group)];
}
