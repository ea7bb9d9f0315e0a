/** Rule `guarded-map-escapes`: a map leaves the region that its lock protects. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { PackageEffects } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import type { Expr } from "../../syntax/ast.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { isExported } from "../../types/package.ts";
import { originVar } from "../../types/subst.ts";
import type { GuardedMap } from "../check.ts";
import { type ClassAccess, customsOf, isWrite } from "../classes.ts";
import { isClosedBefore } from "../closing.ts";
import type { Finding } from "../finding.ts";
import { canVote, type Guard, guardEvidence, isClear } from "../guard.ts";
import { waitsFor } from "../ordering.ts";
import { placeFinding } from "../placeFinding.ts";
import { accessWord, declarationOf, functionName, rangeOf } from "../render.ts";
import { happening, sidesOf, sidesOfAccesses } from "../survey/sides.ts";
import { entriesUsedAfterUnlock } from "./entries.ts";
import { type Escape, escapesOf, locksWhenTaken } from "./escapes.ts";
import { isFilledFirst } from "./filledFirst.ts";

/** The escapes of the maps of a package, and the inner maps that are used after the lock was released. */
export function guardedMapEscapes(
  maps: readonly GuardedMap[],
  effects: PackageEffects,
  contexts: Contexts,
): readonly Finding[] {
  const byKey = new Map(maps.map((guarded) => [guarded.map.key, guarded]));
  const findings: Finding[] = [];
  const guardAt = (key: string): Guard | undefined => {
    const guarded = byKey.get(key);
    return guarded && guardFor(guarded, byKey);
  };
  for (const owner of effects.all()) {
    for (const found of escapesOf(owner, effects, contexts, (key) => guardAt(key) !== undefined)) {
      const { target, strand } = found.handover;
      const guarded = byKey.get(target.key);
      const guard = guardAt(target.key);
      if (guarded === undefined || guard === undefined || !isTold(found, guard, guarded)) continue;
      if (isKeptUnderGuard(found, guard, maps) || goesWithLock(found, guard)) continue;
      const { roots } = contexts.ofStrand(owner, strand);
      const writes = writesBeside(guarded, guard, (access) => mayRunBeside(access.context.roots, roots));
      // Whoever waited for all who write, or keeps them out, has the map for himself; a map that is filled first, too.
      const [write] = writes.filter(
        (access) =>
          !waitsFor(found.handover, access) && !isFilledFirst(found, access, guard.lock.key, contexts),
      );
      if (write !== undefined && !isClosedBefore(owner, writes))
        findings.push(report(guarded, guard, found, write, contexts));
    }
  }
  for (const guarded of maps) {
    findings.push(...usedAfterUnlock(guarded, byKey, contexts));
    for (const { at, guard, write } of entriesUsedAfterUnlock(guarded, byKey, effects))
      findings.push(reportUse(guarded, guard, at, write, "entry", contexts));
  }
  return findings;
}

/**
 * Was the lock held when the map was taken? A getter without any lock is told where the guard is clear; one that
 * gives an iterator is an access without the guard.
 */
function isTold({ exit, locks, owner, handover }: Escape, guard: Guard, { guard: own }: GuardedMap): boolean {
  if (locks.get(guard.lock.key)?.must === true) return true;
  const isGetter =
    exit === "return" && locks.size === 0 && isExported(owner.func.name) && handover.asIterator !== true;
  return isGetter && own === guard && isClear(guard) && !customsOf(owner).lifecycle;
}

/** Does who gets the map get a pointer to its lock as well: `&view{mu: s.mu, m: s.m}`, `newView(s.mu, s.m)`? */
function goesWithLock({ owner: { body, info }, handover: { node } }: Escape, { variable }: Guard): boolean {
  if (variable.type().kind !== "Pointer") return false;
  const isLock = (expr: Expr): boolean => {
    const bare = unparen(expr.kind === "KeyValueExpr" ? expr.value : expr);
    const obj = bare.kind === "SelectorExpr" ? info.selections.get(bare)?.obj : undefined;
    return obj?.kind === "Var" && originVar(obj) === variable;
  };
  let found = false;
  walk(body, (each) => {
    if (each.pos > node.pos || each.end < node.end) return false;
    if (each.kind === "CompositeLit") found ||= each.elts.some(isLock);
    if (each.kind === "CallExpr") found ||= each.args.some(isLock);
    return true;
  });
  return found;
}

/** Is the map used under the same lock where it is stored? Who uses it there without is told at that place. */
function isKeptUnderGuard(
  { exit, owner, handover }: Escape,
  { lock }: Guard,
  maps: readonly GuardedMap[],
): boolean {
  const to = exit === "store" && handover.to !== undefined ? unparen(handover.to) : undefined;
  const obj = to?.kind === "SelectorExpr" ? owner.info.selections.get(to)?.obj : undefined;
  if (obj?.kind !== "Var") return false;
  return maps.some(
    ({ map, guard }) =>
      map.variable === originVar(obj) &&
      !map.key.endsWith("[]") &&
      guard?.beside === true &&
      guard.lock.key === lock.key &&
      guard.guarded.some(({ access }) => access.kind !== "reassign"),
  );
}

/** The guard of a map; an inner map goes by that of the map it lies in. */
function guardFor({ map, guard }: GuardedMap, byKey: ReadonlyMap<string, GuardedMap>): Guard | undefined {
  if (guard?.beside === true) return guard;
  const outer = map.key.replace(/\[\]$/, "");
  const known = outer === map.key ? undefined : byKey.get(outer);
  return known && guardFor(known, byKey);
}

