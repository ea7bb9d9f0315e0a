/** The packages of a workspace: gathered with what they import, made into types on demand. */
import { packageValueTypes } from "../types/body.ts";
import { Package, type Unit } from "../types/package.ts";
import type { Library } from "../types/stdlib/library.ts";
import type { PackageFinder } from "./discover.ts";
import type { Texts } from "./texts.ts";
import type { PackageUnit, SourceFile } from "./units.ts";

/**
 * Imports of imports are followed this far: types seldom reach further, and a package of a large
 * module may import a thousand others in the end.
 */
export const importDepth = 3;

/** Which files of a directory make the package. */
export type Variant = "plain" | "test" | "xtest";

const variants: readonly Variant[] = ["plain", "test", "xtest"];

/** A package's files and where its imports lead. */
interface Gathered {
  readonly unit: PackageUnit;
  readonly variant: Variant;
  /** Directories by import path; what is not there comes from the library or is unknown. */
  readonly imports: ReadonlyMap<string, string>;
  pkg: Package | undefined;
  /** How far its imports were followed; types that come from further away are unknown so far. */
  reach: number;
}

/** The packages met so far. */
export class Program {
  readonly #finder: PackageFinder;
  readonly #texts: Texts;
  readonly #library: Library;
  readonly #gathered = new Map<string, Promise<Gathered>>();
  readonly #ready = new Map<string, Gathered>();
  readonly #making = new Set<string>();
  /** What each package was made from. */
  readonly #made = new WeakMap<Package, Gathered>();

  constructor(finder: PackageFinder, texts: Texts, library: Library) {
    this.#finder = finder;
    this.#texts = texts;
    this.#library = library;
  }

  /** A package with all that it imports; files that cannot be read are left out. */
  async package(unit: PackageUnit, variant: Variant): Promise<Package> {
    const key = keyOf(unit.dir, variant);
    await this.#gatherAll(unit, variant);
    return this.#make(key) ?? new Package(this.#options(unit, variant, new Map()), []);
  }

  /** The directories of the workspace that the package in a directory imports. */
  async importsOf(dir: string): Promise<readonly string[]> {
    const { unit } = await this.#finder.packageAt(dir);
    return unit === undefined ? [] : await this.importsOfVariant(unit, "plain");
  }

