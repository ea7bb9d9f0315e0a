/** Locks along the walk: taken, and given back. */
import { acquire, release } from "./lockset.ts";
import type { LockRef } from "./model.ts";
import { minus, plus } from "./sets.ts";
import type { Walker } from "./walk.ts";

/** Takes a lock from those held; one that was not taken here is the caller's. */
export function giveBack(walker: Walker, lock: LockRef): void {
  const { locks, givenBack } = walker.state;
  if (locks.has(lock.key)) walker.state = { ...walker.state, locks: release(locks, lock.key) };
  else if (walker.strand === 0) {
    walker.releases.set(lock.key, lock);
    walker.state = { ...walker.state, givenBack: plus(givenBack, lock.key) };
  }
}

/** Adds a lock to those held; one of the caller's that was given back is the caller's again. */
export function take(walker: Walker, lock: LockRef, mode: "R" | "W", mayWrite?: boolean): void {
  const { locks, givenBack } = walker.state;
  walker.state = {
    ...walker.state,
    locks: acquire(locks, lock, mode, mayWrite),
    givenBack: minus(givenBack, lock.key),
  };
}
