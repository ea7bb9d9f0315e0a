/** Rule `unguarded-shared-map`: a map without a lock, in a type or package that is used concurrently. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { Contexts, Root } from "../../effects/contexts.ts";
import { unparen } from "../../types/expr.ts";
import { initialValue } from "../../types/funcVars.ts";
import { isExported } from "../../types/package.ts";
import type { Var } from "../../types/types.ts";
import { type ClassAccess, customsOf, isWrite, type MapClass } from "../classes.ts";
import { bestOther, classFinding } from "../classFinding.ts";
import {
  isMutex,
  isNamedAtomic,
  isNotification,
  isOfOneLoop,
  isTestDouble,
  saysConcurrent,
  saysOneGoroutine,
} from "../conventions.ts";
import type { Finding } from "../finding.ts";
import { canVote } from "../guard.ts";
import { isOrdered } from "../ordering.ts";
import { accessWord, elsewhere, functionName } from "../render.ts";
import { isCalledOnOwnObjects, isMadeForEachRequest } from "../sharing.ts";
import { type Evidence, sidesOfAccesses } from "../survey/sides.ts";
import { fillsForAll, isForAnybody, isMadeAnewUnder, looksAndChanges } from "./caches.ts";
import { goroutines, isApi, isCalledFromOutside } from "./flows.ts";
import { leftRunning } from "./leftRunning.ts";
import { metByParallelTest } from "./parallelTests.ts";

interface Reason {
  /** A hint where nothing is seen to run at the same time: the type, or its documentation, only means to be shared. */
  readonly tier: Tier;
  /** What tells that callers in other packages meet, where it is not the map. */
  readonly meeting?: Evidence;
  readonly at: ClassAccess;
  readonly other: ClassAccess;
  readonly why: Message;
  readonly evidence: readonly Message[];
}

type ReasonFor = (
  map: MapClass,
  voters: readonly ClassAccess[],
  at: ClassAccess,
  contexts: Contexts,
) => Reason | undefined;

/** The writes of one map that nothing orders against its other accesses; one finding for each function. */
export function unguardedSharedMap(map: MapClass, contexts: Contexts): readonly Finding[] {
  return unguardedWrites(map, contexts, reasonFor);
}

/**
 * The same for a map of another package behind something that this one keeps. What that package or its type means
 * to be is for itself to tell: here counts only what this package runs at the same time.
 */
export function unguardedOutsideMap(map: MapClass, contexts: Contexts): readonly Finding[] {
  return unguardedWrites(map, contexts, runningReason);
}

function unguardedWrites(map: MapClass, contexts: Contexts, reasonOf: ReasonFor): readonly Finding[] {
  const unlocked = map.accesses.filter(
    (access) => !access.assumed && isReachedFromOutside(access) && access.locks.size === 0,
  );
  const voters = unlocked.filter(canVote);
  const findings: Finding[] = [];
  const functions = new Set<string>();
  for (const at of unlocked) {
    if (!isWrite(at.access) || at.access.kind === "reassign" || isNeverFilled(map)) continue;
    // What the program itself does speaks for no other use, but meets the loops that it left running.
    const reason =
      (canVote(at) ? reasonOf(map, voters, at, contexts) : loopReason(map, at, contexts)) ??
      testsReason(map, unlocked, at);
    const name = functionName(at.owner.func);
    if (reason === undefined || functions.has(name)) continue;
    functions.add(name);
    const sides = sidesOfAccesses(at, [reason.other], contexts, reason.meeting ?? evidenceOf(map));
    findings.push(
      classFinding(map, at, {
        rule: "unguarded-shared-map",
        // Exported methods may be called one after the other, and on objects that one goroutine has for itself.
        tier: sides !== undefined && map.kind === "field" ? "hint" : reason.tier,
        message: message("finding.unguarded-shared-map", {
          access: accessWord(at.access.kind),
          map: map.name,
          reason: reason.why,
        }),
        evidence: [
          ...elsewhere(at.access, at.owner.func.pkg),
          message("evidence.noLock", { total: unlocked.length }),
          ...reason.evidence,
        ],
        other: reason.other,
        sides,
      }),
    );
  }
  return findings;
}

/** A package variable of which nobody here makes an entry: to delete from an empty map changes nothing. */
function isNeverFilled({ kind, variable, accesses }: MapClass): boolean {
  if (kind !== "package" || isExported(variable.name)) return false;
  if (accesses.some(({ access }) => access.kind === "write" || access.kind === "reassign")) return false;
  const value = initialValue(variable);
  const made = value && unparen(value);
  const fun = made?.kind === "CallExpr" ? unparen(made.fun) : undefined;
  return made === undefined || (fun?.kind === "Ident" && fun.name === "make");
}

/**
 * An object that a function got from a call or made itself may be its own; its receiver's is shared, and so
 * is one that another object leads to.
 */
function isReachedFromOutside({ access }: ClassAccess): boolean {
  const { path } = access.target;
  if (path === undefined) return false;
  const { role } = path.root;
  const fields = path.steps.filter((step) => step !== "[]").length;
  return role === "recv" || role === "package" || (role === "param" && fields > 1);
}

