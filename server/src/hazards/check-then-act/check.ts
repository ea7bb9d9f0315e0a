/**
 * Rule `check-then-act`: what was read of a map in one critical section decides what is written in another.
 * Reported only where the difference matters: an update that is lost, an object that is replaced while it is
 * in use, an entry that was to be refused. A value computed twice is none of these.
 */
import { message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import type { LockRef, MapAccess } from "../../effects/model.ts";
import { type Path, pathKey } from "../../effects/path.ts";
import { exprString } from "../../syntax/print.ts";
import type { Var } from "../../types/types.ts";
import { isAssumed, type StructOwner } from "../classes.ts";
import type { Finding, Related } from "../finding.ts";
import { placeFinding, subjectOf } from "../placeFinding.ts";
import { declarationOf, lockNames, rangeOf } from "../render.ts";
import { sidesOf } from "../survey/sides.ts";
import { isClaimed, isInSection, isReserved } from "./claims.ts";
import { isInFlight } from "./flights.ts";
import { onlyFindsOut } from "./foundOut.ts";
import { type Body, bodyOf, type Harm, harmOf, isRecord } from "./harm.ts";
import { isHeldForKey } from "./keyed.ts";
import { syncMapPairs } from "./syncMaps.ts";

/** The checks and acts of a package that lie in different critical sections of one lock. */
export function checkThenAct(
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const owner of effects.all()) {
    const { roots } = contexts.of(owner.func);
    if (isAssumed(owner, effects) || !mayRunBeside(roots, roots)) continue;
    const found = [...plainMaps(owner, effects, contexts, owners), ...syncMaps(owner, contexts, owners)];
    const meets = [...roots].some(({ kind }) => kind === "go" || kind === "handler");
    findings.push(...(meets ? found : found.map(leftToCallers)));
  }
  return findings;
}

/** Where no goroutine and no handler comes there, callers elsewhere may have one for each object, or each key. */
function leftToCallers(finding: Finding): Finding {
  const { evidence, sides } = finding;
  return {
    ...finding,
    tier: "hint",
    evidence: [...evidence, message("evidence.callersDecide")],
    ...(sides && { sides: { ...sides, evidence: "possible" } }),
  };
}

/** A record that is written back as a whole: whether anything is lost that matters depends on its fields. */
function ofRecord(finding: Finding): Finding {
  return { ...finding, tier: "hint", evidence: [...finding.evidence, message("evidence.record")] };
}

function plainMaps(
  owner: AnalysedFunc,
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const reads = readsByMap(owner);
  if (reads.size === 0) return [];
  const body = bodyOf(owner);
  const findings: Finding[] = [];
  for (const act of owner.effects.accesses) {
    if (act.kind !== "write" || act.locks.size === 0) continue;
    const key = keyOf(body, act);
    const node = body.indexes.get(act.node);
    const { path } = act.target;
    if (key === undefined || node === undefined || path === undefined || act.target.owned) continue;
    const same = reads.get(pathKey(path)) ?? [];
    if (same.some((read) => isRecheck(read, act)) || isReserved(owner, act)) continue;
    for (const check of same) {
      const look = body.indexes.get(check.node);
      if (look === undefined || keyOf(body, check) !== key) continue;
      const lock = lockBetween(check, act);
      const harm = lock && harmOf(body, { node: look, end: check.place.end }, node, act.place);
      if (lock === undefined || harm === undefined || isClaimed(owner, check, act)) continue;
      if (harm === "replaced" && onlyFindsOut(owner.info.types.get(node), effects)) continue;
      const [index] = node.indices;
      if (isInFlight(owner, check.node, act.node, index)) continue;
      if (isHeldForKey(owner, check.node, act.node, index)) continue;
      const found = report(owner, contexts, owners, { check, act, lock, key, harm, path });
      findings.push(harm === "update" && isRecord(body, node) ? ofRecord(found) : found);
      break;
    }
  }
  return findings;
}

