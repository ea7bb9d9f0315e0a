/** Objects with maps that are put in the place of older ones, as `h.table = newTable`. */
import type { Expr } from "../syntax/ast.ts";
import { asMap, deref, underlying } from "../types/types.ts";
import { isOwnedPath, meetMoments } from "./memory.ts";
import { pathOf } from "./path.ts";
import type { Walker } from "./walk.ts";

/** Notes that the field or package variable of an assignment leads to another object, whose maps are others. */
export function noteReplacement(walker: Walker, target: Expr): void {
  const type = walker.info.types.get(target);
  if (type?.kind !== "Pointer") return;
  const struct = underlying(deref(type));
  if (struct.kind !== "Struct" || !struct.fields.some((field) => asMap(field.type()) !== undefined)) return;
  const path = pathOf(target, walker.info, walker.locals.aliases);
  if (path === undefined || isOwnedPath(walker, path)) return;
  const variable = path.steps.at(-1) ?? path.root;
  if (variable === "[]" || (variable.role !== "field" && variable.role !== "package")) return;
  const before = walker.replacements.get(target);
  const moment = walker.moment();
  const met = before === undefined ? moment : meetMoments(before, moment);
  walker.replacements.set(target, { ...met, variable, place: walker.place(target) });
}
