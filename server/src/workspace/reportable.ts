/** Which findings are shown. */
import type { Finding } from "../hazards/finding.ts";
import type { Package } from "../types/package.ts";
import { relativeTo } from "./modules/paths.ts";
import type { PackageUnit } from "./units.ts";

/** Findings in generated and vendored files, and in declarations that do not parse, are not shown. */
export function reportable(unit: PackageUnit, pkg: Package): (finding: Finding) => boolean {
  const reported = reportedFiles(unit);
  const broken = pkg.units.flatMap(({ path, file }) =>
    file.decls.flatMap(({ decl, offset }) =>
      decl.hasError ? [{ path, start: offset + decl.pos, end: offset + decl.end }] : [],
    ),
  );
  return ({ range }) =>
    reported(range.path) &&
    !broken.some(({ path, start, end }) => path === range.path && range.start >= start && range.end <= end);
}

/** Which files are for people to mend: those that no tool wrote and that are no copy of another module. */
export function reportedFiles(unit: PackageUnit): (path: string) => boolean {
  const generated = new Set(
    [...unit.files, ...unit.testFiles, ...unit.xtestFiles]
      .filter((file) => file.generated)
      .map((file) => file.path),
  );
  const vendored = isVendored(unit);
  return (path) => !vendored && !generated.has(path);
}

/** Copies of other modules are in the folder vendor of the module: https://go.dev/ref/mod#vendoring */
function isVendored({ dir, module }: PackageUnit): boolean {
  return module !== undefined && (relativeTo(module.dir, dir) ?? "").split("/").includes("vendor");
}
