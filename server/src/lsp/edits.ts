/** A fix as the protocol's edit of the workspace. */
import {
  type ChangeAnnotation,
  LSPErrorCodes,
  ResponseError,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { message } from "../../../protocol/src/messages.ts";
import type { FileEdit, Fix } from "../fixes/fix.ts";
import { rangeIn } from "./convert.ts";
import { uriOf } from "./paths.ts";
import type { Session } from "./session.ts";

/**
 * The edit of a fix. Open documents carry their version, so that a client refuses the edit when the text has
 * moved on. A fix of several places carries an annotation; one that reaches into other files asks the reader
 * to confirm it in a preview, since those files are not on the screen.
 * Throws ContentModified when a text of the fix is not the one the editor shows.
 */
export function editOf(session: Session, fix: Fix): WorkspaceEdit {
  const abilities = session.capabilities.workspace?.workspaceEdit;
  const places = fix.edits.reduce((sum, file) => sum + file.edits.length, 0);
  const annotated = places > 1 && abilities?.changeAnnotationSupport !== undefined;
  const files = fix.edits.map((file) => documentEdit(session, file, annotated ? fix.id : undefined));
  if (abilities?.documentChanges !== true) {
    return { changes: Object.fromEntries(files.map((file) => [file.textDocument.uri, plain(file.edits)])) };
  }
  if (!annotated) return { documentChanges: files };
  const annotation: ChangeAnnotation = {
    label: session.say(fix.title),
    needsConfirmation: files.length > 1,
    description: session.say(
      files.length > 1
        ? message("editor.edit.places", { places, files: files.length })
        : message("editor.edit.placesOneFile", { places }),
    ),
  };
  return { documentChanges: files, changeAnnotations: { [fix.id]: annotation } };
}

function documentEdit(session: Session, file: FileEdit, annotationId: string | undefined): TextDocumentEdit {
  const open = session.documents.at(file.path);
  const text = session.textOf(file.path);
  if (text === undefined || (open !== undefined && open.text !== text)) throw changed(session);
  return {
    textDocument: { uri: open?.uri ?? uriOf(file.path), version: open?.text.version ?? null },
    edits: file.edits.map((edit) => ({
      range: rangeIn(text, edit.start, edit.end),
      newText: edit.text,
      ...(annotationId === undefined ? {} : { annotationId }),
    })),
  };
}

function plain(edits: TextDocumentEdit["edits"]): TextEdit[] {
  return edits.flatMap((edit) => ("newText" in edit ? { range: edit.range, newText: edit.newText } : []));
}

/** The answer to a request about code that is no longer there. */
export function changed(session: Session): ResponseError {
  return new ResponseError(LSPErrorCodes.ContentModified, session.say(message("editor.changed")));
}
