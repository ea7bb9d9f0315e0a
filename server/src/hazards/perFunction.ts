/** What a rule finds out about one function, kept while the function stays as it is. */
import type { AnalysedFunc } from "../effects/analyse.ts";

/**
 * Remembers what was computed for each function. A function whose body or types changed is another object, so
 * the computation must look at nothing else. Keeps typing cheap: an edit changes one function of a package.
 */
export function perFunction<T>(compute: (owner: AnalysedFunc) => T): (owner: AnalysedFunc) => T {
  const known = new WeakMap<AnalysedFunc, { readonly value: T }>();
  return (owner) => {
    const found = known.get(owner) ?? { value: compute(owner) };
    known.set(owner, found);
    return found.value;
  };
}
