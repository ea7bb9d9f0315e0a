/** Which packages import which, looked up once for a run. */
import type { Program } from "./program.ts";

/** The imports of packages, by directory, as long as no file changes. */
export class ImportGraph {
  readonly #program: Program;
  readonly #imports = new Map<string, Promise<readonly string[]>>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** The directories of the workspace that the package in a directory imports, its tests left out. */
  of(dir: string): Promise<readonly string[]> {
    const known = this.#imports.get(dir) ?? this.#program.importsOf(dir);
    this.#imports.set(dir, known);
    return known;
  }

  /** The directories that lead on from some directories, and these themselves. */
  async reachedFrom(dirs: Iterable<string>): Promise<ReadonlySet<string>> {
    const reached = new Set(dirs);
    for (const dir of reached) for (const imported of await this.of(dir)) reached.add(imported);
    return reached;
  }
}
