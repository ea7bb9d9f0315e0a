/**
 * Rule `concurrent-map-access`: in one function, two accesses to the same map run at the same time
 * without a common lock: in goroutines it starts, or in one and in the function itself after that.
 */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { Tier } from "../../../../protocol/src/rules.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import type { MapAccess, Strand } from "../../effects/model.ts";
import type { Package } from "../../types/package.ts";
import { originVar } from "../../types/subst.ts";
import type { Var } from "../../types/types.ts";
import type { StructOwner } from "../classes.ts";
import { isWrite, structOwners } from "../classes.ts";
import { assumesLock, isTestSupport, saysOnlyGoroutine } from "../conventions.ts";
import type { Finding, Related, SourceRange, ThreadFlow } from "../finding.ts";
import { happensIn } from "../happensIn.ts";
import { accessWord, elsewhere, functionName, lockNames, rangeOf, shownDeclaration } from "../render.ts";
import { collisions, type Seen } from "./collisions.ts";
import { isIdle } from "./idle.ts";

/** The collisions inside one function and what it starts. */
export function concurrentMapAccess(
  owner: AnalysedFunc,
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const { strands } = owner.effects;
  if (!strands.some(({ kind }) => kind === "go" || kind === "handler" || kind === "subtest")) return [];
  const findings = new Map<MapAccess, Finding>();
  for (const [a, b] of collisions(owner, effects.composer, contexts, assumesLock(owner.decl))) {
    if ([a, b].some(({ access, owner: { func } }) => saysOnlyGoroutine(func, access.place.pos))) continue;
    if (isIdle(a, b, owner, effects, contexts) || isIdle(b, a, owner, effects, contexts)) continue;
    const [at, other] = isMoreTelling(a, b) ? [a, b] : [b, a];
    if (!findings.has(at.access)) findings.set(at.access, report(owner, at, other, owners));
  }
  return oneForEachCall(findings);
}

/** A call that leads to several maps of another package is one place to mend: the others are named with the first. */
function oneForEachCall(findings: ReadonlyMap<MapAccess, Finding>): readonly Finding[] {
  const calls = new Map<MapAccess | string, Finding>();
  for (const [access, finding] of findings) {
    const { place, through } = access;
    const call = through === undefined ? access : `${place.pos} ${place.end} ${finding.access.function}`;
    const known = calls.get(call);
    const others = finding.related.filter(({ role }) => role === "declaration");
    calls.set(call, known === undefined ? finding : { ...known, related: [...known.related, ...others] });
  }
  return [...calls.values()];
}

/** The finding stands where the lock is missing, else at the write, else at the goroutine's access. */
function isMoreTelling(a: Seen, b: Seen): boolean {
  const held = (seen: Seen): number => [...seen.locks.values()].filter((lock) => lock.must).length;
  if (held(a) !== held(b)) return held(a) < held(b);
  return isWrite(a) && !isWrite(b);
}

