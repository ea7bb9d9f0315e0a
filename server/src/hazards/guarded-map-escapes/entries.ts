/**
 * The maps of objects that lie in a table: where the table's lock is held for every write of them, it guards
 * them as well. `e := t.entries[k]` under the lock, `e.m[x]` after it: the lock protected the look-up only.
 */
import type { PackageEffects } from "../../effects/analyse.ts";
import { mayRunBeside } from "../../effects/contexts.ts";
import { classKey, type Path } from "../../effects/path.ts";
import type { GuardedMap } from "../check.ts";
import { type ClassAccess, isWrite } from "../classes.ts";
import { canVote, type Guard } from "../guard.ts";

/** An access to an entry's map after the lock was released under which the entry was looked up. */
export interface EntryUse {
  readonly at: ClassAccess;
  /** The guard of the table. */
  readonly guard: Guard;
  /** A write under the lock that it may meet. */
  readonly write: ClassAccess;
}

/** The accesses to the maps of entries that miss the lock of their table. */
export function entriesUsedAfterUnlock(
  { map, guard }: GuardedMap,
  byKey: ReadonlyMap<string, GuardedMap>,
  effects: PackageEffects,
): readonly EntryUse[] {
  if (guard === undefined || guard.beside || !guard.written) return [];
  const uses: EntryUse[] = [];
  for (const at of map.accesses) {
    if (at.locks.size > 0 || at.lifecycle || at.access.kind === "reassign" || !canVote(at)) continue;
    const table = tableOf(at);
    const known = table && byKey.get(classKey(table));
    if (table === undefined || known?.guard?.beside !== true) continue;
    const { key } = known.guard.lock;
    if (key !== guard.lock.key || !isLookedUpUnder(key, known, at) || isTakenOut(known, at, effects))
      continue;
    const write = writeUnder(key, map.accesses, table, at);
    if (write !== undefined) uses.push({ at, guard: known.guard, write });
  }
  return uses;
}

/** The path of the table in whose entries the map lies, as `t.entries` is for `t.entries[].m`. */
function tableOf({ access }: ClassAccess): Path | undefined {
  const { path } = access.target;
  if (path === undefined) return undefined;
  const element = path.steps.indexOf("[]");
  // The map itself is the last step: one that lies in another map goes by that one.
  if (element < 1 || element !== path.steps.lastIndexOf("[]") || element === path.steps.length - 1)
    return undefined;
  return { root: path.root, steps: path.steps.slice(0, element) };
}

/** Does the flow of the access look into the table before, under the lock each time? */
function isLookedUpUnder(key: string, { map }: GuardedMap, at: ClassAccess): boolean {
  const lookups = map.accesses.filter(
    ({ owner, access }) =>
      owner === at.owner && access.strand === at.access.strand && access.order < at.access.order,
  );
  return (
    lookups.some(({ access }) => access.kind === "read" || access.kind === "iterate") &&
    lookups.every(({ locks }) => locks.get(key)?.must === true)
  );
}

/** Did the function, or one that it calls, take an entry out of the table before? Then it has that for itself. */
function isTakenOut({ map }: GuardedMap, { owner, access }: ClassAccess, effects: PackageEffects): boolean {
  const callees = owner.effects.calls.filter(({ order }) => order < access.order).map(({ callee }) => callee);
  const takers = new Set(callees.map((callee) => effects.get(callee)));
  return map.accesses.some(
    ({ owner: other, access: { kind, order } }) =>
      (kind === "delete" || kind === "clear" || kind === "reassign") &&
      (other === owner ? order < access.order : takers.has(other)),
  );
}

/** A write of an entry's map, where all writes hold the lock. */
function writeUnder(
  key: string,
  accesses: readonly ClassAccess[],
  table: Path,
  at: ClassAccess,
): ClassAccess | undefined {
  const voters = accesses.filter((access) => access !== at && !access.lifecycle && canVote(access));
  const writes = voters.filter(({ access }) => isWrite(access));
  if (!writes.every(({ locks }) => locks.get(key)?.must === true && locks.get(key)?.mode === "W"))
    return undefined;
  // A write without the lock is a vote against it, too.
  const guarded = voters.filter(({ locks }) => locks.get(key)?.must === true);
  if (isWrite(at.access) && guarded.length < 2) return undefined;
  const through = classKey(table);
  return writes.find((write) => {
    const other = tableOf(write);
    const isThere = other !== undefined && classKey(other) === through;
    return isThere && mayRunBeside(write.context.roots, at.context.roots);
  });
}
