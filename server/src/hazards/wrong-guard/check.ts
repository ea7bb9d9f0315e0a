/** Rule `wrong-guard`: the access holds a lock, but not the one that keeps the others out. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import { excludes } from "../../effects/lockset.ts";
import type { Held, LockRef } from "../../effects/model.ts";
import { type Path, pathKey, rebase } from "../../effects/path.ts";
import type { ClassAccess, MapClass } from "../classes.ts";
import { bestOther, classFinding } from "../classFinding.ts";
import type { Finding } from "../finding.ts";
import { canVote, type Guard, guardEvidence, isClear } from "../guard.ts";
import { accessWord } from "../render.ts";
import { sidesOfAccesses } from "../survey/sides.ts";
import { freshLock } from "./freshLock.ts";

/** The accesses of one map under a lock that protects nothing there. */
export function wrongGuard(map: MapClass, guard: Guard | undefined, contexts: Contexts): readonly Finding[] {
  const findings: Finding[] = [];
  for (const at of map.accesses) {
    if (at.lifecycle || at.access.kind === "reassign" || !canVote(at)) continue;
    const reason = reasonFor(map, guard, at, contexts);
    if (reason === undefined) continue;
    findings.push(
      classFinding(map, at, {
        rule: "wrong-guard",
        message: reason.message,
        evidence: guard === undefined ? [] : guardEvidence(guard, map),
        other: reason.other,
        guard,
        sides: sidesOfAccesses(at, [reason.other], contexts, "code"),
      }),
    );
  }
  return findings;
}

interface Reason {
  readonly message: Message;
  readonly other: ClassAccess;
}

/** The lock is looked at first: most accesses hold the right one. */
function reasonFor(
  map: MapClass,
  guard: Guard | undefined,
  at: ClassAccess,
  contexts: Contexts,
): Reason | undefined {
  const args = { access: accessWord(at.access.kind), map: map.name };
  const fresh = at.locks.size === 0 ? freshLock(at) : undefined;
  if (fresh !== undefined) {
    const other = bestOther(beside(map.accesses, at), at) ?? at;
    if (!mayRunBeside(other.context.roots, at.context.roots)) return undefined;
    return { message: message("finding.wrong-guard.fresh", { ...args, lock: fresh.text }), other };
  }
  if (guard === undefined || !isClear(guard)) return undefined;
  const held = at.locks.get(guard.lock.key);
  const wrong =
    held === undefined ? otherLock(map, guard, at) : guard.beside && otherInstance(held, at, contexts);
  if (!wrong) return undefined;
  const other = bestOther(beside(guard.guarded, at), at);
  if (other === undefined) return undefined;
  const text = { ...args, lock: wrong.text };
  return {
    message:
      held === undefined
        ? message("finding.wrong-guard", { ...text, guard: guard.variable.name })
        : message("finding.wrong-guard.instance", { ...text, text: at.access.target.text }),
    other,
  };
}

function beside(accesses: readonly ClassAccess[], at: ClassAccess): readonly ClassAccess[] {
  return accesses.filter((other) => !other.lifecycle && mayRunBeside(other.context.roots, at.context.roots));
}

/** A lock held in place of the guard, which none of the guarded accesses holds besides. */
function otherLock(map: MapClass, guard: Guard, at: ClassAccess): LockRef | undefined {
  const held = [...at.locks.values()];
  if (held.length === 0 || held.some(({ must, lock }) => !must || lock.pseudo)) return undefined;
  if (guard.guarded.some((other) => excludes(other.locks, at.locks))) return undefined;
  if (guard.guarded.length < Math.max(3, 3 * guard.missing.length)) return undefined;
  const wrong = held.find(
    ({ lock }) => map.struct?.fields.some((field) => field === lock.variable) || map.kind === "package",
  );
  return wrong?.lock;
}

/** The guard of another object than the one whose map is used. */
function otherInstance(
  { must, since, lock }: Held,
  { access, owner }: ClassAccess,
  contexts: Contexts,
): LockRef | undefined {
  const own = access.locks.get(lock.key);
  // A lock that a callee takes is told in the callee's terms.
  if (own?.lock.path !== undefined && own.lock.path.root.place.decl !== owner.decl) return undefined;
  if (!must || own === undefined || since.size !== 1) return undefined;
  // An object that was got from a call or as a parameter may be the function's own.
  const { role } = access.target.path?.root ?? {};
  if (role !== "recv" && role !== "package") return undefined;
  const { path } = access.target;
  if (own.lock.path === undefined || path === undefined) return undefined;
  const ofLock = objectOf(own.lock.path);
  const ofMap = objectOf(path);
  if (ofLock === undefined || ofMap === undefined || ofLock === ofMap) return undefined;
  return areSameInEachCall(own.lock.path, path, owner, contexts) ? undefined : own.lock;
}

/** Is the receiver the other object in every call, as where a package has one object of the type, in a variable? */
function areSameInEachCall(a: Path, b: Path, { func }: AnalysedFunc, contexts: Contexts): boolean {
  const calls = contexts.callersOf(func);
  return (
    calls.length > 0 &&
    contexts.seesAllCalls(func) &&
    calls.every(({ call: { recv } }) => {
      const [one, other] = [a, b].map((path) => placeReceiver(path, recv?.path));
      return one !== undefined && other !== undefined && objectOf(one) === objectOf(other);
    })
  );
}

/** The path in the caller's terms; undefined where these are not known. */
function placeReceiver(path: Path, receiver: Path | undefined): Path | undefined {
  if (path.root.role === "package") return path;
  return path.root.role === "recv" && receiver !== undefined ? rebase(path, receiver) : undefined;
}

/** The object that the last field of a path belongs to; undefined where elements make it uncertain. */
function objectOf({ root, steps }: Path): string | undefined {
  const last = steps.findLastIndex((step) => step !== "[]");
  const before = steps.slice(0, last);
  return last < 0 || before.includes("[]") ? undefined : pathKey({ root, steps: before });
}
