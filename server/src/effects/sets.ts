/** Immutable sets: the result is one of the arguments where nothing changes. */

/** Do both sets hold the same? */
export function sameSets<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a === b || (a.size === b.size && [...a].every((item) => b.has(item)));
}

/** What both sets hold. */
export function intersect<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (a === b || a.size === 0) return a;
  if (b.size === 0) return b;
  return new Set([...a].filter((item) => b.has(item)));
}

/** What either set holds. */
export function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  for (const item of b) if (!a.has(item)) return new Set([...a, ...b]);
  return a;
}

/** The set with one more element; the same object when it has it already. */
export function plus<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return set.has(item) ? set : new Set(set).add(item);
}

/** The set without an element; the same object when it does not have it. */
export function minus<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return set.has(item) ? new Set([...set].filter((other) => other !== item)) : set;
}