/** The reads of a function under locks, by map. */
function readsByMap({ effects }: AnalysedFunc): ReadonlyMap<string, readonly MapAccess[]> {
  const reads = new Map<string, MapAccess[]>();
  for (const access of effects.accesses) {
    const { path } = access.target;
    if (access.kind !== "read" || path === undefined || access.locks.size === 0) continue;
    const key = pathKey(path);
    const known = reads.get(key) ?? [];
    reads.set(key, known);
    if (known.length < maxReads) known.push(access);
  }
  return reads;
}

/** A function with more reads of one map than this is looked at by its first ones. */
const maxReads = 100;

interface Pair {
  readonly check: MapAccess;
  readonly act: MapAccess;
  readonly lock: LockRef;
  readonly key: string;
  readonly harm: Harm;
  readonly path: Path;
}

function report(
  owner: AnalysedFunc,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
  { check, act, lock, key, harm, path }: Pair,
): Finding {
  const last = path.steps.findLastIndex((step) => step !== "[]");
  const subject = subjectOf(act.target.variable ?? path.root, path.steps.length - 1 - last, owners);
  const guard: Related[] =
    lock.variable === undefined
      ? []
      : [
          {
            role: "lock",
            range: declarationOf(lock.variable),
            message: message("related.guard", { guard: lock.variable.name }),
          },
        ];
  return placeFinding({
    rule: "check-then-act",
    subject,
    owner,
    place: act.place,
    kind: "write",
    text: act.target.text,
    message: message(`finding.check-then-act.${harm}`, { map: subject.name, key }),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(check.place, owner.func.pkg),
        message: message("related.check", { map: subject.name }),
      },
      ...guard,
    ],
    sides: sidesOf({ owner, strand: act.strand }, [{ owner, strand: act.strand }], contexts, "code"),
    evidence: [message("evidence.twoSections", { locks: lockNames(act.locks) ?? "" })],
  });
}

/** The key of an access as text; undefined where there is none. */
function keyOf({ indexes }: Body, { node }: MapAccess): string | undefined {
  const index = indexes.get(node);
  return index && exprString(index.indices[0]);
}

/** The one lock that both are under, and that was surely given back in between. */
function lockBetween(check: MapAccess, act: MapAccess): LockRef | undefined {
  if (check.strand !== act.strand || check.order >= act.order) return undefined;
  for (const held of act.locks.values()) {
    const other = check.locks.get(held.lock.key);
    if (other === undefined) continue;
    if (!held.must || !other.must || held.lock.pseudo) return undefined;
    return [...held.since].some((pos) => other.since.has(pos)) ? undefined : held.lock;
  }
  return undefined;
}

/** Does the section of the act look again before it acts? */
function isRecheck(read: MapAccess, act: MapAccess): boolean {
  return read.order < act.order && isInSection(act, read);
}

function syncMaps(
  owner: AnalysedFunc,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  if (owner.effects.takes.size > 0 || contexts.of(owner.func).entry.size > 0) return [];
  const pairs = syncMapPairs(owner);
  if (pairs.length === 0) return [];
  const body = bodyOf(owner);
  const findings: Finding[] = [];
  for (const { load, store, variable, key } of pairs) {
    const harm = harmOf(body, { node: load, end: load.end }, store, store);
    if (harm === undefined) continue;
    const subject = subjectOf(variable, 0, owners);
    const found = placeFinding({
      rule: "check-then-act",
      subject,
      owner,
      place: { decl: owner.decl, pos: store.pos, end: store.end },
      kind: "write",
      text: exprString(store),
      message: message(`finding.check-then-act.sync.${harm}`, { map: subject.name, key }),
      related: [
        {
          role: "conflicting-access",
          range: rangeOf({ decl: owner.decl, pos: load.pos, end: load.end }, owner.func.pkg),
          message: message("related.check", { map: subject.name }),
        },
      ],
      sides: sidesOf({ owner, strand: 0 }, [{ owner, strand: 0 }], contexts, "code"),
      evidence: [message("evidence.syncMapSteps")],
    });
    findings.push(harm === "update" && isRecord(body, store) ? ofRecord(found) : found);
  }
  return findings;
}
