/** Maps that functions fill when they are asked, for all their callers. */
import type { Contexts } from "../../effects/contexts.ts";
import type { Lockset, MapAccess } from "../../effects/model.ts";
import { walk } from "../../syntax/walk.ts";
import type { Var } from "../../types/types.ts";
import { type ClassAccess, isWrite, type MapClass } from "../classes.ts";
import { isRegistration } from "../conventions.ts";
import { isApi } from "./flows.ts";

/** Does a function that callers from outside reach look into the map, and put there what it did not find? */
export function fillsForAll(voters: readonly ClassAccess[], at: ClassAccess, contexts: Contexts): boolean {
  return at.access.kind === "write" && !isRebuilt(at) && looksAndChanges(voters, at, contexts);
}

/**
 * Does the function make the map anew before it fills it, whatever it finds there? Then it is no cache: nothing in it
 * outlasts the next call.
 */
function isRebuilt({ access, owner }: ClassAccess): boolean {
  const remade = owner.effects.accesses.filter(
    ({ kind, target, order, strand }) =>
      kind === "reassign" &&
      target.key === access.target.key &&
      strand === access.strand &&
      order < access.order,
  );
  const conditional = new Set<MapAccess>();
  walk(owner.body, (node) => {
    if (node.kind !== "IfStmt") return true;
    for (const made of remade)
      if (node.pos <= made.place.pos && made.place.end <= node.end) conditional.add(made);
    return true;
  });
  return remade.some((made) => !conditional.has(made));
}

/**
 * Does a function that callers from outside reach look into the map, itself or by a callee, and change it?
 * Functions that register something are called while the program starts.
 */
export function looksAndChanges(
  voters: readonly ClassAccess[],
  at: ClassAccess,
  contexts: Contexts,
): boolean {
  if (!isApi(at) || isRegistration(at.owner.func)) return false;
  return voters.some(
    ({ access, owner }) =>
      !isWrite(access) &&
      (owner === at.owner || contexts.callersOf(owner.func).some(({ caller }) => caller === at.owner)),
  );
}

/**
 * Is the map made anew under the lock, by a function that takes it or is called with it? Then the lock is there for
 * this field as well. One that the type has for something else says nothing of who else uses the map.
 */
export function isMadeAnewUnder(lock: Var, { accesses }: MapClass, contexts: Contexts): boolean {
  const holds = (locks: Lockset): boolean => [...locks.values()].some((held) => held.lock.variable === lock);
  return accesses.some(
    ({ access, locks, owner }) =>
      access.kind === "reassign" &&
      (holds(locks) || contexts.callersOf(owner.func).some(({ call }) => holds(call.locks))),
  );
}

/**
 * A package variable of a library. Only the program itself calls what is in a command or below `internal`: whether
 * it does so from several goroutines is for its own code to tell.
 */
export function isForAnybody({ kind, variable }: MapClass): boolean {
  const { name, path } = variable.pkg;
  return kind === "package" && name !== "main" && !path.split("/").includes("internal");
}
