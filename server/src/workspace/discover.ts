/** Finds the packages of a workspace: walks what the patterns name and groups the Go files of each directory. */
import { defaultMaxBytes, type FileSystem, tooLarge } from "./files.ts";
import { ModuleStore } from "./moduleStore.ts";
import {
  type BuildContext,
  contextFor,
  fileConstraint,
  isGenerated,
  isHiddenName,
} from "./modules/constraints.ts";
import { baseName, joinPath, parentOf, relativeTo } from "./modules/paths.ts";
import { isIgnored, isSkippedDirectory, type Pattern, parsePattern } from "./modules/patterns.ts";
import { importCandidates, importPathOf, type Module, type ModuleGraph } from "./modules/resolve.ts";
import { scanTop } from "./modules/scan.ts";
import {
  compareText,
  type DirectoryPackage,
  type PackageUnit,
  packageOf,
  type ScannedFile,
  type Skipped,
} from "./units.ts";

/** The piece of a file that is read first; longer comments before the imports cost a second read. */
const headBytes = 4096;

export interface DiscoverOptions {
  /**
   * Whether a walk enters modules inside the one it started in. The go command does not, but an editor's
   * folder may hold many.
   */
  readonly nestedModules: boolean;
  readonly shouldStop?: () => boolean;
  /** Waited for before each directory. */
  readonly pause?: () => Promise<void>;
}

/** What the patterns name. */
export interface Discovered {
  /** Ordered by directory. */
  readonly units: readonly PackageUnit[];
  /** Ordered by path. */
  readonly skipped: readonly Skipped[];
  /** For directories that were named by single files only: those files. */
  readonly onlyFiles: ReadonlyMap<string, ReadonlySet<string>>;
  /** Patterns that name nothing that can be read. */
  readonly badPatterns: readonly { readonly pattern: string; readonly reason: string }[];
}

/** Finds packages and keeps what it found, until it is told to forget. */
export class PackageFinder {
  readonly #fs: FileSystem;
  readonly #context: BuildContext;
  readonly #maxBytes: number;
  readonly #modules: ModuleStore;
  readonly #directories = new Map<string, Promise<Directory>>();
  readonly #packages = new Map<string, Promise<DirectoryPackage>>();

  /** @param maxBytes the size of the largest Go file that is not skipped */
  constructor(fs: FileSystem, context: BuildContext, maxBytes: number = defaultMaxBytes) {
    this.#fs = fs;
    this.#context = context;
    this.#maxBytes = maxBytes;
    this.#modules = new ModuleStore(fs);
  }

  /** The modules met so far. */
  get graph(): ModuleGraph {
    return this.#modules.graph;
  }

