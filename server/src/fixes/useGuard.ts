/** `use-guard`: take the lock that other accesses of the map hold. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Contexts } from "../effects/contexts.ts";
import type { Held, Lockset } from "../effects/model.ts";
import { walk } from "../syntax/walk.ts";
import type { Func, Var } from "../types/types.ts";
import { qualifiedName } from "../types/types.ts";
import type { Change } from "./change.ts";
import { Drafts } from "./drafts.ts";
import { type Found, findAccess } from "./find.ts";
import { finishFiles } from "./finish.ts";
import { type FuncSource, funcSource } from "./funcs.ts";
import { type Lock, lockExpression } from "./lock.ts";
import { type Occurrence, occurrencesIn } from "./occurrences.ts";
import { recovers } from "./recovers.ts";
import { refuse } from "./refusal.ts";
import type { FixRequest } from "./request.ts";
import { Safety } from "./safety.ts";
import { planSections } from "./sections.ts";

/** The change that puts the finding's access under its guard. Throws a Refusal where there is none. */
export function useGuard(request: FixRequest): Change {
  const { effects, contexts, guardKey } = request;
  const found = findAccess(request);
  const guard = guardKey === undefined ? undefined : heldLock(effects, guardKey);
  const variable = guard?.lock.variable;
  if (guardKey === undefined || variable === undefined)
    return refuse("fix.no.otherGuard", { map: found.map.name });
  const source = funcSource(found.owner, effects, request.text);
  if (source === undefined) return refuse("fix.no.notFound");
  checkPlaces(variable, found, source);
  checkEntry(found, guardKey, variable, contexts);
  checkOrder(found, guardKey, variable, effects, contexts);
  const type = variable.type();
  const name = qualifiedName(type.kind === "Pointer" ? type.elem : type);
  const lock: Lock = {
    name: variable.name,
    readWrite: name === "sync.RWMutex",
    variable,
    place: variable.role === "field" ? "field" : "variable",
    forbidden: (_source, occurrence) => heldBefore(occurrence, guardKey, variable, found.owner.func),
  };
  const all = occurrencesIn(source, found.map);
  const missing = all.filter(
    // A constructor's object counts as its own until the end, also where its goroutines run by then.
    (one) =>
      sameNode(one, found) ||
      (!one.owned && one.kind !== "nil" && !holds(one, guardKey, found.owner, contexts)),
  );
  const sections = planSections({
    source,
    map: found.map,
    lock,
    safety: new Safety(effects, undefined, guardKey),
    occurrences: missing,
    mayRecover: recovers(effects).has(found.owner.func),
  });
  const section = sections.find(({ covers }) => covers.some((one) => sameNode(one, found)));
  if (section === undefined) return refuse("fix.no.otherName");
  if (section.refusal !== undefined) throw section.refusal;
  const drafts = new Drafts(request.text);
  section.emit(drafts.placer(source));
  const covered = section.covers.find((one) => sameNode(one, found)) ?? section.covers[0];
  const expression = lockExpression(covered, source, lock, found.map);
  return {
    title: message("fix.useGuard", { lock: expression }),
    reason: message("fix.useGuard.why", { lock: expression, map: found.map.name }),
    edits: finishFiles(drafts),
  };
}

function sameNode(occurrence: Occurrence, found: Found): boolean {
  const { node } = found.access;
  if (occurrence.access === node || occurrence.map === node || occurrence.effect === found.access)
    return true;
  // An access to a map inside the map.
  return (
    found.access.target.key.endsWith("[]") &&
    node.pos <= occurrence.access.pos &&
    occurrence.access.end <= node.end
  );
}

/** The guard must be reachable from where the map is: a field of the same struct, or a variable. */
function checkPlaces(guard: Var, { map, access }: Found, source: FuncSource): void {
  if (guard.role === "package") return;
  const at = access.node;
  if (guard.role === "local" && guard.place.decl === source.func.decl && guard.place.pos < at.pos) {
    let inScope = true;
    walk(source.func.body, (node) => {
      const scope = node.kind === "BlockStmt" || node.kind === "CaseClause" || node.kind === "CommClause";
      const around = scope && node.pos <= guard.place.pos && guard.place.pos < node.end;
      if (around && (at.pos < node.pos || at.end > node.end)) inScope = false;
      return true;
    });
    if (inScope) return;
  }
  if (guard.role !== "field" || map.role !== "field") refuse("fix.no.otherGuard", { map: map.name });
}

