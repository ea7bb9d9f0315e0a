/** Reductions change neither outcomes nor counts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { endOutcomes } from "./end-outcomes.ts";
import { explore } from "./explore.ts";
import { buildGraph, type Reduction } from "./graph.ts";
import type { ExploreOptions, Outcome } from "./outcome.ts";
import type { Instruction, Model, Program } from "./program.ts";
import { raceOutcomes } from "./race-outcomes.ts";
import { replay } from "./replay.ts";
import { increment, locked, mutex, num, program, rwmutex, store, thread } from "./testing/programs.ts";
import { goPrograms, litmusPrograms } from "./testing/random.ts";

const models = fc.constantFrom<Model>("sc", "tso", "pso");

/** The same code in two or three goroutines, and perhaps another goroutine beside them. */
const alike: fc.Arbitrary<Program> = fc
  .record({
    code: goPrograms(1),
    other: goPrograms(1),
    count: fc.integer({ min: 2, max: 3 }),
    beside: fc.boolean(),
  })
  .filter(({ code, count, beside }) => code.threads[0].instructions.length * (count + Number(beside)) <= 12)
  .map(({ code, other, count, beside }) => {
    const [one] = code.threads;
    const threads = Array.from({ length: count }, (_, index) => ({ ...one, name: `S${index}` }));
    const rest = beside ? [{ ...other.threads[0], name: "T" }] : [];
    return { ...code, threads: [...threads.slice(0, 1), ...rest, ...threads.slice(1)] };
  });

function summary(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => `${outcome.kind} ${outcome.key} ${outcome.schedules}`).sort();
}

/** The ends by kind and key that a graph of some reduction has. */
function ends(given: Program, options: ExploreOptions, reduction: Reduction): string[] {
  const machine = compile(given, options);
  const graph = buildGraph(machine, options, reduction);
  expect(graph.stopped).toBeNull();
  return endOutcomes(machine, graph, null, false, null)
    .map((outcome) => `${outcome.kind} ${outcome.key}`)
    .sort();
}