function report(owner: AnalysedFunc, at: Seen, other: Seen, owners: ReadonlyMap<Var, StructOwner>): Finding {
  const { strands, func } = owner.effects;
  const variable = originVar(at.path.steps.findLast((step) => step !== "[]") ?? at.path.root);
  const struct = owners.get(variable) ?? structOwners(variable.pkg).get(variable);
  const name = struct === undefined ? variable.name : `${struct.name}.${variable.name}`;
  const kind =
    variable.role === "field"
      ? "field"
      : variable.role === "package"
        ? "package"
        : variable.role === "local"
          ? "local"
          : "parameter";
  const self = at.access === other.access;
  const access = accessWord(at.kind);
  const range = rangeOf(at.access.place, at.owner.func.pkg);
  const otherRange = rangeOf(other.access.place, other.owner.func.pkg);
  const otherWhere = strandName(owner, strands[other.strand]);
  const declaredAt = shownDeclaration(variable);
  const related: Related[] = [];
  if (!self) {
    related.push({
      role: "conflicting-access",
      range: otherRange,
      message: message("related.conflicting", { access: accessWord(other.kind), where: otherWhere }),
    });
  }
  for (const strand of new Set([strands[at.strand], strands[other.strand]])) {
    if (strand.kind === "self") continue;
    related.push({
      role: "goroutine-start",
      range: rangeOf(strand.place, func.pkg),
      message: message("related.goroutine", { goroutine: strandName(owner, strand) }),
    });
  }
  if (declaredAt !== undefined) {
    related.push({
      role: "declaration",
      range: declaredAt,
      message: message("related.declaration", { map: name }),
    });
  }
  const apart = strands[isGo(strands[at.strand]) ? at.strand : other.strand];
  return {
    rule: "concurrent-map-access",
    tier: tierOf([at, other], strands, func.pkg),
    message: self
      ? message("finding.concurrent-map-access.self", { access, map: name })
      : message("finding.concurrent-map-access", {
          access,
          map: name,
          other: accessWord(other.kind),
          otherWhere,
        }),
    range,
    map: { name, kind, declaredAt },
    access: { kind: at.kind, function: functionName(at.owner.func) },
    related,
    evidence: [
      // That a goroutine runs as one needs no saying.
      ...(apart.kind === "go" ? [] : [message("evidence.goroutine", { where: strandName(owner, apart) })]),
      ...(strands[at.strand].inLoop ? [message("evidence.loop")] : []),
      ...elsewhere(at.access, at.owner.func.pkg),
      ...locksOf(at, other),
    ],
    threads: [threadOf(owner, at, name), threadOf(owner, other, name)],
    happensIn: happensIn(owner, []),
    fingerprint: [
      "concurrent-map-access",
      name,
      functionName(at.owner.func),
      at.kind,
      at.access.target.text,
    ].join(" "),
  };
}

/**
 * When a handler meets the rest of its function depends on when somebody serves requests; tests wait in ways of their
 * own; and many calls on the way to an access are as many conditions that may keep it from happening. Whether a callee
 * starts goroutines at all may depend on what it is given, which is less than all these.
 */
function tierOf(sides: readonly Seen[], strands: readonly Strand[], pkg: Package): Tier {
  const [a, b] = sides.map(({ strand }) => strands[strand]);
  if (a.conditional || b.conditional) return "hint";
  const kinds = new Set([a.kind, b.kind]);
  const isFar = sides.some(({ calls, access }) => calls.length + (access.callsInside ?? 0) > maxCalls);
  return isFar || (kinds.has("self") && kinds.has("handler")) || isTestSupport(pkg) ? "warning" : "error";
}

/** With more calls than this on the way to an access, its finding is no error. */
const maxCalls = 5;

function isGo(strand: Strand): boolean {
  return strand.kind !== "self";
}

function strandName(owner: AnalysedFunc, strand: Strand): Message {
  const name = functionName(owner.func);
  if (strand.kind === "self") return message("where.function", { name });
  return message(strand.inLoop ? "where.loopGoroutine" : "where.goroutine", { name });
}

function locksOf(at: Seen, other: Seen): readonly Message[] {
  const here = lockNames(at.locks);
  const there = lockNames(other.locks);
  return [
    here === undefined ? message("evidence.noLocks") : message("evidence.locksHere", { locks: here }),
    ...(there === undefined ? [] : [message("evidence.locksThere", { locks: there })]),
  ];
}

/** From the start of the goroutine through the calls to the access. */
function threadOf(owner: AnalysedFunc, seen: Seen, map: string): ThreadFlow {
  const strand = owner.effects.strands[seen.strand];
  const name = strandName(owner, strand);
  const start: SourceRange = rangeOf(
    strand.kind === "self" ? owner.func.place : strand.place,
    owner.func.pkg,
  );
  const calls = seen.calls.map((call) => ({
    range: rangeOf(call.place, owner.func.pkg),
    message: message("where.function", { name: functionName(call.callee) }),
  }));
  const access = {
    range: rangeOf(seen.access.place, seen.owner.func.pkg),
    message: message("flow.access", { access: accessWord(seen.kind), map }),
  };
  return { name, steps: [{ range: start, message: message("flow.start", { name }) }, ...calls, access] };
}
