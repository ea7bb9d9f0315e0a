/** The ends of a program as outcomes. */
import { stateLength } from "./buffer.ts";
import { classify, type Ending, finalAfter, isStopped } from "./classify.ts";
import type { PathCounts } from "./count.ts";
import type { Words } from "./expression.ts";
import type { Graph } from "./graph.ts";
import type { Machine } from "./machine.ts";
import type { Outcome, Step } from "./outcome.ts";
import { formatSchedule } from "./schedule.ts";
import { renderSentence, sentence } from "./sentences.ts";
import type { Permutation } from "./symmetry.ts";
import { Walker } from "./walk.ts";
import type { ShortestPaths } from "./witness.ts";

/** An end of the program: a member of the orbit of a state of the graph. */
interface End {
  readonly state: number;
  /** What makes the member of the state; null when it is the state itself. */
  readonly permutation: Permutation | null;
  /** How many members the orbit has: each is reached in equally many ways. */
  readonly share: number;
}

interface Group {
  readonly ending: Ending;
  readonly ends: End[];
}

/**
 * The outcomes in which the program ends, each with the number of schedules and a shortest witness. `counts` is
 * null when schedules cannot be counted, `paths` when nobody wants witnesses; `circles` tells whether the graph has
 * any.
 */
export function endOutcomes(
  machine: Machine,
  graph: Graph,
  counts: PathCounts | null,
  circles: boolean,
  paths: ShortestPaths | null,
): Outcome[] {
  const groups = groupsOf(machine, graph);
  if (circles && graph.stopped === null) addEndless(machine, graph, groups);
  const walker = new Walker(machine, graph);
  return [...groups.values()].map(({ ending, ends }): Outcome => {
    const end = paths === null ? ends[0] : nearest(graph, paths, ends);
    const witness: readonly Step[] =
      paths === null ? [] : walker.walk(paths.path(end.state), end.permutation ?? undefined).run.steps;
    return {
      key: ending.key,
      kind: ending.kind,
      message: ending.message,
      text: renderSentence(ending.message, "en"),
      verdicts: ending.verdicts,
      final: finalAfter(machine, wordsOf(machine, graph, end), 0),
      schedules: counts === null ? null : String(schedulesOf(counts, ends)),
      witness,
      schedule: formatSchedule(
        machine.options,
        witness.map((step) => step.token),
      ),
      only: null,
      race: [],
    };
  });
}

/** The ends by what they mean. */
function groupsOf(machine: Machine, graph: Graph): Map<string, Group> {
  const { arena, symmetry } = graph;
  const groups = new Map<string, Group>();
  for (const state of graph.terminals) {
    const words = arena.wordsOf(state);
    const offset = arena.offsetOf(state);
    // What stopped the program is the same whoever it was: the orbit is one end.
    const members = (!isStopped(machine, words, offset) && symmetry?.members(words, offset)) || [null];
    for (const permutation of members) {
      const end = { state, permutation, share: members.length };
      const ending = classify(machine, wordsOf(machine, graph, end), 0);
      const group = groups.get(ending.key);
      if (group === undefined) groups.set(ending.key, { ending, ends: [end] });
      else group.ends.push(end);
    }
  }
  return groups;
}

/** The words of an end, from index 0 on. */
function wordsOf(machine: Machine, { arena, symmetry }: Graph, end: End): Words {
  const words = arena.wordsOf(end.state);
  const offset = arena.offsetOf(end.state);
  const length = stateLength(machine, words, offset);
  const state = words.subarray(offset, offset + length);
  if (symmetry === null || end.permutation === null) return state;
  const member = state.slice();
  symmetry.permute(member, 0, length, end.permutation);
  return member;
}

function schedulesOf(counts: PathCounts, ends: readonly End[]): bigint {
  let sum = 0n;
  for (const { state, share } of ends) sum += counts.of(state) / BigInt(share);
  return sum;
}

const endless = { kind: "deadlock", message: sentence("outcome.endless") } as const;
const atWork = { kind: "ok", message: sentence("outcome.background") } as const;
const backgroundEnding: Omit<Ending, "key"> = { ...atWork, verdicts: [atWork] };
const endlessEnding: Ending = { key: "endless", ...endless, verdicts: [endless] };

/**
 * Adds the ends that are none, of a complete graph: states from which no end can be reached. Where the goroutines
 * that were there from the start have ended, the others are at work in the background, and that is fine.
 */
function addEndless(machine: Machine, graph: Graph, groups: Map<string, Group>): void {
  const { count } = graph.arena;
  const ends = new Uint8Array(count);
  for (const state of graph.terminals) ends[state] = 1;
  spreadBack(graph, ends);
  const background = new Uint8Array(count);
  for (let state = 0; state < count; state++) {
    if (ends[state] === 0 && startersEnded(machine, graph, state)) background[state] = 1;
  }
  for (let state = 0; state < count; state++) {
    if (background[state] === 0) continue;
    const end = { state, permutation: null, share: 1 };
    const key = `background:${JSON.stringify(finalAfter(machine, wordsOf(machine, graph, end), 0))}`;
    if (!groups.has(key)) groups.set(key, { ending: { ...backgroundEnding, key }, ends: [end] });
  }
  spreadBack(graph, background);
  const lost = ends.findIndex((reached, state) => reached === 0 && background[state] === 0);
  if (lost >= 0) {
    groups.set("endless", { ending: endlessEnding, ends: [{ state: lost, permutation: null, share: 1 }] });
  }
}

/** Have the goroutines ended that were there from the start? */
function startersEnded(machine: Machine, { arena }: Graph, state: number): boolean {
  const words = arena.wordsOf(state);
  const offset = arena.offsetOf(state);
  return machine.program.threads.every(
    ({ start }, thread) =>
      start !== "initial" || words[offset + machine.threads[thread].pc] > machine.threads[thread].end,
  );
}

/** Marks every state from which a marked one can be reached. */
function spreadBack(graph: Graph, ends: Uint8Array): void {
  for (let changed = true; changed; ) {
    changed = false;
    // Downwards, since most edges lead upwards: a few sweeps are enough.
    for (let state = graph.arena.count - 1; state >= 0; state--) {
      if (ends[state] === 1) continue;
      for (let edge = graph.edgeStart[state]; edge < graph.edgeStart[state + 1]; edge++) {
        if (ends[graph.edgeTo[edge]] === 0) continue;
        ends[state] = 1;
        changed = true;
        break;
      }
    }
  }
}

/** Of some ends in the order of their states, the one with the shortest way and, among these, the fewest changes. */
function nearest(graph: Graph, paths: ShortestPaths, ends: readonly End[]): End {
  const level = graph.levels.find((first) => first > ends[0].state) ?? graph.arena.count;
  let best = ends[0];
  let least = paths.cost(best.state);
  for (const end of ends) {
    if (end.state >= level) break;
    const cost = paths.cost(end.state);
    if (cost < least) {
      best = end;
      least = cost;
    }
  }
  return best;
}
