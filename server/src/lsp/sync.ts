/** Keeps the engine's texts equal to the editor's. */
import {
  type DidChangeTextDocumentParams,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  type DidOpenTextDocumentParams,
  type DidSaveTextDocumentParams,
  type TextDocumentIdentifier,
} from "vscode-languageserver";
import type { TextChange } from "../workspace/api.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { OpenDocument } from "./documents.ts";
import { pathOf } from "./paths.ts";
import type { Session } from "./session.ts";

/** The files whose changes on disk matter. */
const watched = ["**/*.go", "**/go.mod", "**/go.work", "**/vendor/modules.txt", "**/.mapvet.json"];

export function didOpen(session: Session, diagnostics: Diagnostics, params: DidOpenTextDocumentParams): void {
  const { uri, languageId, version, text } = params.textDocument;
  if (languageId !== "go") return;
  const document = session.documents.open(uri, languageId, version, text);
  session.engine?.open(document.path, text, version);
  diagnostics.documentsChanged();
}

export function didChange(
  session: Session,
  diagnostics: Diagnostics,
  params: DidChangeTextDocumentParams,
): void {
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined) return;
  const { version } = params.textDocument;
  const changes = session.documents.change(document, params.contentChanges, version);
  tellEngine(session, document, changes);
  diagnostics.documentsChanged();
}

export function didSave(session: Session, diagnostics: Diagnostics, params: DidSaveTextDocumentParams): void {
  const document = session.documents.get(params.textDocument.uri);
  if (document === undefined) return;
  document.savedVersion = document.text.version;
  diagnostics.saved(document.path);
}

export function didClose(
  session: Session,
  diagnostics: Diagnostics,
  params: { readonly textDocument: TextDocumentIdentifier },
): void {
  const document = session.documents.close(params.textDocument.uri);
  if (document === undefined) return;
  session.engine?.close(document.path);
  diagnostics.closed(document);
}

export function didChangeWatchedFiles(
  session: Session,
  diagnostics: Diagnostics,
  params: DidChangeWatchedFilesParams,
): void {
  for (const { uri } of params.changes) {
    const path = pathOf(uri);
    // The editor's text of an open file counts, whatever the disk says; saving one fires this as well.
    session.engine?.fileChanged(path);
  }
  diagnostics.everythingChanged();
}

/** Asks the client to watch the files on disk, where it can. */
export async function watchFiles(session: Session): Promise<void> {
  if (session.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  const watchers = watched.map((globPattern) => ({ globPattern }));
  await session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

/** An engine that stumbles over an edit gets the whole text anew: one lost edit would shift all that follow. */
function tellEngine(session: Session, document: OpenDocument, changes: readonly TextChange[]): void {
  const { engine } = session;
  if (engine === undefined) return;
  const { text, path } = document;
  try {
    engine.change(path, changes, text.version);
  } catch (error) {
    session.report("edit", error);
    engine.close(path);
    engine.open(path, text.getText(), text.version);
  }
}
