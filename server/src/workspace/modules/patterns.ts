/** What the paths on the command line mean: "./...", "dir", "dir/file.go", "./a/.../b". */
import { joinPath } from "./paths.ts";

/** One pattern of the command line, made absolute. */
export type Pattern =
  | {
      readonly kind: "path";
      /** A directory (one package) or a file (that file's package). */
      readonly path: string;
    }
  | {
      readonly kind: "tree";
      /** The directory to walk. */
      readonly root: string;
      /** Whether a directory below the root, or the root itself, is meant. */
      readonly matches: (dir: string) => boolean;
    };

/**
 * Reads a pattern as the go command reads one that starts with "./": "..." stands for any text, also an
 * empty one and one with slashes, and "dir/..." means the directory itself too.
 */
export function parsePattern(pattern: string, cwd: string): Pattern {
  const dots = pattern.indexOf("...");
  if (dots < 0) return { kind: "path", path: joinPath(cwd, pattern) };
  const slash = pattern.lastIndexOf("/", dots);
  const root = joinPath(cwd, slash < 0 ? "." : pattern.slice(0, slash + 1));
  const rest = pattern.slice(slash + 1).replace(/\/+$/, "");
  if (rest === "...") return { kind: "tree", root, matches: () => true };
  const prefix = root.endsWith("/") ? root : `${root}/`;
  return {
    kind: "tree",
    root,
    matches: (dir) => dir.startsWith(prefix) && wildcardMatches(rest, dir.slice(prefix.length)),
  };
}

/** Matches a text against words joined by "..."; without backtracking, so that no pattern is slow. */
function wildcardMatches(pattern: string, text: string): boolean {
  if (pattern.endsWith("/...") && wildcardMatches(pattern.slice(0, -4), text)) return true;
  const words = pattern.split("...");
  const first = words[0];
  const last = words.at(-1) ?? "";
  if (words.length === 1) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const word of words.slice(1, -1)) {
    const found = text.indexOf(word, at);
    if (found < 0) return false;
    at = found + word.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Directories that "..." passes over wherever they stand: hidden ones, testdata and vendor. */
export function isSkippedDirectory(name: string): boolean {
  return name === "testdata" || name === "vendor" || name.startsWith("_") || name.startsWith(".");
}

/**
 * Whether an `ignore` directive of go.mod names a directory, given by its path below the module's.
 * @see https://go.dev/ref/mod#go-mod-file-ignore
 */
export function isIgnored(ignores: readonly string[], below: string): boolean {
  return ignores.some((ignore) => {
    const path = ignore.replace(/^\.\//, "").replace(/\/+$/, "");
    return below === path || (!ignore.startsWith("./") && below.endsWith(`/${path}`));
  });
}
