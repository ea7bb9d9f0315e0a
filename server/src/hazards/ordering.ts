/** Accesses of different functions that a wait keeps apart. */
import type { ClassAccess } from "./classes.ts";

/** Does one of the two wait for something that the other's function signals when it has accessed? */
export function isOrdered(a: ClassAccess, b: ClassAccess): boolean {
  return waitsFor(a, b) || waitsFor(b, a);
}

function waitsFor({ access: later }: ClassAccess, { access: earlier, owner }: ClassAccess): boolean {
  if (later.waited.size === 0) return false;
  return owner.effects.signals.some(
    ({ strand, order, loops, key }) =>
      strand === earlier.strand &&
      later.waited.has(key) &&
      (order > earlier.order || loops.some((loop) => earlier.loops.includes(loop))),
  );
}
