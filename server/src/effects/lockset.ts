/** Sets of locks along control flow. */
import type { Decl, Range } from "../syntax/ast.ts";
import { underlying } from "../types/types.ts";
import type { Held, LockRef, Lockset } from "./model.ts";
import { sameSets, union } from "./sets.ts";

export const noLocks: Lockset = new Map();

/** The set after a lock was taken, for sure; `mayWrite`: in write mode on some path. */
export function acquire(
  locks: Lockset,
  lock: LockRef,
  mode: "R" | "W",
  mayWrite: boolean = mode === "W",
): Lockset {
  const next = new Map(locks);
  const before = locks.get(lock.key);
  const stronger = before?.must === true && before.mode === "W" ? "W" : mode;
  const since = new Set([lock.pos, ...(before?.since ?? [])]);
  next.set(lock.key, {
    lock,
    since,
    must: true,
    mode: stronger,
    mayWrite: mayWrite || before?.mayWrite === true,
  });
  return next;
}

/** The set after a lock was released. */
export function release(locks: Lockset, key: string): Lockset {
  if (!locks.has(key)) return locks;
  const next = new Map(locks);
  next.delete(key);
  return next;
}

/** The set where two paths meet: held for sure only what both hold, in the weaker mode. */
export function meet(a: Lockset, b: Lockset): Lockset {
  if (a === b || (a.size === 0 && b.size === 0)) return a;
  const next = new Map<string, Held>();
  for (const [key, held] of a) {
    const other = b.get(key);
    next.set(key, other === undefined ? { ...held, must: false } : meetHeld(held, other));
  }
  for (const [key, held] of b) if (!a.has(key)) next.set(key, { ...held, must: false });
  return next;
}

function meetHeld(a: Held, b: Held): Held {
  return {
    lock: a.lock,
    since: union(a.since, b.since),
    must: a.must && b.must,
    mode: a.mode === "R" || b.mode === "R" ? "R" : "W",
    mayWrite: a.mayWrite || b.mayWrite,
  };
}

/** Both sets together: the caller's locks and those taken since. */
export function join(outer: Lockset, own: Lockset): Lockset {
  if (outer.size === 0) return own;
  if (own.size === 0) return outer;
  const next = new Map(outer);
  for (const [key, held] of own) {
    const before = next.get(key);
    if (before === undefined) next.set(key, held);
    else {
      next.set(key, {
        lock: held.lock,
        since: union(held.since, before.since),
        must: held.must || before.must,
        mode: (held.must && held.mode === "W") || (before.must && before.mode === "W") ? "W" : "R",
        mayWrite: held.mayWrite || before.mayWrite,
      });
    }
  }
  return next;
}

/**
 * The set without the mutexes that a piece of code declares itself, as variables: each run of it has its
 * own, so they keep nobody out. The code is a declaration or, in one, a range.
 */
export function withoutOwnLocks(locks: Lockset, decl: Decl, code: Range = decl): Lockset {
  const isOwn = ({ lock }: Held): boolean => {
    const { variable, path } = lock;
    if (variable?.role !== "local" || path === undefined || path.steps.length > 0) return false;
    const { place } = variable;
    return (
      place.decl === decl &&
      place.pos >= code.pos &&
      place.end <= code.end &&
      variable.type().kind === "Named" &&
      underlying(variable.type()).kind === "Struct"
    );
  };
  return [...locks.values()].some(isOwn) ? new Map([...locks].filter(([, held]) => !isOwn(held))) : locks;
}

/** Equal as far as the analysis can tell them apart? */
export function sameLocks(a: Lockset, b: Lockset): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, held] of a) {
    const other = b.get(key);
    if (other === undefined || other.must !== held.must || other.mode !== held.mode) return false;
    if (other.mayWrite !== held.mayWrite || !sameSets(other.since, held.since)) return false;
  }
  return true;
}

/**
 * Does a common lock keep the two apart? A read lock and a write lock do, two read locks do not:
 * then it is for the caller to know that both only read.
 */
export function excludes(a: Lockset, b: Lockset): boolean {
  for (const [key, held] of a) {
    const other = b.get(key);
    if (other !== undefined && (mayHoldWrite(held) || mayHoldWrite(other))) return true;
  }
  return false;
}

function mayHoldWrite(held: Held): boolean {
  return held.mode === "W" || held.mayWrite;
}
