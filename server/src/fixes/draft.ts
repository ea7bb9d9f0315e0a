/** Changes to one file while a fix is being put together. */
import type { TextEdit } from "./fix.ts";

/** Collects insertions and replacements at offsets of the original text. */
export class Draft {
  readonly path: string;
  readonly text: string;
  readonly #edits: TextEdit[] = [];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Inserts before the character at an offset; several insertions at one place keep their order. */
  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  /** The new text; undefined when two changes contradict each other. */
  apply(): string | undefined {
    const order = this.#edits
      .map((edit, index) => ({ edit, index }))
      .sort(
        (a, b) =>
          a.edit.start - b.edit.start ||
          Number(a.edit.end > a.edit.start) - Number(b.edit.end > b.edit.start) ||
          a.index - b.index,
      );
    const parts: string[] = [];
    let at = 0;
    for (const { edit } of order) {
      if (edit.start < at) return undefined;
      parts.push(this.text.slice(at, edit.start), edit.text);
      at = edit.end;
    }
    parts.push(this.text.slice(at));
    return parts.join("");
  }
}

/** The offset where the line of an offset starts. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The offset of the line's end, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" && end > at ? end - 1 : end;
}

/** The white space at the start of the line of an offset. */
export function indentOf(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";
}
