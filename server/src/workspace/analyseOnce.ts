/** One package in a run: lowered, analysed, and forgotten but for what others need of it. */
import type { PackageEffects } from "../effects/analyse.ts";
import { type Links, linksOf } from "../effects/links.ts";
import type { EffectsPool } from "../effects/pool.ts";
import { checkPackage, type PackageResult } from "../hazards/check.ts";
import type { BlockStmt, FuncDecl } from "../syntax/ast.ts";
import { lowerFileWithBodies } from "../syntax/file.ts";
import type { Func } from "../types/types.ts";
import type { RunResult } from "./api.ts";
import { filesOf, type Program, type Variant } from "./program.ts";
import type { Suppression } from "./suppress/apply.ts";
import type { Texts } from "./texts.ts";
import type { PackageUnit, Skipped } from "./units.ts";

/** What the steps of a run share. */
export interface Workshop {
  readonly texts: Texts;
  readonly program: Program;
  readonly pool: EffectsPool;
  /** The bodies of the package at hand, lowered together with its files. */
  readonly bodies: Map<FuncDecl, BlockStmt>;
}

/** What is known of a package when its bodies are forgotten. */
export interface Analysed extends Suppression {
  readonly files: number;
  readonly lines: number;
  /** What ties it to other packages. */
  readonly links: Links;
  readonly failures: RunResult["failures"];
  readonly skipped: readonly Skipped[];
}

/** Analyses a package and forgets its bodies again. */
export async function analyseOnce(
  { texts, program, pool, bodies }: Workshop,
  unit: PackageUnit,
  variant: Variant,
  judge: (result: PackageResult, effects: PackageEffects) => Suppression,
): Promise<Analysed> {
  let files = 0;
  let lines = 0;
  for (const { path } of filesOf(unit, variant)) {
    const known = texts.known(path);
    const text = known?.text ?? (await texts.read(path));
    if (text === undefined) continue;
    files++;
    lines += countLines(text);
    if (known !== undefined) continue;
    const lowered = lowerFileWithBodies(text);
    for (const [decl, body] of lowered.bodies) bodies.set(decl, body);
    texts.keep(path, { text, file: lowered.file });
  }
  const pkg = await program.package(unit, variant);
  const effects = pool.of(pkg);
  const result = checkPackage(effects);
  const reviewed = judge(result, effects);
  const links = linksOf(effects, result.contexts);
  const failures = failuresOf(unit, result, effects);
  const skipped = circlesOf(unit, effects);
  effects.retire();
  bodies.clear();
  return { files, lines, links, failures, skipped, ...reviewed };
}

function failuresOf(
  unit: PackageUnit,
  result: PackageResult,
  effects: PackageEffects,
): RunResult["failures"] {
  const inFunctions = effects.failures.map(({ func, error }) => ({ path: fileOf(func, unit), error }));
  return [...inFunctions, ...result.failures.map(({ error }) => ({ path: unit.dir, error }))];
}

function circlesOf(unit: PackageUnit, { largeCircles }: PackageEffects): readonly Skipped[] {
  return largeCircles.map(({ func, size }) => ({
    path: fileOf(func, unit),
    reason: `${size} functions call each other in a circle: followed once, not until nothing changes`,
  }));
}

function fileOf({ pkg, decl }: Func, { dir }: PackageUnit): string {
  return (decl && pkg.placementOf(decl)?.unit.path) ?? dir;
}

function countLines(text: string): number {
  let lines = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) lines++;
  return lines;
}