/** Why a write may meet another access: the strongest reason that holds. */
function reasonFor(
  map: MapClass,
  voters: readonly ClassAccess[],
  at: ClassAccess,
  contexts: Contexts,
): Reason | undefined {
  const where = functionName(at.owner.func);
  // What is called from outside need not run beside anything: only what does so here speaks against such a map.
  if (isOfOneLoop(at.owner.decl)) return undefined;
  if (saysOneGoroutine(map.variable) || isTestDouble(at.owner.func))
    return runningReason(map, voters, at, contexts);
  if (
    !isLockedSomewhere(map) &&
    !customsOf(at.owner).forTests &&
    isForAnybody(map) &&
    fillsForAll(voters, at, contexts)
  ) {
    const why = message("reason.cache", { where });
    return { tier: "hint", at, other: bestOther(voters, at) ?? at, why, evidence: [] };
  }
  const running = runningReason(map, voters, at, contexts);
  if (running !== undefined || at.lifecycle || isLockedSomewhere(map)) return running;
  const other = bestOther(voters, at) ?? at;
  const type = map.struct?.name ?? map.name;
  if (isDocumented(map) && isApi(at))
    return { tier: "hint", at, other, why: message("reason.documented", { type }), evidence: [] };
  if (isNamedAtomic(at.owner.func) && looksAndChanges(voters, at, contexts))
    return { tier: "hint", at, other, why: message("reason.atomicName", { where }), evidence: [] };
  // A lock of the type may be for anything: that several goroutines come here is for the callers to show.
  const lock = possibleLock(map);
  if (lock === undefined || !isApi(at)) return undefined;
  const evidence = [message("evidence.ownLock", { type, guard: lock.name })];
  const elsewhere = voters.find((access) => access.owner !== at.owner && isApi(access) && takesLock(access));
  if (elsewhere !== undefined && takesLock(at)) {
    const why = message("reason.locksItself", { type, guard: lock.name, where });
    return { tier: "hint", meeting: "callers", at, other: elsewhere, why, evidence };
  }
  // An unexported function may be called by one goroutine that owns the map.
  if (!isExported(at.owner.func.name) || isNotification(at.owner.func)) return undefined;
  if (!fillsForAll(voters, at, contexts) || isCalledOnOwnObjects(at.owner.func, contexts)) return undefined;
  const isMade = isMadeAnewUnder(lock, map, contexts);
  if (!isMade && !takesLock(at)) return undefined;
  const reason = isMade ? "reason.cacheOfType" : "reason.locksItself";
  const why = message(reason, { type, guard: lock.name, where });
  return { tier: "hint", meeting: "callers", at, other, why, evidence };
}

/** What runs at the same time: a handler and itself, goroutines, a loop that was left running. */
function runningReason(
  map: MapClass,
  voters: readonly ClassAccess[],
  at: ClassAccess,
  contexts: Contexts,
): Reason | undefined {
  if (at.lifecycle) return undefined;
  // Where it is locked here and there, only two sides that certainly run apart speak against it.
  if (isLockedSomewhere(map)) return besideReason(map, voters, at, contexts);
  // What is there for tests serves these: they send one request after the other, or wait in ways of their own.
  const isServed = [...at.context.roots].some((root) => root.kind === "handler");
  if (isServed && servesRequests(map, contexts) && !isTestDouble(at.owner.func)) {
    const where = functionName(at.owner.func);
    const evidence = [message("evidence.handler", { where })];
    // What prepares the object is over by then; the handler itself is not.
    const meanwhile = voters.filter(({ lifecycle }) => !lifecycle);
    const why = message("reason.handler", { where });
    return { tier: "warning", at, other: bestOther(meanwhile, at) ?? at, why, evidence };
  }
  return besideReason(map, voters, at, contexts) ?? loopReason(map, at, contexts);
}

/** Another access runs in a goroutine of its own, or this one does. */
function besideReason(
  map: MapClass,
  voters: readonly ClassAccess[],
  at: ClassAccess,
  contexts: Contexts,
): Reason | undefined {
  const mine = goroutines(contexts.flowsOf(at.context.roots));
  const other =
    voters.find((candidate) => runsBeside(map, candidate, at, contexts)) ??
    map.accesses.find((candidate) => isCalledBack(map, candidate) && mine.size > 0);
  if (other === undefined) return undefined;
  const inGoroutine = goroutines(at.context.roots).size > 0 ? at : other;
  const where = functionName(inGoroutine.owner.func);
  const evidence = [message("evidence.goroutine", { where })];
  return { tier: "warning", at, other, why: message("reason.goroutine", { where }), evidence };
}

function isLockedSomewhere(map: MapClass): boolean {
  return map.accesses.some(({ access, locks }) => locks.size > 0 && access.kind !== "reassign");
}

