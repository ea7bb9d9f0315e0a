/** Who changes the maps of a package in place, after they were made. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { ArgPath, MapAccess } from "../../effects/model.ts";
import { isExported } from "../../types/package.ts";
import type { Func, Var } from "../../types/types.ts";
import { customsOf, isWrite } from "../classes.ts";
import { copiesOf } from "../copies.ts";
import { isReplacedBefore } from "./replaced.ts";

/** A write to a map that others may have, too. */
export interface Change {
  readonly owner: AnalysedFunc;
  readonly access: MapAccess;
}

/** The changes of a package by the class of the map. What a function does to new objects only is none. */
export function changesOf(effects: PackageEffects): ReadonlyMap<string, readonly Change[]> {
  const all = effects.all();
  const given = sharedArguments(all);
  const changes = new Map<string, Change[]>();
  for (const owner of all) {
    if (customsOf(owner).lifecycle) continue;
    for (const access of owner.effects.accesses) {
      const { key, path } = access.target;
      if (!isWrite(access) || access.kind === "reassign" || !isShared(access.target, owner)) continue;
      if (path === undefined || path.steps.length === 0 || !mayBeGiven(path.root, owner, given)) continue;
      if (isReplacedBefore(path, access.place.pos, owner)) continue;
      const known = changes.get(key) ?? [];
      changes.set(key, known);
      known.push({ owner, access });
    }
  }
  return changes;
}

/** The parameters of each function, its receiver being -1, that get something the caller has not made. */
function sharedArguments(all: readonly AnalysedFunc[]): ReadonlyMap<Func, ReadonlySet<number>> {
  const shared = new Map<Func, Set<number>>();
  for (const owner of all) {
    for (const { callee, recv, args } of owner.effects.calls) {
      const known = shared.get(callee) ?? new Set();
      shared.set(callee, known);
      [recv, ...args].forEach((arg, i) => {
        if (arg !== undefined && isShared(arg, owner)) known.add(i - 1);
      });
    }
  }
  return shared;
}

/**
 * May the variable stand for something that a caller shares? Of other packages' callers nothing is known. What a
 * literal is called with is as a rule made for it: `update(func(next *Config) { ... })`.
 */
function mayBeGiven(
  root: Var,
  { func, effects }: AnalysedFunc,
  given: ReadonlyMap<Func, ReadonlySet<number>>,
): boolean {
  const index = root === effects.recv ? -1 : effects.params.indexOf(root);
  if (root !== effects.recv && index < 0) return root.role !== "param";
  return isExported(func.name) || given.get(func)?.has(index) === true;
}

/** A copy of a struct is the function's own, the maps in it are not. */
function isShared({ path, owned }: Pick<ArgPath, "path" | "owned">, owner: AnalysedFunc): boolean {
  return path !== undefined && (!owned || copiesOf(owner).has(path.root));
}
