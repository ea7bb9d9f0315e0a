/** The texts that are analysed: open documents as the editor has them, all else as it is on disk. */
import type { File } from "../syntax/ast.ts";
import { lowerFile } from "../syntax/file.ts";
import { SourceFile } from "../syntax/sourceFile.ts";
import type { TextChange } from "./api.ts";
import { decodeText, type Irregular } from "./decode.ts";
import { defaultMaxBytes, type FileSystem } from "./files.ts";
import type { OpenTexts } from "./openFiles.ts";

interface OpenDocument {
  readonly source: SourceFile;
  version: number;
}

/** A file's text with its declarations. */
export interface LoweredText {
  readonly text: string;
  readonly file: File;
}

/** Reads and remembers files. Open documents hide what is on disk. */
export class Texts implements OpenTexts {
  readonly #fs: FileSystem;
  readonly #open = new Map<string, OpenDocument>();
  readonly #lowered = new Map<string, LoweredText>();
  /** Texts that findings point into, kept when all else of their files is forgotten. */
  readonly #kept = new Map<string, string>();
  readonly #irregular = new Map<string, Irregular>();

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  open(path: string, text: string, version: number): void {
    this.#open.get(path)?.source.dispose();
    this.#open.set(path, { source: SourceFile.parse(text), version });
  }

  /** Applies an editor's changes; nothing happens when the file is not open. */
  change(path: string, changes: readonly TextChange[], version: number): void {
    const document = this.#open.get(path);
    if (document === undefined) return;
    document.source.edit(changes);
    document.version = version;
  }

  close(path: string): void {
    this.#open.get(path)?.source.dispose();
    this.#open.delete(path);
    this.#lowered.delete(path);
  }

  isOpen(path: string): boolean {
    return this.#open.has(path);
  }

  openPaths(): Iterable<string> {
    return this.#open.keys();
  }

  openText(path: string): string | undefined {
    return this.#open.get(path)?.source.text;
  }

  /** The version of an open document; 0 for a file on disk. */
  version(path: string): number {
    return this.#open.get(path)?.version ?? 0;
  }

  /** Something changed on disk. */
  forget(path: string): void {
    this.#lowered.delete(path);
    this.#kept.delete(path);
  }

  /** Keeps the text of a file that was never lowered, or is released later. */
  async keepText(path: string): Promise<void> {
    if (this.isOpen(path)) return;
    const text = await this.read(path);
    if (text !== undefined) this.#kept.set(path, text);
  }

  /** Forgets a file, but for its text where that is kept. */
  release(path: string): void {
    this.#lowered.delete(path);
  }

  /** The text of a file that was analysed. */
  textOf(path: string): string | undefined {
    return this.known(path)?.text ?? this.#kept.get(path);
  }

  /** What the text of a file on disk does not show of its bytes; undefined for nothing. */
  irregular(path: string): Irregular | undefined {
    return this.isOpen(path) ? undefined : this.#irregular.get(path);
  }

  /** The lowered file, if it was read before or is open. */
  known(path: string): LoweredText | undefined {
    const document = this.#open.get(path);
    if (document !== undefined) return { text: document.source.text, file: document.source.file };
    return this.#lowered.get(path);
  }

  /** Reads and lowers a file; undefined when it cannot be read (any more). */
  async load(path: string): Promise<LoweredText | undefined> {
    const known = this.known(path);
    if (known !== undefined) return known;
    const text = await this.read(path);
    if (text === undefined) return undefined;
    const lowered = { text, file: lowerFile(text) };
    this.#lowered.set(path, lowered);
    return lowered;
  }

  /** The text alone; undefined when it cannot be read. */
  async read(path: string): Promise<string | undefined> {
    const known = this.known(path);
    if (known !== undefined) return known.text;
    const bytes = await this.#fs.readFile(path, defaultMaxBytes);
    if (!bytes.ok) return undefined;
    const { text, bom, invalid } = decodeText(bytes.value);
    if (bom || invalid.length > 0) this.#irregular.set(path, { bom, invalid });
    else this.#irregular.delete(path);
    return text;
  }

  /** Remembers a file that was lowered elsewhere. */
  keep(path: string, lowered: LoweredText): void {
    if (!this.#open.has(path)) this.#lowered.set(path, lowered);
  }

  dispose(): void {
    for (const { source } of this.#open.values()) source.dispose();
    this.#open.clear();
    this.#lowered.clear();
    this.#kept.clear();
  }
}
