/** Does anybody else know the object whose map a function reaches through a parameter? */
import type { Contexts } from "../effects/contexts.ts";
import { entryOf } from "../effects/entry.ts";
import type { CallEvent } from "../effects/model.ts";
import type { Path } from "../effects/path.ts";
import { isExported } from "../types/package.ts";
import type { Func, TypeName, Var } from "../types/types.ts";
import type { ClassAccess } from "./classes.ts";

/** How many calls up a parameter is followed. */
const maxCalls = 5;

/**
 * Is the map reached through a parameter for which all callers give an object that they got or made
 * themselves, such as a copy? Exported functions have callers that are not seen.
 */
export function isGivenPrivately({ access, owner }: ClassAccess, contexts: Contexts): boolean {
  const { path } = access.target;
  return path !== undefined && isPrivate(path, owner.func, owner.effects.params, contexts, maxCalls);
}

/**
 * Does the package call the function itself, each time on an object that the caller has for itself?
 * @param param the parameter that is the object, instead of the receiver
 */
export function isCalledOnOwnObjects(func: Func, contexts: Contexts, param?: number): boolean {
  const callers = contexts.callersOf(func).filter(({ caller }) => caller.func !== func);
  return callers.length > 0 && callers.every(({ call }) => isOnOwnObject(call, param));
}

/** Is a call made on an object that the caller has for itself: the receiver, or that argument? */
export function isOnOwnObject({ recv, args }: CallEvent, param?: number): boolean {
  return (param === undefined ? recv : args[param])?.owned === true;
}

/**
 * Does the package make the objects of the type anew where it lets them serve a request? So it seems where it calls
 * the methods that serve itself, each time on such an object, and gives none to others.
 */
export function isMadeForEachRequest(type: TypeName, contexts: Contexts): boolean {
  const serving = (type.pkg?.funcs ?? []).filter(
    (func) => func.recv?.named.obj === type && entryOf(func) === "beside-itself" && contexts.isRoot(func),
  );
  return (
    serving.length > 0 &&
    serving.every((func) => isCalledOnOwnObjects(func, contexts)) &&
    !contexts.isGivenElsewhere(type)
  );
}

function isPrivate(
  path: Path,
  func: Func,
  params: readonly Var[],
  contexts: Contexts,
  depth: number,
): boolean {
  const { role } = path.root;
  // Another object leads to it: that one may be known to others.
  if (path.steps.filter((step) => step !== "[]").length > 1) return false;
  if (role === "local" || role === "result") return depth < maxCalls;
  if (role !== "param" || depth === 0 || isExported(func.name)) return false;
  const index = params.indexOf(path.root);
  const callers = contexts.callersOf(func);
  return (
    callers.length > 0 &&
    callers.every(({ caller, call }) => {
      const arg = call.args[index];
      if (arg?.path === undefined) return arg?.owned === true;
      // A walk down a tree: what hangs below an object that nobody else knows is its own as well.
      if (caller.func === func && arg.path.root === path.root) return true;
      if (arg.path.steps.some((step) => step !== "[]")) return false;
      return arg.owned || isPrivate(arg.path, caller.func, caller.effects.params, contexts, depth - 1);
    })
  );
}
