/**
 * What the command needs of the machine. The real one is made in `main.ts`; tests make their own.
 * Paths are absolute, with forward slashes.
 */
import type { Locale } from "../../../protocol/src/messages.ts";
import type { CheckId } from "../../../protocol/src/rules.ts";
import type { Engine } from "../workspace/api.ts";

/** An output stream. Writing to a closed pipe is silently dropped. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export interface Files {
  /** What stands at a path, following links; undefined for nothing. */
  kind(path: string): "file" | "directory" | undefined;
  /** Throws when the file cannot be read. */
  readBytes(path: string): Uint8Array;
  /** Writes or replaces a file as a whole: a reader sees the old text or the new one. Throws when it cannot. */
  writeAtomic(path: string, text: string): void;
}

export interface Host {
  /** The arguments, without the program's own name. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly files: Files;
  /** Mapvet's own version. */
  readonly version: string;
  /** The machine in a few words, for reports of internal errors. */
  readonly platform: string;
  /** Everything on standard input, decoded as UTF-8. */
  readStdin(): Promise<string>;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** The largest memory the process has held, in bytes. */
  peakMemory(): number;
  /** Gives memory back where much of it is garbage; called between packages. */
  freeMemory(): void;
  /** Loads the engine; `tests` lets it report findings of a test file that is checked by itself. */
  createEngine(tests: boolean): Promise<Engine>;
  /** The page of documentation of a rule in Markdown, and where it was looked for. */
  rulePage(rule: CheckId, locale: Locale): { readonly path: string; readonly text: string | undefined };
}
