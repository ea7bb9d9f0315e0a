/** A map that a type for concurrent use replaces as a whole, while another function looks into it. */
import { message } from "../../../../protocol/src/messages.ts";
import type { Contexts } from "../../effects/contexts.ts";
import type { ClassAccess, MapClass } from "../classes.ts";
import { classFinding } from "../classFinding.ts";
import { isRegistration, saysConcurrent } from "../conventions.ts";
import type { Finding } from "../finding.ts";
import { accessWord } from "../render.ts";
import { sidesOfAccesses } from "../survey/sides.ts";
import { isApi } from "./flows.ts";

/**
 * Replacing a map is no safer than writing it: who reads the variable meanwhile is ordered with nothing. Only
 * where the type says that it may be used by several goroutines; what sets it up comes before these.
 */
export function replacedSharedMap(map: MapClass, contexts: Contexts): readonly Finding[] {
  if (map.key.includes("[]") || !saysConcurrent(map.struct?.typeName?.doc ?? "")) return [];
  const users = map.accesses.filter(
    ({ access, assumed, lifecycle }) =>
      !assumed && !lifecycle && access.target.path?.root.role === "recv" && !access.target.viaAlias,
  );
  if (users.some(({ locks }) => locks.size > 0)) return [];
  const type = map.struct?.name ?? map.name;
  return users.flatMap((at) => {
    if (at.access.kind !== "reassign" || isRegistration(at.owner.func) || !(isApi(at) || isCalledBack(at)))
      return [];
    const other = users.find(
      (access) => access.owner !== at.owner && access.access.kind !== "reassign" && isApi(access),
    );
    if (other === undefined) return [];
    return classFinding(map, at, {
      rule: "unguarded-shared-map",
      tier: "hint",
      message: message("finding.unguarded-shared-map", {
        access: accessWord(at.access.kind),
        map: map.name,
        reason: message("reason.documented", { type }),
      }),
      evidence: [message("evidence.noLock", { total: users.length })],
      other,
      sides: sidesOfAccesses(at, [other], contexts, "code"),
    });
  });
}

/** Does code that we do not see call the function that it is given? It does so for each of its own callers. */
function isCalledBack({ context }: ClassAccess): boolean {
  return context.roots.size > 0 && [...context.roots].every(({ kind }) => kind === "callback");
}
