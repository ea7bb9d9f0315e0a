/** From the Go files of a directory to the package they make. */

import type { FileConstraint } from "./modules/constraints.ts";
import {
  type BuildContext,
  constraintHolds,
  fileGoVersion,
  isTestFile,
  nameMatches,
} from "./modules/constraints.ts";
import { baseName } from "./modules/paths.ts";
import type { Module } from "./modules/resolve.ts";

/** What the top of one Go file says. */
export interface ScannedFile {
  readonly path: string;
  /** Undefined when the file has no package clause. */
  readonly packageName: string | undefined;
  /** Paths without repetition, in source order. */
  readonly imports: readonly string[];
  readonly constraint: FileConstraint;
  readonly generated: boolean;
  /** In bytes. */
  readonly size: number;
}

/** A file of a package. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
  /** The minor language version that holds in the file; undefined when nobody says. */
  readonly goVersion: number | undefined;
  readonly generated: boolean;
  /** In bytes. */
  readonly size: number;
}

/** A directory that holds one package, possibly with tests of two kinds. */
export interface PackageUnit {
  readonly dir: string;
  readonly importPath: string;
  readonly name: string;
  /** The files of the package itself. */
  readonly files: readonly SourceFile[];
  /** The test files that belong to the package itself. */
  readonly testFiles: readonly SourceFile[];
  /** The test files of the external package `name_test`. */
  readonly xtestFiles: readonly SourceFile[];
  /** Go files that the build leaves out: for another system, say. */
  readonly ignoredFiles: readonly string[];
  readonly module: Module | undefined;
}

/** Something that was not analysed, and why. */
export interface Skipped {
  readonly path: string;
  /** Plain words. */
  readonly reason: string;
}

/** What a directory turned out to hold. */
export interface DirectoryPackage {
  /** Undefined when no Go file of the directory belongs to the build. */
  readonly unit: PackageUnit | undefined;
  readonly skipped: readonly Skipped[];
}

/**
 * Makes a package of the Go files of a directory. When they disagree on its name, the name of most of them
 * counts and the others are skipped.
 * @param files in the order that the package keeps
 */
export function packageOf(
  dir: string,
  importPath: string,
  module: Module | undefined,
  files: readonly ScannedFile[],
  context: BuildContext,
): DirectoryPackage {
  const skipped: Skipped[] = [];
  const ignored: string[] = [];
  const built: NamedFile[] = [];
  for (const file of files) {
    const { path, packageName, constraint } = file;
    if (constraint.problem !== undefined) skipped.push({ path, reason: constraint.problem });
    else if (!nameMatches(baseName(path), context) || !constraintHolds(constraint, context))
      ignored.push(path);
    else if (packageName === undefined) skipped.push({ path, reason: "no package clause" });
    // The go command leaves out such files too: they only hold text.
    else if (packageName === "documentation") ignored.push(path);
    else built.push({ ...file, packageName });
  }
  const name = chooseName(dir, built);
  if (name === undefined) return { unit: undefined, skipped };

  const lists: Record<"files" | "testFiles" | "xtestFiles", SourceFile[]> = {
    files: [],
    testFiles: [],
    xtestFiles: [],
  };
  for (const file of built) {
    const test = isTestFile(file.path);
    if (file.packageName === name) lists[test ? "testFiles" : "files"].push(sourceFile(file, module));
    else if (test && file.packageName === `${name}_test`) lists.xtestFiles.push(sourceFile(file, module));
    else
      skipped.push({
        path: file.path,
        reason: `is of package ${file.packageName}, the directory of package ${name}`,
      });
  }
  return { unit: { dir, importPath, name, module, ...lists, ignoredFiles: ignored }, skipped };
}

interface NamedFile extends ScannedFile {
  readonly packageName: string;
}

function sourceFile(file: NamedFile, module: Module | undefined): SourceFile {
  const { path, imports, generated, size, constraint } = file;
  return { path, imports, generated, size, goVersion: fileGoVersion(constraint, module?.goVersion) };
}

/** The name that most files give; tests count only when there is nothing else. */
function chooseName(dir: string, files: readonly NamedFile[]): string | undefined {
  const plain = files.filter((file) => !isTestFile(file.path));
  const names =
    plain.length > 0
      ? plain.map((file) => file.packageName)
      : files.map((file) => file.packageName.replace(/_test$/, ""));
  const votes = new Map<string, number>();
  for (const name of names) votes.set(name, (votes.get(name) ?? 0) + 1);
  const rank = (name: string): number => (votes.get(name) ?? 0) + (name === baseName(dir) ? 0.5 : 0);
  return [...votes.keys()].toSorted((a, b) => rank(b) - rank(a) || compareText(a, b))[0];
}

/** Order by code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
