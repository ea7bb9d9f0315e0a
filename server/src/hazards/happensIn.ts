/** What has to run for a hazard to happen. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import { globalName, isOfTests } from "../effects/globalNames.ts";
import type { HappensIn } from "./finding.ts";

/**
 * The functions of a hazard at one place and of all that it may meet; undefined in tests and in what helps them,
 * which run anyway, and where it meets nothing else.
 */
export function happensIn(at: AnalysedFunc, others: readonly AnalysedFunc[]): HappensIn | undefined {
  const met = others.filter(({ func }) => !isOfTests(func));
  if (isOfTests(at.func) || (others.length > 0 && met.length === 0)) return undefined;
  return { at: globalName(at.func), others: [...new Set(met.map(({ func }) => globalName(func)))] };
}
