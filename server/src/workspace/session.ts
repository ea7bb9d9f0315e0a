/** One package under analysis in the editor: kept between edits, updated body by body. */
import type { PackageEffects } from "../effects/analyse.ts";
import type { FileEdit } from "../fixes/fix.ts";
import { checkPackage, type PackageResult } from "../hazards/check.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Decl, File, FuncDecl } from "../syntax/ast.ts";
import type { Package, Unit } from "../types/package.ts";
import type { Func } from "../types/types.ts";
import type { Texts } from "./texts.ts";

/** The analysis of a package, and the results it gave last. */
export class PackageSession {
  readonly pkg: Package;
  readonly effects: PackageEffects;
  #result: PackageResult | undefined;
  #version = 0;
  /** What the result would be with some edits: the findings of one map have the same fix. */
  readonly #tried = new Map<string, readonly Finding[] | undefined>();

  constructor(effects: PackageEffects) {
    this.pkg = effects.pkg;
    this.effects = effects;
  }

  /** The findings for the present texts. */
  result(): PackageResult {
    if (this.#result === undefined || this.#version !== this.effects.version) {
      this.#result = checkPackage(this.effects);
      this.#version = this.effects.version;
      this.#tried.clear();
    }
    return this.#result;
  }

  /** The findings after edits, which `recheck` looks up; undefined when they cannot be had. */
  withEdits(
    edits: readonly FileEdit[],
    recheck: () => readonly Finding[] | undefined,
  ): readonly Finding[] | undefined {
    const { findings } = this.result();
    if (edits.length === 0) return findings;
    const key = JSON.stringify(edits);
    if (!this.#tried.has(key)) this.#tried.set(key, recheck());
    return this.#tried.get(key);
  }

  /**
   * Takes over new versions of the files. True when only bodies changed or declarations moved;
   * false when types may have changed, and the session is of no more use.
   */
  refresh(texts: Texts): boolean {
    const changed: ChangedFunc[] = [];
    for (const unit of this.pkg.units) {
      const file = texts.known(unit.path)?.file;
      if (file === undefined) return false;
      if (file === unit.file) continue;
      const bodies = changedBodies(unit.file, file);
      if (bodies === undefined) return false;
      changed.push(...replaceBodies(this.pkg, unit, file, bodies));
      this.#result = undefined;
    }
    this.effects.update(changed);
    return true;
  }
}

/** A function with another body, and the declaration that it had before. */
export interface ChangedFunc {
  readonly before: FuncDecl;
  readonly after: Func;
}

/** Puts a new version of a file, in which only these bodies differ, in the place of the old one. */
export function replaceBodies(
  pkg: Package,
  unit: Unit,
  file: File,
  bodies: readonly number[],
): readonly ChangedFunc[] {
  const old = bodies.map((index) => unit.file.decls[index].decl);
  pkg.replaceBodies(unit, file);
  return bodies.flatMap((index, i) => {
    const { decl } = file.decls[index];
    const before = old[i];
    const after = decl.kind === "FuncDecl" ? pkg.funcOf(decl) : undefined;
    return after === undefined || before.kind !== "FuncDecl" ? [] : [{ before, after }];
  });
}

/** The functions whose bodies differ, by index; undefined when anything else does. */
export function changedBodies(before: File, after: File): readonly number[] | undefined {
  if (before.decls.length !== after.decls.length || before.packageName !== after.packageName)
    return undefined;
  if (before.imports.length !== after.imports.length) return undefined;
  const sameImports = before.imports.every(
    (spec, i) => spec.path === after.imports[i].path && spec.name === after.imports[i].name,
  );
  if (!sameImports) return undefined;
  const changed: number[] = [];
  for (const [i, { decl }] of before.decls.entries()) {
    const other = after.decls[i].decl;
    if (decl === other) continue;
    if (!sameFace(decl, other)) return undefined;
    changed.push(i);
  }
  return changed;
}

/** Do two functions differ in their bodies at most? */
function sameFace(a: Decl, b: Decl): boolean {
  if (a.kind !== "FuncDecl" || b.kind !== "FuncDecl") return false;
  if (a.bodyRange === undefined || b.bodyRange === undefined || a.doc !== b.doc) return false;
  return a.text.slice(0, a.bodyRange.pos) === b.text.slice(0, b.bodyRange.pos);
}
