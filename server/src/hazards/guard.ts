/** Which lock guards a map: the vote of its accesses, and what declarations and comments say. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { LockRef, Lockset } from "../effects/model.ts";
import type { Var } from "../types/types.ts";
import { type ClassAccess, isWrite, type MapClass, type StructOwner } from "./classes.ts";
import { commentNamesGuard, isHat, isReadWrite } from "./conventions.ts";
import { isBehindFlag } from "./ordering.ts";

/** The lock that guards a map, with the votes. */
export interface Guard {
  readonly lock: LockRef;
  readonly variable: Var;
  /** `s.mu` as the accesses write it most often. */
  readonly text: string;
  readonly readWrite: boolean;
  /** Declared in the struct of the map, or both at package level. */
  readonly beside: boolean;
  /** Stands directly above the map, under a name: an embedded lock stands on top by custom, whatever it is for. */
  readonly hat: boolean;
  /** The struct of the map embeds the lock. */
  readonly embedded: boolean;
  readonly comment: boolean;
  readonly guarded: readonly ClassAccess[];
  /** Accesses that surely miss it. */
  readonly missing: readonly ClassAccess[];
  /**
   * Is the map written under the lock after it was set up? What is written only while it is set up alone may
   * be read without the lock later.
   */
  readonly written: boolean;
  /** All accesses that can vote. */
  readonly total: number;
}

/** Can the access speak for or against a guard? Not when it is unclear who calls it, or with what. */
export function canVote({ access, context, assumed }: ClassAccess): boolean {
  if (assumed) return false;
  const kinds = new Set([...context.roots].map((root) => root.kind));
  if (access.kind === "reassign" && [...kinds].every((kind) => kind === "init" || kind === "main"))
    return false;
  return [...kinds].some((kind) => kind === "api" || kind === "go" || kind === "handler");
}

/**
 * Can the access speak for or against this lock? Code that is called back by somebody we do not see may run
 * under any lock but one that its function takes itself.
 */
function canVoteOn(access: ClassAccess, key: string): boolean {
  return canVote(access) || (!access.assumed && takesItself(access, key));
}

/** Does the flow of an access take the lock somewhere? Then it knows that the map is shared. */
export function takesItself({ owner, access }: ClassAccess, key: string): boolean {
  return owner.effects.takes.get(key)?.has(access.strand) === true;
}

/** Is the object still, or again, its function's own? Not when the function takes the lock. */
function isPreparing(access: ClassAccess, key: string): boolean {
  return access.lifecycle && !takesItself(access, key);
}

/** Does the access hold the lock strongly enough, for sure? */
export function holds(access: ClassAccess, key: string): boolean {
  const held = access.locks.get(key);
  if (held?.must !== true) return false;
  return !isWrite(access.access) || held.mode === "W" || held.mayWrite;
}

/** The lock most accesses hold; undefined when none is held at two of them, or as a comment says. */
export function guardOf(map: MapClass, owners: ReadonlyMap<Var, StructOwner>): Guard | undefined {
  const candidates = new Map<string, LockRef>();
  for (const access of map.accesses) {
    for (const [key, held] of access.locks) {
      if (
        held.must &&
        canVoteOn(access, key) &&
        !held.lock.pseudo &&
        held.lock.variable !== undefined &&
        isShared(held.lock.variable)
      ) {
        candidates.set(key, held.lock);
      }
    }
  }
  let best: Guard | undefined;
  for (const [key, lock] of candidates) {
    const { variable } = lock;
    if (variable === undefined) continue;
    const voters = map.accesses.filter((access) => canVoteOn(access, key));
    const guarded = voters.filter((access) => access.locks.get(key)?.must === true);
    const missing = voters.filter(
      (access) => !access.locks.has(key) && !isPreparing(access, key) && !isBehindFlag(access, map),
    );
    const fields = map.struct?.fields ?? [];
    const guard: Guard = {
      lock,
      variable,
      text: lock.text,
      readWrite: isReadWrite(variable.type()),
      beside: isBeside(variable, map, owners),
      hat: !variable.embedded && isHat(fields, variable, map.variable),
      embedded: variable.embedded && isBeside(variable, map, owners),
      comment: commentNamesGuard(map.variable, variable),
      guarded,
      missing,
      written: map.accesses.some(
        ({ access, assumed, lifecycle, locks }) =>
          isWrite(access) && !lifecycle && (assumed || locks.get(key)?.must === true),
      ),
      total: guarded.length + missing.length,
    };
    if (best === undefined || rank(guard) > rank(best)) best = guard;
  }
  return best;
}

function isShared(variable: Var): boolean {
  return variable.role === "field" || variable.role === "package";
}

function isBeside(lock: Var, map: MapClass, owners: ReadonlyMap<Var, StructOwner>): boolean {
  if (map.struct !== undefined) return owners.get(lock) === map.struct;
  return lock.role === "package" || owners.get(lock)?.name === map.name;
}

function rank(guard: Guard): number {
  const told = (guard.hat ? 0.2 : 0) + (guard.embedded ? 0.2 : 0) + (guard.comment ? 0.3 : 0);
  return guard.guarded.length + (guard.beside ? 0.5 : 0) + told;
}

/** How many misses speak against the lock: whoever takes it, and not around the access, does not. */
export function votesAgainst({ missing, lock }: Guard): number {
  return missing.filter((access) => !takesItself(access, lock.key)).length;
}

/** Are the votes clear enough to report a miss? */
export function isClear(guard: Guard): boolean {
  const votes = guard.guarded.length;
  if (!guard.written) return false;
  // A lock for the time of setting up says nothing about the time after it.
  if (/init|setup/i.test(guard.variable.name) && !guard.comment) return false;
  if (votes < guard.missing.length) return false;
  const against = votesAgainst(guard);
  if (!guard.beside) return guard.comment && votes >= 4 && votes >= against * 4;
  if (guard.hat || guard.comment) return votes >= 2 && votes >= against;
  return votes >= (guard.embedded ? 1 : 2) && (votes >= against * 2 || (guard.embedded && against === 1));
}

/**
 * An access under another lock may be ordered in a way that the vote does not show. A lock that only some of
 * its callers hold counts when all who write under the guard hold it as well.
 */
export function holdsAnother(locks: Lockset, guard: Guard): boolean {
  const writes = guard.guarded.filter(({ access }) => isWrite(access));
  return [...locks].some(
    ([key, held]) => held.must || writes.every((write) => write.locks.get(key)?.must === true),
  );
}

/** The votes in words. */
export function guardEvidence(guard: Guard, map: MapClass): readonly Message[] {
  const name = guard.variable.name;
  const all = [...guard.guarded, ...guard.missing];
  const writes = all.filter(({ access }) => isWrite(access)).length;
  const writeVotes = guard.guarded.filter(({ access }) => isWrite(access)).length;
  const lines = [
    message("evidence.votes", { guard: name, votes: guard.guarded.length, total: guard.total }),
    message("evidence.votesByKind", {
      guard: name,
      writeVotes,
      writes,
      readVotes: guard.guarded.length - writeVotes,
      reads: all.length - writes,
    }),
  ];
  if (guard.hat) lines.push(message("evidence.hat", { guard: name, map: map.name }));
  if (guard.comment) lines.push(message("evidence.comment", { guard: name, map: map.name }));
  return lines;
}
