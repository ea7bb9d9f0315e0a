/** Runs at random, and what an exploration tells before it is done. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { explore } from "./explore.ts";
import type { Outcome } from "./outcome.ts";
import type { Model } from "./program.ts";
import { seeded } from "./random.ts";
import { replay } from "./replay.ts";
import { sampleOutcomes } from "./sample-outcomes.ts";
import { increment, load, program, store, thread } from "./testing/programs.ts";
import { goPrograms } from "./testing/random.ts";

const none: ReadonlySet<string> = new Set();

describe("runs at random", () => {
  it("end in outcomes that the exploration has, and replay", () => {
    fc.assert(
      fc.property(
        goPrograms(3),
        fc.constantFrom<Model>("sc", "tso", "pso"),
        fc.nat(),
        (given, model, seed) => {
          const all = new Set(
            explore(given, { model, races: false, witnesses: false }).outcomes.map(({ key }) => key),
          );
          const machine = compile(given, { model });
          for (const outcome of sampleOutcomes(machine, { runs: 20, random: seeded(seed) }, none)) {
            expect(all).toContain(outcome.key);
            expect(replay(given, outcome.schedule).steps).toEqual(outcome.witness);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are the same for the same seed, and few of them find what is rare", () => {
    const given = program([
      thread("A", [store("x", 1), load("y", "r")], ["r"]),
      thread("B", [store("y", 1), load("x", "r")], ["r"]),
    ]);
    const sample = (seed: number): string[] =>
      sampleOutcomes(compile(given, { model: "tso" }), { runs: 100, random: seeded(seed) }, none).map(
        (outcome) => outcome.schedule,
      );
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).toHaveLength(4);
  });

  it("give a circle up", () => {
    const given = program([thread("A", [{ kind: "jump", target: 0 }])]);
    expect(sampleOutcomes(compile(given, { model: "sc" }), { runs: 3, random: seeded(1) }, none)).toEqual([]);
  });

  it("go on where a bound was reached, if asked", () => {
    const threads = ["A", "B", "C", "D"].map((name) =>
      thread(name, [...increment("x"), ...increment("y"), ...increment("z")]),
    );
    const bounds = { model: "tso", races: false, maxStates: 500 } as const;
    const cut = explore(program(threads), bounds);
    expect([cut.complete, cut.sampled, cut.outcomes]).toEqual([false, 0, []]);
    const sampled = explore(program(threads), { ...bounds, sample: { runs: 200, random: seeded(1) } });
    expect([sampled.complete, sampled.stopped, sampled.sampled]).toEqual([false, "max-states", 200]);
    expect(sampled.outcomes.length).toBeGreaterThan(10);
    expect(sampled.outcomes.every((outcome) => outcome.schedules === null)).toBe(true);
  });
});

describe("an exploration", () => {
  it("tells some outcomes before it begins", () => {
    const told: Outcome[] = [];
    const given = program(["A", "B"].map((name) => thread(name, increment("x"))));
    const found = explore(given, {
      model: "tso",
      onOutcome: (outcome) => told.push(outcome),
    });
    expect(told.map((outcome) => outcome.kind)).toContain("lost-update");
    const keys = new Set(found.outcomes.map((outcome) => outcome.key));
    for (const outcome of told) expect(keys).toContain(outcome.key);
  });

  it("ends at a bound of bytes or of time", () => {
    const threads = ["A", "B", "C"].map((name, index) =>
      thread(name, [store("x", index), ...increment("x"), ...increment("y")]),
    );
    const few = explore(program(threads), { model: "tso", reduce: false, maxBytes: 50_000 });
    expect([few.complete, few.stopped]).toEqual([false, "max-bytes"]);
    expect(few.bytes).toBeLessThan(1_000_000);
    let clock = 0;
    const now = (): number => clock++;
    const short = explore(program(threads), { model: "tso", reduce: false, now, maxMilliseconds: 2 });
    expect([short.complete, short.stopped]).toEqual([false, "max-time"]);
    expect(explore(program(threads), { model: "tso" }).complete).toBe(true);
  });
});
