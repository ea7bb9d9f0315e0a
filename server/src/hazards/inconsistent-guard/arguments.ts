/**
 * `s.find(s.table.m, k)`, where find takes the lock before it uses the map: the map is looked up before the
 * lock is taken, and who replaces it under the lock may do so at the same time.
 */
import { message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { type Contexts, mayRunBeside } from "../../effects/contexts.ts";
import { join } from "../../effects/lockset.ts";
import type { Handover, LockRef, Lockset, Moment } from "../../effects/model.ts";
import { unparen } from "../../types/expr.ts";
import type { Func, Place, Var } from "../../types/types.ts";
import { customsOf, isAssumed, type StructOwner } from "../classes.ts";
import type { Finding } from "../finding.ts";
import { placeFinding, subjectOf } from "../placeFinding.ts";
import { declarationOf, functionName, rangeOf } from "../render.ts";

/** A variable that leads to maps is given another value under a lock. */
interface Replaced {
  readonly owner: AnalysedFunc;
  readonly variable: Var;
  readonly moment: Moment;
  readonly place: Place;
  readonly locks: Lockset;
}

/** The maps that are looked up for a call before the callee takes their lock. */
export function lookedUpTooEarly(
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const replaced = replacements(effects, contexts);
  if (replaced.length === 0) return [];
  const findings: Finding[] = [];
  for (const owner of effects.all()) {
    if (isAssumed(owner, effects) || customsOf(owner).lifecycle) continue;
    const told = new Set<Handover["to"]>();
    for (const handover of owner.effects.handovers) {
      const callee = told.has(handover.to) ? undefined : calleeOf(handover, owner);
      if (callee === undefined) continue;
      const { entry, roots } = contexts.ofStrand(owner, handover.strand);
      // Under another lock it may be ordered in a way that is not seen here.
      if (join(entry, handover.locks).size > 0) continue;
      for (const lock of takenForUse(callee.func, callee.index, effects)) {
        const other = replaced.find(
          ({ owner: by, variable, locks, moment }) =>
            handover.target.path?.steps.includes(variable) === true &&
            locks.get(lock.key)?.must === true &&
            locks.get(lock.key)?.mode === "W" &&
            owners.get(variable) === (lock.variable && owners.get(lock.variable)) &&
            mayRunBeside(contexts.ofStrand(by, moment.strand).roots, roots),
        );
        if (other === undefined) continue;
        // One map of a call is enough to show it.
        told.add(handover.to);
        findings.push(report(owner, handover, callee.func, lock, other, owners));
        break;
      }
    }
  }
  return findings;
}

/** Where fields of the package are given other maps, or other objects that have maps, but for setting up. */
function replacements(effects: PackageEffects, contexts: Contexts): readonly Replaced[] {
  return effects.all().flatMap((owner) => {
    if (customsOf(owner).lifecycle) return [];
    const events = [
      ...owner.effects.replacements.map((moment) => ({ moment, ...moment })),
      ...owner.effects.accesses.flatMap((access) => {
        const { kind, target, place } = access;
        const isWhole = kind === "reassign" && !target.owned && target.path?.steps.at(-1) === target.variable;
        return isWhole && target.variable !== undefined
          ? [{ moment: access, variable: target.variable, place }]
          : [];
      }),
    ];
    return events.map(({ moment, variable, place }) => ({
      owner,
      variable,
      moment,
      place,
      locks: join(contexts.ofStrand(owner, moment.strand).entry, moment.locks),
    }));
  });
}

/** The function that a map of the receiver or a package variable is given to, and as which argument. */
function calleeOf(
  { kind, to, node, target }: Handover,
  { info }: AnalysedFunc,
): { readonly func: Func; readonly index: number } | undefined {
  const call = to === undefined ? undefined : unparen(to);
  if (kind !== "argument" || call?.kind !== "CallExpr" || target.alias !== undefined) return undefined;
  const role = target.path?.root.role;
  if ((role !== "recv" && role !== "package") || target.path?.steps.includes("[]") === true) return undefined;
  const func = info.callees.get(call);
  const index = call.args.findIndex((arg) => unparen(arg) === node);
  return func === undefined || index < 0 ? undefined : { func, index };
}

/** The locks that a function takes itself before it uses the map that is its parameter, each time. */
function takenForUse(func: Func, index: number, effects: PackageEffects): readonly LockRef[] {
  const callee = effects.get(func);
  if (callee === undefined) return [];
  const uses = callee.effects.paramMaps.filter(({ param }) => param === index);
  const [first] = uses;
  if (first === undefined) return [];
  return [...first.locks.values()]
    .map(({ lock }) => lock)
    .filter(
      ({ key }) =>
        callee.effects.takes.get(key)?.has(0) === true &&
        uses.every(({ locks }) => locks.get(key)?.must === true),
    );
}

function report(
  owner: AnalysedFunc,
  { target, place }: Handover,
  callee: Func,
  lock: LockRef,
  other: Replaced,
  owners: ReadonlyMap<Var, StructOwner>,
): Finding {
  const variable = target.variable ?? other.variable;
  const subject = subjectOf(variable, 0, owners);
  const guard = lock.variable?.name ?? lock.text;
  const to = callee.name;
  return placeFinding({
    rule: "inconsistent-guard",
    subject,
    owner,
    place,
    kind: "read",
    text: target.text,
    message: message("finding.inconsistent-guard.argument", { map: subject.name, guard, to }),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(other.place, other.owner.func.pkg),
        message: message("related.replaced", {
          variable: other.variable.name,
          guard,
          where: functionName(other.owner.func),
        }),
      },
      ...(lock.variable === undefined
        ? []
        : [
            {
              role: "lock" as const,
              range: declarationOf(lock.variable),
              message: message("related.guard", { guard }),
            },
          ]),
    ],
    evidence: [message("evidence.noLocks")],
  });
}
