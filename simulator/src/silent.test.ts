/** Instructions that belong to the step before them. */
import { expect, it } from "vitest";
import { explore } from "./explore.ts";
import type { Instruction, Program } from "./program.ts";
import { apply, enabled, initialState } from "./state.ts";
import { load, num, plusOne, program, reg, spawned, store, thread } from "./testing/programs.ts";

const silent = { silent: true } as const;
const count: Instruction = { kind: "assign", register: "n", value: plusOne("n"), ...silent };

function texts(given: Program): string[] {
  return explore(given, { model: "tso" }).outcomes.map((outcome) => outcome.text);
}

it("run with the step that leads to them, and no schedule comes in between", () => {
  const body: Instruction[] = [
    count,
    load("x", "a"),
    count,
    { kind: "branch", condition: { op: "eq", left: reg("n"), right: num(2) }, target: 2, ...silent },
    store("y", 1),
  ];
  const given = program([thread("A", body, ["n"])]);
  let state = initialState(given);
  let steps = 0;
  for (let [next] = enabled(state); next !== undefined; [next] = enabled(state)) {
    state = apply(state, next);
    steps += 1;
  }
  // The load, the store, and the store's way to memory.
  expect(steps).toBe(3);
  expect(explore(given, { model: "tso" }).outcomes[0].final.results[0].value).toBe(3);
});

it("at the beginning of a goroutine run when it starts", () => {
  const main = thread("main", [{ kind: "go", thread: "worker" }, store("y", 1)]);
  const worker = spawned("worker", [count, count], ["n"]);
  const [outcome] = explore(program([main, worker]), { model: "sc" }).outcomes;
  expect(outcome.final.results.map((result) => result.value)).toEqual([2]);
  expect(outcome.schedules).toBe("1");
});

it("a verdict among them stops the program at that step", () => {
  const check: Instruction = { kind: "verdict", outcome: "fatal", text: "seen", when: reg("a"), ...silent };
  const given = program([thread("A", [load("x", "a"), check]), thread("B", [store("x", 1)])]);
  expect(texts(given)).toEqual([
    "fatal error: seen",
    "data race on x: read in A and write in B",
    "every goroutine finishes",
  ]);
});

it("what others can see is never silent", () => {
  const given = program([
    thread("A", [
      { ...store("x", 1), ...silent },
      { ...load("y", "a"), ...silent },
    ]),
  ]);
  expect(enabled(initialState(given, { model: "sc" }))).toHaveLength(1);
});

it("a loop of nothing else is refused", () => {
  const given = program([thread("A", [load("x", "a"), { kind: "jump", target: 1, ...silent }])]);
  expect(() => explore(given, { model: "sc" })).toThrow("a loop of the program does nothing that takes time");
});
