/** In which order the packages of a run are analysed, and when each may be forgotten. */
import type { ImportGraph } from "./importGraph.ts";
import { importDepth } from "./program.ts";
import type { PackageUnit } from "./units.ts";

/** One package of a run. */
export interface Step {
  readonly unit: PackageUnit;
  /** Directories whose packages no later step needs. */
  readonly release: readonly string[];
}

/**
 * Packages come after those they import, so that each file is parsed once; what nothing later imports,
 * near or far, is released, so that memory does not grow with the module.
 * @param pause waited for between packages
 */
export async function scheduleRun(
  imports: ImportGraph,
  units: readonly PackageUnit[],
  pause: () => Promise<void> = async () => undefined,
): Promise<readonly Step[]> {
  const ordered = await inImportOrder(imports, units, pause);
  const lastUse = new Map<string, number>();
  for (const [i, unit] of ordered.entries()) {
    await pause();
    for (const dir of await reach(imports, unit)) lastUse.set(dir, i);
  }
  const release = ordered.map((): string[] => []);
  for (const [dir, i] of lastUse) release[i].push(dir);
  return ordered.map((unit, i) => ({ unit, release: release[i] }));
}

/** The package and what its types may lead to. */
async function reach(imports: ImportGraph, unit: PackageUnit): Promise<ReadonlySet<string>> {
  const seen = new Set([unit.dir]);
  let level: readonly string[] = [unit.dir];
  for (let depth = 0; depth < importDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const dir of level) {
      for (const imported of await imports.of(dir)) {
        if (!seen.has(imported)) next.push(imported);
        seen.add(imported);
      }
    }
    level = next;
  }
  return seen;
}

async function inImportOrder(
  imports: ImportGraph,
  units: readonly PackageUnit[],
  pause: () => Promise<void>,
): Promise<readonly PackageUnit[]> {
  const byDir = new Map(units.map((unit) => [unit.dir, unit]));
  const ordered = new Set<PackageUnit>();
  const started = new Set<string>();
  for (const first of units) {
    if (started.has(first.dir)) continue;
    started.add(first.dir);
    await pause();
    const stack = [{ unit: first, imports: await imports.of(first.dir), next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const dir = top.imports[top.next++];
      if (dir === undefined) {
        ordered.add(top.unit);
        stack.pop();
        continue;
      }
      const imported = byDir.get(dir);
      if (imported === undefined || started.has(dir)) continue;
      started.add(dir);
      await pause();
      stack.push({ unit: imported, imports: await imports.of(dir), next: 0 });
    }
  }
  return [...ordered];
}