/** The writes of the map itself, under the lock, by code that does not only prepare it. */
function writesBeside(
  { map }: GuardedMap,
  { lock }: Guard,
  beside: (access: ClassAccess) => boolean,
): readonly ClassAccess[] {
  return map.accesses.filter(
    (access) =>
      isWrite(access.access) &&
      access.access.kind !== "reassign" &&
      !access.lifecycle &&
      canVote(access) &&
      access.locks.get(lock.key)?.must === true &&
      beside(access) &&
      !fillsNewMap(access),
  );
}

/** Does the function put a new map there first, whatever the case? Nobody was given that one yet. */
function fillsNewMap({ access, owner }: ClassAccess): boolean {
  return owner.effects.accesses.some(
    ({ kind, target, order, strand, place }) =>
      kind === "reassign" &&
      target.key === access.target.key &&
      strand === access.strand &&
      order < access.order &&
      owner.body.list.some(
        ({ pos, end, kind: stmt }) => stmt === "AssignStmt" && pos <= place.pos && place.end <= end,
      ),
  );
}

function report(
  guarded: GuardedMap,
  guard: Guard,
  found: Escape,
  write: ClassAccess,
  contexts: Contexts,
): Finding {
  const { map } = guarded;
  const { owner, handover, exit } = found;
  const to = exit === "return" || handover.to === undefined ? "" : textOf(handover.to);
  const args = { map: map.name, guard: guard.variable.name, to };
  return placeFinding({
    rule: "guarded-map-escapes",
    subject: { name: map.name, kind: map.kind, variable: map.variable },
    owner,
    place: handover.place,
    kind: "escape",
    text: `${exit} ${handover.target.text} ${to}`,
    message: message(`finding.guarded-map-escapes.${exit}`, args),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(write.access.place, write.owner.func.pkg),
        message: message("related.lock", {
          access: accessWord(write.access.kind),
          guard: guard.variable.name,
          where: functionName(write.owner.func),
        }),
      },
      guardDeclaration(guard),
    ],
    sides: sidesOf({ owner, strand: handover.strand }, [happening(write)], contexts, "code"),
    evidence: [
      ...(handover.asIterator === true ? [message("evidence.iterator", { map: map.name })] : []),
      ...evidenceOf(guarded, guard),
    ],
  });
}

function textOf(to: Parameters<typeof exprString>[0]): string {
  return exprString(to.kind === "CallExpr" ? to.fun : to);
}

function guardDeclaration({ variable }: Guard): Finding["related"][number] {
  return {
    role: "lock",
    range: declarationOf(variable),
    message: message("related.guard", { guard: variable.name }),
  };
}

function evidenceOf({ map, guard: own }: GuardedMap, guard: Guard): readonly Message[] {
  return own === guard
    ? guardEvidence(guard, map)
    : [message("evidence.outerGuard", { guard: guard.variable.name })];
}

/**
 * `m := s.m` or `inner := s.m[k]` under the lock, `m[x]` after it: the lock protected the look-up only.
 */
function usedAfterUnlock(
  guarded: GuardedMap,
  byKey: ReadonlyMap<string, GuardedMap>,
  contexts: Contexts,
): readonly Finding[] {
  const { map } = guarded;
  const guard = guardFor(guarded, byKey);
  if (guard === undefined) return [];
  const findings: Finding[] = [];
  for (const at of map.accesses) {
    if (!at.access.target.viaAlias || at.locks.size > 0 || at.lifecycle || !canVote(at)) continue;
    const taken = locksWhenTaken(at.owner, contexts, at.access);
    if (taken.get(guard.lock.key)?.must !== true) continue;
    const other = otherUse(guarded, guard, at);
    if (other === undefined) continue;
    findings.push(reportUse(guarded, guard, at, other, "alias", contexts));
  }
  return findings;
}

/** The finding of an access after the lock was released: through a name for the map, or for an entry that has it. */
function reportUse(
  guarded: GuardedMap,
  guard: Guard,
  at: ClassAccess,
  other: ClassAccess,
  way: "alias" | "entry",
  contexts: Contexts,
): Finding {
  const { map } = guarded;
  const {
    access: { kind, place, target },
    owner,
  } = at;
  const args = { access: accessWord(kind), map: map.name, guard: guard.variable.name };
  return placeFinding({
    rule: "guarded-map-escapes",
    // This is a use; whoever is given the map may be the one goroutine that changes it, or take the lock, too.
    tier: "warning",
    subject: { name: map.name, kind: map.kind, variable: map.variable },
    owner,
    place,
    kind,
    text: target.text,
    message: message(`finding.guarded-map-escapes.${way}`, args),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(other.access.place, other.owner.func.pkg),
        message: message("related.conflicting", {
          access: accessWord(other.access.kind),
          where: functionName(other.owner.func),
        }),
      },
      guardDeclaration(guard),
    ],
    sides: sidesOfAccesses(at, [other], contexts, "code"),
    evidence: evidenceOf(guarded, guard),
  });
}

/** Whom the access meets: who changes the map itself under the lock, or an inner map in whatever way. */
function otherUse(guarded: GuardedMap, guard: Guard, at: ClassAccess): ClassAccess | undefined {
  const beside = (access: ClassAccess): boolean => mayRunBeside(access.context.roots, at.context.roots);
  const { map } = guarded;
  if (!map.key.endsWith("[]")) return writesBeside(guarded, guard, beside)[0];
  return map.accesses.find(
    (access) =>
      !access.lifecycle &&
      canVote(access) &&
      (isWrite(access.access) || isWrite(at.access)) &&
      (access !== at || isWrite(at.access)) &&
      beside(access),
  );
}
