/** Data races as outcomes. */
import { finalOf } from "./classify.ts";
import { countPaths, type PathCounts, sumCounts } from "./count.ts";
import type { Graph } from "./graph.ts";
import type { Machine } from "./machine.ts";
import type { Outcome } from "./outcome.ts";
import { pairIsNext, type RacingPair, writes } from "./races.ts";
import { Run } from "./run.ts";
import { formatSchedule } from "./schedule.ts";
import { renderSentence, type SentenceId, sentence } from "./sentences.ts";
import { type Permutation, threadClasses } from "./symmetry.ts";
import { Walker } from "./walk.ts";
import type { ShortestPaths } from "./witness.ts";

/**
 * One outcome for each two places in the code that race (goroutines that run the same code share it). Its
 * schedules are those in which the two accesses are next at the same time at some point; its witness ends with
 * the two, one right after the other.
 */
export function raceOutcomes(
  machine: Machine,
  graph: Graph,
  order: Int32Array | "ascending" | null,
  counts: PathCounts | null,
  paths: ShortestPaths | null,
): Outcome[] {
  const classes = classOf(machine);
  const groups = new Map<string, RacingPair[]>();
  for (const pair of graph.races.pairs) {
    const key = pairKey(machine, pair, classes);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pair]);
    else group.push(pair);
  }
  if (groups.size === 0) return [];
  const walker = new Walker(machine, graph);
  return [...groups].map(([key, pairs]) => {
    const pair = writerFirst(machine, pairs[0], classes);
    const threads = namesFor(machine, pair, graph.symmetry === null ? null : classes);
    const run = paths === null ? new Run(machine) : runThrough(walker, paths.path(pair.state), pair, threads);
    const [first, second] = pair.threads.map((thread) => machine.program.threads[threads[thread]].name);
    const message = sentence("outcome.data-race", {
      location: machine.program.locations[pair.location].name,
      first: sentence(accessIds[codeOf(machine, pair, 0).access] ?? "access.read"),
      thread: first,
      second: sentence(accessIds[codeOf(machine, pair, 1).access] ?? "access.read"),
      other: second,
    });
    return {
      key,
      kind: "data-race",
      message,
      text: renderSentence(message, "en"),
      verdicts: [{ kind: "data-race", message }],
      final: finalOf(machine, run.state, 0),
      schedules:
        order === null || counts === null
          ? null
          : countThrough(machine, graph, order, counts, alike(pairs, classes)),
      witness: run.steps,
      schedule: formatSchedule(
        machine.options,
        run.steps.map((step) => step.token),
      ),
      only: null,
      race: ([0, 1] as const).map((side) => ({
        thread: threads[pair.threads[side]],
        instruction: pair.instructions[side],
      })),
    };
  });
}

/** By `Access`. */
const accessIds: readonly (SentenceId | null)[] = [
  null,
  "access.read",
  "access.write",
  "access.iterate",
  "access.delete",
  "access.clear",
  "access.len",
  "access.atomic-read",
  "access.atomic-write",
];

function codeOf(machine: Machine, pair: RacingPair, side: 0 | 1) {
  return machine.threads[pair.threads[side]].code[pair.instructions[side]];
}

/** For each thread all that run the same code. */
function classOf(machine: Machine): readonly (readonly number[])[] {
  const classes = threadClasses(machine);
  return machine.threads.map((_, thread) => classes.find((members) => members.includes(thread)) ?? [thread]);
}

function pairKey(machine: Machine, pair: RacingPair, classes: readonly (readonly number[])[]): string {
  const places = ([0, 1] as const).map((side) => {
    const thread = pair.threads[side];
    const instruction = pair.instructions[side];
    const source = machine.program.threads[thread].instructions[instruction].source;
    const kind = codeOf(machine, pair, side).access;
    if (source === undefined) return `${classes[thread][0]}@${instruction}`;
    return `${source.file}:${source.line}:${source.column}:${kind}`;
  });
  return `race:${machine.program.locations[pair.location].name}:${places.sort().join("|")}`;
}

/** The pairs, with every thread exchanged for those that run the same code. */
function alike(pairs: readonly RacingPair[], classes: readonly (readonly number[])[]): RacingPair[] {
  const found = new Map<string, RacingPair>();
  for (const pair of pairs) {
    for (const first of classes[pair.threads[0]]) {
      for (const second of classes[pair.threads[1]]) {
        if (first === second) continue;
        found.set(`${first}@${pair.instructions[0]} ${second}@${pair.instructions[1]}`, {
          ...pair,
          threads: [first, second],
        });
      }
    }
  }
  return [...found.values()];
}

/** The pair with the write first where its goroutines run the same code: then either can make either access. */
function writerFirst(
  machine: Machine,
  pair: RacingPair,
  classes: readonly (readonly number[])[],
): RacingPair {
  const [one, other] = pair.threads;
  if (!classes[one].includes(other)) return pair;
  if (writes(codeOf(machine, pair, 0).access) || !writes(codeOf(machine, pair, 1).access)) return pair;
  return {
    ...pair,
    threads: [other, one],
    instructions: [pair.instructions[1], pair.instructions[0]],
  };
}

/** Which threads those of a pair's state are in its witness: of interchangeable ones the first that there are. */
function namesFor(
  machine: Machine,
  pair: RacingPair,
  classes: readonly (readonly number[])[] | null,
): Permutation {
  const names = machine.threads.map((_, thread) => thread);
  if (classes === null) return names;
  const taken = new Set<number>();
  const rest = names.filter((thread) => !pair.threads.includes(thread));
  for (const thread of [...pair.threads, ...rest]) {
    names[thread] = classes[thread].find((name) => !taken.has(name)) ?? thread;
    taken.add(names[thread]);
  }
  return names;
}

/** The run to the state of a pair, in which its threads are `names`, then the one access and then the other. */
function runThrough(walker: Walker, way: readonly number[], pair: RacingPair, names: Permutation): Run {
  const { run } = walker.walk(way, names);
  for (const thread of pair.threads) {
    const acting = names[thread];
    // It may wait for a CPU whose store buffer is not empty yet.
    while (run.indexOfThread(acting) < 0 && run.indexOfDrain() >= 0) run.take(run.indexOfDrain());
    const index = run.indexOfThread(acting);
    if (index >= 0) run.take(index);
  }
  return run;
}

function countThrough(
  machine: Machine,
  graph: Graph,
  order: Int32Array | "ascending",
  counts: PathCounts,
  pairs: readonly RacingPair[],
): string {
  const { arena } = graph;
  const without = countPaths(graph, order, (state) =>
    pairs.some((pair) => pairIsNext(machine, arena.wordsOf(state), arena.offsetOf(state), pair)),
  );
  return String(sumCounts(counts, graph.terminals) - sumCounts(without, graph.terminals));
}
