/** What a hover says of a map: its guard, and how its accesses vote. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { GuardedMap } from "../hazards/check.ts";
import { isWrite } from "../hazards/classes.ts";
import { guardEvidence } from "../hazards/guard.ts";
import { declarationOf, rangeOf } from "../hazards/render.ts";
import type { MapInfo } from "./api.ts";

/** A map with the range where it was found under the cursor. */
export interface MapAt {
  readonly guarded: GuardedMap;
  readonly start: number;
  readonly end: number;
}

/** The shared map whose declaration or access an offset lies in; the innermost access. */
export function mapAtOffset(maps: readonly GuardedMap[], path: string, offset: number): MapAt | undefined {
  let best: MapAt | undefined;
  const consider = (guarded: GuardedMap, range: { path: string; start: number; end: number }): void => {
    if (range.path !== path || offset < range.start || offset > range.end) return;
    if (best === undefined || range.end - range.start < best.end - best.start) {
      best = { guarded, start: range.start, end: range.end };
    }
  };
  for (const guarded of maps) {
    if (!guarded.map.name.endsWith("[...]")) consider(guarded, declarationOf(guarded.map.variable));
    for (const { access, owner } of guarded.map.accesses) {
      consider(guarded, rangeOf({ ...access.node, decl: access.place.decl }, owner.func.pkg));
    }
  }
  return best;
}

/** The text of the hover. */
export function describeMap({ guarded: { map, guard }, start, end }: MapAt): MapInfo {
  const writes = map.accesses.filter(({ access }) => isWrite(access)).length;
  const lines: Message[] = [
    message("hover.accesses", { map: map.name, writes, reads: map.accesses.length - writes }),
  ];
  if (guard === undefined) lines.push(message("hover.noGuard"));
  else lines.push(message("hover.guard", { guard: guard.variable.name }), ...guardEvidence(guard, map));
  return { name: map.name, start, end, lines };
}
