/** Accesses of different functions that a wait keeps apart. */
import type { Moment } from "../effects/model.ts";
import type { ClassAccess } from "./classes.ts";

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
