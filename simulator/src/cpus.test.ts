/** GOMAXPROCS: goroutines on fewer CPUs than there are goroutines. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import type { Instruction, Program } from "./program.ts";
import { replay } from "./replay.ts";
import { apply, enabled, initialState } from "./state.ts";
import { load, locked, mapWrite, mutex, num, program, store, thread } from "./testing/programs.ts";
import { goPrograms } from "./testing/random.ts";

const sb = program([
  thread("A", [store("x", 1), load("y", "r")], ["r"]),
  thread("B", [store("y", 1), load("x", "r")], ["r"]),
]);

function outcomes(given: Program, cpus?: number, model: "sc" | "tso" | "pso" = "tso"): string[] {
  const options = { model, witnesses: false, ...(cpus === undefined ? {} : { cpus }) };
  return explore(given, options)
    .outcomes.map((outcome) => outcome.key)
    .sort();
}

describe("CPUs", () => {
  it("one CPU shows no store buffer: its outcomes are those of SC", () => {
    fc.assert(
      fc.property(goPrograms(3), fc.constantFrom("tso" as const, "pso" as const), (given, model) => {
        expect(outcomes(given, 1, model)).toEqual(outcomes(given, undefined, "sc"));
      }),
      { numRuns: 100 },
    );
  });

  it("more CPUs never take an outcome away, and as many as goroutines are like one for each", () => {
    fc.assert(
      fc.property(goPrograms(3), (given) => {
        const [one, two, three] = [1, 2, 3].map((cpus) => outcomes(given, cpus));
        expect(two).toEqual(expect.arrayContaining(one));
        expect(three).toEqual(expect.arrayContaining(two));
        expect(three).toEqual(outcomes(given));
      }),
      { numRuns: 100 },
    );
  });

  it("an operation that another overlaps came in on a CPU too", () => {
    // B's delete empties the map; while that waits in the buffer of the only CPU, A cannot come in and see an entry.
    const remove = (key: number): Instruction => ({ kind: "map-delete", map: "m", key: num(key) });
    const read: Instruction = { kind: "map-read", map: "m", key: num(0), register: "a" };
    const given = program(
      [thread("A", [remove(0)]), thread("B", [...locked("mu", [mapWrite(1, 1)]), remove(1), read])],
      [mutex],
    );
    expect(outcomes(given, 1)).toEqual(outcomes(given, undefined, "sc"));
    expect(outcomes(given, 2)).toContain("fatal:concurrent map read and map write");
  });

  it("a third goroutine waits for a CPU while two store buffers hold something", () => {
    const given = program(["A", "B", "C"].map((name) => thread(name, [store("x", 1)])));
    let state = initialState(given, { model: "tso", cpus: 2 });
    expect(view(state).cpus.map((cpu) => cpu.thread)).toEqual([null, null]);
    for (const token of ["0", "1"]) {
      const next = enabled(state).find((item) => item.token === token);
      if (next === undefined) throw new Error(`no ${token}`);
      state = apply(state, next);
    }
    expect(view(state).cpus.map((cpu) => cpu.thread)).toEqual([0, 1]);
    expect(view(state).threads[2]).toMatchObject({ cpu: null, status: "blocked" });
    expect(view(state).threads[2].blocked?.id).toBe("blocked.cpu");
    expect(enabled(state).map((item) => item.token)).toEqual(["0d", "1d"]);
    state = apply(state, enabled(state)[1]);
    state = apply(state, enabled(state)[0]);
    expect(view(state).cpus.map((cpu) => cpu.thread)).toEqual([0, 2]);
  });

  it("schedules name the number of CPUs and replay on it", () => {
    const found = explore(sb, { model: "tso", cpus: 1 });
    for (const outcome of found.outcomes) {
      expect(outcome.schedule).toMatch(/^1\.tso@1\./);
      expect(replay(sb, outcome.schedule).steps).toEqual(outcome.witness);
    }
    expect(replay(sb, "1.tso.0-1-0-1-0d-1d").states.at(-1)?.halted).toBe(false);
    expect(() => replay(sb, "1.tso@1.0-1")).toThrow("step 2 of the schedule");
    expect(() => replay(sb, "1.tso@0.0")).toThrow("this is not a schedule");
    expect(() => explore(sb, { model: "tso", cpus: 0 })).toThrow("not on 0");
  });
});
