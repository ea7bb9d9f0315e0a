/** The complete graph of states: breadth first, every transition kept, so that it can be counted and walked. */
import { MAX_STATES, StateArena } from "./arena.ts";
import { stateLength } from "./buffer.ts";
import { Eager } from "./eager.ts";
import { enabledTransitions } from "./enabled.ts";
import { fire, GROWTH } from "./fire.ts";
import { HALT, type Machine } from "./machine.ts";
import type { ExploreOptions, Stopped } from "./outcome.ts";
import { RaceFinder } from "./races.ts";
import { Symmetry } from "./symmetry.ts";
import { TransitionList } from "./transition.ts";
import { WidthOverflow } from "./values.ts";
import { startingWidth, wider } from "./width.ts";

/** The default bound on states. */
export const DEFAULT_MAX_STATES = 2_000_000;

/** States between two looks at the clock and at `shouldStop`: about a millisecond of work. */
const CHECK_EVERY = 1024;

/** States between two reports of progress. */
const REPORT_EVERY = 8192;

export interface Graph {
  readonly arena: StateArena;
  /** Edges of state s are `edgeStart[s]` to `edgeStart[s + 1]`, in the order of its enabled transitions. */
  readonly edgeStart: Int32Array;
  readonly edgeTo: Int32Array;
  /** The thread or CPU that acts on each edge, by its place in the state the edge leaves. */
  readonly edgeAgent: Uint8Array;
  /** The same thread by its place in the state the edge leads to. */
  readonly edgeAgentAfter: Uint8Array;
  readonly edges: number;
  /** The first state of each depth, and the number of states at the end. */
  readonly levels: readonly number[];
  /** States with no transition, in order. */
  readonly terminals: readonly number[];
  readonly races: RaceFinder;
  readonly stopped: Stopped | null;
  /** True when every edge leads to a state of a higher number: then the graph has no cycle. */
  readonly ascending: boolean;
  /** Not null when the graph keeps one state of each orbit. */
  readonly symmetry: Symmetry | null;
  /** The index among a state's enabled transitions of its first edge: not 0 where some were left out. */
  readonly firstIndex: (state: number) => number;
  /** Bytes that states and edges take. */
  readonly bytes: number;
}

/**
 * How much of a program's graph is built. `all`: every state. `orbits`: one state for interchangeable threads.
 * `eager`: orbits, and of steps that concern nobody else no interleavings; schedules cannot be counted then.
 */
export type Reduction = "all" | "orbits" | "eager";

/** Explores all states of the machine, within the bounds of the options. */
export function buildGraph(machine: Machine, options: ExploreOptions, reduction: Reduction): Graph {
  return new GraphBuilder(machine, options, reduction).build();
}

class GraphBuilder {
  private readonly machine: Machine;
  private readonly options: ExploreOptions;
  private readonly started: number;
  private readonly list = new TransitionList();
  private readonly arena: StateArena;
  private readonly races: RaceFinder;
  private readonly symmetry: Symmetry | null;
  private readonly eager: Eager | null;
  /** By state, where steps are eager. */
  private first = new Uint8Array(1 << 10);
  private edgeStart = new Int32Array(1 << 10);
  private edgeTo = new Int32Array(1 << 12);
  private edgeAgent = new Uint8Array(1 << 12);
  private edgeAgentAfter: Uint8Array;
  private edges = 0;
  private ascending = true;
  private readonly terminals: number[] = [];

  constructor(machine: Machine, options: ExploreOptions, reduction: Reduction) {
    this.machine = machine;
    this.options = options;
    this.started = options.now?.() ?? 0;
    this.races = new RaceFinder(machine, options.races !== false);
    this.symmetry = reduction === "all" ? null : Symmetry.of(machine);
    this.eager = reduction === "eager" ? new Eager(machine, options.races === false) : null;
    this.edgeAgentAfter = this.symmetry === null ? this.edgeAgent : new Uint8Array(this.edgeAgent.length);
    this.arena = new StateArena(startingWidth(machine));
    this.arena.reserve(machine.fixedLength);
    this.arena.endWords.set(machine.initial, this.arena.endOffset);
    this.arena.add(machine.fixedLength);
  }

  build(): Graph {
    const { arena, options } = this;
    const maxSteps = options.maxSteps ?? Number.POSITIVE_INFINITY;
    const maxStates = Math.min(options.maxStates ?? DEFAULT_MAX_STATES, MAX_STATES);
    const levels = [0];
    let levelEnd = 1;
    let stopped: Stopped | null = null;
    let state = 0;
    for (; state < arena.count; state++) {
      if (state === levelEnd) {
        levels.push(state);
        levelEnd = arena.count;
      }
      if (arena.count > maxStates) stopped = "max-states";
      else if (state % CHECK_EVERY === 0 && state > 0) stopped = this.check(state) ?? stopped;
      if (stopped !== null && stopped !== "max-steps") break;
      if (levels.length > maxSteps) {
        if (this.skip(state)) stopped = "max-steps";
        continue;
      }
      this.expand(state);
    }
    // States that were met but not expanded have no edges.
    this.growStarts(arena.count + 1);
    this.edgeStart.fill(this.edges, state + 1 > arena.count ? arena.count : state, arena.count + 1);
    if (levelEnd < arena.count) levels.push(levelEnd);
    levels.push(arena.count);
    const { first } = this;
    return {
      arena,
      edgeStart: this.edgeStart,
      edgeTo: this.edgeTo,
      edgeAgent: this.edgeAgent,
      edgeAgentAfter: this.edgeAgentAfter,
      edges: this.edges,
      levels,
      terminals: this.terminals,
      races: this.races,
      stopped,
      ascending: this.ascending,
      symmetry: this.symmetry,
      firstIndex: this.eager === null ? () => 0 : (given) => first[given],
      bytes: this.bytes,
    };
  }

