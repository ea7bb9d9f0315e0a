/** Goroutines that are started in a loop, each for an element of its own. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Contexts, Root } from "../effects/contexts.ts";
import type { ArgPath } from "../effects/model.ts";
import type { Path } from "../effects/path.ts";
import type { Node } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import type { Func, Var } from "../types/types.ts";
import type { ClassAccess } from "./classes.ts";
import { holderOf, isPartOfRoot } from "./holders.ts";

type GoRoot = Extract<Root, { kind: "go" }>;

/** No more calls are looked at between the goroutine and the access. */
const maxCalls = 6;

/**
 * Are both accesses reached from one `go` in a loop alone, with an object that the loop gives to this round's
 * goroutine? Then the goroutines have an object each, and two accesses of one object are in the same goroutine.
 */
export function haveElementsEach(a: ClassAccess, b: ClassAccess, contexts: Contexts): boolean {
  const roots = new Set([...a.context.roots, ...b.context.roots]);
  const [root] = roots;
  if (roots.size !== 1 || root.kind !== "go" || !root.inLoop) return false;
  return [a, b].every(
    ({ access, owner }) =>
      access.target.path !== undefined &&
      isElement(holderOf(access.target.path), owner, root, contexts, new Set()),
  );
}

/** Does the path begin in what the loop around the goroutine's start has for each round? */
function isElement(
  path: Path,
  owner: AnalysedFunc,
  root: GoRoot,
  contexts: Contexts,
  seen: Set<Func>,
): boolean {
  if ((path.root.role !== "recv" && path.root.role !== "param") || !isPartOfRoot(path)) return false;
  if (seen.has(owner.func) || seen.size > maxCalls) return false;
  seen.add(owner.func);
  const index = owner.effects.params.indexOf(path.root);
  const callers = contexts.callersOf(owner.func);
  return (
    callers.length > 0 &&
    callers.every(({ caller, call }) => {
      const given: ArgPath | undefined = index < 0 ? call.recv : call.args[index];
      if (given?.path === undefined) return false;
      return caller.func === root.func
        ? isOfRound(given.path, caller, root)
        : isElement(given.path, caller, root, contexts, seen);
    })
  );
}

/** Is it an element of a collection, or a variable of the loop in which the goroutine is started? */
function isOfRound({ root: variable, steps }: Path, { body }: AnalysedFunc, root: GoRoot): boolean {
  if (steps.at(-1) === "[]") return true;
  return steps.length === 0 && isDeclaredAround(variable, body, root);
}

function isDeclaredAround({ role, place }: Var, body: Node, root: GoRoot): boolean {
  if (role !== "local" || place.decl !== root.place.decl) return false;
  let found = false;
  walk(body, (node: Node) => {
    const isAround = node.pos <= root.place.pos && node.end >= root.place.end;
    if (node.kind === "ForStmt" || node.kind === "RangeStmt")
      found ||= isAround && place.pos >= node.pos && place.end <= node.end;
    return isAround && !found;
  });
  return found;
}
