/** The effects of the packages of a workspace, each made once and shared by all that import it. */
import type { BlockStmt, FuncDecl } from "../syntax/ast.ts";
import type { Package } from "../types/package.ts";
import { PackageEffects } from "./analyse.ts";
import { componentsOf } from "./callgraph.ts";
import type { OtherPackages } from "./outside.ts";

/** What a pool is told about packages. */
export interface PoolOptions {
  readonly bodyOf: (decl: FuncDecl) => BlockStmt | undefined;
  /** The packages of the workspace that a package imports; undefined for a package that is not part of it. */
  readonly importsOf: (pkg: Package) => readonly Package[] | undefined;
}

/** Makes and keeps effects, as long as their packages are in use. */
export class EffectsPool implements OtherPackages {
  readonly #options: PoolOptions;
  readonly #effects = new WeakMap<Package, PackageEffects>();
  /** Equal for packages that import each other in a circle. */
  readonly #circles = new WeakMap<Package, object>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** The effects of a package. */
  of(pkg: Package): PackageEffects {
    const known = this.#effects.get(pkg);
    if (known !== undefined) return known;
    const made = new PackageEffects(pkg, this.#options.bodyOf, this);
    this.#effects.set(pkg, made);
    return made;
  }

  effectsOf(pkg: Package, importer: Package): PackageEffects | undefined {
    if (this.#options.importsOf(pkg) === undefined) return undefined;
    return this.#circleOf(pkg) === this.#circleOf(importer) ? undefined : this.of(pkg);
  }

  importsOf(pkg: Package): readonly Package[] {
    return this.#options.importsOf(pkg) ?? [];
  }

  #circleOf(pkg: Package): object {
    const known = this.#circles.get(pkg);
    if (known !== undefined) return known;
    const next = (from: Package): readonly Package[] => this.#options.importsOf(from) ?? [];
    for (const members of componentsOf([pkg], next)) {
      for (const member of members) if (!this.#circles.has(member)) this.#circles.set(member, members);
    }
    return this.#circles.get(pkg) ?? pkg;
  }
}
