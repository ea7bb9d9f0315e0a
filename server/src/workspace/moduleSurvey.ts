/** Asks all packages of a module who calls the functions that findings depend on. */
import type { Links } from "../effects/links.ts";
import type { Finding } from "../hazards/finding.ts";
import { Survey } from "../hazards/survey/survey.ts";
import type { DiscoverOptions, PackageFinder } from "./discover.ts";
import type { ImportGraph } from "./importGraph.ts";
import { scheduleRun } from "./schedule.ts";
import type { PackageUnit } from "./units.ts";

/** The survey of a run: first of the packages that it goes through, then of those that it was not asked for. */
export class ModuleSurvey {
  readonly #survey = new Survey();
  readonly #asked = new Set<string>();
  /** The directories of the modules in which something is found: it depends on who calls what. */
  readonly #modules = new Set<string>();
  /** The findings that count where they are more than for tests. */
  readonly #ofPrograms = new Set<Finding>();

  /**
   * Takes note of a package that the run goes through.
   * @param tests is what tests alone use of interest there, too?
   */
  add(unit: PackageUnit, links: readonly Links[], findings: readonly Finding[], tests: boolean): void {
    if (!tests) for (const finding of findings) this.#ofPrograms.add(finding);
    for (const each of links) this.#survey.add(each);
    this.#asked.add(unit.dir);
    if (unit.module !== undefined && findings.length > 0) this.#modules.add(unit.module.dir);
  }

  /**
   * Asks the other packages of the modules where that makes a difference.
   * @param linksOf analyses a package, and forgets what no later one needs
   */
  async complete(
    finder: PackageFinder,
    imports: ImportGraph,
    { shouldStop, pause }: Pick<DiscoverOptions, "shouldStop" | "pause">,
    linksOf: (unit: PackageUnit, release: readonly string[]) => Promise<Links>,
  ): Promise<void> {
    for (const dir of this.#modules) {
      const found = await finder.discover([`${dir}/...`], dir, { nestedModules: false, shouldStop, pause });
      const rest = found.units.filter((unit) => !this.#asked.has(unit.dir));
      for (const { unit, release } of await scheduleRun(imports, rest, pause)) {
        if (shouldStop?.() === true) return;
        await pause?.();
        this.#asked.add(unit.dir);
        this.#survey.add(await linksOf(unit, release));
      }
    }
  }

  /** Do the callers all over the module bear the finding out, and can it happen at all? */
  bearsOut(finding: Finding): boolean {
    if (this.#ofPrograms.has(finding) && this.#survey.isForTests(finding)) return false;
    return this.#survey.bearsOut(finding) && this.#survey.mayHappen(finding);
  }
}
