/** The modules of the workspace, read from their go.mod and go.work files when they are first needed. */
import type { FileSystem } from "./files.ts";
import { parseGoMod } from "./modules/gomod.ts";
import { parseGoWork } from "./modules/gowork.ts";
import type { ModError, Replace } from "./modules/modlines.ts";
import { ancestors, baseName, joinPath } from "./modules/paths.ts";
import { type Module, type ModuleGraph, moduleOf, type Workspace } from "./modules/resolve.ts";
import type { Skipped } from "./units.ts";

/** The largest go.mod or go.work file that is read. */
const maxModBytes = 1024 * 1024;

/** Finds and keeps modules. Each file is read once, until {@link clear}. */
export class ModuleStore {
  readonly #fs: FileSystem;
  readonly #modules = new Map<string, Module>();
  readonly #workspaces: Workspace[] = [];
  /** Directories that were looked at already, with or without success. */
  readonly #seenModules = new Map<string, Promise<Module | undefined>>();
  readonly #seenWorkspaces = new Map<string, Promise<Workspace | undefined>>();
  #skipped: Skipped[] = [];

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** What is known so far. */
  get graph(): ModuleGraph {
    return { modules: this.#modules, workspaces: this.#workspaces };
  }

  /** The lines of go.mod and go.work files that could not be read. */
  get skipped(): readonly Skipped[] {
    return this.#skipped;
  }

  /** Forgets everything: a go.mod or go.work file changed. */
  clear(): void {
    this.#modules.clear();
    this.#workspaces.length = 0;
    this.#seenModules.clear();
    this.#seenWorkspaces.clear();
    this.#skipped = [];
  }

  /** The module that holds a directory, with its go.work and its local replacements known afterwards. */
  async moduleOf(dir: string): Promise<Module | undefined> {
    for (const at of ancestors(dir)) {
      if (await this.moduleAt(at)) break;
    }
    const module = moduleOf(this.graph, dir);
    if (module) await this.workspaceAbove(module.dir);
    return module;
  }

  /** The module whose go.mod stands in a directory, if any. */
  moduleAt(dir: string): Promise<Module | undefined> {
    return remember(this.#seenModules, dir, () => this.#readModule(dir));
  }

  /** The nearest go.work file in a directory or above it. */
  async workspaceAbove(dir: string): Promise<Workspace | undefined> {
    for (const at of ancestors(dir)) {
      const workspace = await remember(this.#seenWorkspaces, at, () => this.#readWorkspace(at));
      if (workspace) return workspace;
    }
    return undefined;
  }

  async #readModule(dir: string): Promise<Module | undefined> {
    const path = joinPath(dir, "go.mod");
    const text = await this.#readText(path);
    if (text === undefined) return undefined;
    const mod = parseGoMod(text);
    this.#report(path, mod.errors);
    if (mod.module === undefined) {
      this.#skipped.push({ path, reason: "names no module; the directory's name stands for it" });
    }
    const module: Module = {
      dir,
      path: mod.module ?? baseName(dir),
      goVersion: mod.go,
      requires: mod.requires,
      replaces: mod.replaces,
      ignores: mod.ignores,
      hasVendor: await this.#hasVendor(dir),
    };
    this.#modules.set(dir, module);
    await this.#readReplacements(dir, mod.replaces);
    return module;
  }

  async #readWorkspace(dir: string): Promise<Workspace | undefined> {
    const path = joinPath(dir, "go.work");
    const text = await this.#readText(path);
    if (text === undefined) return undefined;
    const work = parseGoWork(text);
    this.#report(path, work.errors);
    const uses = work.uses.map((use) => joinPath(dir, use));
    const workspace: Workspace = {
      dir,
      uses,
      replaces: work.replaces,
      hasVendor: await this.#hasVendor(dir),
    };
    this.#workspaces.push(workspace);
    for (const use of uses) await this.moduleAt(use);
    await this.#readReplacements(dir, work.replaces);
    return workspace;
  }

  /** Modules that replace others have imports of their own, so they must be known too. */
  async #readReplacements(dir: string, replaces: readonly Replace[]): Promise<void> {
    for (const replace of replaces) {
      if (!replace.local) continue;
      const target = joinPath(dir, replace.newPath);
      // Modules may replace each other: one that is being read is not waited for.
      if (!this.#seenModules.has(target)) await this.moduleAt(target);
    }
  }

  async #hasVendor(dir: string): Promise<boolean> {
    const kind = await this.#fs.kindOf(joinPath(dir, "vendor"));
    return kind.ok && kind.value === "directory";
  }

  async #readText(path: string): Promise<string | undefined> {
    const file = await this.#fs.readFile(path, maxModBytes);
    if (file.ok) return new TextDecoder().decode(file.value);
    const { kind, message } = file.problem;
    if (kind !== "missing" && kind !== "wrong-kind") this.#skipped.push({ path, reason: message });
    return undefined;
  }

  #report(path: string, errors: readonly ModError[]): void {
    for (const { line, message } of errors) this.#skipped.push({ path, reason: `line ${line}: ${message}` });
  }
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
