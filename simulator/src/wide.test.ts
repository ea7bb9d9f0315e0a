/** Wide loads, memory that is not published yet, and notes on what the runtime does. */
import { expect, it } from "vitest";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import type { Instruction, Program } from "./program.ts";
import { apply, enabled, initialState, stepOf } from "./state.ts";
import { num, store, thread } from "./testing/programs.ts";

const wide: Instruction = { kind: "load-wide", location: "a", index: num(0), registers: ["r", "s"] };

function put(index: number, value: number, fresh?: boolean): Instruction {
  return { kind: "store", location: "a", index: num(index), value: num(value), fresh };
}

function program(threads: Program["threads"]): Program {
  return {
    name: "test",
    locations: [
      { kind: "array", name: "a", length: 3 },
      { kind: "variable", name: "x", initial: 0 },
    ],
    syncs: [],
    threads,
  };
}

it("a wide load sees its words at one moment", () => {
  const writer = thread("W", [put(0, 1), put(1, 1)]);
  const reader = thread("R", [wide], ["r", "s"]);
  const found = (given: Program): string[] =>
    explore(given, { model: "sc" })
      .outcomes.filter((outcome) => outcome.kind === "ok")
      .map((outcome) => outcome.final.results.map((result) => result.value).join(""))
      .sort();
  expect(found(program([writer, reader]))).toEqual(["00", "10", "11"]);
  const twice: Instruction[] = [
    { kind: "load", location: "a", index: num(0), register: "r" },
    { kind: "load", location: "a", index: num(1), register: "s" },
  ];
  expect(found(program([writer, thread("R", twice, ["r", "s"])]))).toEqual(["00", "01", "10", "11"]);
});

it("a wide load waits until the own store buffer holds none of its words", () => {
  const ends = (first: Instruction): string[][] => {
    const start = initialState(program([thread("A", [first, wide])]), { model: "tso" });
    const state = apply(start, enabled(start)[0]);
    return [enabled(state).map((transition) => transition.action), [view(state).threads[0].status]];
  };
  expect(ends(put(1, 5))).toEqual([["drain"], ["blocked"]]);
  expect(ends(put(2, 5))).toEqual([["execute", "drain"], ["running"]]);
  expect(ends(store("x", 5))).toEqual([["execute", "drain"], ["running"]]);
});

it("a wide load outside its array stops the program like any index out of range", () => {
  const outside: Instruction = { kind: "load-wide", location: "a", index: num(2), registers: ["r", "s"] };
  const found = explore(program([thread("A", [outside])]), { model: "tso" });
  expect(found.outcomes.map((outcome) => outcome.kind)).toEqual(["panic"]);
});

it("a store to memory that is not published goes to memory at once, except under PSO", () => {
  const buffered = (model: "sc" | "tso" | "pso"): number => {
    const start = initialState(program([thread("A", [put(0, 1, true)])]), { model });
    return view(apply(start, enabled(start)[0])).cpus[0].buffer.length;
  };
  expect([buffered("sc"), buffered("tso"), buffered("pso")]).toEqual([0, 0, 1]);
});

it("a step says where the runtime does it and what for", () => {
  const runtime = "1.24:src/internal/runtime/maps/map.go:479";
  const start = initialState(program([thread("A", [{ ...wide, runtime }, wide])]));
  const first = enabled(start)[0];
  expect(stepOf(start, first).runtime).toBe(runtime);
  expect(stepOf(start, first).text).toBe("A reads a[0] to a[1] at once: 0, 0");
  const next = apply(start, first);
  expect(stepOf(next, enabled(next)[0]).runtime).toBeNull();
});
