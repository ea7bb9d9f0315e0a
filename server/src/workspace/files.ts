/**
 * What the workspace needs of a file system. Paths are absolute, with forward slashes. Whatever cannot be
 * read is an answer, not an exception: a tree that changes or is closed to us is nothing unusual.
 */

export type FileKind = "file" | "directory" | "link" | "other";

export interface DirectoryEntry {
  readonly name: string;
  /** "link" stands for a symbolic link, wherever it leads. */
  readonly kind: FileKind;
}

/** Why something could not be read. */
export interface FileProblem {
  readonly kind: "missing" | "denied" | "link-loop" | "wrong-kind" | "too-large" | "other";
  /** Plain words, without the path. */
  readonly message: string;
}

/** What was read, or why nothing was. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FileProblem };

/** The first bytes of a file, and how many it has. */
export interface FileHead {
  readonly bytes: Uint8Array;
  readonly size: number;
}

export interface FileSystem {
  /** The entries of a directory, in no particular order. */
  readDirectory(path: string): Promise<Outcome<readonly DirectoryEntry[]>>;
  /** A whole file; "too-large" when it has more than `maxBytes`. */
  readFile(path: string, maxBytes: number): Promise<Outcome<Uint8Array>>;
  /** The first `length` bytes of a file, or all when it has fewer. */
  readHead(path: string, length: number): Promise<Outcome<FileHead>>;
  /** What a path is, links followed: never "link". */
  kindOf(path: string): Promise<Outcome<FileKind>>;
  /** The one path of a thing that several links may lead to. */
  realPath(path: string): Promise<Outcome<string>>;
}

/** The largest Go file that is analysed unless someone says otherwise: 10 MB. */
export const defaultMaxBytes = 10 * 1024 * 1024;

/** An answer. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The lack of an answer, in the words that users see. */
export function problem(kind: FileProblem["kind"], detail?: string): { ok: false; problem: FileProblem } {
  return { ok: false, problem: { kind, message: detail ?? messages[kind] } };
}

const messages: Readonly<Record<FileProblem["kind"], string>> = {
  missing: "does not exist",
  denied: "cannot be read: permission denied",
  "link-loop": "cannot be read: a symbolic link that leads back to itself",
  "wrong-kind": "is not a file",
  "too-large": "is too large",
  other: "cannot be read",
};

/** The reason for leaving out a file that is larger than the limit. */
export function tooLarge(size: number, maxBytes: number): { ok: false; problem: FileProblem } {
  const mb = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);
  return problem("too-large", `is too large: ${mb(size)} MB, the limit is ${mb(maxBytes)} MB`);
}
