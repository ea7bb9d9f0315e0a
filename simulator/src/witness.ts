/** Shortest ways to states, and among the shortest those with the fewest changes of thread. */
import type { Graph } from "./graph.ts";

/** Beyond this many entries the table would cost more memory than the states: changes are not minimised. */
const MAX_ENTRIES = 24_000_000;

/**
 * For every state and every agent (thread or CPU) that may have acted last on a shortest way there, the fewest
 * changes of agent, and the edge by which it is reached.
 */
export class ShortestPaths {
  private readonly graph: Graph;
  private readonly agents: number;
  private readonly changes: Uint16Array;
  private readonly edge: Int32Array;

  constructor(graph: Graph, threads: number) {
    this.graph = graph;
    this.agents = graph.arena.count * threads <= MAX_ENTRIES ? threads : 1;
    const entries = graph.arena.count * this.agents;
    this.changes = new Uint16Array(entries).fill(UNREACHED);
    this.edge = new Int32Array(entries).fill(-1);
    this.changes.fill(0, 0, this.agents);
    this.run();
  }

  /** The fewest changes of agent on a shortest way to a state. */
  cost(state: number): number {
    let least = UNREACHED;
    for (let agent = 0; agent < this.agents; agent++) {
      least = Math.min(least, this.changes[state * this.agents + agent]);
    }
    return least;
  }

  /** The way: for each step the index of the transition among the enabled ones of its state. */
  path(state: number): number[] {
    const { graph, agents } = this;
    let agent = 0;
    for (let other = 1; other < agents; other++) {
      if (this.changes[state * agents + other] < this.changes[state * agents + agent]) agent = other;
    }
    const steps: number[] = [];
    let at = state;
    while (at !== 0) {
      const edge = this.edge[at * agents + agent];
      const wanted = this.changes[at * agents + agent];
      const from = this.sourceOf(edge);
      steps.push(edge - graph.edgeStart[from] + graph.firstIndex(from));
      const acting = agents === 1 ? 0 : graph.edgeAgent[edge];
      let before = acting;
      for (let other = 0; other < agents; other++) {
        if (this.changes[from * agents + other] + (other === acting ? 0 : 1) === wanted) {
          before = other;
          break;
        }
      }
      // Staying with the same agent, where it costs no more, needs no choice.
      if (this.changes[from * agents + acting] === wanted) before = acting;
      at = from;
      agent = before;
    }
    return steps.reverse();
  }

  private run(): void {
    const { graph, agents, changes } = this;
    const { levels, edgeStart, edgeTo, edgeAgent, edgeAgentAfter } = graph;
    for (let depth = 0; depth + 2 < levels.length; depth++) {
      const nextLevel = levels[depth + 1];
      for (let state = levels[depth]; state < nextLevel; state++) {
        let least = UNREACHED;
        for (let agent = 0; agent < agents; agent++) least = Math.min(least, changes[state * agents + agent]);
        for (let edge = edgeStart[state]; edge < edgeStart[state + 1]; edge++) {
          const to = edgeTo[edge];
          if (to < nextLevel) continue;
          const acting = agents === 1 ? 0 : edgeAgent[edge];
          const cost = Math.min(changes[state * agents + acting], least + (agents === 1 ? 0 : 1));
          const entry = to * agents + (agents === 1 ? 0 : edgeAgentAfter[edge]);
          if (cost < changes[entry]) {
            changes[entry] = cost;
            this.edge[entry] = edge;
          }
        }
      }
    }
  }

  /** The state an edge leaves, by binary search. */
  private sourceOf(edge: number): number {
    const starts = this.graph.edgeStart;
    let low = 0;
    let high = this.graph.arena.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= edge) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const UNREACHED = 65_535;
