/** Which functions a scenario is made of. */
import type { PackageEffects } from "../effects/analyse.ts";
import { Contexts } from "../effects/contexts.ts";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import type { Package } from "../types/package.ts";
import type { Func } from "../types/types.ts";

/** The function whose declaration holds an offset of a file. */
export function functionAt(pkg: Package, path: string, offset: number): Func | undefined {
  return pkg.funcs.find((func) => {
    const placement = func.decl && pkg.placementOf(func.decl);
    if (func.decl === undefined || placement?.unit.path !== path) return false;
    return offset >= placement.offset + func.decl.pos && offset <= placement.offset + func.decl.end;
  });
}

/** Does the function itself start goroutines? */
export function startsGoroutines(effects: PackageEffects, func: Func): boolean {
  return effects.get(func)?.effects.strands.some((strand) => strand.kind === "go") === true;
}

/**
 * The functions that a finding names, as pairs to run side by side: that of the access with that of the
 * access it collides with, and with itself.
 */
export function methodsOf(effects: PackageEffects, finding: Finding): readonly (readonly [Func, Func])[] {
  const of = (range: SourceRange | undefined): Func | undefined =>
    range === undefined ? undefined : functionAt(effects.pkg, range.path, range.start);
  const access = of(finding.range);
  if (access === undefined) return [];
  const other = of(conflictOf(finding));
  const contexts = new Contexts(effects);
  const first = withLocks(contexts, access);
  const second = withLocks(contexts, other ?? access);
  return first === second
    ? [[first, first]]
    : [
        [first, second],
        [first, first],
      ];
}

/** The functions that start the goroutines which a finding names. */
export function startersOf(effects: PackageEffects, finding: Finding): readonly Func[] {
  return finding.related.flatMap(({ role, range }) => {
    const func = role === "goroutine-start" ? functionAt(effects.pkg, range.path, range.start) : undefined;
    return func === undefined ? [] : [func];
  });
}

/** The place of the access that a finding's access collides with. */
function conflictOf(finding: Finding): SourceRange | undefined {
  return finding.related.find(({ role }) => role === "conflicting-access")?.range;
}

/** Callers are looked for this far up. */
const maxClimb = 4;

/** A function that is only called with locks held is run by its caller, which takes them. */
function withLocks(contexts: Contexts, func: Func): Func {
  let at = func;
  for (let i = 0; i < maxClimb && contexts.of(at).entry.size > 0; i++) {
    const caller = contexts.callersOf(at)[0]?.caller.func;
    if (caller === undefined || caller === at) break;
    at = caller;
  }
  return at;
}
