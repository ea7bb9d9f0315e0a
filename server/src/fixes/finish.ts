/** From drafts to edits: parse the result, put its layout in order, take the difference. */
import type { File } from "../syntax/ast.ts";
import { lowerFile } from "../syntax/file.ts";
import { alignComments } from "./alignComments.ts";
import { alignFuncs } from "./alignFuncs.ts";
import { diffEdits } from "./diff.ts";
import type { Drafts } from "./drafts.ts";
import type { FileEdit } from "./fix.ts";
import { refuse } from "./refusal.ts";

/** A further change to the text of one file, once its statements are changed. */
export type Pass = (text: string, file: File) => string;

/**
 * The edits of all files. `passes` run on the new text of their file before the layout is put in order.
 * Throws a Refusal when changes overlap or the result does not parse.
 */
export function finishFiles(
  drafts: Drafts,
  passes: ReadonlyMap<string, readonly Pass[]> = new Map(),
): FileEdit[] {
  for (const path of passes.keys()) drafts.of(path);
  return drafts.everything().flatMap((draft) => {
    const { path, text: before } = draft;
    let text = draft.apply();
    if (text === undefined) return refuse("fix.no.conflict");
    for (const pass of passes.get(path) ?? []) text = pass(text, lowerFile(text));
    text = alignFuncs(before, text);
    text = alignComments(before, text);
    if (lowerFile(text).errors.length > 0) return refuse("fix.no.conflict");
    const edits = diffEdits(before, text);
    return edits.length === 0 ? [] : [{ path, edits }];
  });
}
