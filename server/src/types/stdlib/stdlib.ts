/**
 * The index of Go's standard library: for each package one text of Go declarations without bodies,
 * generated from Go's sources by scripts/stdlib (`npm run stdlib`) into stdlib.json. The texts are
 * ordinary Go, so that the type checker reads them as it reads a user's package.
 *
 * What is left out: bodies, comments, values of constants (only their types are true), unexported names
 * that no exported declaration mentions, package debug/* and most constants of package syscall. Fields and
 * methods promoted from unexported embedded types stand as the outer type's own.
 */

/** The index, loaded from the text of stdlib.json. */
export interface StdlibIndex {
  /** The Go release that the index describes, such as "go1.26.8". */
  readonly goVersion: string;
  /** The Go text of each package of the standard library, by import path. */
  readonly packages: ReadonlyMap<string, string>;
  /** The Go text of well-known packages outside the standard library (scripts/stdlib/extra), by import path. */
  readonly extra: ReadonlyMap<string, string>;
}

/**
 * Reads the text of stdlib.json.
 * @throws Error when the text is not such an index: that is a broken installation, not bad input.
 */
export function parseStdlib(json: string): StdlibIndex {
  const data: unknown = JSON.parse(json);
  if (!isRecord(data) || typeof data.goVersion !== "string") {
    throw new Error("stdlib.json is not an index of the standard library");
  }
  return { goVersion: data.goVersion, packages: texts(data.packages), extra: texts(data.extra) };
}

/**
 * The declarations of a package that is not part of the workspace, as Go text; undefined when the index
 * does not know the package.
 */
export function stdlibSource(index: StdlibIndex, importPath: string): string | undefined {
  return index.packages.get(importPath) ?? index.extra.get(importPath);
}

function texts(value: unknown): Map<string, string> {
  const result = new Map<string, string>();
  if (!isRecord(value)) throw new Error("stdlib.json lacks a list of packages");
  for (const [path, text] of Object.entries(value)) {
    if (typeof text !== "string") throw new Error(`stdlib.json: ${path} is not a text`);
    result.set(path, text);
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
