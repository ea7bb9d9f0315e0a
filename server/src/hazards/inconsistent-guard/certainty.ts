/** How sure it is that an access which misses the guard runs beside one that holds it. */
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { Context } from "../../effects/contexts.ts";
import type { ClassAccess, MapClass } from "../classes.ts";
import { isNamedAfter, isTestSupport } from "../conventions.ts";
import { type Guard, takesItself, votesAgainst } from "../guard.ts";

/**
 * The tier of a miss; undefined where it is not to be reported. A function that takes the guard for this very map,
 * or a goroutine or handler that comes to the access, is the best evidence that it runs beside the others. A
 * goroutine on the other side alone says less, since all of it may come before or after the access, and so does
 * taking the lock for something else. Where only other packages call both, the object may also be used by one
 * goroutine at a time, or be set up first and read later: then the lock must plainly be this map's, and the vote
 * clear; it is a hint with a weak vote, or where the struct embeds the lock. What a package for tests exports is
 * called when the test has it so.
 */
export function certaintyOf(
  { variable }: MapClass,
  at: ClassAccess,
  met: readonly ClassAccess[],
  guard: Guard,
): Tier | undefined {
  const votes = guard.guarded.length;
  if (takesForMap(at, guard) || isConcurrent(at.context))
    return votes >= guard.missing.length * 2 ? "error" : "warning";
  if (isTestSupport(at.owner.func.pkg)) return undefined;
  if (takesItself(at, guard.lock.key) || met.some(({ context }) => isConcurrent(context))) return "warning";
  const isItsOwn = guard.hat || guard.comment || isNamedAfter(guard.variable, variable);
  if (isItsOwn) return votes >= votesAgainst(guard) * 2 ? "warning" : "hint";
  return guard.embedded ? "hint" : undefined;
}

/** Does the function take the guard for the same map elsewhere? Then it knows that the map is shared. */
function takesForMap({ owner, access }: ClassAccess, { guarded }: Guard): boolean {
  return guarded.some((other) => other.owner === owner && other.access.strand === access.strand);
}

/** Is it reached from a goroutine, or from a handler, that this package or a library starts? */
function isConcurrent({ roots }: Context): boolean {
  return [...roots].some(({ kind }) => kind === "go" || kind === "handler");
}
