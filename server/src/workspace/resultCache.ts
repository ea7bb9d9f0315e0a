/**
 * Results of packages that did not change since an earlier run. An entry's key is a hash of all that the
 * result depends on: the package's files, those of all packages it imports in the end, and the settings. So
 * an entry is never out of date, and entries may vanish at any time.
 */
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Analysed } from "./analyseOnce.ts";
import type { PackageFinder } from "./discover.ts";
import type { ImportGraph } from "./importGraph.ts";
import { filesOf, type Program, type Variant } from "./program.ts";
import type { Texts } from "./texts.ts";
import { compareText, type PackageUnit } from "./units.ts";

/** Where entries are kept, by key. A failure to keep one is not an error. */
export interface CacheStore {
  /** A text of hexadecimal digits that differs for different texts, and for another version of Mapvet. */
  hash(texts: readonly string[]): string;
  get(key: string): string | undefined;
  put(key: string, entry: string): void;
}

/** The fixes of a finding, and whether all of the package could be looked through for them. */
export interface MadeFixes {
  readonly fixes: readonly Fix[];
  readonly complete: boolean;
}

/** What a run knows of its packages. */
export interface CachedRun {
  readonly program: Program;
  readonly imports: ImportGraph;
  readonly finder: PackageFinder;
  readonly texts: Texts;
}

/** Looks for results in a store, and keeps new ones there. */
export class ResultCache {
  readonly #store: CacheStore;
  readonly #run: CachedRun;
  /** The hashes of the packages' files, by directory. */
  readonly #contents = new Map<string, Promise<string>>();

  constructor(store: CacheStore, run: CachedRun) {
    this.#store = store;
    this.#run = run;
  }

  /** The result of a package, from the store or made now; `settings` is what else it depends on. */
  async result(
    unit: PackageUnit,
    variant: Variant,
    settings: string,
    make: () => Promise<Analysed>,
  ): Promise<Analysed> {
    const key = this.#store.hash([settings, ...(await this.#contentOf(unit, variant))]);
    const known: Analysed | undefined = this.#read(key);
    if (known !== undefined) return known;
    const made = await make();
    // A failure may have been of this machine, at this moment.
    if (made.failures.length === 0) this.#store.put(key, JSON.stringify(made));
    return made;
  }

  /**
   * The fixes of a finding, from the store or made now.
   * @param others files that they depend on beside those of the package
   */
  async fixes(
    finding: Finding,
    unit: PackageUnit,
    variant: Variant,
    others: readonly string[],
    make: () => Promise<MadeFixes>,
  ): Promise<readonly Fix[]> {
    const { texts } = this.#run;
    const around: string[] = [];
    for (const path of others) around.push(path, (await texts.read(path)) ?? "");
    const key = this.#store.hash([
      "fixes",
      JSON.stringify(finding),
      this.#store.hash(around),
      ...(await this.#contentOf(unit, variant)),
    ]);
    const known: readonly Fix[] | undefined = this.#read(key);
    if (known === undefined) {
      const { fixes, complete } = await make();
      if (complete) this.#store.put(key, JSON.stringify(fixes));
      return fixes;
    }
    // Whoever shows or applies the edits asks for the texts that they are for.
    for (const { path } of known.flatMap(({ edits }) => edits)) await texts.keepText(path);
    return known;
  }

  /** What an entry says; the store hands out what was put in for the same key. */
  #read<T>(key: string): T | undefined {
    const entry = this.#store.get(key);
    if (entry === undefined) return undefined;
    try {
      const result: T = JSON.parse(entry);
      return result;
    } catch {
      return undefined;
    }
  }

  /** The package and its files, with those of all packages that it imports in the end. */
  async #contentOf(unit: PackageUnit, variant: Variant): Promise<readonly string[]> {
    const { program, imports } = this.#run;
    const direct = variant === "plain" ? imports.of(unit.dir) : program.importsOfVariant(unit, variant);
    const below = [...(await imports.reachedFrom(await direct))].sort(compareText);
    const hashes: string[] = [];
    for (const dir of below) hashes.push(dir, await this.#importedContentOf(dir));
    const own = await this.#hashOf(unit, variant);
    return [variant, unit.dir, unit.importPath, own, ...hashes];
  }

  #importedContentOf(dir: string): Promise<string> {
    const known = this.#contents.get(dir) ?? this.#hashOf(dir, "plain");
    this.#contents.set(dir, known);
    return known;
  }

  async #hashOf(unit: PackageUnit | string, variant: Variant): Promise<string> {
    const { finder, texts } = this.#run;
    const found = typeof unit === "string" ? (await finder.packageAt(unit)).unit : unit;
    if (found === undefined) return "";
    const parts: string[] = [found.importPath, found.name, found.module?.goVersion ?? ""];
    for (const { path } of filesOf(found, variant)) parts.push(path, (await texts.read(path)) ?? "");
    return this.#store.hash(parts);
  }
}
