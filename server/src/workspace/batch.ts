/** A whole run of the command over files on disk. */

import type { Links } from "../effects/links.ts";
import { EffectsPool } from "../effects/pool.ts";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import type { BlockStmt, FuncDecl } from "../syntax/ast.ts";
import { bodyOf } from "../syntax/bodies.ts";
import { type Analysed, analyseOnce, type Workshop } from "./analyseOnce.ts";
import type { RunOptions, RunResult } from "./api.ts";
import { configName } from "./config/config.ts";
import type { ConfigStore } from "./config/store.ts";
import type { PackageFinder } from "./discover.ts";
import type { ImportGraph } from "./importGraph.ts";
import { ModuleSurvey } from "./moduleSurvey.ts";
import { isTestFile } from "./modules/constraints.ts";
import { joinPath } from "./modules/paths.ts";
import type { Program, Variant } from "./program.ts";
import type { ResultCache } from "./resultCache.ts";
import { confirmUnused, pathsOf, review } from "./review.ts";
import { scheduleRun } from "./schedule.ts";
import type { Notice, Suppressed } from "./suppress/model.ts";
import type { Texts } from "./texts.ts";
import { compareText, type PackageUnit, type Skipped } from "./units.ts";

/** What a run works on. */
export interface Batch {
  readonly finder: PackageFinder;
  readonly texts: Texts;
  readonly program: Program;
  readonly imports: ImportGraph;
  readonly configs: ConfigStore;
  readonly cwd: string;
  /** Results of earlier runs. */
  readonly results?: ResultCache;
}

/** Analyses everything that patterns name, package by package; bodies are forgotten after each. */
export async function runBatch(
  { finder, texts, program, imports, configs, cwd, results }: Batch,
  patterns: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const { shouldStop } = options;
  const found = await finder.discover(patterns, cwd, {
    nestedModules: options.nestedModules ?? false,
    shouldStop,
    pause: options.pause,
  });
  const steps = await scheduleRun(imports, found.units, options.pause);
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const notices: Notice[] = [];
  const failures: { path: string; error: Error }[] = [];
  const notes: Skipped[] = [];
  const onlyTests: string[] = [];
  const bodies = new Map<FuncDecl, BlockStmt>();
  const pool = new EffectsPool({
    bodyOf: (decl) => bodies.get(decl) ?? bodyOf(decl),
    importsOf: (pkg) => program.importedBy(pkg),
  });
  const workshop: Workshop = { texts, program, pool, bodies };
  const survey = new ModuleSurvey();
  const analyseUnit = async (unit: PackageUnit, variant: Variant): Promise<Analysed> => {
    const config = await configs.configOf(unit.module?.dir);
    const configText = unit.module && (await texts.read(joinPath(unit.module.dir, configName)));
    const make = () =>
      analyseOnce(workshop, unit, variant, (result, effects) =>
        review(result, effects, unit, texts, config, options.rules),
      );
    const settings = JSON.stringify([configText, [...(options.rules ?? ["all"])].sort()]);
    return results === undefined ? await make() : await results.result(unit, variant, settings, make);
  };
  let files = 0;
  let lines = 0;
  for (const [done, { unit, release }] of steps.entries()) {
    if (shouldStop?.() === true) break;
    await options.pause?.();
    options.onProgress?.({
      packagesDone: done,
      packagesTotal: steps.length,
      currentPackage: unit.importPath,
    });
    const config = await configs.configOf(unit.module?.dir);
    const only = found.onlyFiles.get(unit.dir);
    const namesTest = [...(only ?? [])].some(isTestFile);
    const tests = namesTest || (options.tests ?? config.tests ?? options.testsByDefault ?? false);
    if (!tests && unit.files.length === 0) onlyTests.push(unit.dir);
    const variants: Variant[] = tests && unit.testFiles.length > 0 ? ["test"] : ["plain"];
    if (tests && unit.xtestFiles.length > 0) variants.push("xtest");
    const isNamed = ({ range }: { readonly range: SourceRange }): boolean => only?.has(range.path) ?? true;
    const links: Links[] = [];
    const here: { findings: Finding[]; suppressed: Suppressed[]; notices: Notice[] } = {
      findings: [],
      suppressed: [],
      notices: [],
    };
    for (const variant of variants) {
      const analysed = await analyseUnit(unit, variant);
      files += analysed.files;
      lines += analysed.lines;
      links.push(analysed.links);
      failures.push(...analysed.failures);
      notes.push(...analysed.skipped);
      here.findings.push(...analysed.findings.filter(isNamed));
      here.suppressed.push(...analysed.suppressed.filter(({ finding }) => isNamed(finding)));
      const named = analysed.notices.filter(isNamed);
      const withTests = async () => (await analyseUnit(unit, "test")).notices;
      here.notices.push(...(variant === "plain" ? await confirmUnused(named, unit, withTests) : named));
    }
    survey.add(unit, links, here.findings, tests);
    for (const path of pathsOf(here)) await texts.keepText(path);
    findings.push(...here.findings);
    suppressed.push(...here.suppressed);
    notices.push(...here.notices);
    if (options.onPackage !== undefined) {
      await options.onPackage({ dir: unit.dir, imports: await imports.of(unit.dir), links, ...here });
    }
    for (const dir of release) program.release(dir);
  }
  const isComplete = options.survey === "left-to-caller" || shouldStop?.() === true;
  if (!isComplete) await survey.complete(finder, imports, options, linksOf);
  findings.sort(byPlace);
  suppressed.sort((a, b) => byPlace(a.finding, b.finding));
  notices.sort((a, b) => byRange(a.range, b.range));
  const skipped = [
    ...found.badPatterns.map(({ pattern, reason }) => ({ path: pattern, reason })),
    ...found.skipped,
    ...notes,
  ];
  return {
    findings: isComplete ? findings : findings.filter((finding) => survey.bearsOut(finding)),
    suppressed,
    notices,
    packages: steps.length,
    files,
    lines,
    skipped,
    onlyTests,
    failures,
  };

  /** The links of a package that the run was not asked for. */
  async function linksOf(unit: PackageUnit, release: readonly string[]): Promise<Links> {
    const { links } = await analyseUnit(unit, "plain");
    for (const dir of release) program.release(dir);
    return links;
  }
}

function byPlace(a: Finding, b: Finding): number {
  return byRange(a.range, b.range) || compareText(a.rule, b.rule);
}

function byRange(a: SourceRange, b: SourceRange): number {
  return compareText(a.path, b.path) || a.start - b.start;
}
