/** Counts schedules: the paths of the state graph, exactly, in one pass in topological order. */
import type { Graph } from "./graph.ts";

/**
 * An order in which every edge leads forward; null when the graph has a cycle, and then there are endlessly many
 * schedules. An `Int32Array` of states, or "ascending" when the states' own numbers are such an order.
 */
export function topologicalOrder(graph: Graph): Int32Array | "ascending" | null {
  if (graph.ascending) return "ascending";
  const states = graph.arena.count;
  const incoming = new Int32Array(states);
  for (let edge = 0; edge < graph.edges; edge++) incoming[graph.edgeTo[edge]] += 1;
  const order = new Int32Array(states);
  let filled = 0;
  for (let state = 0; state < states; state++) if (incoming[state] === 0) order[filled++] = state;
  for (let next = 0; next < filled; next++) {
    const state = order[next];
    for (let edge = graph.edgeStart[state]; edge < graph.edgeStart[state + 1]; edge++) {
      const to = graph.edgeTo[edge];
      if (--incoming[to] === 0) order[filled++] = to;
    }
  }
  return filled === states ? order : null;
}

/** How many paths lead from the first state to each state. */
export interface PathCounts {
  of(state: number): bigint;
}

/** The number of paths to every state. States for which `avoid` is true are not entered. */
export function countPaths(
  graph: Graph,
  order: Int32Array | "ascending",
  avoid: (state: number) => boolean = () => false,
): PathCounts {
  const states = graph.arena.count;
  const avoided = new Uint8Array(states);
  const counts = new Float64Array(states);
  counts[0] = 1;
  let largest = 0;
  for (let place = 0; place < states; place++) {
    const state = order === "ascending" ? place : order[place];
    const count = counts[state];
    if (count === 0) continue;
    if (avoid(state)) {
      avoided[state] = 1;
      counts[state] = 0;
      continue;
    }
    if (count > largest) largest = count;
    for (let edge = graph.edgeStart[state]; edge < graph.edgeStart[state + 1]; edge++) {
      counts[graph.edgeTo[edge]] += count;
    }
  }
  if (largest < Number.MAX_SAFE_INTEGER) return { of: (state) => BigInt(counts[state]) };
  // Rounding makes the largest sum wrong by less than a factor of 2.
  const bits = Number.isFinite(largest) ? Math.log2(largest) + 1 : mostBits(graph, order);
  return countExactly(graph, order, avoided, Math.ceil(bits / LIMB_BITS));
}

/** Bits that hold every count: a way to a state chooses among the edges of each state on it. */
function mostBits({ arena, edgeStart, edgeTo }: Graph, order: Int32Array | "ascending"): number {
  const bits = new Float64Array(arena.count);
  let most = 0;
  for (let place = 0; place < arena.count; place++) {
    const state = order === "ascending" ? place : order[place];
    const here = bits[state] + Math.log2(Math.max(1, edgeStart[state + 1] - edgeStart[state]));
    if (here > most) most = here;
    for (let edge = edgeStart[state]; edge < edgeStart[state + 1]; edge++) {
      const to = edgeTo[edge];
      if (here > bits[to]) bits[to] = here;
    }
  }
  return most + 1;
}

/** Numbers too large for a double are kept in limbs of so many bits, so that a sum of two fits in 31. */
const LIMB_BITS = 30;
const LIMB_MASK = 2 ** LIMB_BITS - 1;

function countExactly(
  graph: Graph,
  order: Int32Array | "ascending",
  avoided: Uint8Array,
  limbs: number,
): PathCounts {
  const states = graph.arena.count;
  const { edgeStart, edgeTo } = graph;
  const counts = new Int32Array(states * limbs);
  counts[0] = 1;
  for (let place = 0; place < states; place++) {
    const state = order === "ascending" ? place : order[place];
    const from = state * limbs;
    if (avoided[state] === 1) {
      counts.fill(0, from, from + limbs);
      continue;
    }
    for (let edge = edgeStart[state]; edge < edgeStart[state + 1]; edge++) {
      const to = edgeTo[edge] * limbs;
      let carry = 0;
      for (let limb = 0; limb < limbs; limb++) {
        const sum = counts[to + limb] + counts[from + limb] + carry;
        counts[to + limb] = sum & LIMB_MASK;
        carry = sum >>> LIMB_BITS;
      }
    }
  }
  return {
    of: (state) => {
      let count = 0n;
      for (let limb = limbs - 1; limb >= 0; limb--) {
        count = (count << BigInt(LIMB_BITS)) | BigInt(counts[state * limbs + limb]);
      }
      return count;
    },
  };
}

/** The sum of the counts of some states. */
export function sumCounts(counts: PathCounts, states: readonly number[]): bigint {
  let sum = 0n;
  for (const state of states) sum += counts.of(state);
  return sum;
}
