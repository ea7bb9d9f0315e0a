/** The flows of control in which an access happens, by where they begin. */
import type { Root } from "../../effects/contexts.ts";
import type { ClassAccess } from "../classes.ts";

/** Do callers from other packages reach the access? */
export function isApi({ context }: ClassAccess): boolean {
  return isCalledFromOutside(context.roots);
}

/** Does one of the flows begin with a call from another package? */
export function isCalledFromOutside(flows: ReadonlySet<Root>): boolean {
  return [...flows].some((root) => root.kind === "api");
}

/** Those that are goroutines of their own. */
export function goroutines(flows: ReadonlySet<Root>): ReadonlySet<Root> {
  return new Set([...flows].filter((root) => root.kind === "go"));
}
