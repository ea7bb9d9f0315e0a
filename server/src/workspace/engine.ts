/** The engine: everything the two faces ask for, over files and open documents. */
import { message } from "../../../protocol/src/messages.ts";
import { EffectsPool } from "../effects/pool.ts";
import { fixesFor, hasFixes } from "../fixes/all.ts";
import { mapKeyOf } from "../fixes/find.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import { functionName } from "../hazards/render.ts";
import { type Survey, standsAlone } from "../hazards/survey/survey.ts";
import { buildScenario } from "../scenario/build.ts";
import { startsGoroutines } from "../scenario/pick.ts";
import { bodyOf } from "../syntax/bodies.ts";
import { Library } from "../types/stdlib/library.ts";
import type { StdlibIndex } from "../types/stdlib/stdlib.ts";
import type {
  Engine,
  FileResult,
  FunctionInfo,
  MapInfo,
  RaceLens,
  RunOptions,
  RunResult,
  Scenario,
  ScenarioOptions,
  TextChange,
} from "./api.ts";
import { runBatch } from "./batch.ts";
import { type Config, configName } from "./config/config.ts";
import { type ConfigFile, ConfigStore } from "./config/store.ts";
import type { Irregular } from "./decode.ts";
import { digest } from "./digest.ts";
import { PackageFinder } from "./discover.ts";
import type { FileSystem } from "./files.ts";
import { describeMap, mapAtOffset } from "./hover.ts";
import { ImportGraph } from "./importGraph.ts";
import { defaultContext } from "./modules/constraints.ts";
import { baseName, parentOf } from "./modules/paths.ts";
import { withOpenFiles } from "./openFiles.ts";
import { filesOf, Program, type Variant } from "./program.ts";
import { recheckWith } from "./recheck.ts";
import { type CacheStore, type MadeFixes, ResultCache } from "./resultCache.ts";
import { confirmUnused, review } from "./review.ts";
import { PackageSession } from "./session.ts";
import type { Suppression } from "./suppress/apply.ts";
import { Texts } from "./texts.ts";
import type { PackageUnit } from "./units.ts";

export interface EngineOptions {
  readonly fileSystem: FileSystem;
  readonly stdlib: StdlibIndex;
  /** Where relative patterns start; an absolute path. */
  readonly cwd: string;
  /** Report findings in test files too, when a single file is checked. */
  readonly tests?: boolean;
  /** Where runs keep results for later runs; they keep none without it. */
  readonly cache?: CacheStore;
}

/** Makes an engine. The syntax room must be initialised before the first call. */
export function createEngine(options: EngineOptions): Engine {
  return new WorkspaceEngine(options);
}

interface LookedUp {
  readonly imports: ImportGraph;
  /** What earlier runs found. */
  readonly results?: ResultCache;
}

/** The language version where no go.mod says one. */
const latestGo = "1.26";

class WorkspaceEngine implements Engine {
  readonly #cwd: string;
  readonly #cache: CacheStore | undefined;
  readonly #tests: boolean;
  readonly #finder: PackageFinder;
  readonly #texts: Texts;
  readonly #program: Program;
  readonly #pool: EffectsPool;
  /** Open files that were edited since anything was asked. */
  readonly #edited = new Set<string>();
  #tick = 0;
  readonly #configs: ConfigStore;
  readonly #sessions = new Map<string, PackageSession>();
  #callers: Survey | undefined;
  /** What holds as long as no file changes. */
  #lookedUp: LookedUp | undefined;
  /** Open files that belong to no package, with the package clause that they had when they were looked at. */
  readonly #homeless = new Map<string, string>();

  constructor({ fileSystem, stdlib, cwd, tests = false, cache }: EngineOptions) {
    this.#cwd = cwd;
    this.#cache = cache;
    this.#tests = tests;
    this.#texts = new Texts(fileSystem);
    this.#configs = new ConfigStore(fileSystem);
    this.#finder = new PackageFinder(withOpenFiles(fileSystem, this.#texts), defaultContext);
    this.#program = new Program(this.#finder, this.#texts, new Library(stdlib));
    this.#pool = new EffectsPool({ bodyOf, importsOf: (pkg) => this.#program.importedBy(pkg) });
  }

