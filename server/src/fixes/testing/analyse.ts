/** For tests only: a package made of texts, its findings, and the request for the fixes of one. */
import { readFileSync } from "node:fs";
import { PackageEffects } from "../../effects/analyse.ts";
import { checkPackage } from "../../hazards/check.ts";
import type { Finding } from "../../hazards/finding.ts";
import { bodyOf } from "../../syntax/bodies.ts";
import { lowerFile } from "../../syntax/file.ts";
import { packageValueTypes } from "../../types/body.ts";
import { structFieldsOf } from "../../types/lookup.ts";
import { Package } from "../../types/package.ts";
import { Library } from "../../types/stdlib/library.ts";
import { parseStdlib } from "../../types/stdlib/stdlib.ts";
import type { Var } from "../../types/types.ts";
import { mapKeyOf } from "../find.ts";
import type { FileEdit } from "../fix.ts";
import type { FixRequest } from "../request.ts";

const json = readFileSync(new URL("../../types/stdlib/stdlib.json", import.meta.url), "utf8");
const library = new Library(parseStdlib(json));

export type Files = ReadonlyMap<string, string>;

/** The package of some files; files with a build tag `extra` are left out. */
export function effectsOf(files: Files): PackageEffects {
  const units = [...files]
    .filter(([path, text]) => path.endsWith(".go") && !isLeftOut(text))
    .map(([path, text]) => ({ path, file: lowerFile(text) }));
  const pkg = new Package(
    {
      path: "example.com/p",
      name: units[0].file.packageName,
      importer: (path) => library.package(path),
      valueTypes: packageValueTypes,
    },
    units,
  );
  return new PackageEffects(pkg, bodyOf);
}

/** Is the file part of another build only? */
export function isLeftOut(text: string): boolean {
  return /^\/\/go:build extra$/m.test(text);
}

/**
 * The findings of the rules, and one for every access of a shared map without any lock: so a fix has to
 * cover them all, also where the rules see no evidence of sharing.
 */
export function findingsOf(effects: PackageEffects): Finding[] {
  const { findings, contexts } = checkPackage(effects);
  const found: Finding[] = [...findings];
  for (const owner of effects.all()) {
    for (const access of owner.effects.accesses) {
      const { variable, owned } = access.target;
      if (variable === undefined || owned || (variable.role !== "field" && variable.role !== "package"))
        continue;
      if (access.locks.size > 0 || contexts.ofStrand(owner, access.strand).entry.size > 0) continue;
      const map = { name: nameOf(variable, effects), kind: variable.role };
      const placement = effects.pkg.placementOf(owner.decl);
      if (placement === undefined) continue;
      const range = {
        path: placement.unit.path,
        start: placement.offset + access.place.pos,
        end: placement.offset + access.place.end,
      };
      if (found.some((one) => one.range.path === range.path && one.range.start === range.start)) continue;
      found.push({
        rule: "unguarded-shared-map",
        tier: "warning",
        message: { id: "finding.unguarded-shared-map", args: {} },
        range,
        map,
        access: { kind: access.kind, function: owner.func.name },
        related: [],
        evidence: [],
        threads: [],
        fingerprint: `any ${map.name} ${owner.func.name} ${access.kind} ${access.target.text}`,
      });
    }
  }
  return found;
}

/** `Type.field` or the variable's name. */
function nameOf(variable: Var, effects: PackageEffects): string {
  const holder = effects.pkg.typeNames.find((name) => structFieldsOf(name.type()).includes(variable));
  return holder === undefined ? variable.name : `${holder.name}.${variable.name}`;
}

/** The request for the fixes of a finding. */
export function requestOf(files: Files, effects: PackageEffects, finding: Finding): FixRequest {
  const { maps, contexts } = checkPackage(effects);
  const guarded = maps.find(({ map }) => map.name === finding.map.name);
  const mapKey = mapKeyOf(finding, effects) ?? guarded?.map.key;
  return {
    finding,
    effects,
    contexts,
    text: (path) => files.get(path),
    mapKey: mapKey ?? "",
    ...(guarded?.guard !== undefined && { guardKey: guarded.guard.lock.key }),
    goVersion: "1.24",
    otherFiles: [...files].filter(([, text]) => isLeftOut(text)).map(([path]) => path),
    recheck: (edits) => findingsOf(effectsOf(applyEdits(files, edits))),
  };
}

/** The files with edits applied. */
export function applyEdits(files: Files, edits: readonly FileEdit[]): Map<string, string> {
  const result = new Map(files);
  for (const { path, edits: changes } of edits) {
    let text = files.get(path) ?? "";
    for (const { start, end, text: replacement } of changes.toReversed()) {
      text = text.slice(0, start) + replacement + text.slice(end);
    }
    result.set(path, text);
  }
  return result;
}
