/** Functions that are named as ones that copy, and give out a copy with a map of the original. */
import { message } from "../../../../protocol/src/messages.ts";
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { classKey, classVar, type Path } from "../../effects/path.ts";
import { asNamed, type Func, type Named, type Type, type Var } from "../../types/types.ts";
import type { StructOwner } from "../classes.ts";
import { isMutex } from "../conventions.ts";
import type { Finding } from "../finding.ts";
import { placeFinding, subjectOf } from "../placeFinding.ts";
import { accessWord, functionName, rangeOf } from "../render.ts";
import { type Change, changesOf } from "./changes.ts";
import { type GivenOut, givenOut } from "./givenOut.ts";

/** One finding for each map that such a copy shares and that somebody changes in place. */
export function shallowCopies(
  effects: PackageEffects,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly Finding[] {
  const findings: Finding[] = [];
  let changes: ReturnType<typeof changesOf> | undefined;
  for (const owner of effects.all()) {
    if (!isCopier(owner)) continue;
    const reported = new Set<string>();
    for (const given of givenOut(owner)) {
      const key = classKey(given.map);
      if (reported.has(key) || sharesLock(owners.get(classVar(given.map)))) continue;
      changes ??= changesOf(effects);
      const change = changes.get(key)?.find((found) => found.owner !== owner && !isCopier(found.owner));
      if (change === undefined) continue;
      reported.add(key);
      findings.push(report(owner, given, change, owners));
    }
  }
  return findings;
}

/** Does the function by its name give its callers another object like its receiver or a parameter? */
function isCopier({ func, decl, effects }: AnalysedFunc): boolean {
  if (!/^(deep)?(clone|copy|duplicate|snapshot)|(clone|copy|snapshot)$/i.test(func.name)) return false;
  if (/shallow|\b(by|using) reference\b|\bshar(es|ed|ing)\b/i.test(`${func.name} ${decl.doc}`)) return false;
  const originals = effects.recv === undefined ? effects.params : [effects.recv];
  return resultsOf(func).some((result) => {
    const made = asNamed(result)?.origin;
    if (made === undefined || namesField(func.name, made)) return false;
    return originals.some((original) => asNamed(original.type())?.origin === made);
  });
}

/** `copyGroup` of a struct with a field `Group` copies that field: the rest is to be the original's. */
function namesField(name: string, struct: Named): boolean {
  const type = struct.underlying();
  const copied = name.replace(/^(deep)?(clone|copy|duplicate|snapshot)/i, "").toLowerCase();
  return type.kind === "Struct" && type.fields.some((field) => field.name.toLowerCase() === copied);
}

function resultsOf(func: Func): readonly Type[] {
  return func.signature().results.map((result) => result.type());
}

/** A lock behind a pointer belongs to all copies, as the map does. */
function sharesLock(struct: StructOwner | undefined): boolean {
  return struct?.fields.some((field) => field.type().kind === "Pointer" && isMutex(field.type())) === true;
}

function report(
  owner: AnalysedFunc,
  { map, node }: GivenOut,
  change: Change,
  owners: ReadonlyMap<Var, StructOwner>,
): Finding {
  const subject = subjectOf(classVar(map), elementsOf(map), owners);
  return placeFinding({
    rule: "borrowed-map-mutated",
    subject,
    owner,
    place: { decl: owner.decl, pos: node.pos, end: node.end },
    kind: "escape",
    text: subject.name,
    message: message("finding.borrowed-map-mutated.clone", {
      map: subject.name,
      where: functionName(owner.func),
      writer: functionName(change.owner.func),
    }),
    related: [
      {
        role: "conflicting-access",
        range: rangeOf(change.access.place, change.owner.func.pkg),
        message: message("related.conflicting", {
          access: accessWord(change.access.kind),
          where: functionName(change.owner.func),
        }),
      },
    ],
    evidence: [message("evidence.sameMap")],
  });
}

/** How many maps, slices... the map lies in, counted from the field that holds them. */
function elementsOf({ steps }: Path): number {
  return steps.length - 1 - steps.findLastIndex((step) => step !== "[]");
}
