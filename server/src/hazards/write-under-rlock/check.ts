/** Rule `write-under-rlock`: a write while only the read lock of the map's guard is held. */
import { message } from "../../../../protocol/src/messages.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import type { Held } from "../../effects/model.ts";
import { idOf } from "../../effects/path.ts";
import { asNamed, type Var } from "../../types/types.ts";
import {
  type ClassAccess,
  isPartOfSetUp,
  isWrite,
  type MapClass,
  type StructOwner,
  standsBeside,
} from "../classes.ts";
import { bestOther, classFinding } from "../classFinding.ts";
import type { Finding } from "../finding.ts";
import { type Guard, guardEvidence } from "../guard.ts";
import { accessWord } from "../render.ts";
import { isGivenPrivately } from "../sharing.ts";
import { sidesOfAccesses } from "../survey/sides.ts";

/** The writes of one map under a read lock that is its guard. */
export function writeUnderRLock(
  map: MapClass,
  guard: Guard | undefined,
  owners: ReadonlyMap<Var, StructOwner>,
  contexts: Contexts,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const at of map.accesses) {
    if (!isWrite(at.access) || !onlyReadLocked(at)) continue;
    const held = [...at.locks.values()].find(
      (lock) => lock.must && (isGuardOf(map, lock, guard, owners) || standsBeside(lock, map, owners)),
    );
    if (held === undefined || isOfAnotherObject(at, held.lock.key)) continue;
    if (isGivenPrivately(at, contexts) || isPartOfSetUp(at.owner, contexts)) continue;
    // Whoever holds the read lock too meets the write; a write lock would keep it out.
    const readers = map.accesses.filter((access) => {
      const theirs = access.locks.get(held.lock.key);
      return (
        theirs?.must === true && theirs.mode === "R" && mayRunBeside(access.context.roots, at.context.roots)
      );
    });
    const other = bestOther(readers, at) ?? readers.find((access) => access.access === at.access);
    if (other === undefined) continue;
    const name = held.lock.variable?.name ?? held.lock.text;
    const used = guard?.lock.key === held.lock.key ? guard : undefined;
    findings.push(
      classFinding(map, at, {
        rule: "write-under-rlock",
        message: message("finding.write-under-rlock", {
          access: accessWord(at.access.kind),
          map: map.name,
          guard: name,
        }),
        evidence: used === undefined ? [] : guardEvidence(used, map),
        other,
        guard: used,
        sides: sidesOfAccesses(at, readers, contexts, "code"),
      }),
    );
  }
  return findings;
}

/** Is the lock the map's own? One of another struct that the accesses happen to hold may be for something else. */
function isGuardOf(
  map: MapClass,
  { lock }: Held,
  guard: Guard | undefined,
  owners: ReadonlyMap<Var, StructOwner>,
): boolean {
  if (guard === undefined || lock.key !== guard.lock.key) return false;
  return guard.beside || guard.comment || map.kind === "package" || isInEmbedded(map, guard, owners);
}

/** Does the map's struct embed the one that has the lock? */
function isInEmbedded(
  { struct }: MapClass,
  { variable }: Guard,
  owners: ReadonlyMap<Var, StructOwner>,
): boolean {
  const type = owners.get(variable)?.typeName;
  return struct?.fields.some((field) => field.embedded && asNamed(field.type())?.obj === type) === true;
}

/** Are all locks held here held for reading only, on every path? */
function onlyReadLocked(at: ClassAccess): boolean {
  const locks = [...at.locks.values()];
  return locks.length > 0 && locks.every((held) => held.must && held.mode === "R" && !held.mayWrite);
}

/** Was the lock of one object taken here, and the map of another written? */
function isOfAnotherObject({ access }: ClassAccess, key: string): boolean {
  const lock = access.locks.get(key)?.lock.path;
  const map = access.target.path;
  if (lock === undefined || map === undefined) return false;
  if (lock.root.role === "package" && map.root.role === "package") return false;
  return idOf(lock.root) !== idOf(map.root);
}