  private get bytes(): number {
    const after = this.symmetry === null ? 0 : this.edgeAgentAfter.byteLength;
    const edges = this.edgeStart.byteLength + this.edgeTo.byteLength + this.edgeAgent.byteLength;
    return this.arena.bytes + edges + after + this.first.byteLength;
  }

  /** Tells how far the exploration is, and whether it has to end here. */
  private check(state: number): Stopped | null {
    const { options, arena } = this;
    if (state % REPORT_EVERY === 0) options.onProgress?.({ states: arena.count, transitions: this.edges });
    if (options.shouldStop?.() === true) return "cancelled";
    if (this.bytes > (options.maxBytes ?? Number.POSITIVE_INFINITY)) return "max-bytes";
    const { now, maxMilliseconds } = options;
    if (now === undefined || maxMilliseconds === undefined) return null;
    return now() - this.started > maxMilliseconds ? "max-time" : null;
  }

  private expand(state: number): void {
    const firstEdge = this.edges;
    for (;;) {
      try {
        this.expandOnce(state, firstEdge);
        return;
      } catch (error) {
        if (!(error instanceof WidthOverflow)) throw error;
        const { machine, arena } = this;
        arena.widen(wider(machine, arena.width), (words, offset) => stateLength(machine, words, offset));
      }
    }
  }

  private expandOnce(state: number, firstEdge: number): void {
    const { machine, arena, list, eager } = this;
    const words = arena.wordsOf(state);
    const from = arena.offsetOf(state);
    const length = stateLength(machine, words, from);
    this.edges = firstEdge;
    this.growStarts(state + 2);
    this.edgeStart[state] = firstEdge;
    enabledTransitions(machine, words, from, list);
    const count = list.count;
    if (firstEdge + count > this.edgeTo.length) this.growEdges(firstEdge + count);
    if (eager === null) {
      this.fireAll(state, length, 0, count);
    } else {
      const fewer = eager.choose(words, from, list);
      this.first[state] = eager.first;
      // Where an eager step closes a circle or stops the program (by what silently follows it), the others would
      // never come: then all are explored.
      if (this.fireAll(state, length, eager.first, eager.count) && fewer) {
        this.edges = firstEdge;
        this.first[state] = 0;
        this.fireAll(state, length, 0, count);
      }
    }
    this.edgeStart[state + 1] = this.edges;
    if (count === 0) this.terminals.push(state);
    // A state may have moved: the memory it was in may have grown.
    else this.races.look(arena.wordsOf(state), arena.offsetOf(state), state);
  }

  /** Explores some of the transitions of a state. True when none leads to a state still to be expanded, or one stops. */
  private fireAll(state: number, length: number, first: number, count: number): boolean {
    const { machine, arena, list, symmetry } = this;
    let circles = true;
    let stops = false;
    for (let index = first; index < first + count; index++) {
      arena.copy(state, length, GROWTH);
      const grown = fire(machine, list, index, arena.endWords, arena.endOffset, length);
      if (arena.endWords[arena.endOffset + HALT] !== 0) stops = true;
      const agent = list.thread[index];
      this.edgeAgent[this.edges] = agent;
      if (symmetry !== null) {
        const moved = symmetry.sort(arena.endWords, arena.endOffset, grown);
        this.edgeAgentAfter[this.edges] = moved ? symmetry.moved[agent] : agent;
      }
      const to = arena.add(grown);
      if (to <= state) this.ascending = false;
      else circles = false;
      this.edgeTo[this.edges] = to;
      this.edges += 1;
    }
    return circles || stops;
  }

  /** Leaves a state without edges; true when it had some. */
  private skip(state: number): boolean {
    const { machine, arena, list } = this;
    this.growStarts(state + 2);
    this.edgeStart[state] = this.edges;
    this.edgeStart[state + 1] = this.edges;
    enabledTransitions(machine, arena.wordsOf(state), arena.offsetOf(state), list);
    if (list.count === 0) this.terminals.push(state);
    return list.count > 0;
  }

  private growStarts(length: number): void {
    if (length <= this.edgeStart.length) return;
    const size = Math.max(this.edgeStart.length * 2, length);
    const grown = new Int32Array(size);
    grown.set(this.edgeStart);
    this.edgeStart = grown;
    if (this.eager !== null) this.first = longer(this.first, size);
  }

  private growEdges(length: number): void {
    const size = Math.max(this.edgeTo.length * 2, length);
    const to = new Int32Array(size);
    to.set(this.edgeTo);
    this.edgeTo = to;
    this.edgeAgent = longer(this.edgeAgent, size);
    this.edgeAgentAfter = this.symmetry === null ? this.edgeAgent : longer(this.edgeAgentAfter, size);
  }
}

function longer(array: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length);
  grown.set(array);
  return grown;
}
