/** What has to run for a hazard to happen. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import { globalName, isOfTests } from "../effects/globalNames.ts";
import type { HappensIn } from "./finding.ts";

/** The functions of a hazard at one place and of all that it may meet; undefined in tests, which run anyway. */
export function happensIn(at: AnalysedFunc, others: readonly AnalysedFunc[]): HappensIn | undefined {
  if ([at, ...others].some(({ func }) => isOfTests(func))) return undefined;
  return { at: globalName(at.func), others: [...new Set(others.map(({ func }) => globalName(func)))] };
}
