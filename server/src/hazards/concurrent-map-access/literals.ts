/** Function literals whose calls have variables of their own, and the strands that are a part of such a call. */
import type { Strand } from "../../effects/model.ts";
import type { Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { originVar } from "../../types/subst.ts";
import type { Var } from "../../types/types.ts";
import { perFunction } from "../perFunction.ts";

/** The literals of a function, outer ones first. */
export const literalsOf = perFunction(({ body }): readonly Range[] => {
  const literals: Range[] = [];
  walk(body, (node) => {
    if (node.kind === "FuncLit") literals.push(node);
    return true;
  });
  return literals;
});

/**
 * Does a literal declare the variable that both strands call, and neither is a part of? Then each has called it for
 * itself, and a call declares its variables anew.
 */
export function isOfItsCall(
  variable: Var,
  users: readonly number[],
  strands: readonly Strand[],
  literals: readonly Range[],
): boolean {
  const { place, role } = originVar(variable);
  if (role === "package" || place.decl !== strands[0].code.decl) return false;
  const literal = literals.findLast(({ pos, end }) => pos <= place.pos && place.end <= end);
  if (literal === undefined) return false;
  const isPart = (id: number): boolean =>
    startersOf(id, strands).some((each) => {
      const { kind, place: start, code } = strands[each];
      return (
        kind !== "self" && [start, code].some(({ pos, end }) => literal.pos <= pos && end <= literal.end)
      );
    });
  return !users.some(isPart);
}

/** The strand itself and those that it is started in, up to a callback or the function's own flow. */
export function startersOf(id: number, strands: readonly Strand[]): readonly number[] {
  const ids = [id];
  for (let strand = strands[id]; strand.kind !== "self" && strand.kind !== "callback"; ) {
    if (strand.parent === strand.id) break;
    ids.push(strand.parent);
    strand = strands[strand.parent];
  }
  return ids;
}
