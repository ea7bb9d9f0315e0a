/** What a function does after it registered handlers, and before requests can come. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { isWrite } from "../classes.ts";
import type { Seen } from "./collisions.ts";
import { isStartedAtOnce, startsMore } from "./starts.ts";

/**
 * Does the function fill the map for the handler that it has just registered? Requests come when a server has
 * been started, which takes a goroutine, a call that does not return, or one that tells so by its name.
 */
export function isSetUp(a: Seen, b: Seen, owner: AnalysedFunc): boolean {
  const { strands } = owner.effects;
  const handler = strands[b.strand];
  if (!isWrite(a) || a.strand !== 0 || handler.kind !== "handler") return false;
  if ([...a.at.live.keys()].some((id) => strands[id].kind !== "handler")) return false;
  const { pos } = a.calls[0]?.place ?? a.access.place;
  return !isStartedAtOnce(owner, handler.code) && !startsMore(owner, handler.code.end, pos);
}
