/** What Go's compiler may change, and what it may not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exploreAndCompare } from "./compare.ts";
import { withCompiler } from "./compiler.ts";
import { explore } from "./explore.ts";
import type { Instruction, Program } from "./program.ts";
import { replay } from "./replay.ts";
import { load, num, plusOne, program, reg, store, thread } from "./testing/programs.ts";
import { goPrograms, litmusPrograms } from "./testing/random.ts";

/** The results of all ends, each thread's in one text. */
function ends(given: Program, compiler: boolean, model: "sc" | "tso" = "tso"): string[] {
  return explore(given, { model, compiler, races: false })
    .outcomes.map((outcome) => outcome.final.results.map((result) => result.value).join(""))
    .sort();
}

function reader(...instructions: readonly Instruction[]): Program {
  const writer = thread("W", [store("x", 1), store("y", 1)]);
  return program([writer, thread("R", instructions, ["a", "b", "c"])]);
}

describe("the compiler", () => {
  it("swaps independent loads: flag seen, data not, which TSO forbids", () => {
    // x is the data, y the flag.
    const given = reader(load("y", "a"), load("x", "b"));
    expect(ends(given, false)).toEqual(["000", "010", "110"]);
    expect(ends(given, true)).toEqual(["000", "010", "100", "110"]);
    const { exploration } = exploreAndCompare(given, { model: "tso", compiler: true, races: false });
    const found = exploration.outcomes.filter((outcome) => outcome.only !== null);
    expect(found.map((outcome) => [outcome.only, outcome.final.results[0].value])).toEqual([["compiler", 1]]);
    expect(found[0].witness.map((step) => step.text)).toContain(
      "R: the compiled code loads x, y, in this order",
    );
    expect(found[0].schedule).toMatch(/^1\.tso\+c\./);
    expect(replay(given, found[0].schedule).steps).toEqual(found[0].witness);
  });

  it("swaps none that depend on each other, nor across what synchronises or stores", () => {
    const index: Instruction = { kind: "load", location: "x", register: "b" };
    for (const between of [
      { kind: "mfence" },
      { kind: "atomic-load", location: "z", register: "c" },
      { kind: "store", location: "z", value: num(1) },
      { kind: "branch", condition: reg("a"), target: 2 },
    ] satisfies Instruction[]) {
      const given = reader(load("y", "a"), between, index);
      expect(withCompiler(given).threads[1].instructions, between.kind).toEqual(
        given.threads[1].instructions,
      );
    }
    const same = reader(load("y", "a"), load("x", "a"));
    expect(withCompiler(same)).toEqual(same);
  });

  it("loads a location once instead of twice", () => {
    const given = reader(load("x", "a"), load("x", "b"));
    expect(ends(given, false)).toEqual(["000", "010", "110"]);
    expect(ends(given, true)).toEqual(["000", "010", "110"]);
    // With a store of another goroutine in between, two loads see two values; one load never does.
    const twice = explore(withCompiler(given), { model: "sc", races: false });
    expect(twice.outcomes).toHaveLength(3);
    expect(Number(twice.schedules)).toBeGreaterThan(Number(explore(given, { model: "sc" }).schedules));
  });

  it("keeps computed values behind the loads they come from", () => {
    const sum: Instruction = { kind: "assign", register: "c", value: plusOne("a") };
    const given = reader(load("y", "a"), sum, load("x", "b"));
    expect(ends(given, true)).toEqual(["001", "011", "102", "112"]);
  });

  it("drops a store that is overwritten, unless something is loaded in between", () => {
    const flag = (middle: Instruction[]): Program =>
      program([thread("W", [store("x", 1), ...middle, store("x", 2)]), thread("R", [load("x", "a")], ["a"])]);
    const count = (given: Program): number => withCompiler(given).threads[0].instructions.length;
    expect(count(flag([store("y", 1)]))).toBe(4);
    expect(count(flag([load("y", "r")]))).toBe(3);
    expect(count(flag([{ kind: "mfence" }]))).toBe(3);
    const whole = explore(withCompiler(flag([store("y", 1)])), { model: "sc", races: false });
    // Without the store there are 3 places for the load, with it 4.
    expect(whole.schedules).toBe("7");
    expect(explore(flag([store("y", 1)]), { model: "sc", races: false }).schedules).toBe("4");
  });

  it("of a long run moves one load at a time", () => {
    const many = Array.from({ length: 6 }, (_, i): Instruction => load(["x", "y", "z"][i % 3], `r${i}`));
    const [first] = withCompiler(program([thread("R", many)])).threads[0].instructions;
    expect(first.kind).toBe("choose");
    expect(first.kind === "choose" ? first.choices.length : 0).toBeLessThan(40);
  });
});

describe("properties", () => {
  it("the outcomes of the code as it is written are among those of the compiled code", () => {
    fc.assert(
      fc.property(litmusPrograms(2), fc.constantFrom("sc" as const, "tso" as const), (given, model) => {
        const keys = (compiler: boolean): string[] =>
          explore(given, { model, compiler, races: false, witnesses: false }).outcomes.map(
            (found) => found.key,
          );
        expect(keys(true)).toEqual(expect.arrayContaining(keys(false)));
      }),
      { numRuns: 100 },
    );
  });

  it("a goroutine on its own gives the same results however it is compiled", () => {
    fc.assert(
      fc.property(goPrograms(1), (given) => {
        const keys = (compiler: boolean): string[] =>
          explore(given, { model: "tso", compiler, witnesses: false })
            .outcomes.map((found) => found.key)
            .sort();
        expect(keys(true)).toEqual(keys(false));
      }),
      { numRuns: 200 },
    );
  });
});
