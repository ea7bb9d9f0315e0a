/** Rule `inconsistent-guard`: the map is guarded elsewhere, and this access misses the guard. */
import { message } from "../../../../protocol/src/messages.ts";
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { PackageEffects } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import { isExported } from "../../types/package.ts";
import type { Func } from "../../types/types.ts";
import { type ClassAccess, isWrite, type MapClass } from "../classes.ts";
import { bestOther, classFinding } from "../classFinding.ts";
import { isClosedBefore } from "../closing.ts";
import { isNotification, isTestSupport, saysNoLock } from "../conventions.ts";
import { haveElementsEach } from "../elements.ts";
import type { Finding } from "../finding.ts";
import { type Guard, guardEvidence, holdsAnother, isClear, takesItself } from "../guard.ts";
import { rootsBeside } from "../joined.ts";
import { isOrdered } from "../ordering.ts";
import { areApartInEachRun } from "../ownRuns.ts";
import { accessWord } from "../render.ts";
import { isGivenPrivately } from "../sharing.ts";
import { type Evidence, sidesOfAccesses } from "../survey/sides.ts";
import { certaintyOf } from "./certainty.ts";
import { isOfItsStart } from "./starting.ts";

/** The accesses of one map that miss its guard. */
export function inconsistentGuard(
  map: MapClass,
  guard: Guard | undefined,
  effects: PackageEffects,
  contexts: Contexts,
): readonly Finding[] {
  if (guard === undefined || !isClear(guard)) return [];
  const findings: Finding[] = [];
  for (const at of guard.missing) {
    if (at.access.kind === "reassign") continue;
    const met = guard.guarded.filter(
      (other) =>
        mayMeet(at, other, contexts) &&
        !isOrdered(at, other) &&
        !haveElementsEach(at, other, contexts) &&
        !isCalledByTests(at, other) &&
        !areToldTogether(at, other, contexts) &&
        !isOfItsStart(at, other, effects, contexts) &&
        !areApartInEachRun(at, other, map.key, effects, contexts),
    );
    const beside = met.filter((other) => isWrite(at.access) || isWrite(other.access));
    const other = bestOther(beside, at);
    if (other === undefined || holdsAnother(at.locks, guard) || keepsLock(at, guard)) continue;
    const { body, func } = at.owner;
    const top = body.list[0]?.pos ?? body.pos;
    if (isGivenPrivately(at, contexts) || saysNoLock(func, top, at.access.place.pos)) continue;
    if (isClosedBefore(at.owner, guard.guarded) || isCalledByValue(at, guard)) continue;
    const known = isLeftToOtherPackages(map, at, guard, contexts)
      ? undefined
      : certaintyOf(map, at, met, guard);
    const sides = sidesOfAccesses(at, beside, contexts, evidenceOf(known, at, guard));
    // Nothing here tells that the two meet: it is for the callers to tell.
    if (known === undefined && sides === undefined) continue;
    const tier = known ?? "warning";
    findings.push(
      classFinding(map, at, {
        rule: "inconsistent-guard",
        tier,
        message: message("finding.inconsistent-guard", {
          access: accessWord(at.access.kind),
          map: map.name,
          guard: guard.variable.name,
          votes: guard.guarded.length,
          total: guard.total,
        }),
        evidence: [
          ...guardEvidence(guard, map),
          ...(known === undefined ? [message("evidence.callersMeet")] : []),
          ...(known === "hint" ? [message("evidence.othersDecide")] : []),
        ],
        other,
        others: beside,
        guard,
        sides,
      }),
    );
  }
  return findings;
}

/** May the two run at the same time, as far as their flows of control tell? */
function mayMeet(at: ClassAccess, other: ClassAccess, contexts: Contexts): boolean {
  if (!mayRunBeside(other.context.roots, at.context.roots)) return false;
  const [here, there] = [at, other].map(({ owner, access: { strand } }) => ({ owner, strand }));
  return mayRunBeside(rootsBeside(there, here, contexts), rootsBeside(here, there, contexts));
}

/** What tells that others meet the access: see `certaintyOf`. */
function evidenceOf(known: Tier | undefined, at: ClassAccess, guard: Guard): Evidence {
  if (known === undefined) return "callers";
  if (known === "hint") return "possible";
  return takesItself(at, guard.lock.key) ? "code" : "vote";
}

/** Are both parts of one function that is told of events? It is told of one after the other. */
function areToldTogether(a: ClassAccess, b: ClassAccess, contexts: Contexts): boolean {
  const [one, ...others] = tellers(a.owner.func, contexts, maxCalls);
  const [other, ...further] = tellers(b.owner.func, contexts, maxCalls);
  return one !== undefined && one === other && others.length + further.length === 0;
}

/** The functions told of events that a function is a part of; none where others call it, too. */
function tellers(func: Func, contexts: Contexts, depth: number): readonly Func[] {
  if (isNotification(func)) return [func];
  if (depth === 0 || isExported(func.name)) return [];
  const found = contexts
    .callersOf(func)
    .map(({ caller, call }) => (call.strand === 0 ? tellers(caller.func, contexts, depth - 1) : []));
  return found.some((each) => each.length === 0) ? [] : [...new Set(found.flat())];
}

/**
 * Does the access reach the object through a parameter, in a function that is handed on as a value? Who calls it
 * gives the object, and may hold its lock.
 */
function isCalledByValue({ access, owner, context: { roots } }: ClassAccess, { lock }: Guard): boolean {
  if (access.target.path?.root.role !== "param" || owner.effects.takes.has(lock.key)) return false;
  const kinds = new Set([...roots].map(({ kind }) => kind));
  return kinds.has("callback") && [...kinds].every((kind) => kind === "callback" || kind === "api");
}

/** Are both there for tests to call, with no goroutine or handler that runs beside these? */
function isCalledByTests({ owner, context: { roots } }: ClassAccess, { context }: ClassAccess): boolean {
  if (!isTestSupport(owner.func.pkg)) return false;
  return [...roots, ...context.roots].every(({ kind }) => kind === "api" || kind === "test");
}

/**
 * A function that gives back a lock which it did not take was entered with it: what it does may be ordered by
 * that lock, as an access under another one.
 */
function keepsLock({ owner }: ClassAccess, guard: Guard): boolean {
  const { releases, takes } = owner.effects;
  return releases.some(({ key }) => key !== guard.lock.key && !takes.has(key));
}

/**
 * Can other packages take the guard and then call the function, or the only ones that call it? Nobody calls it in
 * its own package, so what its callers hold is not known. A program has no callers elsewhere.
 */
function isLeftToOtherPackages(
  map: MapClass,
  at: ClassAccess,
  { variable }: Guard,
  contexts: Contexts,
): boolean {
  const { func } = at.owner;
  return (
    func.pkg.name !== "main" &&
    isExported(variable.name) &&
    (map.struct === undefined || isExported(map.struct.name)) &&
    [...at.context.roots].every(({ kind }) => kind === "api") &&
    isForOthers(func, contexts, maxCalls)
  );
}

/** How many calls up it is asked who calls. */
const maxCalls = 3;

/** Is the function exported, or a part of such functions alone? */
function isForOthers(func: Func, contexts: Contexts, depth: number): boolean {
  if (isExported(func.name)) return true;
  const callers = contexts.callersOf(func);
  return (
    depth > 0 &&
    callers.length > 0 &&
    callers.every(({ caller }) => isForOthers(caller.func, contexts, depth - 1))
  );
}
