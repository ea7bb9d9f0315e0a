/**
 * Data races. Two accesses race when nothing orders them: they touch the same place, one writes, they are not
 * both atomic, and no happens-before edge lies between them. A program has such a pair in one of its sequentially
 * consistent runs exactly when it has a run in which the two are next at the same time (Boehm and Adve,
 * "Foundations of the C++ concurrency memory model", PLDI 2008, section 6), because locks, channels and the
 * like block here just as they order there. So the exploration looks for states in which both are next, and needs
 * no clocks in its states; `clocks.ts` tells the order along one schedule.
 */
import { bufferEmpty, currentCode } from "./enabled.ts";
import type { Words } from "./expression.ts";
import { slotOf } from "./fire.ts";
import { Access, type Code, LOCKED, type Machine } from "./machine.ts";

/** A pair of accesses that race, by thread and index of the instruction; the lower thread first. */
export interface RacingPair {
  readonly threads: readonly [number, number];
  readonly instructions: readonly [number, number];
  /** Index of the location in the program. */
  readonly location: number;
  /** The first state in which both are next. */
  readonly state: number;
}

/** Collects the racing pairs of the states it is shown. */
export class RaceFinder {
  readonly pairs: RacingPair[] = [];
  private readonly machine: Machine;
  private readonly enabled: boolean;
  private readonly bases: number[] = [];
  private readonly total: number;
  private readonly seen: Uint8Array;

  constructor(machine: Machine, enabled: boolean) {
    this.machine = machine;
    let total = 0;
    for (const thread of machine.threads) {
      this.bases.push(total);
      total += thread.end;
    }
    this.total = total;
    this.enabled = enabled && machine.threads.length > 1;
    this.seen = new Uint8Array(this.enabled ? total * total : 0);
  }

  /** Notes the races of a state. */
  look(words: Words, offset: number, state: number): void {
    if (!this.enabled) return;
    const { machine } = this;
    const threads = machine.threads.length;
    for (let first = 0; first < threads; first++) {
      const code = currentCode(machine, words, offset, first);
      if (code === null || code.raced < 0 || code.access === Access.None) continue;
      for (let second = first + 1; second < threads; second++) {
        const other = currentCode(machine, words, offset, second);
        if (other === null || other.raced !== code.raced || !conflict(code, other)) continue;
        const index = words[offset + machine.threads[first].pc] - 1;
        const otherIndex = words[offset + machine.threads[second].pc] - 1;
        const key = (this.bases[first] + index) * this.total + this.bases[second] + otherIndex;
        if (this.seen[key] === 1) continue;
        // A locked access is next only when its store buffer is empty.
        if (code.op >= LOCKED && !bufferEmpty(machine, words, offset, first)) continue;
        if (other.op >= LOCKED && !bufferEmpty(machine, words, offset, second)) continue;
        if (!samePlace(machine, words, offset, first, second)) continue;
        this.seen[key] = 1;
        this.pairs.push({
          threads: [first, second],
          instructions: [index, otherIndex],
          location: code.raced,
          state,
        });
      }
    }
  }
}

/** Whether a pair is next in a state. */
export function pairIsNext(machine: Machine, words: Words, offset: number, pair: RacingPair): boolean {
  for (const side of [0, 1] as const) {
    const thread = pair.threads[side];
    if (words[offset + machine.threads[thread].pc] !== pair.instructions[side] + 1) return false;
    const code = machine.threads[thread].code[pair.instructions[side]];
    if (code.op >= LOCKED && !bufferEmpty(machine, words, offset, thread)) return false;
  }
  return samePlace(machine, words, offset, pair.threads[0], pair.threads[1]);
}

/** Whether two threads that are at accesses of one location are at the same element, if it is an array. */
function samePlace(machine: Machine, words: Words, offset: number, first: number, second: number): boolean {
  const one = currentCode(machine, words, offset, first);
  const other = currentCode(machine, words, offset, second);
  if (one === null || other === null) return false;
  // Of a map every access concerns all of it; and what stands for another location has no element of it.
  if (machine.locations[one.raced].isMap) return true;
  if (one.location !== one.raced || other.location !== other.raced) return true;
  return slotOf(machine, words, offset, first, one) === slotOf(machine, words, offset, second, other);
}

/** Whether two accesses to one location conflict: one writes, and they are not both atomic. */
export function conflict(one: Code, other: Code): boolean {
  if (!writes(one.access) && !writes(other.access)) return false;
  return !(isAtomic(one.access) && isAtomic(other.access));
}

/** Whether an access changes what it accesses. */
export function writes(access: number): boolean {
  return (
    access === Access.Write ||
    access === Access.Delete ||
    access === Access.Clear ||
    access === Access.AtomicWrite
  );
}

function isAtomic(access: number): boolean {
  return access === Access.AtomicRead || access === Access.AtomicWrite;
}
