/** How sure it is that an access which misses the guard runs beside one that holds it. */
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { Context } from "../../effects/contexts.ts";
import type { ClassAccess } from "../classes.ts";
import { type Guard, takesItself } from "../guard.ts";

/**
 * The tier of a miss. A function that takes the guard elsewhere, or a goroutine or handler on either side, is
 * evidence that the two meet. Where only other packages call both, the object may be used by one goroutine at a
 * time, or be set up first and read later: that is an error only for a lock that is plainly this map's.
 */
export function certaintyOf(at: ClassAccess, beside: readonly ClassAccess[], guard: Guard): Tier {
  if (takesItself(at, guard.lock.key)) return "error";
  const against = guard.missing.filter((miss) => !takesItself(miss, guard.lock.key)).length;
  const outvoted = guard.guarded.length >= against * 2;
  if (isConcurrent(at.context) || beside.some(({ context }) => isConcurrent(context)))
    return outvoted ? "error" : "warning";
  return outvoted && (guard.hat || guard.comment) ? "error" : "hint";
}

/** Is it reached from a goroutine, or from a handler, that this package or a library starts? */
function isConcurrent({ roots }: Context): boolean {
  return [...roots].some(({ kind }) => kind === "go" || kind === "handler");
}
