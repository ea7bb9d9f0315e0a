/** From a finding back to the access it is about. */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { MapAccess } from "../effects/model.ts";
import type { Finding } from "../hazards/finding.ts";
import { originVar } from "../types/subst.ts";
import type { Var } from "../types/types.ts";
import { refuse } from "./refusal.ts";
import type { FixRequest } from "./request.ts";

/** An access, the function it stands in, and the variable that holds the map. */
export interface Found {
  readonly owner: AnalysedFunc;
  readonly access: MapAccess;
  readonly map: Var;
}

/** The access that stands where the finding is. Throws a Refusal when the text is another one by now. */
export function findAccess({ finding, effects, mapKey }: FixRequest): Found {
  for (const owner of effects.all()) {
    const placement = effects.pkg.placementOf(owner.decl);
    if (placement?.unit.path !== finding.range.path) continue;
    for (const access of owner.effects.accesses) {
      if (access.target.key !== mapKey || access.kind !== finding.access.kind) continue;
      if (placement.offset + access.place.pos !== finding.range.start) continue;
      const { variable } = access.target;
      if (variable !== undefined) return { owner, access, map: originVar(variable) };
    }
  }
  return refuse("fix.no.notFound");
}

/** The variable that holds the map of a class key. */
export function mapVariable({ effects, mapKey }: FixRequest): Var {
  for (const { effects: body } of effects.all()) {
    const access = body.accesses.find(({ target }) => target.key === mapKey);
    if (access?.target.variable !== undefined) return originVar(access.target.variable);
  }
  return refuse("fix.no.notFound");
}

/** The class key of the map that a finding is about; undefined when the text is another one by now. */
export function mapKeyOf(finding: Finding, effects: PackageEffects): string | undefined {
  const { range, access: wanted } = finding;
  for (const owner of effects.all()) {
    const placement = effects.pkg.placementOf(owner.decl);
    if (placement?.unit.path !== range.path) continue;
    const found = owner.effects.accesses.find(
      ({ kind, place }) => kind === wanted.kind && placement.offset + place.pos === range.start,
    );
    if (found !== undefined) return found.target.key;
  }
  return undefined;
}