  run(patterns: readonly string[], options: RunOptions): Promise<RunResult> {
    return runBatch(
      {
        finder: this.#finder,
        texts: this.#texts,
        program: this.#program,
        configs: this.#configs,
        cwd: this.#cwd,
        ...this.#lookUp(),
      },
      patterns,
      options,
    );
  }

  open(path: string, text: string, version: number): void {
    this.#texts.open(path, text, version);
    this.#filesChanged(path);
  }

  change(path: string, changes: readonly TextChange[], version: number): void {
    this.#texts.change(path, changes, version);
    this.#edited.add(path);
    this.#lookedUp = undefined;
  }

  close(path: string): void {
    this.#texts.close(path);
    this.#filesChanged(path);
  }

  async configOf(path: string): Promise<Config> {
    const unit = await this.#finder.packageOfFile(path);
    return await this.#configs.configOf(unit?.module?.dir);
  }

  configFiles(): readonly ConfigFile[] {
    return this.#configs.files();
  }

  fileChanged(path: string): void {
    if (baseName(path) === configName) {
      this.#configs.forget(path);
      return;
    }
    this.#texts.forget(path);
    this.#filesChanged(path);
  }

  callersAre(survey: Survey): void {
    this.#callers = survey;
  }

  async check(path: string): Promise<FileResult> {
    const version = this.#texts.version(path);
    const found = await this.#sessionOf(path);
    if (found === undefined || (found.variant !== "plain" && !this.#tests)) {
      return { version, resultId: "", findings: [], notices: [] };
    }
    const { session, unit, variant } = found;
    const isHere = ({ range }: { readonly range: SourceRange }): boolean => range.path === path;
    const config = await this.#configs.configOf(unit.module?.dir);
    const reviewed = this.#review(session, unit, config);
    const findings = reviewed.findings.filter(
      (finding) => isHere(finding) && (this.#callers?.bearsOut(finding) ?? standsAlone(finding)),
    );
    const withTests = async () => this.#review(await this.#session(unit, "test"), unit, config).notices;
    const here = reviewed.notices.filter(isHere);
    const notices = variant === "plain" ? await confirmUnused(here, unit, withTests) : here;
    session.effects.slimImported(new Set([...this.#sessions.values()].map(({ effects }) => effects)));
    return { version, resultId: digest(JSON.stringify([findings, notices])), findings, notices };
  }

  text(path: string): string | undefined {
    return this.#texts.textOf(path);
  }

  irregular(path: string): Irregular | undefined {
    return this.#texts.irregular(path);
  }

  async fixes(finding: Finding): Promise<readonly Fix[]> {
    const { path } = finding.range;
    const { results } = this.#lookUp();
    const unit = hasFixes(finding) ? await this.#finder.packageOfFile(path) : undefined;
    if (unit === undefined || results === undefined) return (await this.#makeFixes(finding)).fixes;
    const variant = variantWithTests(unit, path);
    const others = otherFiles(unit, variant);
    return await results.fixes(finding, unit, variant, others, () => this.#makeFixes(finding));
  }

  async #makeFixes(finding: Finding): Promise<MadeFixes> {
    const none: MadeFixes = { fixes: [], complete: false };
    const found = hasFixes(finding) ? await this.#sessionOf(finding.range.path, "withTests") : undefined;
    if (found === undefined) return none;
    const { session, unit, variant } = found;
    const { effects } = session;
    const { maps, contexts, failures } = session.result();
    const mapKey = mapKeyOf(finding, effects);
    if (mapKey === undefined) return none;
    const guarded = maps.find(({ map }) => map.key === mapKey);
    const text = (path: string): string | undefined => this.text(path);
    const others = otherFiles(unit, variant);
    for (const path of others) await this.#texts.keepText(path);
    const fixes = fixesFor({
      finding,
      effects,
      contexts,
      text,
      mapKey,
      guardKey: guarded?.guard?.lock.key,
      goVersion: unit.module?.goVersion ?? latestGo,
      otherFiles: others,
      recheck: (edits) =>
        session.withEdits(edits, () => recheckWith(session.effects, edits, text, this.#pool)),
    });
    return { fixes, complete: failures.length === 0 && effects.failures.length === 0 };
  }

  async mapAt(path: string, offset: number): Promise<MapInfo | undefined> {
    const found = await this.#sessionOf(path);
    if (found === undefined) return undefined;
    const at = mapAtOffset(found.session.result().maps, path, offset);
    return at === undefined ? undefined : describeMap(at);
  }

  async lenses(path: string): Promise<readonly RaceLens[]> {
    const found = await this.#sessionOf(path);
    if (found === undefined) return [];
    const { pkg } = found.session;
    const { findings } = await this.check(path);
    const lenses: RaceLens[] = [];
    for (const func of pkg.funcs) {
      const placement = func.decl && pkg.placementOf(func.decl);
      if (func.decl === undefined || placement?.unit.path !== path) continue;
      const from = placement.offset + func.decl.pos;
      const to = placement.offset + func.decl.end;
      // Where a map is handed on or a lock copied, the function itself has no schedule that fails.
      const inside = findings.filter(
        ({ range, threads }) => threads.length > 0 && range.start >= from && range.end <= to,
      );
      if (inside.length === 0) continue;
      const { name } = func.decl;
      const start = placement.offset + name.pos;
      lenses.push({ functionName: func.name, start, end: placement.offset + name.end, findings: inside });
    }
    return lenses;
  }

  async scenario(
    path: string,
    offset: number,
    { fingerprint, callers }: ScenarioOptions = {},
  ): Promise<Scenario | { readonly problem: ReturnType<typeof message> }> {
    const found = await this.#sessionOf(path);
    if (found === undefined) return { problem: message("scenario.noPackage") };
    const { session, unit } = found;
    const finding = session.result().findings.find((candidate) => candidate.fingerprint === fingerprint);
    const built = buildScenario({
      effects: session.effects,
      path,
      offset,
      finding,
      callers,
      text: (file: string) => this.text(file),
    });
    return "problem" in built ? built : { ...built, runtime: runtimeOf(unit.module?.goVersion ?? latestGo) };
  }

  async functions(path: string): Promise<readonly FunctionInfo[]> {
    const found = await this.#sessionOf(path);
    if (found === undefined) return [];
    const { pkg, effects } = found.session;
    return pkg.funcs.flatMap((func): FunctionInfo[] => {
      const placement = func.decl && pkg.placementOf(func.decl);
      if (func.decl === undefined || placement?.unit.path !== path) return [];
      const [start, end] = [placement.offset + func.decl.pos, placement.offset + func.decl.end];
      return [{ name: functionName(func), start, end, startsGoroutines: startsGoroutines(effects, func) }];
    });
  }

  dispose(): void {
    this.#sessions.clear();
    this.#texts.dispose();
  }

  /** The session of the package that a file belongs to, up to date with all texts; with its own tests if asked. */
  async #sessionOf(
    path: string,
    tests: "withTests" | "asItIs" = "asItIs",
  ): Promise<{ session: PackageSession; unit: PackageUnit; variant: Variant } | undefined> {
    // What is typed in one package may change what others see of it.
    for (const edited of this.#edited) await this.#upToDate(edited, "asItIs");
    this.#edited.clear();
    const found = await this.#upToDate(path, tests);
    found?.session.effects.refresh(++this.#tick);
    return found;
  }

  async #upToDate(
    path: string,
    tests: "withTests" | "asItIs",
  ): Promise<{ session: PackageSession; unit: PackageUnit; variant: Variant } | undefined> {
    const unit = (await this.#finder.packageOfFile(path)) ?? (await this.#newHome(path));
    if (unit === undefined) return undefined;
    const variant = tests === "withTests" ? variantWithTests(unit, path) : variantOf(unit, path);
    const known = this.#sessions.get(`${variant} ${unit.dir}`);
    if (known?.refresh(this.#texts) === true) return { session: known, unit, variant };
    // A package that others import may have been made before the edit.
    if (known !== undefined || this.#edited.has(path)) {
      // A declaration changed: other packages may see other types now.
      this.#sessions.clear();
      this.#finder.forget(path);
      this.#program.forget(unit.dir);
    }
    const fresh = (await this.#finder.packageOfFile(path)) ?? unit;
    return { session: await this.#session(fresh, variant), unit: fresh, variant };
  }

  /** The package of an open file that belonged to none, looked for again when its package clause changed. */
  async #newHome(path: string): Promise<PackageUnit | undefined> {
    const clause = this.#texts.isOpen(path) ? this.#texts.known(path)?.file.packageName : undefined;
    if (clause === undefined || this.#homeless.get(path) === clause) return undefined;
    this.#homeless.set(path, clause);
    this.#finder.forget(path);
    const unit = await this.#finder.packageOfFile(path);
    if (unit !== undefined) this.#program.forget(unit.dir);
    return unit;
  }

  /** The session of a package; a new one when there is none, or when types may have changed. */
  async #session(unit: PackageUnit, variant: Variant): Promise<PackageSession> {
    const key = `${variant} ${unit.dir}`;
    const known = this.#sessions.get(key);
    if (known?.refresh(this.#texts) === true) return known;
    let session = new PackageSession(this.#pool.of(await this.#program.package(unit, variant)));
    if (!session.refresh(this.#texts)) {
      this.#program.forget(unit.dir);
      session = new PackageSession(this.#pool.of(await this.#program.package(unit, variant)));
    }
    this.#sessions.set(key, session);
    session.effects.refresh(++this.#tick);
    return session;
  }

  #lookUp(): LookedUp {
    if (this.#lookedUp === undefined) {
      const imports = new ImportGraph(this.#program);
      const run = { program: this.#program, imports, finder: this.#finder, texts: this.#texts };
      const results = this.#cache && new ResultCache(this.#cache, run);
      this.#lookedUp = { imports, ...(results && { results }) };
    }
    return this.#lookedUp;
  }

  #review(session: PackageSession, unit: PackageUnit, config: Config): Suppression {
    return review(session.result(), session.effects, unit, this.#texts, config);
  }

  /** Which files there are, or what they say, is no longer known for a directory. */
  #filesChanged(path: string): void {
    this.#lookedUp = undefined;
    this.#finder.forget(path);
    this.#homeless.delete(path);
    if (path.endsWith(".go")) this.#program.forget(parentOf(path));
    else this.#program.clear();
    this.#sessions.clear();
  }
}

/** Go 1.24 brought the Swiss map (its release notes, "Runtime"). */
function runtimeOf(goVersion: string): Scenario["runtime"] {
  const [major, minor] = goVersion.split(".").map((part) => Number.parseInt(part, 10));
  return major === 1 && minor < 24 ? "hmap" : "swiss";
}

/** The package with its own tests, where it has some: what has to be looked through for a fix. */
function variantWithTests(unit: PackageUnit, path: string): Variant {
  const own = variantOf(unit, path);
  return own === "plain" && unit.testFiles.length > 0 ? "test" : own;
}

/** The folder's Go files that a variant of its package does not have: other tests, other builds. */
function otherFiles(unit: PackageUnit, variant: Variant): readonly string[] {
  const own = new Set(filesOf(unit, variant).map(({ path }) => path));
  const all = [...unit.testFiles, ...unit.xtestFiles].map(({ path }) => path).concat(unit.ignoredFiles);
  return all.filter((path) => !own.has(path));
}

function variantOf(unit: PackageUnit, path: string): Variant {
  if (unit.xtestFiles.some((file) => file.path === path)) return "xtest";
  return unit.testFiles.some((file) => file.path === path) ? "test" : "plain";
}
