/** The light bulb for comments that suppress findings: writing one, and taking an unused one away. */
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import { message } from "../../../protocol/src/messages.ts";
import type { Finding } from "../hazards/finding.ts";
import { commentFor, type NewComment } from "../workspace/suppress/insert.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { fingerprintOf, rangeIn } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import { editOf } from "./edits.ts";
import type { Session } from "./session.ts";

/** For each line and rule, the comment above it. Never preferred: a finding is there to be mended. */
export function suppressActions(
  session: Session,
  document: OpenDocument,
  findings: readonly Finding[],
  shown: readonly Diagnostic[],
): CodeAction[] {
  const actions = new Map<string, CodeAction>();
  for (const { rule, range, fingerprint } of findings) {
    const comment = commentFor(document.text.getText(), range.start, rule);
    if (comment === undefined) continue;
    const own = shown.filter((diagnostic) => fingerprintOf(diagnostic) === fingerprint);
    const key = `${rule} ${comment.offset}`;
    const known = actions.get(key);
    if (known !== undefined) known.diagnostics?.push(...own);
    else {
      const title = session.say(message("suppress.add", { rule }));
      const edit = insertion(session, document, comment);
      actions.set(key, { title, kind: CodeActionKind.QuickFix, diagnostics: [...own], edit });
    }
  }
  return [...actions.values()];
}

/** Takes away unused comments, or what is unused in them. */
export function removalActions(
  session: Session,
  document: OpenDocument,
  notices: readonly Notice[],
  shown: readonly Diagnostic[],
): CodeAction[] {
  return notices.flatMap(({ id, range, removal }): CodeAction[] => {
    if (removal.length === 0) return [];
    const whole = removal.every(({ text }) => text === "");
    const title = message(whole ? "suppress.remove" : "suppress.removeRules");
    const edits = [{ path: document.path, edits: removal }];
    const { start } = rangeIn(document.text, range.start, range.end);
    return [
      {
        title: session.say(title),
        kind: CodeActionKind.QuickFix,
        diagnostics: shown.filter(
          ({ code, range: at }) =>
            code === id && at.start.line === start.line && at.start.character === start.character,
        ),
        isPreferred: true,
        edit: editOf(session, { id: "remove-suppression", title, preferred: true, edits }),
      },
    ];
  });
}

/**
 * Puts the comment in. The reason is for the reader to write: a placeholder where the editor has snippets;
 * elsewhere nothing, and the comment is reported until there is one.
 */
function insertion(session: Session, document: OpenDocument, { offset, head, tail }: NewComment) {
  const { uri, text } = document;
  const range = rangeIn(text, offset, offset);
  const abilities = session.capabilities.workspace?.workspaceEdit;
  const textDocument = { uri, version: text.version };
  if (abilities?.documentChanges !== true) return { changes: { [uri]: [{ range, newText: head + tail }] } };
  if (abilities.snippetEditSupport !== true) {
    return { documentChanges: [{ textDocument, edits: [{ range, newText: head + tail }] }] };
  }
  const reason = session.say(message("suppress.placeholder"));
  const snippet = { kind: "snippet" as const, value: `${head} \${1:${reason}}${tail}` };
  return { documentChanges: [{ textDocument, edits: [{ range, snippet }] }] };
}
