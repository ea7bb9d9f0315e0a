/** Compares the figures of a benchmark with those that are committed. */

/** What a benchmark prints: numbers, and texts such as the hash of its work, by name, in groups. */
export interface Figures {
  readonly [name: string]: Figures | Figure;
}

type Figure = number | string | boolean | null;

/**
 * A line for each figure: what it was, what it is, and the ratio of the two. Of texts (hashes of the work) the
 * line says whether they are the same: where they are not, the ratios beside them mean nothing. `before` is empty
 * when nothing is committed.
 */
export function compareFigures(before: Figures, now: Figures): string[] {
  const old = leaves(before);
  const fresh = leaves(now);
  const rows = [...fresh].map(([name, value]) => [name, ...change(old.get(name), value)]);
  for (const [name, value] of old) if (!fresh.has(name)) rows.push([name, String(value), "gone", ""]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  return rows.map(([name, was, is, ratio]) =>
    `${name.padEnd(widths[0])}  ${was.padStart(widths[1])}  ${is.padStart(widths[2])}  ${ratio}`.trimEnd(),
  );
}

function change(was: Figure | undefined, is: Figure): string[] {
  if (was === undefined) return ["-", String(is), "new"];
  if (typeof was === "number" && typeof is === "number") {
    return [String(was), String(is), was === 0 ? "" : `x ${(is / was).toFixed(2)}`];
  }
  return [String(was), String(is), was === is ? "same" : "DIFFERENT"];
}

/** All figures by their path, `group.name`. */
function leaves(figures: Figures): Map<string, Figure> {
  const found = new Map<string, Figure>();
  const pending: [string, Figures][] = [["", figures]];
  for (let item = pending.shift(); item !== undefined; item = pending.shift()) {
    const [path, group] = item;
    for (const [name, value] of Object.entries(group)) {
      if (typeof value === "object" && value !== null) pending.push([`${path}${name}.`, value]);
      else found.set(`${path}${name}`, value);
    }
  }
  return found;
}
