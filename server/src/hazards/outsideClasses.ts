/** The maps of other packages that a package reaches through what it keeps, by calling their functions. */

import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Contexts } from "../effects/contexts.ts";
import { join } from "../effects/lockset.ts";
import type { ArgPath, CallEvent } from "../effects/model.ts";
import { accessAt, type OutsideAccess } from "../effects/outside.ts";
import { classKey, classVar, idOf, type Path } from "../effects/path.ts";
import { type Binding, bindingOf, placeLocks, placePath } from "../effects/substitution.ts";
import type { Var } from "../types/types.ts";
import {
  type ClassAccess,
  isAssumed,
  isPreparation,
  isWrite,
  type MapClass,
  nameOf,
  type StructOwner,
  sharedLocks,
  structOwners,
} from "./classes.ts";

/** What a call does to a map of another package. */
interface Reaching {
  readonly owner: AnalysedFunc;
  readonly call: CallEvent;
  readonly binding: Binding;
  readonly inner: OutsideAccess;
  /** The map's path in the caller's terms. */
  readonly path: Path;
}

/** A map of another package, and the field or package variable that leads to it. */
interface Reached {
  readonly holder: Var;
  readonly variable: Var;
  readonly calls: Reaching[];
}

/**
 * The maps behind each field and package variable of a package that its calls write: who has the store in its field
 * has the store's map. Accesses stand at the calls, and the struct of such a class is the one that has the field.
 */
export function outsideClasses(
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly MapClass[] {
  return [...reachedMaps(effects)]
    .filter(([, { calls }]) => calls.some(({ inner }) => isWrite(inner)))
    .map(([key, { holder, variable, calls }]) => ({
      key,
      variable,
      name: nameOf(variable, key, structOwners(variable.pkg).get(variable)),
      kind: holder.role === "field" ? "field" : "package",
      struct: owners.get(holder),
      accesses: calls.flatMap((reaching) => accessOf(reaching, effects, contexts) ?? []),
    }));
}

function reachedMaps(effects: PackageEffects): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  for (const owner of effects.all()) {
    for (const call of owner.effects.calls) {
      const { callee } = call;
      if (callee.pkg === effects.pkg || callee.ofInterface || !mayReach(call, owner)) continue;
      const accesses = effects.summaryOf(callee)?.accesses ?? [];
      const face = accesses.length === 0 ? undefined : effects.faceOf(callee);
      if (face === undefined) continue;
      const binding = bindingOf(call, face);
      for (const inner of accesses) {
        const path = placePath(inner.path, binding);
        const holder = path && holderOf(path, owner);
        if (path === undefined || holder === undefined) continue;
        const variable = classVar(path);
        if (variable.pkg === effects.pkg) continue;
        const key = `${idOf(holder)} ${classKey(path)}`;
        const entry = reached.get(key) ?? { holder, variable, calls: [] };
        reached.set(key, entry);
        entry.calls.push({ owner, call, binding, inner, path });
      }
    }
  }
  return reached;
}

function accessOf(
  { owner, call, binding, inner, path }: Reaching,
  effects: PackageEffects,
  contexts: Contexts,
): ClassAccess | undefined {
  const context = contexts.ofStrand(owner, call.strand);
  if (context.roots.size === 0) return undefined;
  return {
    access: accessAt(call, inner, path),
    owner,
    locks: join(context.entry, join(sharedLocks(owner, call), placeLocks(inner.locks, binding))),
    context,
    assumed: isAssumed(owner, effects),
    lifecycle: isPreparation(owner, context, contexts, effects),
  };
}

/** Can what a call accesses lie behind something that the package keeps? */
function mayReach({ callee, recv, args }: CallEvent, { effects }: AnalysedFunc): boolean {
  const isKept = ({ path, owned }: ArgPath): boolean =>
    !owned && path !== undefined && (path.root.role === "package" || path.root === effects.recv);
  // A function may use a variable of its own package.
  return callee.recv === undefined || (recv !== undefined && isKept(recv)) || args.some(isKept);
}

/** The field of the function's receiver, or the package variable, that a path leads through. */
function holderOf({ root, steps }: Path, { effects }: AnalysedFunc): Var | undefined {
  if (root.role === "package") return root;
  const [first] = steps;
  return root === effects.recv && first !== "[]" ? first : undefined;
}
