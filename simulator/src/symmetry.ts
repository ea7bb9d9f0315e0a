/**
 * Goroutines that run the same code are interchangeable: exchanging two of them in a state gives a state that does
 * the same things under exchanged names. So of all states that differ only in such exchanges (an orbit) the
 * exploration keeps one, in which the goroutines of a class are sorted.
 *
 * Counts stay exact. The first state is its own orbit. Each way into an orbit continues in as many ways as its
 * kept state has transitions, so the ways of the smaller graph, transitions counted one by one, are the ways into
 * orbits; and every member of an orbit is reached in equally many ways.
 */
import { bufferStart } from "./buffer.ts";
import type { Words } from "./expression.ts";
import { HALT, type Machine } from "./machine.ts";

/** For each thread the thread in whose place it is put. */
export type Permutation = readonly number[];

/** The classes of interchangeable threads of a machine, each in order; only those with more than one member. */
export function threadClasses(machine: Machine): number[][] {
  const classes = new Map<string, number[]>();
  for (const [index, thread] of machine.program.threads.entries()) {
    // A spawned thread is named by the instruction that starts it.
    if (thread.start === "spawned") continue;
    const { instructions, results, endsProgram } = thread;
    const key = JSON.stringify([instructions, results ?? [], endsProgram === true]);
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [index]);
    else members.push(index);
  }
  return [...classes.values()].filter((members) => members.length > 1);
}

/** Sorts the interchangeable threads of states. */
export class Symmetry {
  readonly classes: readonly (readonly number[])[];
  /** What the last `sort` that moved something did. */
  readonly moved: number[];
  private readonly machine: Machine;
  private readonly order: number[];
  private readonly scratch: number[] = [];

  private constructor(machine: Machine, classes: readonly (readonly number[])[]) {
    this.machine = machine;
    this.classes = classes;
    this.moved = machine.threads.map((_, thread) => thread);
    this.order = [...this.moved];
  }

  /** The symmetry of a machine, or null when no two threads are alike. */
  static of(machine: Machine): Symmetry | null {
    const classes = threadClasses(machine);
    return classes.length === 0 ? null : new Symmetry(machine, classes);
  }

  /** Makes a state the kept one of its orbit, in place. True when something moved; `moved` tells what. */
  sort(words: Words, offset: number, length: number): boolean {
    let sorted = true;
    for (const members of this.classes) {
      for (let place = 1; place < members.length && sorted; place++) {
        sorted = this.compare(words, offset, members[place - 1], members[place]) <= 0;
      }
    }
    if (sorted) return false;
    const { order, moved } = this;
    for (const members of this.classes) {
      for (let place = 0; place < members.length; place++) {
        const thread = members[place];
        let to = place;
        for (; to > 0 && this.compare(words, offset, order[members[to - 1]], thread) > 0; to--) {
          order[members[to]] = order[members[to - 1]];
        }
        order[members[to]] = thread;
      }
      for (const place of members) moved[order[place]] = place;
    }
    this.permute(words, offset, length, moved);
    return true;
  }

  /** The members of the orbit of a state, by what makes them of it. */
  members(words: Words, offset: number): Permutation[] {
    let found: number[][] = [this.machine.threads.map((_, thread) => thread)];
    for (const members of this.classes) {
      const arrangements = this.arrangements(words, offset, members);
      found = found.flatMap((permutation) =>
        arrangements.map((arrangement) => {
          const next = [...permutation];
          for (const [place, thread] of arrangement.entries()) next[thread] = members[place];
          return next;
        }),
      );
    }
    return found;
  }

