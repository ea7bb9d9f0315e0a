/** How sure it is that an access which misses the guard runs beside one that holds it. */
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { Context } from "../../effects/contexts.ts";
import type { ClassAccess, MapClass } from "../classes.ts";
import { isNamedAfter } from "../conventions.ts";
import { type Guard, takesItself, votesAgainst } from "../guard.ts";

/**
 * The tier of a miss; undefined where it is not to be reported. A function that takes the guard elsewhere, or a
 * goroutine or handler on either side, is evidence that the two meet. Where only other packages call both, the
 * object may be used by one goroutine at a time, or be set up first and read later: then the lock must plainly
 * be this map's, and for an error the vote must be clear as well.
 */
export function certaintyOf(
  { variable }: MapClass,
  at: ClassAccess,
  beside: readonly ClassAccess[],
  guard: Guard,
): Tier | undefined {
  if (takesItself(at, guard.lock.key)) return "error";
  const outvoted = guard.guarded.length >= votesAgainst(guard) * 2;
  if (isConcurrent(at.context) || beside.some(({ context }) => isConcurrent(context)))
    return outvoted ? "error" : "warning";
  if (guard.hat || guard.comment || isNamedAfter(guard.variable, variable))
    return outvoted ? "error" : "hint";
  return guard.embedded ? "hint" : undefined;
}

/** Is it reached from a goroutine, or from a handler, that this package or a library starts? */
function isConcurrent({ roots }: Context): boolean {
  return [...roots].some(({ kind }) => kind === "go" || kind === "handler");
}
