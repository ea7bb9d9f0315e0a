/** Which instruction each entry of a store buffer came from. States do not hold it: it changes nothing. */
import { bufferStart } from "./buffer.ts";
import type { Words } from "./expression.ts";
import type { Machine } from "./machine.ts";
import { Kind, type TransitionList } from "./transition.ts";

/** For each CPU, for each entry of its buffer, the index of the instruction in the thread. */
export type Origins = readonly (readonly number[])[];

/** No store is buffered yet. */
export function noOrigins(machine: Machine): Origins {
  return machine.threads.map(() => []);
}

/** A place where a state lies among words. */
export interface At {
  readonly words: Words;
  readonly offset: number;
}

/** The origins after a transition, out of the states around it. */
export function nextOrigins(
  machine: Machine,
  origins: Origins,
  { words: before, offset: from }: At,
  { words: after, offset: to }: At,
  list: TransitionList,
  index: number,
): Origins {
  const thread = list.thread[index];
  const own = origins[thread];
  if (list.kind[index] === Kind.Drain) {
    return origins.with(thread, own.toSpliced(list.choice[index], 1));
  }
  const lengthWord = machine.bufferLengths + thread;
  if (after[to + lengthWord] <= before[from + lengthWord]) return origins;
  // The new entry is the last one, or, where PSO keeps them sorted, where the buffers begin to differ.
  const size = machine.entryWords;
  const oldFirst = from + bufferStart(machine, before, from, thread);
  const newFirst = to + bufferStart(machine, after, to, thread);
  let place = 0;
  while (
    place < own.length &&
    sameEntry(before, oldFirst + place * size, after, newFirst + place * size, size)
  ) {
    place += 1;
  }
  return origins.with(thread, own.toSpliced(place, 0, before[from + machine.threads[thread].pc] - 1));
}

function sameEntry(one: Words, at: number, other: Words, otherAt: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (one[at + i] !== other[otherAt + i]) return false;
  return true;
}
