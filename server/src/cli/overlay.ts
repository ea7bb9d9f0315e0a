/** Texts as they would be after fixes: shown to the engine as open documents, nothing written yet. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { FileEdit, TextEdit } from "../fixes/fix.ts";
import type { Engine } from "../workspace/api.ts";
import { reasonOf } from "./errors.ts";
import type { Files } from "./host.ts";

interface Edited {
  /** The file as it was read, with its byte order mark. */
  readonly original: string;
  /** A byte order mark that the analysed text does not have. */
  readonly mark: string;
  /** The analysed text, after the edits so far. */
  text: string;
  version: number;
}

const byteOrderMark = "\uFEFF";

/** The text with the edits applied. They are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = "";
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

/** All edited files of a run. */
export class Overlay {
  private readonly engine: Engine;
  private readonly files: Files;
  private readonly edited = new Map<string, Edited>();

  constructor(engine: Engine, files: Files) {
    this.engine = engine;
    this.files = files;
  }

  /** Applies the edits of all files and returns their texts before; or applies none and says why. */
  apply(
    edits: readonly FileEdit[],
    display: (path: string) => string,
  ): { readonly undo: ReadonlyMap<string, string> } | { readonly problem: Message } {
    for (const { path } of edits) {
      const problem = this.load(path, display);
      if (problem !== undefined) return { problem };
    }
    const undo = new Map<string, string>();
    for (const edit of edits) {
      const { text } = this.loaded(edit.path);
      undo.set(edit.path, text);
      this.set(edit.path, applyEdits(text, edit.edits));
    }
    return { undo };
  }

  /** Gives a loaded file another text. */
  set(path: string, text: string): void {
    const file = this.loaded(path);
    file.version += 1;
    // Opened anew, not changed: a whole new text is no edit inside a function.
    this.engine.open(path, text, file.version);
    file.text = text;
  }

  /** The files that differ from what was read, by path. */
  changes(): { readonly path: string; readonly before: string; readonly after: string }[] {
    return [...this.edited]
      .map(([path, file]) => ({ path, before: file.original, after: file.mark + file.text }))
      .filter((change) => change.before !== change.after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private loaded(path: string): Edited {
    const file = this.edited.get(path);
    if (file === undefined) throw new Error(`${path} is not loaded`);
    return file;
  }

  /**
   * Reads a file before its first edit. Refuses one whose bytes would not survive being written back,
   * or whose text is no longer the one that was analysed.
   */
  private load(path: string, display: (path: string) => string): Message | undefined {
    if (this.edited.has(path)) return undefined;
    let bytes: Uint8Array;
    try {
      bytes = this.files.readBytes(path);
    } catch (error) {
      return message("cli.usage.unreadable", { path: display(path), reason: reasonOf(error) });
    }
    const original = decode(bytes);
    if (original === undefined) return message("cli.left.text", { path: display(path) });
    const analysed = this.engine.text(path) ?? original;
    const mark = original !== analysed && original.startsWith(byteOrderMark) ? byteOrderMark : "";
    if (mark + analysed !== original) return message("cli.left.changed", { path: display(path) });
    this.edited.set(path, { original, mark, text: analysed, version: 0 });
    return undefined;
  }
}

/** The bytes as text, its byte order mark kept; undefined when they are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
