/** Accesses of different functions that a wait keeps apart. */
import type { Moment } from "../effects/model.ts";
import { idOf } from "../effects/path.ts";
import { qualifiedName, type Type, underlying } from "../types/types.ts";
import { type ClassAccess, isWrite, type MapClass } from "./classes.ts";

/** Does one of the two wait for something that the other's function signals when it has accessed? */
export function isOrdered(a: ClassAccess, b: ClassAccess): boolean {
  return waitsFor(a.access, b) || waitsFor(b.access, a);
}

/** Did a moment wait for something that the access's function signals afterwards? */
export function waitsFor(later: Moment, { access: earlier, owner }: ClassAccess): boolean {
  if (later.waited.size === 0) return false;
  return owner.effects.signals.some(
    ({ strand, order, loops, key }) =>
      strand === earlier.strand &&
      later.waited.has(key) &&
      (order > earlier.order || loops.some((loop) => earlier.loops.includes(loop))),
  );
}

/**
 * Is it a read behind a flag of the object, an atomic one that says that the map is complete, as in
 * `if s.frozen.Load() { return s.m[k] }`, in a function that takes the lock for the map where the flag is not set?
 */
export function isBehindFlag(at: ClassAccess, { struct, accesses }: MapClass): boolean {
  const { waited } = at.access;
  if (isWrite(at.access) || waited.size === 0) return false;
  const isFlagged = (struct?.fields ?? []).some(
    (field) => waited.has(String(idOf(field))) && canBeFlag(field.type()),
  );
  return isFlagged && accesses.some(({ owner, locks }) => owner === at.owner && locks.size > 0);
}

function canBeFlag(type: Type): boolean {
  return underlying(type).kind === "Basic" || qualifiedName(type)?.startsWith("sync/atomic.") === true;
}
