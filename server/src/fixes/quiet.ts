/** Accesses of a local map that nothing runs beside any more: those after the goroutines were waited for. */
import type { PackageEffects } from "../effects/analyse.ts";
import { Composer } from "../effects/compose.ts";
import { syncCall } from "../effects/known.ts";
import { localsOf } from "../effects/locals.ts";
import { classOf } from "../effects/path.ts";
import type { Stmt } from "../syntax/ast.ts";
import type { Var } from "../types/types.ts";
import { type FuncSource, isInside } from "./funcs.ts";
import type { Occurrence } from "./occurrences.ts";

/**
 * Does an occurrence stand behind a wait of the function's own flow that every goroutine using the map
 * signals after its last access? Only waits at the top of the body count, with no goroutine started after.
 */
export function quietAfterWait(
  source: FuncSource,
  map: Var,
  effects: PackageEffects,
): (occurrence: Occurrence) => boolean {
  const { func } = source;
  const { strands } = func.effects;
  const others = strands.filter((strand) => strand.kind !== "self").map((strand) => strand.id);
  const composer = new Composer(effects);
  const beside = others.flatMap((id) =>
    composer.strandAccesses(func, new Set([id])).filter(({ path }) => path.root === map),
  );
  const lastStart = Math.max(
    -1,
    ...strands.filter(({ kind }) => kind !== "self").map(({ place }) => place.pos),
  );
  const { aliases } = localsOf(func.body, func.info, () => false);
  const isJoin = (stmt: Stmt): boolean => {
    if (stmt.kind !== "ExprStmt" || stmt.x.kind !== "CallExpr" || stmt.pos < lastStart) return false;
    const sync = syncCall(stmt.x, func.info);
    const key =
      sync?.op === "wait" && sync.on !== undefined ? classOf(sync.on, func.info, aliases)?.key : undefined;
    return key !== undefined && beside.every(({ signals }) => signals.has(key));
  };
  const { list } = func.body;
  const join = list.findIndex(isJoin);
  return (occurrence) =>
    join >= 0 && list.slice(join + 1).some((stmt) => isInside(source, occurrence.map, stmt));
}