/** Any place where the lock is held, to know it by. */
export function heldLock(effects: PackageEffects, key: string): Held | undefined {
  for (const { effects: body } of effects.all()) {
    for (const moment of [...body.accesses, ...body.calls]) {
      const held = moment.locks.get(key);
      if (held !== undefined) return held;
    }
  }
  return undefined;
}

function heldBefore(occurrence: Occurrence, key: string, guard: Var, func: Func): Message | undefined {
  return occurrence.effect?.locks.has(key) === true
    ? message("fix.no.held", { function: func.name, lock: guard.name })
    : undefined;
}

function holds(occurrence: Occurrence, key: string, owner: AnalysedFunc, contexts: Contexts): boolean {
  const { effect } = occurrence;
  if (effect === undefined) return true;
  const entry = contexts.ofStrand(owner, effect.strand).entry.get(key);
  return effect.locks.get(key)?.must === true || entry?.must === true;
}

/** No way into the function may hold the lock already. */
function checkEntry(found: Found, key: string, guard: Var, contexts: Contexts): void {
  const { owner, access } = found;
  const strand = owner.effects.strands[access.strand];
  const held = (locks: Lockset): boolean => locks.has(key);
  const complain = (func: Func): never => refuse("fix.no.held", { function: func.name, lock: guard.name });
  if (held(access.locks) || held(contexts.ofStrand(owner, access.strand).entry)) complain(owner.func);
  if (strand.kind !== "self" && strand.kind !== "argument") return;
  const seen = new Set<Func>();
  const queue: Func[] = [owner.func];
  for (let func = queue.pop(); func !== undefined; func = queue.pop()) {
    if (seen.has(func)) continue;
    seen.add(func);
    const doc = func.decl?.doc ?? "";
    if (/Locked$/.test(func.name) || /\b(must|should) (hold|be held)|holds? the lock|lock held\b/i.test(doc))
      complain(func);
    for (const { caller, call } of contexts.callersOf(func)) {
      if (held(call.locks)) complain(owner.func);
      const from = caller.effects.strands[call.strand];
      if (from.kind === "self" || from.kind === "argument") queue.push(caller.func);
    }
  }
}

/** Locks held around the access come before the guard; nowhere may they be taken after it. */
function checkOrder(
  found: Found,
  key: string,
  guard: Var,
  effects: PackageEffects,
  contexts: Contexts,
): void {
  const { owner, access } = found;
  const around = [...access.locks.values(), ...contexts.ofStrand(owner, access.strand).entry.values()];
  for (const { lock } of around) {
    if (lock.pseudo || lock.key === key) continue;
    for (const { effects: body } of effects.all()) {
      for (const moment of [...body.accesses, ...body.calls]) {
        const keys = [...moment.locks.keys()];
        const guardAt = keys.indexOf(key);
        const reverse = guardAt >= 0 && keys.indexOf(lock.key) > guardAt;
        const below =
          guardAt >= 0 && "callee" in moment && takesBelow(moment.callee, lock.key, effects, new Set());
        if (reverse || below) refuse("fix.no.lockOrder", { lock: guard.name, other: lock.text });
      }
    }
  }
}

/** Does the function take the lock, itself or through what it calls? */
export function takesBelow(func: Func, key: string, effects: PackageEffects, seen: Set<Func>): boolean {
  if (seen.has(func)) return false;
  seen.add(func);
  const body = effects.get(func)?.effects;
  if (body === undefined) return false;
  return body.takes.has(key) || body.calls.some((call) => takesBelow(call.callee, key, effects, seen));
}

/** The sources of all functions; unreadable ones are left out. */
export function sourcesOf(request: FixRequest): FuncSource[] {
  return request.effects.all().flatMap((func) => funcSource(func, request.effects, request.text) ?? []);
}
