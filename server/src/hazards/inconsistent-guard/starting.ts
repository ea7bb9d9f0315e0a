/** What the function that starts a goroutine still does itself, while the goroutine waits for its first event. */
import type { PackageEffects } from "../../effects/analyse.ts";
import type { Contexts, Root } from "../../effects/contexts.ts";
import type { ClassAccess } from "../classes.ts";
import { isPreparing } from "../conventions.ts";
import { servesEvents } from "../serving.ts";

/**
 * Is the one access a part of a goroutine that serves events, and the other one of the same goroutine and of the
 * function that starts it? That prepares the object: nobody else uses it, and sends events, until it returns.
 */
export function isOfItsStart(
  at: ClassAccess,
  other: ClassAccess,
  effects: PackageEffects,
  contexts: Contexts,
): boolean {
  const [root, ...more] = at.context.roots;
  if (more.length > 0 || root?.kind !== "go" || root.inLoop || !isPreparing(root.func.name)) return false;
  if ([...other.context.roots].some((each) => each !== root && each.kind !== "api")) return false;
  // An exported method of a type that nobody else gets is one of the package's own.
  const entries = contexts
    .entriesOf(other.owner.func)
    .filter((func) => contexts.isRoot(func) || contexts.callersOf(func).length === 0);
  return entries.every((func) => func === root.func) && isServed(root, effects, contexts);
}

/** Is it the only goroutine of its starter, and one that serves events? */
function isServed(root: Extract<Root, { kind: "go" }>, effects: PackageEffects, contexts: Contexts): boolean {
  const starter = effects.get(root.func);
  const [strand, ...more] = starter?.effects.strands.filter(({ kind }) => kind === "go") ?? [];
  if (starter === undefined || strand?.place !== root.place || more.length > 0) return false;
  return servesEvents(starter, strand, effects, contexts);
}