  /** Puts threads in each other's places. */
  permute(words: Words, offset: number, length: number, to: Permutation): void {
    const { machine, scratch } = this;
    for (let word = 0; word < length; word++) scratch[word] = words[offset + word];
    const threads = machine.threads.length;
    for (let thread = 0; thread < threads; thread++) {
      const { pc, registers } = machine.threads[thread];
      const target = offset + machine.threads[to[thread]].pc;
      for (let word = 0; word <= registers.length; word++) words[target + word] = scratch[pc + word];
      words[offset + machine.bufferLengths + to[thread]] = scratch[machine.bufferLengths + thread];
    }
    let from = machine.fixedLength;
    for (let thread = 0; thread < threads; thread++) {
      let target = offset + bufferStart(machine, words, offset, to[thread]);
      const size = scratch[machine.bufferLengths + thread] * machine.entryWords;
      for (const end = from + size; from < end; from++) words[target++] = scratch[from];
    }
    if (scratch[HALT] !== 0) {
      const thread = (scratch[HALT] - 1) % threads;
      words[offset + HALT] = scratch[HALT] - thread + to[thread];
    }
    for (const { kind, offset: sync } of machine.syncs) {
      const word = scratch[sync];
      switch (kind) {
        case "mutex":
          if (word > 0) words[offset + sync] = 1 + to[word - 1];
          break;
        case "rwmutex":
          if (word > 0) words[offset + sync] = 1 + to[word - 1];
          for (let thread = 0; thread < threads; thread++) {
            words[offset + sync + 2 + to[thread]] = scratch[sync + 2 + thread];
          }
          break;
        case "once":
          if (word > 1) words[offset + sync] = 2 + to[word - 2];
          break;
        case "cond":
          for (let place = 0; place < threads; place++) {
            const waiting = scratch[sync + place];
            if (waiting > 0) words[offset + sync + place] = 1 + to[waiting - 1];
          }
          break;
        case "waitgroup":
        case "channel":
          // They remember no thread.
          break;
        default:
          throw new Error(String(kind satisfies never));
      }
    }
  }

  /** The distinct orders of the threads of a class: those that are alike in the state are exchanged for nothing. */
  private arrangements(words: Words, offset: number, members: readonly number[]): number[][] {
    let found: number[][] = [[]];
    for (let length = 0; length < members.length; length++) {
      found = found.flatMap((begun) => {
        const left = members.filter((thread) => !begun.includes(thread));
        const distinct = left.filter(
          (thread, place) =>
            !left.slice(0, place).some((other) => this.compare(words, offset, other, thread) === 0),
        );
        return distinct.map((thread) => [...begun, thread]);
      });
    }
    return found;
  }

  /** An order of all that a state says of two threads; 0 only when exchanging them changes nothing. */
  private compare(words: Words, offset: number, one: number, other: number): number {
    const { machine } = this;
    const first = offset + machine.threads[one].pc;
    const second = offset + machine.threads[other].pc;
    const count = machine.threads[one].registers.length;
    for (let word = 0; word <= count; word++) {
      const difference = words[first + word] - words[second + word];
      if (difference !== 0) return difference;
    }
    const lengths = offset + machine.bufferLengths;
    const entries = words[lengths + one];
    if (entries !== words[lengths + other]) return entries - words[lengths + other];
    if (entries > 0) {
      const start = offset + bufferStart(machine, words, offset, one);
      const otherStart = offset + bufferStart(machine, words, offset, other);
      for (let word = 0; word < entries * machine.entryWords; word++) {
        const difference = words[start + word] - words[otherStart + word];
        if (difference !== 0) return difference;
      }
    }
    return this.compareReferences(words, offset, one, other);
  }

  private compareReferences(words: Words, offset: number, one: number, other: number): number {
    const { machine } = this;
    for (const { kind, offset: sync } of machine.syncs) {
      const word = words[offset + sync];
      let difference = 0;
      if (kind === "mutex" || kind === "rwmutex") difference = is(word, one + 1) - is(word, other + 1);
      if (kind === "once") difference = is(word, one + 2) - is(word, other + 2);
      if (difference === 0 && kind === "rwmutex") {
        difference = words[offset + sync + 2 + one] - words[offset + sync + 2 + other];
      }
      if (kind === "cond") {
        difference = this.turnAt(words, offset + sync, one) - this.turnAt(words, offset + sync, other);
      }
      if (difference !== 0) return difference;
    }
    if (words[offset + HALT] === 0) return 0;
    const stopper = (words[offset + HALT] - 1) % machine.threads.length;
    return is(stopper, one) - is(stopper, other);
  }

  /** The place of a thread among those that wait at a cond, -1 when it does not. */
  private turnAt(words: Words, cond: number, thread: number): number {
    for (let place = 0; place < this.machine.threads.length; place++) {
      if (words[cond + place] === thread + 1) return place;
    }
    return -1;
  }
}

function is(word: number, wanted: number): number {
  return word === wanted ? 1 : 0;
}
