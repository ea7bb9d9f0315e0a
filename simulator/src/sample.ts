/**
 * Runs at random, where there are too many to explore: probabilistic concurrency testing (Burckhardt and others, "A
 * randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010). Goroutines get random
 * priorities and the highest one that can go on does, but for a few moments at which the one that runs becomes the
 * lowest. So an outcome that needs few switches at the right moments is found with a probability that does not
 * vanish with the length of the program. A store buffer has a priority of its own, as its drains are nobody's steps.
 */
import { enabledTransitions } from "./enabled.ts";
import { fire, GROWTH } from "./fire.ts";
import type { Machine } from "./machine.ts";
import type { SampleOptions } from "./outcome.ts";
import { Kind, TransitionList } from "./transition.ts";

/** Moments at which the order of the goroutines changes, when the options do not say. */
const CHANGES = 3;

/** A run that is this many times longer than it should be goes round in a circle, and is given up. */
const PATIENCE = 20;

/** Samples runs of a machine. */
export class Sampler {
  private readonly machine: Machine;
  private readonly random: () => number;
  private readonly changes: number;
  private readonly list = new TransitionList();
  /** By thread, then by store buffer. */
  private readonly priorities: number[];
  private words = new Uint32Array(64);
  /** Steps of the longest run so far: moments are chosen among so many. */
  private longest: number;

  /** Values may be as many as they like from here on. */
  constructor(machine: Machine, options: SampleOptions) {
    this.machine = machine;
    machine.values.limit = 2 ** 31;
    this.random = options.random;
    this.changes = options.changes ?? CHANGES;
    this.priorities = [...machine.threads, ...machine.threads].map(() => 0);
    this.longest = machine.threads.reduce((sum, thread) => sum + thread.end, 8);
  }

  /** A run to its end, as the index of each transition among the enabled ones; null when it was given up. */
  run(): number[] | null {
    const { machine, list, priorities, random } = this;
    for (const agent of priorities.keys()) priorities[agent] = this.changes + random();
    const moments = Array.from({ length: this.changes }, () => Math.floor(random() * this.longest));
    let length = machine.initial.length;
    this.reserve(length);
    this.words.set(machine.initial);
    const way: number[] = [];
    for (;;) {
      enabledTransitions(machine, this.words, 0, list);
      if (list.count === 0) break;
      if (way.length > this.longest * PATIENCE) return null;
      let agent = this.highest();
      for (const [place, moment] of moments.entries()) {
        if (moment !== way.length) continue;
        priorities[agent] = place - this.changes;
        agent = this.highest();
      }
      const index = this.oneOf(agent);
      way.push(index);
      this.reserve(length + GROWTH);
      length = fire(machine, list, index, this.words, 0, length);
    }
    this.longest = Math.max(this.longest, way.length);
    return way;
  }

  /** The state in which the last run ended. */
  get state(): Uint32Array {
    return this.words;
  }

  private reserve(length: number): void {
    if (length <= this.words.length) return;
    const grown = new Uint32Array(length * 2);
    grown.set(this.words);
    this.words = grown;
  }

  private agentOf(index: number): number {
    const { kind, thread } = this.list;
    return kind[index] === Kind.Drain ? this.machine.threads.length + thread[index] : thread[index];
  }

  private highest(): number {
    let best = this.agentOf(0);
    for (let index = 1; index < this.list.count; index++) {
      const agent = this.agentOf(index);
      if (this.priorities[agent] > this.priorities[best]) best = agent;
    }
    return best;
  }

  /** One of an agent's transitions: a case of a select, a value, a goroutine to meet. */
  private oneOf(agent: number): number {
    let count = 0;
    let chosen = 0;
    for (let index = 0; index < this.list.count; index++) {
      if (this.agentOf(index) !== agent) continue;
      count += 1;
      if (this.random() * count < 1) chosen = index;
    }
    return chosen;
  }
}