  /** Finds the packages that patterns of the command line name, relative to a directory. */
  async discover(patterns: readonly string[], cwd: string, options: DiscoverOptions): Promise<Discovered> {
    const dirs = new Set<string>();
    const files = new Map<string, Set<string>>();
    const badPatterns: { pattern: string; reason: string }[] = [];
    const skipped: Skipped[] = [];
    for (const text of patterns) {
      const pattern = parsePattern(text, cwd);
      const root = pattern.kind === "tree" ? pattern.root : pattern.path;
      const kind = await this.#fs.kindOf(root);
      const bad = (reason: string): unknown => badPatterns.push({ pattern: text, reason });
      if (!kind.ok) bad(kind.problem.message);
      else if (kind.value === "directory") {
        if (pattern.kind === "path") dirs.add(root);
        else await this.#walk(pattern, options, dirs);
      } else if (pattern.kind === "tree") bad("is not a directory");
      else if (!root.endsWith(".go")) bad("is not a Go file");
      else addTo(files, parentOf(root), root);
    }
    const onlyFiles = new Map([...files].filter(([dir]) => !dirs.has(dir)));
    const units: PackageUnit[] = [];
    for (const dir of new Set([...dirs, ...files.keys()])) {
      if (options.shouldStop?.()) break;
      await options.pause?.();
      const found = await this.packageAt(dir);
      if (found.unit) units.push(found.unit);
      skipped.push(...found.skipped);
    }
    skipped.push(...this.#modules.skipped);
    units.sort((a, b) => compareText(a.dir, b.dir));
    skipped.sort((a, b) => compareText(a.path, b.path) || compareText(a.reason, b.reason));
    return { units: await this.#distinct(units), skipped, onlyFiles, badPatterns };
  }

  /** The package in a directory, tests included. */
  packageAt(dir: string): Promise<DirectoryPackage> {
    return remember(this.#packages, dir, () => this.#load(dir, this.#context));
  }

  /**
   * The package of a file. A file that is for another build, such as one for another system, gets the
   * package as that build sees it; undefined when the file belongs to none.
   */
  async packageOfFile(path: string): Promise<PackageUnit | undefined> {
    if (!path.endsWith(".go")) return await this.#unnamed(path);
    const dir = parentOf(path);
    const { unit } = await this.packageAt(dir);
    if (unit && holds(unit, path)) return unit;
    const file = (await this.#directory(dir)).files.find((scanned) => scanned.path === path);
    const context = file && contextFor(baseName(path), file.constraint, this.#context);
    const other = context && (await this.#load(dir, context)).unit;
    return other && holds(other, path) ? other : undefined;
  }

  /** A document without a name on disk yet is a package by itself, in a directory of its own. */
  async #unnamed(path: string): Promise<PackageUnit | undefined> {
    const scanned = await this.#scan(path, false, true, []);
    if (scanned === undefined) return undefined;
    return packageOf(path, baseName(path), undefined, [scanned], this.#context).unit;
  }

  /** The directory of an imported package; undefined when it lies outside of the workspace. */
  async resolve(fromDir: string, importPath: string): Promise<string | undefined> {
    await this.#modules.moduleOf(fromDir);
    for (const dir of importCandidates(this.graph, fromDir, importPath)) {
      if ((await this.packageAt(dir)).unit?.files.length) return dir;
    }
    return undefined;
  }

  /** A file or directory changed, appeared or vanished. */
  forget(path: string): void {
    const name = baseName(path);
    if (name === "go.mod" || name === "go.work" || name === "vendor") {
      this.#modules.clear();
      this.#packages.clear();
    }
    for (const dir of [path, parentOf(path)]) {
      this.#directories.delete(dir);
      this.#packages.delete(dir);
    }
  }

  async #walk(
    pattern: Pattern & { kind: "tree" },
    options: DiscoverOptions,
    found: Set<string>,
  ): Promise<void> {
    const rootModule = await this.#modules.moduleOf(pattern.root);
    const uses = (await this.#modules.workspaceAbove(pattern.root))?.uses;
    const isWanted = (module: Module): boolean => {
      if (options.nestedModules || module === rootModule) return true;
      return uses ? uses.includes(module.dir) : rootModule === undefined;
    };
    const todo: { dir: string; module: Module | undefined }[] = [{ dir: pattern.root, module: rootModule }];
    for (let next = todo.pop(); next && !options.shouldStop?.(); next = todo.pop()) {
      const { dir } = next;
      await options.pause?.();
      const directory = await this.#directory(dir);
      const module = directory.hasGoMod ? await this.#modules.moduleAt(dir) : next.module;
      if (module && dir !== pattern.root && module.dir === dir && !isWanted(module)) {
        // A module that is wanted may still lie inside one that is not.
        if (!uses?.some((use) => relativeTo(dir, use))) continue;
      } else if (pattern.matches(dir)) {
        found.add(dir);
      }
      for (const name of directory.subdirectories) {
        const child = joinPath(dir, name);
        const ignored = module && isIgnored(module.ignores, relativeTo(module.dir, child) ?? "");
        if (!isSkippedDirectory(name) && !ignored) todo.push({ dir: child, module });
      }
    }
  }

  /** Leaves out directories that are the same through a link. */
  async #distinct(units: readonly PackageUnit[]): Promise<PackageUnit[]> {
    const seen = new Set<string>();
    const result: PackageUnit[] = [];
    for (const unit of units) {
      const real = await this.#fs.realPath(unit.dir);
      const key = real.ok ? real.value : unit.dir;
      if (!seen.has(key)) result.push(unit);
      seen.add(key);
    }
    return result;
  }

  async #load(dir: string, context: BuildContext): Promise<DirectoryPackage> {
    const directory = await this.#directory(dir);
    if (directory.files.length === 0) return { unit: undefined, skipped: directory.skipped };
    const module = await this.#modules.moduleOf(dir);
    const result = packageOf(dir, importPathOf(this.graph, dir), module, directory.files, context);
    return { unit: result.unit, skipped: [...directory.skipped, ...result.skipped] };
  }

  #directory(dir: string): Promise<Directory> {
    return remember(this.#directories, dir, () => this.#readDirectory(dir));
  }

  async #readDirectory(dir: string): Promise<Directory> {
    const entries = await this.#fs.readDirectory(dir);
    if (!entries.ok) {
      const { kind, message } = entries.problem;
      const skipped = kind === "missing" ? [] : [{ path: dir, reason: message }];
      return { files: [], subdirectories: [], hasGoMod: false, skipped };
    }
    const sorted = entries.value.toSorted((a, b) => compareText(a.name, b.name));
    const skipped: Skipped[] = [];
    const scans = sorted
      .filter(({ name }) => name.endsWith(".go") && !isHiddenName(name))
      .map(({ name, kind }) => this.#scan(joinPath(dir, name), kind === "link", kind === "file", skipped));
    const files = (await Promise.all(scans)).filter((file) => file !== undefined);
    return {
      files,
      // As the go command does, a walk does not follow links, so it cannot run in circles.
      subdirectories: sorted.filter(({ kind }) => kind === "directory").map(({ name }) => name),
      hasGoMod: sorted.some(({ name, kind }) => name === "go.mod" && kind !== "directory"),
      skipped,
    };
  }

  /** Reads the top of a Go file; undefined when it is no file, vanished, or had to be skipped. */
  async #scan(
    path: string,
    isLink: boolean,
    isFile: boolean,
    skipped: Skipped[],
  ): Promise<ScannedFile | undefined> {
    if (isLink) {
      const kind = await this.#fs.kindOf(path);
      if (!kind.ok) skipped.push({ path, reason: kind.problem.message });
      if (!kind.ok || kind.value !== "file") return undefined;
    } else if (!isFile) {
      return undefined;
    }
    let head = await this.#fs.readHead(path, headBytes);
    if (head.ok && head.value.size > this.#maxBytes) head = tooLarge(head.value.size, this.#maxBytes);
    let text = head.ok ? decoder.decode(head.value.bytes) : "";
    let top = scanTop(text);
    if (head.ok && top.reachedEnd && head.value.bytes.length < head.value.size) {
      head = await this.#fs.readHead(path, this.#maxBytes);
      text = head.ok ? decoder.decode(head.value.bytes) : "";
      top = scanTop(text);
    }
    if (!head.ok) {
      if (head.problem.kind !== "missing") skipped.push({ path, reason: head.problem.message });
      return undefined;
    }
    const header = text.slice(0, top.headerEnd);
    return {
      path,
      packageName: top.packageName,
      imports: [...new Set(top.imports.map((spec) => spec.path))],
      constraint: fileConstraint(`${header}package`),
      generated: isGenerated(text.slice(0, top.importsEnd)),
      size: head.value.size,
    };
  }
}

interface Directory {
  readonly files: readonly ScannedFile[];
  readonly subdirectories: readonly string[];
  readonly hasGoMod: boolean;
  readonly skipped: readonly Skipped[];
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function holds(unit: PackageUnit, path: string): boolean {
  return [unit.files, unit.testFiles, unit.xtestFiles].some((files) =>
    files.some((file) => file.path === path),
  );
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
