/** Walks ways through the state graph and tells their steps. */
import { stateLength } from "./buffer.ts";
import { enabledTransitions } from "./enabled.ts";
import { fire, GROWTH } from "./fire.ts";
import type { Graph } from "./graph.ts";
import type { Machine } from "./machine.ts";
import type { Step } from "./outcome.ts";
import { Run } from "./run.ts";
import type { Permutation, Symmetry } from "./symmetry.ts";
import { TransitionList } from "./transition.ts";

/** A run along a way, and which thread of the run each thread of the way's last state is. */
export interface Walk {
  readonly run: Run;
  readonly labels: Permutation;
}

/**
 * Turns ways through the graph into runs. A way is, for each step, the index of the transition among the enabled
 * ones of its state. Where the graph keeps one state of each orbit, the run follows the threads through the
 * exchanges.
 */
export class Walker {
  private readonly machine: Machine;
  private readonly graph: Graph;
  /** Steps by edge and by who acts, since ways share their beginnings; a drain may be of another instruction. */
  private readonly told = new Map<string, Step>();

  constructor(machine: Machine, graph: Graph) {
    this.machine = machine;
    this.graph = graph;
  }

  /** The run of a way; with `wanted` the one in which the threads of the last state are those threads. */
  walk(way: readonly number[], wanted?: Permutation): Walk {
    const { machine, graph } = this;
    const identity = machine.threads.map((_, thread) => thread);
    const { symmetry } = graph;
    const exchanges = symmetry === null ? null : this.exchanges(way, symmetry);
    let labels: Permutation = identity;
    if (exchanges !== null && wanted !== undefined) {
      const last = exchanges.reduce(exchanged, identity);
      labels = exchanged(wanted, last);
    }
    const run = new Run(machine);
    let state = 0;
    for (const [place, index] of way.entries()) {
      const taken = exchanges === null ? index : this.sameTransition(run.list, state, index, labels);
      const edge = graph.edgeStart[state] + index - graph.firstIndex(state);
      const key = exchanges === null ? String(edge) : `${edge}:${labels.join()}`;
      const known = this.told.get(key);
      const fits =
        known !== undefined && (known.action !== "drain" || known.instruction === run.originOf(taken));
      const step = run.take(taken, fits ? known : undefined);
      if (!fits) this.told.set(key, step);
      if (exchanges !== null) labels = exchanged(labels, exchanges[place]);
      state = graph.edgeTo[edge];
    }
    return { run, labels };
  }

  /** What each transition of a way exchanges when its target becomes the kept state of its orbit. */
  private exchanges(way: readonly number[], symmetry: Symmetry): Permutation[] {
    const { machine, graph } = this;
    const list = new TransitionList();
    const identity = machine.threads.map((_, thread) => thread);
    let state = 0;
    return way.map((index) => {
      const from = graph.arena.wordsOf(state);
      const offset = graph.arena.offsetOf(state);
      const length = stateLength(machine, from, offset);
      const words = new Uint32Array(length + GROWTH);
      words.set(from.subarray(offset, offset + length));
      enabledTransitions(machine, words, 0, list);
      const grown = fire(machine, list, index, words, 0, length);
      state = graph.edgeTo[graph.edgeStart[state] + index - graph.firstIndex(state)];
      return symmetry.sort(words, 0, grown) ? [...symmetry.moved] : identity;
    });
  }

  /** The index among a run's transitions of what a transition of a state is in the run. */
  private sameTransition(list: TransitionList, state: number, index: number, labels: Permutation): number {
    const { machine, graph } = this;
    const own = new TransitionList();
    enabledTransitions(machine, graph.arena.wordsOf(state), graph.arena.offsetOf(state), own);
    const partner = own.partner[index] < 0 ? -1 : labels[own.partner[index]];
    for (let other = 0; other < list.count; other++) {
      if (
        list.kind[other] === own.kind[index] &&
        list.thread[other] === labels[own.thread[index]] &&
        list.choice[other] === own.choice[index] &&
        list.partner[other] === partner &&
        list.partnerChoice[other] === own.partnerChoice[index]
      ) {
        return other;
      }
    }
    throw new Error("interchangeable threads that are not");
  }
}

/** The labels after an exchange: a thread that was put in another's place keeps its own label. */
function exchanged(labels: Permutation, exchange: Permutation): Permutation {
  const next = [...labels];
  for (const [from, to] of exchange.entries()) next[to] = labels[from];
  return next;
}
