/**
 * Store buffers inside a state: FIFO, one for each CPU, with store-to-load forwarding. All functions work in
 * place on the words of one state that begins at `offset`.
 */
import type { Words } from "./expression.ts";
import type { Machine } from "./machine.ts";
import { ABSENT, WidthOverflow, ZERO } from "./values.ts";

/** How many words long a state is. */
export function stateLength(machine: Machine, words: Words, offset: number): number {
  return bufferStart(machine, words, offset, machine.threads.length);
}

/** Offset, from the start of the state, of the first entry of a CPU's buffer. */
export function bufferStart(machine: Machine, words: Words, offset: number, cpu: number): number {
  let entries = 0;
  const lengths = offset + machine.bufferLengths;
  for (let other = 0; other < cpu; other++) entries += words[lengths + other];
  return machine.fixedLength + entries * machine.entryWords;
}

/** The value id that a CPU sees in a slot: its own newest store, else memory. */
export function readSlot(machine: Machine, words: Words, offset: number, cpu: number, slot: number): number {
  const count = words[offset + machine.bufferLengths + cpu];
  if (count > 0) {
    const entry = newestEntry(machine, words, offset, cpu, slot);
    if (entry >= 0) return words[entry] === slot ? words[entry + 1] : ABSENT;
  }
  return words[offset + machine.memory + slot];
}

/** Index in `words` of the CPU's newest entry that covers a slot, or -1. */
export function newestEntry(
  machine: Machine,
  words: Words,
  offset: number,
  cpu: number,
  slot: number,
): number {
  const count = words[offset + machine.bufferLengths + cpu];
  if (count === 0) return -1;
  const clearSlot = machine.clearSlots[slot];
  const first = offset + bufferStart(machine, words, offset, cpu);
  for (let entry = first + (count - 1) * machine.entryWords; entry >= first; entry -= machine.entryWords) {
    if (words[entry] === slot || words[entry] === clearSlot) return entry;
  }
  return -1;
}

/**
 * A store by a CPU: into its buffer, or to memory under SC. `expected` is 1 + the value id that an update
 * means to replace, 0 for other stores. Gives the new length of the state.
 */
export function store(
  machine: Machine,
  words: Words,
  offset: number,
  length: number,
  cpu: number,
  slot: number,
  value: number,
  expected: number,
): number {
  if (!machine.buffered) {
    commit(machine, words, offset, slot, value, expected);
    return length;
  }
  const lengthWord = offset + machine.bufferLengths + cpu;
  const count = words[lengthWord];
  const size = machine.entryWords;
  const first = offset + bufferStart(machine, words, offset, cpu);
  let at = first + count * size;
  // Under PSO the order between locations means nothing: one order for all makes equal states equal.
  if (machine.pso && !machine.clears) while (at > first && words[at - size] > slot) at -= size;
  // By hand: for a few words a call of copyWithin costs more than the copy.
  for (let word = offset + length - 1; word >= at; word--) words[word + size] = words[word];
  words[at] = slot;
  words[at + 1] = value;
  if (size === 3) words[at + 2] = expected;
  words[lengthWord] = count + 1;
  if (words[lengthWord] !== count + 1) throw new WidthOverflow();
  return length + size;
}

/** Whether the entry at a place of a CPU's buffer may go to memory before the ones ahead of it. */
export function mayDrain(
  machine: Machine,
  words: Words,
  offset: number,
  cpu: number,
  place: number,
): boolean {
  if (place === 0) return true;
  if (!machine.pso) return false;
  const first = offset + bufferStart(machine, words, offset, cpu);
  const slot = words[first + place * machine.entryWords];
  for (let before = 0; before < place; before++) {
    const other = words[first + before * machine.entryWords];
    if (other === slot) return false;
    if (machine.clears && (machine.clearSlots[slot] === other || machine.clearSlots[other] === slot))
      return false;
  }
  return true;
}

/** Writes an entry of a CPU's buffer to memory and removes it. Gives the new length of the state. */
export function drain(
  machine: Machine,
  words: Words,
  offset: number,
  length: number,
  cpu: number,
  place: number,
): number {
  const size = machine.entryWords;
  const at = offset + bufferStart(machine, words, offset, cpu) + place * size;
  commit(machine, words, offset, words[at], words[at + 1], size === 3 ? words[at + 2] : 0);
  for (let word = at + size; word < offset + length; word++) words[word - size] = words[word];
  words[offset + machine.bufferLengths + cpu] -= 1;
  return length - size;
}

/** Whether a store that reaches memory now overwrites a value its update never saw. */
export function losesUpdate(
  machine: Machine,
  words: Words,
  offset: number,
  slot: number,
  expected: number,
): boolean {
  if (expected === 0) return false;
  const found = words[offset + machine.memory + slot];
  return (found === ABSENT ? ZERO : found) !== expected - 1;
}

/** Writes a value to memory. */
export function commit(
  machine: Machine,
  words: Words,
  offset: number,
  slot: number,
  value: number,
  expected: number,
): void {
  if (slot >= machine.slots) {
    for (let each = 0; each < machine.slots; each++) {
      if (machine.clearSlots[each] === slot) words[offset + machine.memory + each] = ABSENT;
    }
    return;
  }
  if (losesUpdate(machine, words, offset, slot, expected)) words[offset + machine.lost[slot]] = 1;
  words[offset + machine.memory + slot] = value;
}
