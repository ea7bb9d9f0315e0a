/** Claims: an entry in another map that keeps others out from a check until its act. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { MapAccess } from "../../effects/model.ts";
import { pathKey } from "../../effects/path.ts";
import type { Range } from "../../syntax/ast.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { perFunction } from "../perFunction.ts";

/**
 * Is an entry for the key put into another map in the section of the check, after a look whether somebody
 * else's is there, and taken out in the section of the act? Who finds it meanwhile goes another way.
 */
export function isClaimed(owner: AnalysedFunc, check: MapAccess, act: MapAccess): boolean {
  const key = keysOf(owner).get(act.node);
  const isAt = (access: MapAccess, section: MapAccess): boolean =>
    keysOf(owner).get(access.node) === key && isInSection(access, section);
  const { accesses } = owner.effects;
  return accesses.some(
    (claim) =>
      claim.kind === "write" &&
      isAt(claim, check) &&
      isOther(claim, act) &&
      accesses.some((look) => isBefore(look, claim) && isSame(look, claim) && isAt(look, check)) &&
      accesses.some((end) => end.kind === "delete" && isSame(end, claim) && isAt(end, act)),
  );
}

/**
 * Did the flow put something under the key before, in a section that had looked there? Whoever comes meanwhile
 * finds that and goes another way.
 */
export function isReserved(owner: AnalysedFunc, act: MapAccess): boolean {
  const keys = keysOf(owner);
  const { accesses } = owner.effects;
  const isSameEntry = (access: MapAccess): boolean =>
    access.strand === act.strand && isSame(access, act) && keys.get(access.node) === keys.get(act.node);
  return accesses.some(
    (claim) =>
      claim.kind === "write" &&
      claim.order < act.order &&
      isSameEntry(claim) &&
      accesses.some((look) => isBefore(look, claim) && isSameEntry(look) && isInSection(claim, look)),
  );
}

/** The key of each access by index, and of each `delete`, as text. */
const keysOf = perFunction(({ body }): ReadonlyMap<Range, string> => {
  const keys = new Map<Range, string>();
  walk(body, (node) => {
    if (node.kind === "IndexExpr") keys.set(node, exprString(node.indices[0]));
    if (node.kind === "CallExpr" && node.args.length === 2) keys.set(node, exprString(node.args[1]));
    return true;
  });
  return keys;
});

function isBefore(look: MapAccess, claim: MapAccess): boolean {
  return look.kind === "read" && look.order < claim.order;
}

function isSame(a: MapAccess, b: MapAccess): boolean {
  const { path } = b.target;
  return a.target.path !== undefined && path !== undefined && pathKey(a.target.path) === pathKey(path);
}

function isOther(a: MapAccess, b: MapAccess): boolean {
  return a.target.key !== b.target.key;
}

/** May both lie in one critical section? */
export function isInSection(a: MapAccess, b: MapAccess): boolean {
  if (a.strand !== b.strand) return false;
  return [...a.locks].some(([key, { since }]) => {
    const other = b.locks.get(key);
    return other !== undefined && [...since].some((pos) => other.since.has(pos));
  });
}
