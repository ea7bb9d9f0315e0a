/** Programs that cannot be run, or not to the end: a message that names the place, and never a hang. */
import { describe, expect, it } from "vitest";
import { explore } from "./explore.ts";
import type { Instruction, Program, SourceSpan } from "./program.ts";
import { SimulatorError } from "./sentences.ts";
import { increment, program, spawned, store, thread } from "./testing/programs.ts";

const bound = { model: "tso", maxStates: 2000, races: false, witnesses: false } as const;

function problem(given: Program): string {
  try {
    explore(given, bound);
  } catch (error) {
    if (error instanceof SimulatorError) return error.message;
    throw error;
  }
  return "none";
}

describe("what cannot be run", () => {
  it("a program without a goroutine", () => {
    expect(problem(program([]))).toBe("the program has no goroutine to run");
    expect(problem(program([spawned("G", [store("x", 1)])]))).toBe("the program has no goroutine to run");
  });

  it("names that are not there, and targets outside", () => {
    const at = (instruction: Instruction): string =>
      problem(program([thread("G", [store("x", 1), instruction])]));
    expect(at(store("w", 1))).toBe("G, instruction 1: there is no location named w");
    expect(at({ kind: "lock", sync: "mu" })).toBe("G, instruction 1: there is no mutex named mu");
    expect(at({ kind: "jump", target: 7 })).toContain("the jump target 7 is outside the 2 instructions");
    expect(at({ kind: "choose", choices: [] })).toContain("a choice needs at least one target");
    expect(at({ kind: "result", thread: "G", result: "r" })).toContain("result is not an instruction");
    expect(at({ kind: "store", location: "m", value: { op: "const", value: 1 } })).toContain("m is a map");
  });

  it("an array of no possible length", () => {
    const given = program([thread("G", [])]);
    const array = { kind: "array", name: "a", length: -1 } as const;
    expect(problem({ ...given, locations: [array] })).toContain("the array a has -1 elements");
  });

  it("an instruction that nobody knows", () => {
    const unknown: unknown = JSON.parse('{"kind":"frobnicate"}');
    const instructions: readonly Instruction[] = JSON.parse(JSON.stringify([unknown]));
    expect(problem(program([thread("G", instructions)]))).toContain("frobnicate");
  });
});

describe("what does not end", () => {
  const source: SourceSpan = { file: "a.go", line: 7, column: 2, endLine: 7, endColumn: 9, text: "for {" };

  it("a loop without bound stops at the bound of states, and the advice names its place", () => {
    const jump: Instruction = { kind: "jump", target: 0, source };
    const found = explore(program([thread("G", [...increment("x"), jump])]), bound);
    expect([found.complete, found.stopped]).toEqual([false, "max-states"]);
    expect(found.advice?.id).toBe("advice.loop");
    expect(found.advice?.args).toEqual({ where: "a.go:7" });
  });

  it("ten goroutines stop at the bound, and the advice is to take fewer", () => {
    const threads = Array.from({ length: 10 }, (_, index) =>
      thread(`G${index}`, [store("x", index), ...increment("y")]),
    );
    const found = explore(program(threads), bound);
    expect([found.complete, found.stopped]).toEqual([false, "max-states"]);
    expect(found.advice?.id).toBe("advice.threads");
    expect(found.advice?.args).toEqual({ count: 10 });
  });

  it("much code stops at the bound, and the advice is to take less", () => {
    const body = Array.from({ length: 12 }, () => increment("x")).flat();
    const found = explore(program([thread("A", body), thread("B", [...body, store("y", 1)])]), bound);
    expect(found.advice?.id).toBe("advice.large");
    expect(explore(program([thread("A", body)]), bound).advice).toBeNull();
  });
});
