/** A run of a machine from its first state: the steps so far, in words, and the state they lead to. */
import { enabledTransitions } from "./enabled.ts";
import type { Words } from "./expression.ts";
import { fire, GROWTH } from "./fire.ts";
import type { Machine } from "./machine.ts";
import { nextOrigins, noOrigins, type Origins } from "./origins.ts";
import type { Step } from "./outcome.ts";
import { describeStep } from "./steps.ts";
import { Kind, TransitionList } from "./transition.ts";

export class Run {
  readonly steps: Step[] = [];
  /** The transitions of the state reached. */
  readonly list = new TransitionList();
  private readonly machine: Machine;
  private words: Words;
  private length: number;
  private origins: Origins;

  /** Begins a run. Its words are wide, so the machine's values may be as many as they like from here on. */
  constructor(machine: Machine) {
    this.machine = machine;
    machine.values.limit = 2 ** 31;
    this.length = machine.initial.length;
    this.words = new Uint32Array(this.length);
    this.words.set(machine.initial);
    this.origins = noOrigins(machine);
    enabledTransitions(machine, this.words, 0, this.list);
  }

  /** The state reached. */
  get state(): Words {
    return this.words;
  }

  /** The instruction from which a transition's step comes, where it is a drain; -1 otherwise. */
  originOf(index: number): number {
    const { list, origins } = this;
    return list.kind[index] === Kind.Drain ? origins[list.thread[index]][list.choice[index]] : -1;
  }

  /** Takes a transition of `list`. Gives its step: `known`, when somebody has put it into words already. */
  take(index: number, known?: Step): Step {
    const { machine, list } = this;
    const before = { words: this.words, offset: 0 };
    const target = new Uint32Array(this.length + GROWTH);
    target.set(this.words);
    const length = fire(machine, list, index, target, 0, this.length);
    const after = { words: target.subarray(0, length), offset: 0 };
    const step = known ?? describeStep(machine, before, after, list, index, this.originOf(index));
    this.steps.push(step);
    this.origins = nextOrigins(machine, this.origins, before, after, list, index);
    this.words = after.words;
    this.length = length;
    enabledTransitions(machine, this.words, 0, list);
    return step;
  }

  /** The index in `list` of an instruction of a thread, -1 when it cannot run. */
  indexOfThread(thread: number): number {
    return this.find((kind, other) => kind === Kind.Execute && other === thread);
  }

  /** The index in `list` of some drain, -1 when there is none. */
  indexOfDrain(): number {
    return this.find((kind) => kind === Kind.Drain);
  }

  private find(wanted: (kind: number, thread: number) => boolean): number {
    const { kind, thread, count } = this.list;
    for (let index = 0; index < count; index++) if (wanted(kind[index], thread[index])) return index;
    return -1;
  }
}
