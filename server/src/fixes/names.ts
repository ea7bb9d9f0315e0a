/** Names for what a fix adds. */

/** The first candidate that is free, else the first one with a number behind it. */
export function freeName(candidates: readonly string[], taken: (name: string) => boolean): string {
  const free = candidates.find((name) => !taken(name));
  if (free !== undefined) return free;
  for (let i = 2; ; i++) {
    const name = `${candidates[0]}${i}`;
    if (!taken(name)) return name;
  }
}
