/** What a function does before a goroutine is started at all, by itself or by what it calls later. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Contexts, Root } from "../effects/contexts.ts";
import type { Moment } from "../effects/model.ts";
import type { Func } from "../types/types.ts";

/** When something happens in a function. */
export type When = Pick<Moment, "strand" | "order" | "loops">;

/** No more calls up are looked at from what happens. */
const maxCalls = 3;
/** No more functions are looked at on the ways up from a goroutine. */
const maxFunctions = 40;

/** Does it happen before the goroutine is started: in the function that leads there, or in one that calls this one? */
export function isBeforeStart(
  owner: AnalysedFunc,
  when: When,
  root: Root,
  contexts: Contexts,
  depth = maxCalls,
): boolean {
  if (startsLater(owner, when, root, contexts)) return true;
  if (when.strand !== 0 || depth === 0 || contexts.isRoot(owner.func)) return false;
  const callers = contexts.callersOf(owner.func);
  return (
    callers.length > 0 &&
    callers.every(({ caller, call }) => isBeforeStart(caller, call, root, contexts, depth - 1))
  );
}

/** Does the function start the goroutine after that moment, itself or by what it calls, and never before? */
export function startsLater(owner: AnalysedFunc, when: When, root: Root, contexts: Contexts): boolean {
  if (root.kind !== "go" || when.strand !== 0) return false;
  if (root.func === owner.func) {
    const { accesses, calls, strands } = owner.effects;
    const started = strands.find(({ kind, place }) => kind === "go" && place === root.place)?.id;
    const events = [...accesses, ...calls].filter(({ strand }) => strand === started);
    return events.length > 0 && events.every((event) => isLater(event, when));
  }
  let starts = false;
  const ways = new Set<Func>([root.func]);
  for (const func of ways) {
    for (const { caller, call } of contexts.callersOf(func)) {
      if (caller !== owner) ways.add(caller.func);
      else if (isLater(call, when)) starts = true;
      else return false;
    }
    if (ways.size > maxFunctions) return false;
  }
  return starts;
}

/** Not where a loop is around both: its next round comes after this one. */
function isLater(later: When, when: When): boolean {
  return later.order > when.order && !later.loops.some((loop) => when.loops.includes(loop));
}
