/** Collisions of a map that have the same reason are one hazard, and one finding. */
import { message } from "../../../protocol/src/messages.ts";
import type { Finding, Related } from "./finding.ts";

/**
 * Puts together the collisions of one map that stand in the same function and goroutine under the same locks:
 * what keeps others out of one access keeps them out of all. The first write tells the hazard, else the first
 * access, and names the others. The findings are sorted by place, and stay so.
 */
export function oneForEachHazard(findings: readonly Finding[]): readonly Finding[] {
  const hazards = new Map<string | Finding, Finding[]>();
  for (const finding of findings) {
    const key = finding.rule === "concurrent-map-access" ? hazardKey(finding) : finding;
    const known = hazards.get(key);
    if (known === undefined) hazards.set(key, [finding]);
    else known.push(finding);
  }
  const told = new Map([...hazards.values()].map((all) => [all.find(isWrite) ?? all[0], all]));
  return findings.flatMap((finding) => {
    const all = told.get(finding);
    if (all === undefined) return [];
    const others = all.filter((other) => other !== finding).flatMap(asRelated);
    return others.length === 0 ? [finding] : [{ ...finding, related: [...finding.related, ...others] }];
  });
}

function hazardKey({ map, access, range, threads, evidence }: Finding): string {
  const started = threads[0]?.steps[0]?.range;
  return JSON.stringify([map.name, map.declaredAt, range.path, access.function, started, evidence]);
}

function isWrite({ access }: Finding): boolean {
  return access.kind !== "read" && access.kind !== "iterate";
}

function asRelated({ access, range, threads }: Finding): readonly Related[] {
  const where = threads[0]?.name;
  if (where === undefined) return [];
  const text = message("related.conflicting", { access: message(`access.${access.kind}`), where });
  return [{ role: "conflicting-access", range, message: text }];
}
