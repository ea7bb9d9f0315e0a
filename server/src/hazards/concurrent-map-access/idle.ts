/** Goroutines that serve requests, while the function that started them still prepares the object. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { idOf } from "../../effects/path.ts";
import type { Expr, Node } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { namedObject } from "../../types/expr.ts";
import { originVar } from "../../types/subst.ts";
import { isPreparing } from "../conventions.ts";
import { areCalledLater, servesEvents } from "../serving.ts";
import type { Seen } from "./collisions.ts";
import { startsMore } from "./starts.ts";

/**
 * Does the goroutine act on the map only when it received something that nobody sends as early as the function's
 * own access? The function prepares the object and has started nothing else by then, and whoever sends is called
 * from outside, or called back.
 */
export function isIdle(
  own: Seen,
  served: Seen,
  owner: AnalysedFunc,
  effects: PackageEffects,
  contexts: Contexts,
): boolean {
  const strand = owner.effects.strands[served.strand];
  if (own.strand !== 0 || strand.kind !== "go" || strand.parent !== 0 || strand.inLoop) return false;
  if (!isPreparing(owner.func.name) || [...own.at.live.keys()].some((id) => id !== strand.id)) return false;
  const { pos } = own.calls[0]?.place ?? own.access.place;
  if (startsMore(owner, strand.place.end, pos)) return false;
  return (
    [...served.waited].some((key) => areCalledLater(key, owner, contexts) && !isHandedOn(key, owner)) ||
    servesEvents(owner, strand, effects, contexts)
  );
}

/** Does the function hand the channel to a call, which may have others send on it? */
function isHandedOn(key: string, { body, info }: AnalysedFunc): boolean {
  const isIt = (arg: Expr): boolean => {
    const obj = namedObject(arg, info);
    return obj?.kind === "Var" && String(idOf(originVar(obj))) === key;
  };
  let found = false;
  walk(body, (node: Node) => {
    if (node.kind === "CallExpr") found ||= node.args.some(isIt);
    return !found;
  });
  return found;
}
