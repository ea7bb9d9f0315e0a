/** The edits that turn one text into another, line by line. */
import type { TextEdit } from "./fix.ts";

/** Texts that differ by more lines than this are replaced between their common start and end. */
const maxDistance = 2000;

/** Edits of whole lines; a line that only changed in its middle is narrowed to that. */
export function diffEdits(before: string, after: string): TextEdit[] {
  const a = splitLines(before);
  const b = splitLines(after);
  const starts: number[] = [0];
  for (const line of a) starts.push((starts.at(-1) ?? 0) + line.length);
  return hunks(a, b).map(({ fromA, toA, fromB, toB }) =>
    narrow(before, starts[fromA], starts[toA], b.slice(fromB, toB).join("")),
  );
}

/** Which line of the first text each line of the second one is; undefined for a new or changed line. */
export function matchLines(before: string, after: string): (number | undefined)[] {
  const a = splitLines(before);
  const b = splitLines(after);
  const matched: (number | undefined)[] = [];
  let at = 0;
  for (const hunk of [...hunks(a, b), { fromA: a.length, toA: a.length, fromB: b.length, toB: b.length }]) {
    while (matched.length < hunk.fromB) matched.push(at++);
    while (matched.length < hunk.toB) matched.push(undefined);
    at = hunk.toA;
  }
  return matched;
}

interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Lines with their line breaks. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Myers' greedy algorithm, without the common start and end. */
function hunks(a: readonly string[], b: readonly string[]): Hunk[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++;
  const n = a.length - head - tail;
  const m = b.length - head - tail;
  if (n === 0 && m === 0) return [];
  const whole = [{ fromA: head, toA: head + n, fromB: head, toB: head + m }];
  if (n === 0 || m === 0) return whole;
  const trace: Map<number, number>[] = [];
  let best = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(n + m, maxDistance); d++) {
    trace.push(new Map(best));
    const next = new Map(best);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && a[head + x] === b[head + x - k]) x++;
      next.set(k, x);
      if (x >= n && x - k >= m) return collect(trace, d, n, m, head);
    }
    best = next;
  }
  return whole;
}

function collect(
  trace: readonly Map<number, number>[],
  d: number,
  n: number,
  m: number,
  head: number,
): Hunk[] {
  const found: Hunk[] = [];
  let x = n;
  let y = m;
  const add = (fromA: number, toA: number, fromB: number, toB: number): void => {
    const last = found.at(-1);
    if (last !== undefined && last.fromA === toA && last.fromB === toB) {
      found[found.length - 1] = { ...last, fromA, fromB };
    } else found.push({ fromA, toA, fromB, toB });
  };
  for (let step = d; step > 0; step--) {
    const best = trace[step];
    const k = x - y;
    const down = k === -step || (k !== step && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const px = best.get(before) ?? 0;
    const py = px - before;
    if (down) add(head + px, head + px, head + py, head + py + 1);
    else add(head + px, head + px + 1, head + py, head + py);
    x = px;
    y = py;
  }
  return found.reverse();
}

function narrow(text: string, start: number, end: number, replacement: string): TextEdit {
  const old = text.slice(start, end);
  let head = 0;
  while (head < old.length && head < replacement.length && old[head] === replacement[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < replacement.length - head &&
    old[old.length - 1 - tail] === replacement[replacement.length - 1 - tail]
  )
    tail++;
  return { start: start + head, end: end - tail, text: replacement.slice(head, replacement.length - tail) };
}
