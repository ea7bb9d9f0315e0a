/** Names of functions and types that are the same in all packages of a module. */
import type { Package } from "../types/package.ts";
import type { Func } from "../types/types.ts";

/**
 * The name of a function all over the module: `path:Func/1` or `path:Type.Method/2`, with the number of parameters.
 * The path of a program ends with a star: nobody imports it.
 */
export function globalName({ pkg, recv, name, signature }: Func): string {
  const own = `${name}/${signature().params.length}`;
  return recv === undefined ? homeIn(pkg, own) : `${homeIn(pkg, recv.named.obj.name)}.${own}`;
}

/** `path:Name` for what a package declares; with the empty name for the package itself. */
export function homeIn(pkg: Package, declared: string): string {
  return `${pathOf(pkg)}:${declared}`;
}

/** The path of a package, with a star for a program. */
export function pathOf({ name, path }: Package): string {
  return name === "main" ? `${path}*` : path;
}

/** Does it stand in a file of tests, or in one that helps them, as its import of `testing` shows? */
export function isOfTests({ pkg, decl }: Func): boolean {
  const unit = decl && pkg.placementOf(decl)?.unit;
  if (unit === undefined) return false;
  return unit.path.endsWith("_test.go") || unit.file.imports.some(({ path }) => path === "testing");
}
