/** Scratch registers. */
import { expect, it } from "vitest";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import { forgotten } from "./liveness.ts";
import type { Instruction } from "./program.ts";
import { apply, enabled, initialState } from "./state.ts";
import { load, num, program, reg, store, thread } from "./testing/programs.ts";

const branch: Instruction = { kind: "branch", condition: reg("$a"), target: 0 };

it("a scratch register is forgotten where nothing can read it", () => {
  const body: Instruction[] = [
    load("x", "$a"),
    load("y", "$b"),
    { kind: "store", location: "z", value: reg("$a") },
    store("z", 1),
  ];
  const given = program([thread("A", body)]);
  expect(forgotten(given, given.threads[0])).toEqual([
    ["$a", "$b"],
    ["$b"],
    ["$b"],
    ["$a", "$b"],
    ["$a", "$b"],
  ]);
});

it("a loop keeps what its next turn reads", () => {
  const given = program([
    thread("A", [store("x", 1), load("y", "$a"), { ...branch, target: 1 }, store("x", 2)]),
  ]);
  expect(forgotten(given, given.threads[0])).toEqual([["$a"], ["$a"], [], ["$a"], ["$a"]]);
  const loop = program([
    thread("A", [{ kind: "store", location: "x", value: reg("$a") }, load("y", "$a"), branch]),
  ]);
  expect(forgotten(loop, loop.threads[0])).toEqual([[], ["$a"], [], ["$a"]]);
});

it("what the epilogue asks for is kept to the end", () => {
  const threads = [thread("A", [{ kind: "assign", register: "$done", value: num(1) }])];
  const epilogue: Instruction[] = [
    { kind: "result", thread: "A", result: "$done", register: "done" },
    { kind: "verdict", outcome: "corruption", text: "x", when: reg("done") },
  ];
  const found = explore({ ...program(threads), epilogue }, { model: "sc" });
  expect(found.outcomes.map((outcome) => outcome.kind)).toEqual(["corruption"]);
});

it("is not shown, and states that differ in it are one", () => {
  const reader = (register: string) =>
    program([thread("A", [store("x", 1)]), thread("B", [load("x", register), store("y", 1)])]);
  const start = initialState(reader("$a"), { model: "sc" });
  expect(view(apply(start, enabled(start)[1])).threads[1].registers).toEqual([]);
  const states = (register: string): number => explore(reader(register), { model: "sc" }).states;
  expect(states("$a")).toBeLessThan(states("a"));
});
