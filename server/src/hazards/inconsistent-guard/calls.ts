/** A function that says its caller holds the lock, called by one that takes the lock, where it has released it. */
import { message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import { join, release } from "../../effects/lockset.ts";
import type { CallEvent } from "../../effects/model.ts";
import { type ClassAccess, isWrite, type MapClass } from "../classes.ts";
import { assumesLock, requiresLock, saysNoLock } from "../conventions.ts";
import type { Finding } from "../finding.ts";
import { type Guard, guardEvidence, holdsAnother, isClear } from "../guard.ts";
import { placeFinding } from "../placeFinding.ts";
import { accessWord, declarationOf, functionName, rangeOf } from "../render.ts";

/** The calls that miss the guard of a map which the callee uses for its caller. */
export function calledWithoutGuard(
  map: MapClass,
  guard: Guard | undefined,
  effects: PackageEffects,
  contexts: Contexts,
): readonly Finding[] {
  if (guard === undefined || !isClear(guard)) return [];
  const { key } = guard.lock;
  const findings = new Map<CallEvent, Finding>();
  for (const at of map.accesses) {
    const { access, owner } = at;
    if (!at.assumed || access.strand !== 0 || access.kind === "reassign" || access.locks.has(key)) continue;
    const { role } = access.target.path?.root ?? {};
    if (role !== "recv" || !requiresLock(owner.decl)) continue;
    for (const { caller, call } of contexts.callersOf(owner.func)) {
      if (findings.has(call) || !missesLock(caller, call, guard, contexts)) continue;
      if (isGivenBack(caller, call, key, effects)) continue;
      const { roots } = contexts.ofStrand(caller, call.strand);
      const other = guard.guarded.find(
        (candidate) =>
          (isWrite(candidate.access) || isWrite(access)) && mayRunBeside(candidate.context.roots, roots),
      );
      if (other !== undefined) findings.set(call, report(map, guard, at, caller, call, other));
    }
  }
  return [...findings.values()];
}

/** Has the caller surely held the lock before, and surely neither the lock nor another one at the call? */
function missesLock(caller: AnalysedFunc, call: CallEvent, guard: Guard, contexts: Contexts): boolean {
  const { func, decl, body, effects } = caller;
  const { key } = guard.lock;
  if (effects.takes.get(key)?.has(call.strand) !== true || assumesLock(decl) || call.locks.has(key))
    return false;
  // Who takes the lock itself is not called with it: what is known of the callers is of other objects.
  const held = [...effects.accesses, ...effects.calls].some(
    ({ strand, order, locks }) =>
      strand === call.strand && order < call.order && locks.get(key)?.must === true,
  );
  // An object that it got from a call or made itself may be its own.
  const { role } = call.recv?.path?.root ?? {};
  if (!held || call.recv?.owned !== false || (role !== "recv" && role !== "package")) return false;
  const { entry } = contexts.ofStrand(caller, call.strand);
  if (entry.get(key)?.must === true || holdsAnother(release(join(entry, call.locks), key), guard))
    return false;
  return !saysNoLock(func, body.list[0]?.pos ?? body.pos, call.place.pos);
}

/** May a callee of the caller have released the lock? It may do so on some of its paths only. */
function isGivenBack(
  { effects }: AnalysedFunc,
  { order }: CallEvent,
  key: string,
  all: PackageEffects,
): boolean {
  return effects.calls.some(
    (call) => call.order < order && all.faceOf(call.callee)?.releases.some((lock) => lock.key === key),
  );
}

function report(
  map: MapClass,
  guard: Guard,
  { access: { kind, place }, owner }: ClassAccess,
  caller: AnalysedFunc,
  call: CallEvent,
  other: ClassAccess,
): Finding {
  const args = { map: map.name, guard: guard.variable.name, to: call.callee.name, access: accessWord(kind) };
  return placeFinding({
    rule: "inconsistent-guard",
    subject: { name: map.name, kind: map.kind, variable: map.variable },
    owner: caller,
    place: call.place,
    kind,
    text: call.callee.name,
    message: message("finding.inconsistent-guard.call", args),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(other.access.place, other.owner.func.pkg),
        message: message("related.lock", {
          access: accessWord(other.access.kind),
          guard: guard.variable.name,
          where: functionName(other.owner.func),
        }),
      },
      {
        role: "conflicting-access",
        range: rangeOf(place, owner.func.pkg),
        message: message("related.conflicting", {
          access: accessWord(kind),
          where: functionName(owner.func),
        }),
      },
      {
        role: "lock",
        range: declarationOf(guard.variable),
        message: message("related.guard", { guard: guard.variable.name }),
      },
    ],
    evidence: [...guardEvidence(guard, map), message("evidence.noLocks")],
  });
}
