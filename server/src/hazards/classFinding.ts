/** Makes findings about the maps of a field or package variable. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { RuleId, Tier } from "../../../protocol/src/rules.ts";
import { ruleInfo } from "../../../protocol/src/rules.ts";
import type { MapAccess } from "../effects/model.ts";
import { type ClassAccess, isWrite, type MapClass } from "./classes.ts";
import type { Finding, Related, ThreadFlow } from "./finding.ts";
import type { Guard } from "./guard.ts";
import { happensIn } from "./happensIn.ts";
import { accessWord, declarationOf, functionName, goroutineName, lockNames, rangeOf } from "./render.ts";
import type { Sides } from "./survey/sides.ts";

/** What a rule adds to the finding of an access. */
export interface Report {
  readonly rule: RuleId;
  readonly message: Message;
  readonly evidence: readonly Message[];
  /** The access it collides with. */
  readonly other?: ClassAccess;
  /** All that it may collide with, where there are more. */
  readonly others?: readonly ClassAccess[];
  readonly guard?: Guard;
  readonly sides: Sides | undefined;
  /** Where the evidence of this one finding is weaker than its rule promises; the rule's tier otherwise. */
  readonly tier?: Tier;
}

/** The finding of one access. */
export function classFinding(map: MapClass, at: ClassAccess, report: Report): Finding {
  const { pkg } = at.owner.func;
  const declaredAt = declarationOf(map.variable);
  const related: Related[] = [];
  if (report.other !== undefined) related.push(otherAccess(report.other, report.guard));
  if (report.guard !== undefined) {
    const range = declarationOf(report.guard.variable);
    related.push({
      role: "lock",
      range,
      message: message("related.guard", { guard: report.guard.variable.name }),
    });
  }
  for (const root of [...at.context.roots].filter((candidate) => candidate.kind === "go").slice(0, 2)) {
    const range = rangeOf(root.place, root.func.pkg);
    related.push({
      role: "goroutine-start",
      range,
      message: message("related.goroutine", { goroutine: goroutineName(root) }),
    });
  }
  related.push({
    role: "declaration",
    range: declaredAt,
    message: message("related.declaration", { map: map.name }),
  });
  const where = functionName(at.owner.func);
  return {
    rule: report.rule,
    tier: report.tier ?? ruleInfo(report.rule).tier,
    message: report.message,
    range: rangeOf(at.access.place, pkg),
    map: { name: map.name, kind: map.kind, declaredAt },
    access: { kind: at.access.kind, function: where },
    related,
    evidence: [...report.evidence, locksHere(at)],
    threads: report.other === undefined ? [] : [flow(map, at), flow(map, report.other)],
    guard: report.guard && guardHint(at, report.guard),
    ...(report.sides && { sides: report.sides }),
    happensIn: happensIn(
      at.owner,
      (report.others ?? (report.other === undefined ? [] : [report.other])).map(({ owner }) => owner),
    ),
    fingerprint: [report.rule, map.name, where, at.access.kind, at.access.target.text].join(" "),
  };
}

function otherAccess(other: ClassAccess, guard: Guard | undefined): Related {
  const where = functionName(other.owner.func);
  const access = accessWord(other.access.kind);
  const guarded = guard !== undefined && other.locks.get(guard.lock.key)?.must === true;
  return {
    role: "conflicting-access",
    range: rangeOf(other.access.place, other.owner.func.pkg),
    message: guarded
      ? message("related.lock", { access, guard: guard.variable.name, where })
      : message("related.conflicting", { access, where }),
  };
}

function locksHere(at: ClassAccess): Message {
  const locks = lockNames(at.locks);
  return locks === undefined ? message("evidence.noLocks") : message("evidence.locksHere", { locks });
}

function flow(map: MapClass, at: ClassAccess): ThreadFlow {
  const name = message("where.function", { name: functionName(at.owner.func) });
  const access = accessWord(at.access.kind);
  return {
    name,
    steps: [
      { range: rangeOf(at.owner.func.place, at.owner.func.pkg), message: message("flow.start", { name }) },
      {
        range: rangeOf(at.access.place, at.owner.func.pkg),
        message: message("flow.access", { access, map: map.name }),
      },
    ],
  };
}

/** The guard as one would write it at the access: its field beside the map's. */
function guardHint(at: ClassAccess, guard: Guard): Finding["guard"] {
  const { text } = at.access.target;
  const dot = text.replace(/(\[[^\]]*\])+$/, "").lastIndexOf(".");
  const base = dot < 0 ? "" : `${text.slice(0, dot)}.`;
  const expression =
    guard.variable.role === "package" ? guard.variable.name : `${base}${guard.variable.name}`;
  return { expression, name: guard.variable.name, readWrite: guard.readWrite };
}

/** A new map in the field does not touch the old one that a local variable still holds. */
export function isRebinding(a: MapAccess, b: MapAccess): boolean {
  return (a.kind === "reassign" && b.target.viaAlias) || (b.kind === "reassign" && a.target.viaAlias);
}

/** Among accesses, the best one to show as the other side: a write before a read. */
export function bestOther(candidates: readonly ClassAccess[], at: ClassAccess): ClassAccess | undefined {
  const others = candidates.filter(
    (other) =>
      other.access !== at.access &&
      (isWrite(other.access) || isWrite(at.access)) &&
      !isRebinding(other.access, at.access),
  );
  return others.find((other) => isWrite(other.access)) ?? others[0];
}
