/** One open file: the owner of its tree. */
import { Edit, type Tree } from "web-tree-sitter";
import type { File } from "./ast.ts";
import { buildModel, type Model } from "./file.ts";
import { LineIndex } from "./lines.ts";
import { LONGEST_CALL, parseIfClean, parserText, valueCalls } from "./source.ts";

/** Replaces the text between two UTF-16 offsets. */
export interface TextEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly text: string;
}

/**
 * A file that is edited. Each version is parsed with the help of the tree before it, and
 * declarations that did not change stay the same objects. Call {@link SourceFile.dispose} at the
 * end: a tree lives outside of the garbage collector's reach.
 */
export class SourceFile {
  #text: string;
  #lines: LineIndex | undefined;
  /** A tree without errors; edits since the last clean parse have been applied to its positions. */
  #tree: Tree | undefined;
  /** {@link valueCalls} of the text `#tree` was edited to. */
  #valueCalls: number[];
  /** Whether the text starts with a byte order mark, which the parser is not shown. */
  #marked: boolean;
  /** True when `#tree` is the tree of `#text` and not only a starting point. */
  #clean: boolean;
  #model: Model | undefined;
  /** The model before the edits that are not lowered yet. */
  #previous: Model | undefined;
  #disposed = false;

  private constructor(text: string) {
    this.#text = text;
    this.#valueCalls = valueCalls(text);
    this.#marked = text.charCodeAt(0) === BYTE_ORDER_MARK;
    this.#tree = parseIfClean(parserText(text, this.#valueCalls), null);
    this.#clean = this.#tree !== undefined;
  }

  static parse(text: string): SourceFile {
    return new SourceFile(text);
  }

  get text(): string {
    return this.#text;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.#text);
    return this.#lines;
  }

  /** The lowered file; made on first use and kept for this version. */
  get file(): File {
    if (!this.#model) {
      const previous = this.#previous;
      this.#model = buildModel(this.#text, this.#clean ? this.#tree : undefined, {
        ...(previous && { previous }),
      });
      this.#previous = undefined;
    }
    return this.#model.file;
  }

  /**
   * Applies changes one after the other, as an editor sends them: each counts in the text that the
   * ones before it left. Offsets out of range are moved to the nearest valid ones.
   */
  edit(changes: readonly TextEdit[]): void {
    if (this.#disposed) throw new Error("this file has been disposed of");
    if (changes.length === 0) return;
    for (const change of changes) this.#apply(change);
    const calls = valueCalls(this.#text);
    // The parser sees other text than the file has at these places, which edits did not announce.
    const marked = this.#text.charCodeAt(0) === BYTE_ORDER_MARK;
    const same = marked === this.#marked && sameNumbers(calls, this.#valueCalls);
    const base = same ? this.#tree : undefined;
    const tree = parseIfClean(parserText(this.#text, calls), base ?? null);
    if (tree || !base) {
      this.#tree?.delete();
      this.#tree = tree;
    }
    this.#valueCalls = calls;
    this.#marked = marked;
    this.#clean = tree !== undefined;
    this.#previous = this.#model ?? this.#previous;
    this.#model = undefined;
  }

  #apply(change: TextEdit): void {
    const length = this.#text.length;
    const start = within(change.start, 0, length);
    const oldEnd = within(change.oldEnd, start, length);
    const newEnd = start + change.text.length;
    const before = this.lines;
    const startPosition = before.pointAt(start);
    const oldEndPosition = before.pointAt(oldEnd);
    this.#text = this.#text.slice(0, start) + change.text + this.#text.slice(oldEnd);
    this.#lines = undefined;
    if (!this.#tree) return;
    this.#tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: oldEnd,
        newEndIndex: newEnd,
        startPosition,
        oldEndPosition,
        newEndPosition: this.lines.pointAt(newEnd),
      }),
    );
    const moved = newEnd - oldEnd;
    // Calls that touch the edit are left out: the parser reads that place again anyway.
    this.#valueCalls = this.#valueCalls
      .filter((at) => at + LONGEST_CALL <= start || at >= oldEnd)
      .map((at) => (at >= oldEnd ? at + moved : at));
  }

  /** Frees the tree. The file lowered before stays valid; edits are no longer possible. */
  dispose(): void {
    this.#tree?.delete();
    this.#tree = undefined;
    this.#clean = false;
    this.#disposed = true;
  }
}

const BYTE_ORDER_MARK = 0xfeff;

function within(value: number, low: number, high: number): number {
  return value > low ? Math.min(value, high) : low;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
