/**
 * Steps that need not wait for each other. Where a goroutine stands at an instruction that concerns nobody else, it
 * is enough to explore that one: whatever the others do first, they could as well do afterwards, and the states are
 * the same. So are a fence that has nothing to wait for and, since buffers have no bound, a store that goes into
 * the goroutine's own buffer. (Measured in many tools; see e.g. Abdulla et al., "Stateless model checking for TSO
 * and PSO", TACAS 2015. A load is never one: it may be forwarded from an entry whose drain changes it.)
 *
 * What is lost is the number of interleavings, and with stores the moments at which two accesses are next at the
 * same time. A step that may end a goroutine is not taken so where the end of another ends the program: the
 * outcome tells who had finished.
 */
import { bufferEmpty, currentCode } from "./enabled.ts";
import type { Words } from "./expression.ts";
import { type Code, type Machine, Op } from "./machine.ts";
import { Kind, type TransitionList } from "./transition.ts";

/** Finds the steps that can be taken before all others. */
export class Eager {
  /** The transitions to explore are `count` of the list, from `first` on. */
  first = 0;
  count = 0;
  private readonly machine: Machine;
  private readonly stores: boolean;
  private readonly ends: boolean;

  /** `stores` tells whether stores are among them: not where data races are looked for. */
  constructor(machine: Machine, stores: boolean) {
    this.machine = machine;
    // With fewer CPUs than threads a store takes a CPU away from others.
    this.stores = stores && machine.buffered && machine.cpus === machine.threads.length;
    this.ends = !machine.threads.some((thread) => thread.endsProgram);
  }

  /** Chooses among the transitions of a state: those of one thread, or all. True when some are left out. */
  choose(words: Words, offset: number, list: TransitionList): boolean {
    this.first = 0;
    this.count = list.count;
    for (let index = 0; index < list.count && list.kind[index] === Kind.Execute; index++) {
      const thread = list.thread[index];
      if (index > 0 && list.thread[index - 1] === thread) continue;
      const code = currentCode(this.machine, words, offset, thread);
      if (code === null || !this.isEager(words, offset, thread, code)) continue;
      this.first = index;
      this.count = 1;
      while (index + this.count < list.count && list.thread[index + this.count] === thread) {
        if (list.kind[index + this.count] !== Kind.Execute) break;
        this.count += 1;
      }
      return this.count < list.count;
    }
    return false;
  }

  private isEager(words: Words, offset: number, thread: number, code: Code): boolean {
    const { machine } = this;
    switch (code.op) {
      case Op.Assign:
      case Op.Abstract:
      case Op.Havoc:
        return this.goesOn(thread, code.next);
      case Op.Jump:
        return this.goesOn(thread, code.target);
      case Op.Branch:
        return this.goesOn(thread, code.target) && this.goesOn(thread, code.next);
      case Op.Mfence:
        return bufferEmpty(machine, words, offset, thread) && this.goesOn(thread, code.next);
      case Op.Store:
        return this.stores && !code.fresh && this.goesOn(thread, code.next);
      default:
        return false;
    }
  }

  /** Whether a thread that goes on at an instruction is still running, or its end makes no difference. */
  private goesOn(thread: number, next: number): boolean {
    if (this.ends) return true;
    // What silently follows may lead to the end.
    return !this.machine.silences && next < this.machine.threads[thread].end;
  }
}