  /** The directories of the workspace that a variant of a package imports. */
  async importsOfVariant(unit: PackageUnit, variant: Variant): Promise<readonly string[]> {
    return [...new Set((await this.#resolveImports(unit, variant)).values())];
  }

  /** The packages of the workspace that a package imports; undefined for one that is not part of it. */
  importedBy(pkg: Package): readonly Package[] | undefined {
    const made = this.#made.get(pkg);
    if (made === undefined) return undefined;
    const { unit, variant, imports } = made;
    return [...new Set(imports.values())].flatMap(
      (dir) => this.#make(keyOf(dir, variantSeen(dir, unit, variant))) ?? [],
    );
  }

  /** Forgets a package that is not needed soon; it is read again if it is needed all the same. */
  release(dir: string): void {
    for (const variant of variants) {
      const key = keyOf(dir, variant);
      const gathered = this.#ready.get(key);
      this.#gathered.delete(key);
      this.#ready.delete(key);
      for (const { path } of gathered === undefined ? [] : filesOf(gathered.unit, variant))
        this.#texts.release(path);
    }
  }

  /** Types of packages are made anew: some declaration changed that others may see. */
  forgetTypes(): void {
    for (const gathered of this.#ready.values()) gathered.pkg = undefined;
  }

  /** A package is gathered anew: files or imports changed. */
  forget(dir: string): void {
    for (const variant of variants) {
      this.#gathered.delete(keyOf(dir, variant));
      this.#ready.delete(keyOf(dir, variant));
    }
    this.forgetTypes();
  }

  /** Everything is gathered anew. */
  clear(): void {
    this.#gathered.clear();
    this.#ready.clear();
  }

  async #gatherAll(unit: PackageUnit, variant: Variant): Promise<void> {
    const todo = [{ unit, variant, depth: 0 }];
    const seen = new Set<string>();
    for (const next of todo) {
      const key = keyOf(next.unit.dir, next.variant);
      if (seen.has(key)) continue;
      seen.add(key);
      const gathered = await this.#gather(next.unit, next.variant);
      const reach = importDepth - next.depth;
      if (reach > gathered.reach) gathered.pkg = undefined;
      gathered.reach = Math.max(reach, gathered.reach);
      if (reach === 0) continue;
      for (const dir of new Set(gathered.imports.values())) {
        const imported = (await this.#finder.packageAt(dir)).unit;
        if (imported !== undefined) todo.push({ unit: imported, variant: "plain", depth: next.depth + 1 });
      }
    }
  }

  #gather(unit: PackageUnit, variant: Variant): Promise<Gathered> {
    const key = keyOf(unit.dir, variant);
    const known = this.#gathered.get(key);
    if (known !== undefined) return known;
    const gathering = (async (): Promise<Gathered> => {
      for (const { path } of filesOf(unit, variant)) await this.#texts.load(path);
      const imports = await this.#resolveImports(unit, variant);
      const gathered: Gathered = { unit, variant, imports, pkg: undefined, reach: 0 };
      this.#ready.set(key, gathered);
      return gathered;
    })();
    this.#gathered.set(key, gathering);
    return gathering;
  }

  async #resolveImports(unit: PackageUnit, variant: Variant): Promise<Map<string, string>> {
    const imports = new Map<string, string>();
    // An open document may import more than the file on disk.
    const importsOf = (file: SourceFile): readonly string[] =>
      this.#texts.known(file.path)?.file.imports.map((spec) => spec.path) ?? file.imports;
    for (const path of new Set(filesOf(unit, variant).flatMap(importsOf))) {
      const dir = await this.#finder.resolve(unit.dir, path);
      if (dir !== undefined) imports.set(path, dir);
    }
    return imports;
  }

  /** Makes a gathered package; undefined while it is being made, as in a cycle of imports. */
  #make(key: string): Package | undefined {
    const gathered = this.#ready.get(key);
    if (gathered === undefined || this.#making.has(key)) return undefined;
    if (gathered.pkg !== undefined) return gathered.pkg;
    this.#making.add(key);
    const { unit, variant, imports } = gathered;
    const units: Unit[] = [];
    for (const { path } of filesOf(unit, variant)) {
      const lowered = this.#texts.known(path);
      if (lowered !== undefined) units.push({ path, file: lowered.file });
    }
    gathered.pkg = new Package(this.#options(unit, variant, imports), units);
    this.#made.set(gathered.pkg, gathered);
    this.#making.delete(key);
    return gathered.pkg;
  }

  #options(unit: PackageUnit, variant: Variant, imports: ReadonlyMap<string, string>) {
    const importer = (path: string): Package | undefined => {
      const dir = imports.get(path);
      if (dir !== undefined) return this.#make(keyOf(dir, variantSeen(dir, unit, variant)));
      return this.#library.package(path);
    };
    const path = variant === "xtest" ? `${unit.importPath}_test` : unit.importPath;
    return { path, name: unit.name, importer, valueTypes: packageValueTypes };
  }
}

/** The files of a variant. */
export function filesOf(unit: PackageUnit, variant: Variant): readonly SourceFile[] {
  if (variant === "xtest") return unit.xtestFiles;
  return variant === "test" ? [...unit.files, ...unit.testFiles] : unit.files;
}

/** The external tests of a package see what its own tests add to it. */
function variantSeen(dir: string, importer: PackageUnit, variant: Variant): Variant {
  return variant === "xtest" && dir === importer.dir ? "test" : "plain";
}

function keyOf(dir: string, variant: Variant): string {
  return `${variant} ${dir}`;
}
