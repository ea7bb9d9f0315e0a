/** State words: as narrow as the numbers of a program allow, wider when a run needs it. */
import type { Words } from "./expression.ts";
import type { Machine } from "./machine.ts";

/** Bytes in a state word. */
export type Width = 1 | 2 | 4;

const limits: Readonly<Record<Width, number>> = { 1: 2 ** 8, 2: 2 ** 16, 4: 2 ** 31 };

/** The narrowest width the program can start with. Sets the machine's limit for value ids. */
export function startingWidth(machine: Machine): Width {
  const largest = Math.max(machine.largest + 1, ...machine.initial, machine.values.size);
  const width = largest < limits[1] ? 1 : largest < limits[2] ? 2 : 4;
  machine.values.limit = limits[width];
  return width;
}

/** The next wider width. Sets the machine's limit for value ids. */
export function wider(machine: Machine, width: Width): Width {
  const next = width === 1 ? 2 : 4;
  machine.values.limit = limits[next];
  return next;
}

/** Words of a width, all 0, or a view of the memory given. */
export function makeWords(
  width: Width,
  length: number,
  memory: ArrayBuffer = new ArrayBuffer(length * width),
): Words {
  if (width === 1) return new Uint8Array(memory, 0, length);
  return width === 2 ? new Uint16Array(memory, 0, length) : new Uint32Array(memory, 0, length);
}
