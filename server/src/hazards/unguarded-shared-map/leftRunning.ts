/** A goroutine that a method starts and leaves running, while other methods of the object are called. */
import type { Contexts, Root } from "../../effects/contexts.ts";
import { isBeforeStart } from "../beforeStart.ts";
import { type ClassAccess, isWrite, type MapClass } from "../classes.ts";
import { isRegistration } from "../conventions.ts";

type GoRoot = Extract<Root, { kind: "go" }>;

/**
 * The goroutine, where one of two accesses runs in a loop that the type itself left running, and the other
 * in a function that is called from outside of it, at any time.
 */
export function leftRunning(
  map: MapClass,
  a: ClassAccess,
  b: ClassAccess,
  contexts: Contexts,
): GoRoot | undefined {
  return goesOnBeside(map, a, b, contexts) ?? goesOnBeside(map, b, a, contexts);
}

function goesOnBeside(
  map: MapClass,
  inside: ClassAccess,
  outside: ClassAccess,
  contexts: Contexts,
): GoRoot | undefined {
  if (!isWrite(inside.access) && !isWrite(outside.access)) return undefined;
  if (inside.lifecycle || outside.lifecycle || !isCalledMeanwhile(inside, outside)) return undefined;
  const roots = [...inside.context.roots].filter((root) => root.kind === "go");
  // Who waits for it has not left it running: others are called when it is over, or by goroutines of their own.
  return roots.find(
    (root) =>
      root.awaited !== true &&
      contexts.isEndless(root) &&
      root.func !== outside.owner.func &&
      !isBeforeStart(outside.owner, outside.access, root, contexts) &&
      (map.kind === "package" || contexts.runsMethodOf(root, map.struct?.typeName)),
  );
}

/**
 * Is the function called from outside, while the loop runs, and from nowhere inside? Before the loop runs one
 * sets up what it only reads; who waited for something may have waited for its end.
 */
function isCalledMeanwhile(inside: ClassAccess, { access, owner, context, locks }: ClassAccess): boolean {
  const kinds = new Set([...context.roots].map(({ kind }) => kind));
  if (kinds.has("go") || kinds.has("callback") || kinds.has("init")) return false;
  if (!kinds.has("api") && !kinds.has("handler") && !kinds.has("main") && !kinds.has("test")) return false;
  if (locks.size > 0 || access.waited.size > 0 || access.kind === "reassign") return false;
  if (!isWrite(access)) return true;
  return isWrite(inside.access) || /^(delete|remove)/i.test(owner.func.name) || !isRegistration(owner.func);
}
