/** Tests that run at the same time and reach one map of the package. */
import type { Root } from "../../effects/contexts.ts";
import type { Func } from "../../types/types.ts";
import { type ClassAccess, isWrite, type MapClass } from "../classes.ts";

/** Another access, or the same one, and the parallel test that reaches it beside the first. */
export interface Meeting {
  readonly other: ClassAccess;
  readonly test: Func;
}

/**
 * Does another parallel test reach the map of a package variable while this access happens? The two may do so through
 * the same helper.
 */
export function metByParallelTest(
  { kind }: MapClass,
  accesses: readonly ClassAccess[],
  at: ClassAccess,
): Meeting | undefined {
  const [mine] = kind === "package" ? testsOf(at) : [];
  if (mine === undefined) return undefined;
  for (const other of accesses) {
    const test = testsOf(other).find((candidate) => candidate !== mine);
    if (test !== undefined && (isWrite(at.access) || isWrite(other.access))) return { other, test };
  }
  return undefined;
}

function testsOf({ context: { roots } }: ClassAccess): readonly Func[] {
  return [...roots].flatMap((root: Root) => (root.kind === "test" ? (root.func ?? []) : []));
}