describe("one state for goroutines that run the same code", () => {
  it("gives the same outcomes and races with the same number of schedules", () => {
    fc.assert(
      fc.property(alike, models, (given, model) => {
        const full = explore(given, { model, reduce: false, witnesses: false });
        const kept = explore(given, { model, witnesses: false });
        expect(summary(kept.outcomes)).toEqual(summary(full.outcomes));
        expect(kept.schedules).toBe(full.schedules);
        expect(kept.states).toBeLessThanOrEqual(full.states);
      }),
      { numRuns: 60 },
    );
  });

  it("gives witnesses that replay to the outcome, as short and with as few changes", () => {
    fc.assert(
      fc.property(alike, models, (given, model) => {
        const full = new Map(
          explore(given, { model, reduce: false }).outcomes.map((item) => [item.key, item]),
        );
        for (const outcome of explore(given, { model }).outcomes) {
          const { states, steps } = replay(given, outcome.schedule);
          expect(steps).toEqual(outcome.witness);
          const other = full.get(outcome.key);
          expect(steps).toHaveLength(other?.witness.length ?? -1);
          if (outcome.kind === "data-race") continue;
          expect(changes(outcome)).toBe(other === undefined ? -1 : changes(other));
          expect(states.at(-1)?.machine.model).toBe(model);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("covers locks, read locks and once, which remember goroutines", () => {
    const once: Instruction[] = [
      { kind: "once-begin", sync: "once", target: 3 },
      ...increment("y"),
      { kind: "once-end", sync: "once" },
    ];
    const reads: Instruction[] = [
      { kind: "rlock", sync: "rw" },
      ...increment("z"),
      { kind: "runlock", sync: "rw" },
      { kind: "lock", sync: "rw" },
      { kind: "unlock", sync: "rw" },
    ];
    const waits: Instruction[] = [
      { kind: "cond-signal", sync: "cond" },
      { kind: "cond-enter", sync: "cond" },
      { kind: "cond-wait", sync: "cond" },
      ...increment("x"),
    ];
    for (const body of [once, locked("mu", increment("x")), reads, waits]) {
      const threads = ["A", "B", "C"].map((name) => thread(name, body, ["old"]));
      const given = program(threads, [
        ...[mutex, rwmutex],
        { kind: "once", name: "once" },
        { kind: "cond", name: "cond" },
      ]);
      const full = explore(given, { model: "tso", reduce: false });
      const kept = explore(given, { model: "tso" });
      expect(summary(kept.outcomes)).toEqual(summary(full.outcomes));
      expect(kept.states * 2).toBeLessThan(full.states);
    }
  });
});

function changes(outcome: Outcome): number {
  return outcome.witness.filter((step, index, all) => index > 0 && all[index - 1].thread !== step.thread)
    .length;
}

describe("steps that concern nobody else", () => {
  it("taken first, without stores, keep the outcomes and the races", () => {
    fc.assert(
      fc.property(goPrograms(3), models, (given, model) => {
        expect(ends(given, { model }, "eager")).toEqual(ends(given, { model }, "all"));
        const races = (reduction: Reduction): string[] => {
          const machine = compile(given, { model });
          const graph = buildGraph(machine, { model }, reduction);
          return raceOutcomes(machine, graph, null, null, null)
            .map((outcome) => outcome.key)
            .sort();
        };
        expect(races("eager")).toEqual(races("all"));
      }),
      { numRuns: 60 },
    );
  });

  it("taken first, with stores, keep the outcomes", () => {
    fc.assert(
      fc.property(
        fc.oneof(litmusPrograms(3), alike),
        models,
        fc.constantFrom(1, 2, 4),
        (given, model, cpus) => {
          const options = { model, cpus, races: false };
          expect(ends(given, options, "eager")).toEqual(ends(given, options, "all"));
        },
      ),
      { numRuns: 80 },
    );
  });

  it("come in where the states do not fit the bound, and then nothing is counted", () => {
    const body = [...increment("x"), ...increment("y")];
    const given = program([thread("A", body), thread("B", [...body, ...increment("z")])]);
    const options = { model: "tso", races: false } as const;
    const full = explore(given, options);
    const bound = full.states - 1;
    const reduced = explore(given, { ...options, maxStates: bound });
    expect([reduced.complete, reduced.schedules]).toEqual([true, null]);
    expect(reduced.outcomes.map((outcome) => outcome.key).sort()).toEqual(
      full.outcomes.map((outcome) => outcome.key).sort(),
    );
    for (const outcome of reduced.outcomes) {
      expect(replay(given, outcome.schedule).steps).toEqual(outcome.witness);
    }
    const cut = explore(given, { ...options, maxStates: bound, reduce: false });
    expect([cut.complete, cut.stopped]).toEqual([false, "max-states"]);
  });

  it("a step that stops the program by what silently follows it keeps the others' steps", () => {
    const stop = (text: string): Instruction => ({ kind: "verdict", outcome: "fatal", text, silent: true });
    const given = program([
      thread("A", [{ kind: "assign", register: "a", value: num(1) }, stop("one")]),
      thread("B", [store("x", 1), stop("other")]),
    ]);
    const options = { model: "tso", races: false, witnesses: false } as const;
    const texts = (schedules: boolean): string[] =>
      explore(given, { ...options, schedules }).outcomes.map((outcome) => outcome.text);
    expect(texts(true)).toEqual(["fatal error: one", "fatal error: other"]);
    expect(texts(false).sort()).toEqual(texts(true));
  });

  it("a goroutine that goes round for ever does not keep the others from going on", () => {
    const spin: Instruction[] = [{ kind: "jump", target: 0 }];
    const given = program([thread("A", spin), thread("B", [{ kind: "panic", message: "seen" }])]);
    const options = { model: "tso", races: false } as const;
    const machine = compile(given, options);
    const graph = buildGraph(machine, options, "eager");
    expect(endOutcomes(machine, graph, null, true, null).map((outcome) => outcome.text)).toEqual([
      "panic: seen",
    ]);
  });
});
