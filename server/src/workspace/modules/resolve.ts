/** From an import path to the directory that holds the package, inside the workspace only. */
import type { Require } from "./gomod.ts";
import type { Replace } from "./modlines.ts";
import { ancestors, joinPath, relativeTo } from "./paths.ts";

/** A module of the workspace. */
export interface Module {
  /** The directory of its go.mod, absolute. */
  readonly dir: string;
  /** "std" and "cmd" are the modules of Go's own source tree. */
  readonly path: string;
  /** The language version in go.mod, such as "1.22". */
  readonly goVersion: string | undefined;
  readonly requires: readonly Require[];
  readonly replaces: readonly Replace[];
  readonly ignores: readonly string[];
  /** Whether it has a vendor directory. */
  readonly hasVendor: boolean;
}

/** What a go.work file says. */
export interface Workspace {
  /** The directory of go.work, absolute. */
  readonly dir: string;
  /** The directories of its modules, absolute. */
  readonly uses: readonly string[];
  readonly replaces: readonly Replace[];
  readonly hasVendor: boolean;
}

/** The modules of a workspace by directory, and its go.work files. */
export interface ModuleGraph {
  readonly modules: ReadonlyMap<string, Module>;
  readonly workspaces: readonly Workspace[];
}

/** The innermost module that holds a directory: a module inside another is no part of the outer one. */
export function moduleOf(graph: ModuleGraph, dir: string): Module | undefined {
  for (const at of ancestors(dir)) {
    const module = graph.modules.get(at);
    if (module) return module;
  }
  return undefined;
}

/** The go.work file that governs a module, if any. */
export function workspaceOf(graph: ModuleGraph, module: Module): Workspace | undefined {
  const governing = graph.workspaces.filter((work) => work.uses.includes(module.dir));
  return governing.toSorted((a, b) => b.dir.length - a.dir.length)[0];
}

/**
 * The import path of the package in a directory: the module's path and what lies below, or what follows
 * vendor/. Outside of any module the directory stands for it.
 */
export function importPathOf(graph: ModuleGraph, dir: string): string {
  const module = moduleOf(graph, dir);
  if (module === undefined) return dir;
  const below = relativeTo(module.dir, dir) ?? "";
  if (module.path === "std") return below;
  const vendored = /(?:^|\/)vendor\/(.*)$/.exec(below);
  if (vendored) return module.path === "cmd" ? `cmd/${below}` : vendored[1];
  return below === "" ? module.path : `${module.path}/${below}`;
}

/**
 * The directories where the package of an import may lie, best first. The first that exists is the one; when
 * none does, the package lies outside of the workspace and is not known.
 *
 * A replacement by a local directory goes before vendor/, which holds a copy of it.
 */
export function importCandidates(graph: ModuleGraph, fromDir: string, importPath: string): readonly string[] {
  if (/^\.\.?(?:\/|$)/.test(importPath)) return [joinPath(fromDir, importPath)];
  // A path with an empty part, "." or ".." is no import path, and could lead anywhere.
  if (importPath === "C" || /(?:^|\/)\.{0,2}(?:\/|$)/.test(importPath)) return [];
  const module = moduleOf(graph, fromDir);
  if (module === undefined) return [];
  if (module.path === "std" || module.path === "cmd") return goTreeCandidates(graph, module, importPath);
  const workspace = workspaceOf(graph, module);
  const result = mainModuleCandidates(graph, module, workspace, importPath);
  const replaces: [string, readonly Replace[]][] = [[module.dir, module.replaces]];
  if (workspace) {
    replaces.unshift([workspace.dir, workspace.replaces]);
    for (const use of workspace.uses) replaces.push([use, graph.modules.get(use)?.replaces ?? []]);
  }
  for (const [dir, list] of replaces) {
    const target = replacementFor(list, module.requires, importPath);
    if (target) result.push(joinPath(joinPath(dir, target.path), target.rest));
  }
  if (workspace?.hasVendor) result.push(joinPath(workspace.dir, `vendor/${importPath}`));
  if (module.hasVendor) result.push(joinPath(module.dir, `vendor/${importPath}`));
  return [...new Set(result)];
}

/**
 * The directory of an imported package; undefined when it lies outside of the workspace.
 * @param exists whether a directory exists
 */
export function resolveImport(
  graph: ModuleGraph,
  fromDir: string,
  importPath: string,
  exists: (dir: string) => boolean,
): string | undefined {
  return importCandidates(graph, fromDir, importPath).find(exists);
}

/** The package in the module itself or in another module of its go.work; the longest module path first. */
function mainModuleCandidates(
  graph: ModuleGraph,
  module: Module,
  workspace: Workspace | undefined,
  importPath: string,
): string[] {
  const others = (workspace?.uses ?? []).map((dir) => graph.modules.get(dir));
  return [module, ...others]
    .filter((candidate) => candidate !== undefined)
    .toSorted((a, b) => b.path.length - a.path.length)
    .flatMap((candidate) => {
      const rest = below(candidate.path, importPath);
      if (rest === undefined) return [];
      const dir = joinPath(candidate.dir, rest);
      return moduleOf(graph, dir) === candidate ? [dir] : [];
    });
}

/** Go's own tree: package paths have no module prefix, and std and cmd have each a vendor directory. */
function goTreeCandidates(graph: ModuleGraph, module: Module, importPath: string): readonly string[] {
  if (importPath === "unsafe") return [];
  const rest = module.path === "cmd" ? below("cmd", importPath) : importPath;
  const own = [joinPath(module.dir, `vendor/${importPath}`)];
  if (rest !== undefined) own.unshift(joinPath(module.dir, rest));
  if (module.path === "std") return own;
  const std = graph.modules.get(joinPath(module.dir, ".."));
  return std?.path === "std" ? [...own, joinPath(std.dir, importPath)] : own;
}

/** The local directory that replaces the module of an import, and what lies below it. */
function replacementFor(
  replaces: readonly Replace[],
  requires: readonly Require[],
  importPath: string,
): { path: string; rest: string } | undefined {
  const matching = replaces
    .map((replace) => ({ replace, rest: below(replace.oldPath, importPath) }))
    .filter(({ replace, rest }) => {
      const required = requires.find((require) => require.path === replace.oldPath)?.version;
      return (
        rest !== undefined &&
        (replace.oldVersion === undefined || required === undefined || required === replace.oldVersion)
      );
    })
    .toSorted((a, b) => b.replace.oldPath.length - a.replace.oldPath.length);
  const best = matching[0];
  return best?.replace.local ? { path: best.replace.newPath, rest: best.rest ?? "" } : undefined;
}

/** What follows a module's path in an import path; undefined when the package is not of that module. */
function below(modulePath: string, importPath: string): string | undefined {
  return relativeTo(modulePath, importPath);
}