/** Two tests run at the same time and use the map. */
function testsReason(map: MapClass, unlocked: readonly ClassAccess[], at: ClassAccess): Reason | undefined {
  const meeting = isLockedSomewhere(map) ? undefined : metByParallelTest(map, unlocked, at);
  if (meeting === undefined) return undefined;
  const where = functionName(meeting.test);
  const evidence = [message("evidence.goroutine", { where })];
  const why = message("reason.goroutine", { where });
  return { tier: "warning", at, other: meeting.other, why, evidence };
}

/** A goroutine was left running, and the others are called meanwhile. */
function loopReason(map: MapClass, at: ClassAccess, contexts: Contexts): Reason | undefined {
  if (isLockedSomewhere(map)) return undefined;
  for (const other of map.accesses) {
    const root = leftRunning(map, at, other, contexts);
    if (root === undefined) continue;
    const where = functionName(root.func);
    const evidence = [message("evidence.leftRunning", { where })];
    return { tier: "warning", at, other, why: message("reason.leftRunning", { where }), evidence };
  }
  return undefined;
}

/** Do all requests share the map? One in an object that a handler makes for itself is its own. */
function servesRequests(map: MapClass, contexts: Contexts): boolean {
  if (map.kind === "package") return true;
  const type = map.struct?.typeName;
  return type !== undefined && contexts.serves(type) && !isMadeForEachRequest(type, contexts);
}

/** A lock of the map's type: it is made for several goroutines. */
function ownLock(map: MapClass): Var | undefined {
  return map.struct?.fields.find((field) => isMutex(field.type()));
}

/** A lock of the type that may be for the map; one that has another field's name, as `namesMu` has, is for that field. */
function possibleLock(map: MapClass): Var | undefined {
  const fields = map.struct?.fields ?? [];
  return fields.find((field) => {
    const named = /^(.+?)_?(mu|mtx|mutex|lock|rwmutex)$/i.exec(field.name)?.[1];
    const isForAnother = fields.some((other) => other !== map.variable && other.name === named);
    return isMutex(field.type()) && !isForAnother;
  });
}

function isDocumented(map: MapClass): boolean {
  return saysConcurrent(map.struct?.typeName?.doc ?? "");
}

/** What tells that callers in other packages meet. */
function evidenceOf(map: MapClass): Evidence {
  if (isDocumented(map)) return "code";
  return map.kind === "package" ? "variable" : "package";
}

function takesLock({ owner }: ClassAccess): boolean {
  return owner.effects.takes.size > 0;
}

/** Does somebody we do not see call the code that uses the package's own map? A goroutine goes on meanwhile. */
function isCalledBack(map: MapClass, { context, locks, assumed, owner }: ClassAccess): boolean {
  if (map.kind !== "package" || assumed || locks.size > 0) return false;
  if (map.variable.pkg !== owner.func.pkg) return false;
  return [...context.roots].every(({ kind }) => kind === "callback");
}

/**
 * One of the two runs in a goroutine that the type itself starts, the other in another one or in an
 * exported function that is meant to be called while it runs.
 */
function runsBeside(map: MapClass, other: ClassAccess, at: ClassAccess, contexts: Contexts): boolean {
  if (other.access === at.access || other.lifecycle || isOrdered(at, other)) return false;
  const means = ownLock(map) !== undefined || isDocumented(map);
  const apart = (mine: ReadonlySet<Root>, theirs: ReadonlySet<Root>): boolean => {
    if (mine.size === 0 || theirs.size === 0) return false;
    // Goroutines of others may have an object each.
    if (!means && map.kind === "field" && ![...mine, ...theirs].every((root) => startsItself(map, root)))
      return false;
    return [...mine].some((root) => !theirs.has(root)) && [...theirs].some((root) => !mine.has(root));
  };
  const started = [goroutines(at.context.roots), goroutines(other.context.roots)] as const;
  if (haveOneStarter(...started) && apart(...started)) return true;
  const flows = [at, other].map(({ context }) => contexts.flowsOf(context.roots));
  const [mine, theirs] = flows.map(goroutines);
  if (mine.size > 0 && theirs.size > 0) return apart(mine, theirs);
  // Exported functions may all be called from the goroutine itself, unless the type means to be shared.
  if (!means) return false;
  if (mine.size > 0) return isCalledFromOutside(flows[1]) && !startsOne(other, mine);
  return theirs.size > 0 && isCalledFromOutside(flows[0]) && !startsOne(at, theirs);
}

/** Does one function start both, so that they run at the same time even where it waits for them? */
function haveOneStarter(mine: ReadonlySet<Root>, theirs: ReadonlySet<Root>): boolean {
  const starters = new Set([...mine].map((root) => root.kind === "go" && root.func));
  return [...theirs].some((root) => root.kind === "go" && starters.has(root.func));
}

/** Does a method of the map's own type start the goroutine? */
function startsItself(map: MapClass, root: Root): boolean {
  return root.kind === "go" && root.func.recv?.named.obj === map.struct?.typeName;
}

/** What a function does before it starts a goroutine is ordered before it. */
function startsOne(access: ClassAccess, roots: ReadonlySet<Root>): boolean {
  return [...roots].some((root) => root.kind === "go" && root.func === access.owner.func);
}
