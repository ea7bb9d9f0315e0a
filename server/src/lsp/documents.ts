/** The documents that are open in the editor, and the arithmetic of their edits. */
import type { Range, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { TextChange } from "../workspace/api.ts";
import { pathOf } from "./paths.ts";

/** A document as the editor shows it now. */
export interface OpenDocument {
  /** As the client writes it. */
  readonly uri: string;
  readonly path: string;
  readonly text: TextDocument;
  /** The version that was last opened or saved. */
  savedVersion: number;
}

/** The open documents, by path: a client may write one file's URI in several ways. */
export class OpenDocuments {
  readonly #byPath = new Map<string, OpenDocument>();
  readonly #turns = new Map<string, number>();

  /** Opens a document, or takes its new text when the client opens it twice. */
  open(uri: string, languageId: string, version: number, text: string): OpenDocument {
    const document: OpenDocument = {
      uri,
      path: pathOf(uri),
      text: TextDocument.create(uri, languageId, version, text),
      savedVersion: version,
    };
    this.#byPath.set(document.path, document);
    this.#turn(document.path);
    return document;
  }

  /** How often each document was opened or closed so far, by path. */
  get turns(): ReadonlyMap<string, number> {
    return this.#turns;
  }

  #turn(path: string): void {
    this.#turns.set(path, (this.#turns.get(path) ?? 0) + 1);
  }

  /** Applies edits in order and returns them as the engine wants them. */
  change(
    document: OpenDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ): TextChange[] {
    return changes.map((change) => applyChange(document.text, change, version));
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.get(uri);
    if (document === undefined) return undefined;
    this.#byPath.delete(document.path);
    this.#turn(document.path);
    return document;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#byPath.get(pathOf(uri));
  }

  at(path: string): OpenDocument | undefined {
    return this.#byPath.get(path);
  }

  all(): OpenDocument[] {
    return [...this.#byPath.values()];
  }
}

/**
 * Applies one change to a document. What lies outside of the text is taken as its nearest end, as the
 * protocol says of characters; a range that is turned round is turned back.
 */
export function applyChange(
  document: TextDocument,
  change: TextDocumentContentChangeEvent,
  version: number,
): TextChange {
  if (!("range" in change)) {
    const oldEnd = document.getText().length;
    TextDocument.update(document, [change], version);
    return { start: 0, oldEnd, text: change.text };
  }
  const { start, end } = offsets(document, change.range);
  // The library keeps its table of lines in order only for positions that exist.
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  TextDocument.update(document, [{ range, text: change.text }], version);
  return { start, oldEnd: end, text: change.text };
}

/** The offsets of a range, each inside the text, in order. */
export function offsets(document: TextDocument, range: Range): { start: number; end: number } {
  const one = document.offsetAt(range.start);
  const other = document.offsetAt(range.end);
  return { start: Math.min(one, other), end: Math.max(one, other) };
}
