/** Runs the rules over a package. A failure in one of them does not keep the others from running. */
import type { RuleId } from "../../../protocol/src/rules.ts";
import type { PackageEffects } from "../effects/analyse.ts";
import { Contexts } from "../effects/contexts.ts";
import { borrowedMapMutated } from "./borrowed-map-mutated/check.ts";
import { shallowCopies } from "./borrowed-map-mutated/shallowCopies.ts";
import { checkThenAct } from "./check-then-act/check.ts";
import { isConfined, type MapClass, mapClasses, structOwners } from "./classes.ts";
import { concurrentMapAccess } from "./concurrent-map-access/check.ts";
import { copiedGuard } from "./copied-guard/check.ts";
import type { Finding, SourceRange } from "./finding.ts";
import { type Guard, guardOf } from "./guard.ts";
import { guardedMapEscapes } from "./guarded-map-escapes/check.ts";
import { lookedUpTooEarly } from "./inconsistent-guard/arguments.ts";
import { calledWithoutGuard } from "./inconsistent-guard/calls.ts";
import { inconsistentGuard } from "./inconsistent-guard/check.ts";
import { outsideClasses } from "./outsideClasses.ts";
import { publishedBeforeInit } from "./published-before-init/check.ts";
import { recoverCannotCatch } from "./recover-cannot-catch/check.ts";
import { standsAlone } from "./survey/survey.ts";
import { unguardedOutsideMap, unguardedSharedMap } from "./unguarded-shared-map/check.ts";
import { replacedSharedMap } from "./unguarded-shared-map/replaced.ts";
import { writeUnderRLock } from "./write-under-rlock/check.ts";
import { wrongGuard } from "./wrong-guard/check.ts";

/** A map with its guard, for hovers and fixes. */
export interface GuardedMap {
  readonly map: MapClass;
  readonly guard?: Guard;
}

/** All that the rules found out about a package. */
export interface PackageResult {
  readonly findings: readonly Finding[];
  readonly maps: readonly GuardedMap[];
  readonly contexts: Contexts;
  readonly failures: readonly { readonly rule: RuleId; readonly error: Error }[];
}

/** Checks a package. Findings are sorted by file, position and rule; one place gets one finding of a map. */
export function checkPackage(effects: PackageEffects): PackageResult {
  const contexts = new Contexts(effects);
  const { composer } = effects;
  const owners = structOwners(effects.pkg);
  const classes = mapClasses(effects, contexts, owners).filter((map) => !isConfined(map));
  const maps = classes.map((map): GuardedMap => ({ map, guard: guardOf(map, owners) }));
  const failures: { rule: RuleId; error: Error }[] = [];
  const run = (rule: RuleId, check: () => readonly Finding[]): readonly Finding[] => {
    try {
      return check();
    } catch (error) {
      failures.push({ rule, error: error instanceof Error ? error : new Error(String(error)) });
      return [];
    }
  };
  const findings = [
    ...maps.flatMap(({ map, guard }) => [
      ...run("write-under-rlock", () => writeUnderRLock(map, guard, owners, contexts)),
      ...run("wrong-guard", () => wrongGuard(map, guard, contexts)),
      ...run("inconsistent-guard", () => inconsistentGuard(map, guard, effects, contexts)),
      ...run("inconsistent-guard", () => calledWithoutGuard(map, guard, effects, contexts)),
    ]),
    ...run("inconsistent-guard", () => lookedUpTooEarly(effects, contexts, owners)),
    ...effects
      .all()
      .flatMap((owner) =>
        run("concurrent-map-access", () => concurrentMapAccess(owner, effects, contexts, owners)),
      ),
    ...maps.flatMap(({ map }) => run("unguarded-shared-map", () => unguardedSharedMap(map, contexts))),
    ...maps.flatMap(({ map }) => run("unguarded-shared-map", () => replacedSharedMap(map, contexts))),
    ...run("unguarded-shared-map", () =>
      outsideClasses(effects, contexts, owners).flatMap((map) => unguardedOutsideMap(map, contexts)),
    ),
    ...run("guarded-map-escapes", () => guardedMapEscapes(maps, effects, contexts)),
    ...run("published-before-init", () => publishedBeforeInit(effects, composer, owners)),
    ...run("copied-guard", () => copiedGuard(maps, effects)),
    ...run("check-then-act", () => checkThenAct(effects, contexts, owners)),
    ...run("borrowed-map-mutated", () => borrowedMapMutated(effects, contexts, owners)),
    ...run("borrowed-map-mutated", () => shallowCopies(effects, owners)),
  ];
  // What only callers elsewhere may bear out takes the place of nothing.
  const certain = findings.filter(standsAlone);
  const told = [
    ...certain,
    ...run("recover-cannot-catch", () => recoverCannotCatch(effects, certain)),
    ...findings.filter((finding) => !standsAlone(finding)),
  ];
  return { findings: firstOfEachPlace(told), maps, contexts, failures };
}

/** Rules that report an access because it does not hold the lock that guards the map. */
const missesGuard: ReadonlySet<RuleId | undefined> = new Set(["wrong-guard", "inconsistent-guard"]);

/** The rules stand from the most telling on: the first finding of a place is the one to show. */
function firstOfEachPlace(findings: readonly Finding[]): readonly Finding[] {
  const places = new Map<string, Finding>();
  const collisions = new Set<string>();
  const keyOf = (range: SourceRange, finding: Finding): string =>
    `${range.path} ${range.start} ${finding.map.name}`;
  for (const finding of findings) {
    const key = keyOf(finding.range, finding);
    // Who meets an access that misses the guard has nothing to mend: the finding stands at that access.
    const sides = finding.related.filter(({ role }) => role === "conflicting-access");
    if (sides.some(({ range }) => missesGuard.has(places.get(keyOf(range, finding))?.rule))) continue;
    // The other side of a collision is told with it.
    if (places.has(key) || (finding.tier !== "error" && collisions.has(key))) continue;
    places.set(key, finding);
    // A place that is only named, as the write that a map escapes from, may have a hazard of its own.
    if (finding.threads.length === 0) continue;
    for (const { role, range } of finding.related) {
      if (role === "conflicting-access") collisions.add(keyOf(range, finding));
    }
  }
  const sorted = [...places.values()].sort(
    (a, b) => compare(a.range.path, b.range.path) || a.range.start - b.range.start || compare(a.rule, b.rule),
  );
  return numbered(sorted);
}

/** Equal accesses in one function are told apart by their order. */
function numbered(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, count);
    return count === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint} ${count}` };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
