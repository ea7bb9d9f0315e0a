/** For tests and benchmarks only: analyses Go texts without any file. */
import { readFileSync } from "node:fs";
import { PackageEffects } from "../effects/analyse.ts";
import { EffectsPool } from "../effects/pool.ts";
import { checkPackage, type PackageResult } from "../hazards/check.ts";
import { bodyOf } from "../syntax/bodies.ts";
import { lowerFile } from "../syntax/file.ts";
import { packageValueTypes } from "../types/body.ts";
import { Package, type Unit } from "../types/package.ts";
import { Library } from "../types/stdlib/library.ts";
import { parseStdlib, type StdlibIndex } from "../types/stdlib/stdlib.ts";

let index: StdlibIndex | undefined;
let library: Library | undefined;

/** The index of the standard library, read once. */
export function stdlibIndex(): StdlibIndex {
  index ??= parseStdlib(readFileSync(new URL("../types/stdlib/stdlib.json", import.meta.url), "utf8"));
  return index;
}

/** The standard library, read once. */
export function standardLibrary(): Library {
  library ??= new Library(stdlibIndex());
  return library;
}

/** The effects and findings of one package. */
export interface Analysed {
  readonly effects: PackageEffects;
  readonly result: PackageResult;
}

/** The packages of a module, one for each folder of its files; `root` is the module's path. */
export function packagesOf(files: Readonly<Record<string, string>>, root: string): readonly Package[] {
  const folders = new Map<string, Unit[]>();
  for (const [name, text] of Object.entries(files)) {
    const folder = name.includes("/") ? `/${name.slice(0, name.lastIndexOf("/"))}` : "";
    const units = folders.get(root + folder) ?? [];
    units.push({ path: name, file: lowerFile(text) });
    folders.set(root + folder, units);
  }
  const made = new Map<string, Package>();
  const importer = (path: string): Package | undefined => made.get(path) ?? standardLibrary().package(path);
  for (const [path, units] of folders) {
    const name = units[0]?.file.packageName ?? "p";
    made.set(path, new Package({ path, name, importer, valueTypes: packageValueTypes }, units));
  }
  return [...made.values()];
}

/** A package of some files, by path. */
export function packageOf(files: Readonly<Record<string, string>>, path = "example.com/p"): Package {
  const [only] = packagesOf(files, path);
  return only;
}

/** The effects and findings of the packages of a module. */
export function analyseAll(files: Readonly<Record<string, string>>, root: string): readonly Analysed[] {
  const packages = packagesOf(files, root);
  const byPath = new Map(packages.map((pkg) => [pkg.path, pkg]));
  const importsOf = (pkg: Package): readonly Package[] | undefined =>
    byPath.get(pkg.path) === pkg
      ? pkg.units.flatMap(({ file }) => file.imports.flatMap(({ path }) => byPath.get(path) ?? []))
      : undefined;
  const pool = new EffectsPool({ bodyOf, importsOf });
  return packages.map((pkg) => {
    const effects = pool.of(pkg);
    return { effects, result: checkPackage(effects) };
  });
}

/** The effects and findings of a package of some files. */
export function analyse(files: Readonly<Record<string, string>>): Analysed {
  const effects = new PackageEffects(packageOf(files), bodyOf);
  return { effects, result: checkPackage(effects) };
}
