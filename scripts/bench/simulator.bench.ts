/**
 * The simulator's figures, as JSON: all litmus tests under both models; states a second on three threads of three
 * stores and three loads, beside SPIN where `spin` and `gcc` are installed (3x3.pml is the same program, and SPIN
 * finds the same states); a million states; two and three goroutines that write one map, looked into as far as the
 * check for writers; how soon there is something to show, and how soon an exploration that is cancelled ends. Each
 * figure comes with a hash of the work, so that a faster run that does less shows. Time of the processor is given
 * beside the clock's, since the machine may be busy with other work.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expandMaps } from "../../simulator/src/gomap/expand.ts";
import {
  describe,
  type ExploreOptions,
  explore,
  type LitmusTest,
  litmusProgram,
  type Model,
  type Outcome,
  type Program,
  replay,
} from "../../simulator/src/index.ts";
import { type SpinFigures, spinRate } from "./spin.ts";

const models: readonly Model[] = ["sc", "tso"];

function litmusTests(name: string): readonly LitmusTest[] {
  const file = new URL(`../../simulator/testdata/litmus/${name}.json`, import.meta.url);
  const data: { readonly tests: readonly LitmusTest[] } = JSON.parse(readFileSync(file, "utf8"));
  return data.tests;
}

/** The outcomes in an order that does not depend on how they were found. */
function summary(outcomes: readonly Outcome[]): string {
  return outcomes
    .map((outcome) => `${outcome.key} ${outcome.schedules}`)
    .sort()
    .join("\n");
}

/** Explores every program under every model; the first run warms up. Gives the best of `runs` times. */
function measure(
  programs: readonly Program[],
  over: readonly Model[],
  runs: number,
  options: Partial<ExploreOptions> = {},
) {
  let best = Number.POSITIVE_INFINITY;
  let bestCpu = Number.POSITIVE_INFINITY;
  let states = 0;
  let transitions = 0;
  let outcomes = 0;
  let bytes = 0;
  const hash = createHash("sha256");
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    states = 0;
    transitions = 0;
    outcomes = 0;
    for (const program of programs) {
      for (const model of over) {
        const found = explore(program, { model, races: false, witnesses: false, ...options });
        bytes = Math.max(bytes, found.bytes);
        states += found.states;
        transitions += found.transitions;
        outcomes += found.outcomes.length;
        if (run === 0) hash.update(summary(found.outcomes));
      }
    }
    best = Math.min(best, performance.now() - started);
    const { user, system } = process.cpuUsage(cpu);
    bestCpu = Math.min(bestCpu, (user + system) / 1000);
  }
  return {
    milliseconds: Math.round(best * 10) / 10,
    states,
    transitions,
    outcomes,
    megabytes: Math.round(bytes / 1e5) / 10,
    cpuMilliseconds: Math.round(bestCpu * 10) / 10,
    statesPerCpuSecond: Math.round((states / bestCpu) * 1000),
    work: hash.digest("hex").slice(0, 16),
  };
}

/** How many times as many states a second of the processor as SPIN. */
function ratioOf(own: { readonly statesPerCpuSecond: number }, spin: SpinFigures): number {
  return Math.round((own.statesPerCpuSecond / spin.statesPerCpuSecond) * 100) / 100;
}

/** Three threads that store to three locations and load them, and perhaps a fourth of one store and one load. */
function threeByThree(fourth: boolean): Program {
  const locations = ["x", "y", "z"];
  const threads: LitmusTest["threads"][number][] = [0, 1, 2].map((first) => [
    ...[0, 1, 2].map((i) => ({ op: "W", loc: locations[(first + i) % 3], val: first + 1 })),
    ...[0, 1, 2].map((i) => ({ op: "R", loc: locations[(first + i) % 3], reg: `r${i}` })),
  ]);
  if (fourth)
    threads.push([
      { op: "W", loc: "x", val: 4 },
      { op: "R", loc: "y", reg: "r0" },
    ]);
  return litmusProgram({ name: "3x(3W+3R)", init: {}, threads });
}

/** Goroutines that each write the same new key of a Swiss map, down to the check for writers. */
function mapWriters(count: number): Program {
  const program: Program = {
    name: "writers",
    locations: [{ kind: "map", name: "m", keys: ["a", "b"], initial: [1, null] }],
    syncs: [],
    threads: Array.from({ length: count }, (_, index) => ({
      name: `G${index}`,
      start: "initial",
      instructions: [
        {
          kind: "map-write",
          map: "m",
          key: { op: "const", value: 1 },
          value: { op: "const", value: 5 },
        },
      ],
    })),
  };
  return expandMaps(program, { depth: "protocol", runtime: "swiss" }).program;
}

/** Milliseconds to the first outcome of a large exploration, and from a wish to cancel it to its end. */
function response(program: Program) {
  const started = performance.now();
  let first = Number.NaN;
  const wish = started + 300;
  const found = explore(program, {
    model: "tso",
    onOutcome: () => {
      if (Number.isNaN(first)) first = performance.now() - started;
    },
    shouldStop: () => performance.now() > wish,
  });
  return {
    firstOutcomeMs: Math.round(first * 100) / 100,
    cancelMs: Math.round((performance.now() - wish) * 100) / 100,
    work: String(found.stopped),
  };
}

/** The longest of the steps back along a long run: the view of a state that is there already. */
function stepBack(program: Program) {
  const witnesses = explore(program, { model: "tso", races: false }).outcomes.map(
    (outcome) => outcome.schedule,
  );
  const longest = witnesses.reduce((one, other) => (other.length > one.length ? other : one));
  const { states } = replay(program, longest);
  let worst = 0;
  for (const state of states.toReversed()) {
    const started = performance.now();
    describe(state);
    worst = Math.max(worst, performance.now() - started);
  }
  return { steps: states.length, worstMs: Math.round(worst * 100) / 100 };
}

const named = litmusTests("named").map(litmusProgram);
const all = ["named", "random", "suite"].flatMap(litmusTests).map(litmusProgram);
const large = threeByThree(false);
const larger = threeByThree(true);
const tso = measure([large], ["tso"], 5, { reduce: false });
const spin = spinRate(new URL("3x3.pml", import.meta.url));
console.log(
  JSON.stringify(
    {
      litmusNamed: measure(named, models, 5),
      litmusAll: measure(all, models, 3),
      threeByThreeSC: measure([large], ["sc"], 5, { reduce: false }),
      threeByThreeTSO: tso,
      ...(spin === null ? {} : { spin: { ...spin, ratio: ratioOf(tso, spin) } }),
      millionStates: measure([larger], ["tso"], 2, { reduce: false, maxStates: 1_000_000 }),
      twoWriters: measure([mapWriters(2)], ["tso"], 20),
      threeWriters: measure([mapWriters(3)], ["tso"], 3, { schedules: false }),
      threeWritersCounted: measure([mapWriters(3)], ["tso"], 2),
      response: response(larger),
      stepBack: stepBack(mapWriters(2)),
    },
    null,
    1,
  ),
);
