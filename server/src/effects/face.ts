/** What callers see of a function: when it stays the same, nothing that is known of them changes. */
import type { Face, Lockset } from "./model.ts";

/** A text that is equal for functions that show their callers the same. */
export function faceKey(effects: Face | undefined): string {
  if (effects === undefined) return "";
  const acquires = effects.acquires.map(
    ({ lock, mode, must, mayWrite }) => `${lock.key}${mode}${must}${mayWrite}`,
  );
  const releases = effects.releases.map(({ key }) => key);
  const returned = effects.returnsUnlock.map(({ key }) => key);
  const calls = [...effects.paramCalls].map(([index, locks]) => `${index}:${lockKeys(locks)}`);
  const starts = [...effects.paramStarts].map(
    ([index, { inLoop, conditional, needs, signals }]) =>
      `${index}:${inLoop}:${conditional}:${JSON.stringify(needs)}:${[...signals].sort().join()}`,
  );
  const maps = effects.paramMaps.map(
    ({ param, depth, kind, locks }) => `${param}:${depth}:${kind}:${lockKeys(locks)}`,
  );
  const parts = [acquires, releases, returned, [...effects.waits], calls, starts, maps].map((keys) =>
    keys.sort().join(),
  );
  return [...parts, effects.returnsFresh, effects.givesChannel].join("|");
}

/** A text that is equal for equal sets of locks. */
export function lockKeys(locks: Lockset): string {
  return [...locks]
    .map(([key, { mode, must, mayWrite }]) => `${key}${mode}${must}${mayWrite}`)
    .sort()
    .join("+");
}
