/** Analyses a package as it would be after some edits: what a fix promises is looked up, not hoped for. */
import { PackageEffects } from "../effects/analyse.ts";
import type { OtherPackages } from "../effects/outside.ts";
import type { FileEdit } from "../fixes/fix.ts";
import { checkPackage } from "../hazards/check.ts";
import type { Finding } from "../hazards/finding.ts";
import type { BlockStmt, Decl, File, FuncDecl } from "../syntax/ast.ts";
import { lowerFile } from "../syntax/file.ts";
import type { Unit } from "../types/package.ts";
import { type ChangedFunc, changedBodies, replaceBodies } from "./session.ts";

/** The text after edits, which are sorted and do not overlap. */
export function applyEdits(text: string, edits: FileEdit["edits"]): string {
  let result = "";
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** A file of a package with its new version. */
interface Edited {
  readonly unit: Unit;
  readonly file: File;
}

/** The findings of the package after the edits; undefined when a file does not parse then. */
export function recheckWith(
  effects: PackageEffects,
  edits: readonly FileEdit[],
  text: (path: string) => string | undefined,
  others: OtherPackages,
): readonly Finding[] | undefined {
  const { pkg } = effects;
  const edited = pkg.units.flatMap((unit): Edited[] => {
    const edit = edits.find(({ path }) => path === unit.path);
    const before = edit && text(unit.path);
    if (before === undefined || edit === undefined) return [];
    return [{ unit, file: withKnownDecls(unit.file, lowerFile(applyEdits(before, edit.edits))) }];
  });
  const brokenBefore = pkg.units.some((unit) => unit.file.errors.length > 0);
  if (!brokenBefore && edited.some(({ file }) => file.errors.length > 0)) return undefined;
  return recheckBodies(effects, edited) ?? recheckAll(effects, edited, others);
}

/** Walks the changed bodies only; undefined when anything else changed. */
function recheckBodies(effects: PackageEffects, edited: readonly Edited[]): readonly Finding[] | undefined {
  const { pkg } = effects;
  const steps = edited.map(({ unit, file }) => ({
    unit,
    file,
    before: unit.file,
    bodies: changedBodies(unit.file, file),
  }));
  if (steps.some(({ bodies }) => bodies === undefined)) return undefined;
  const changed: ChangedFunc[] = [];
  for (const { unit, file, bodies } of steps) changed.push(...replaceBodies(pkg, unit, file, bodies ?? []));
  try {
    return effects.tryOut(changed, () => checkPackage(effects).findings);
  } finally {
    for (const { unit, before } of steps) pkg.replaceBodies(unit, before);
  }
}

function recheckAll(
  effects: PackageEffects,
  edited: readonly Edited[],
  others: OtherPackages,
): readonly Finding[] {
  const { pkg } = effects;
  const units = pkg.units.map((unit) => {
    const file = edited.find((candidate) => candidate.unit === unit)?.file;
    return file === undefined ? unit : { path: unit.path, file };
  });
  const bodyOf = (decl: FuncDecl): BlockStmt | undefined => effects.bodyOf(decl);
  return checkPackage(new PackageEffects(pkg.withUnits(units), bodyOf, others)).findings;
}

/** The file with the declarations of another version where their texts are the same. */
function withKnownDecls(before: File, after: File): File {
  const keyOf = ({ doc, text }: Decl): string => `${doc}\0${text}`;
  const known = new Map<string, Decl[]>();
  for (const { decl } of before.decls) {
    const same = known.get(keyOf(decl)) ?? [];
    same.push(decl);
    known.set(keyOf(decl), same);
  }
  const decls = after.decls.map((placed) => {
    const same = known.get(keyOf(placed.decl))?.shift();
    return same === undefined ? placed : { offset: placed.offset, decl: same };
  });
  return { ...after, decls };
}
