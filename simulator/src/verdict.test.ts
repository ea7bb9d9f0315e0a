/** Arrays, verdicts, epilogues, choices and the runtime's memory: what programs say about themselves. */
import { describe, expect, it } from "vitest";
import { happensBefore } from "./clocks.ts";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import type { Exploration, Outcome } from "./outcome.ts";
import type { Instruction, Location, Program } from "./program.ts";
import { sentence } from "./sentences.ts";
import { initialState } from "./state.ts";
import { load, num, plusOne, reg, store, thread } from "./testing/programs.ts";

const cells: Location = { kind: "array", name: "a", length: 3, initial: [5, 6] };

function program(locations: readonly Location[], ...threads: readonly Instruction[][]): Program {
  const named = threads.map((instructions, index) => thread(`G${index}`, instructions, ["r"]));
  return { name: "test", locations, syncs: [], threads: named };
}

function kinds(found: Exploration): Outcome["kind"][] {
  return [...new Set(found.outcomes.map((outcome) => outcome.kind))];
}

function texts(found: Exploration): string[] {
  return found.outcomes.map((outcome) => outcome.text);
}

describe("arrays", () => {
  const at = (index: number): Instruction => ({
    kind: "load",
    location: "a",
    index: num(index),
    register: "r",
  });
  const put = (index: number): Instruction => ({
    kind: "store",
    location: "a",
    index: num(index),
    value: num(9),
  });

  it("an index is computed, and forwarding looks at the element", () => {
    const read = (register: string): Instruction => ({
      ...{ kind: "load", location: "a", index: plusOne("i"), register },
    });
    const first: Instruction = { kind: "assign", register: "i", value: num(1) };
    const second: Instruction = { kind: "assign", register: "i", value: num(0) };
    const given = program([cells], [first, put(2), read("r"), second, read("q")]);
    const [outcome] = explore(
      { ...given, threads: given.threads.map((item) => ({ ...item, results: ["r", "q"] })) },
      { model: "tso" },
    ).outcomes;
    expect(outcome.final.results.map((result) => result.value)).toEqual([9, 6]);
  });

  it("outside of the array is a panic, as in Go", () => {
    const found = explore(program([cells], [at(3)]), { model: "tso" });
    expect(texts(found)).toEqual(["panic: runtime error: index out of range"]);
  });

  it("different elements do not race, equal ones do", () => {
    expect(kinds(explore(program([cells], [put(0)], [at(1)]), { model: "tso" }))).toEqual(["ok"]);
    const racing = explore(program([cells], [put(1)], [at(1)]), { model: "tso" });
    expect(kinds(racing)).toEqual(["data-race", "ok"]);
    const [race] = racing.outcomes;
    expect(happensBefore(program([cells], [put(1)], [at(1)]), race.witness).races).toHaveLength(1);
  });

  it("is shown element by element", () => {
    const [array] = view(initialState(program([cells], [at(0)]))).arrays;
    expect(array.elements.map(({ name, value }) => `${name}=${value}`)).toEqual([
      "a[0]=5",
      "a[1]=6",
      "a[2]=0",
    ]);
  });

  it("bits are set and cleared atomically", () => {
    const update = (operator: "bit-or" | "bit-and", value: number): Instruction => ({
      ...{ kind: "atomic-update", location: "a", index: num(0), operator, value: num(value) },
      old: "r",
    });
    const found = explore(program([cells], [update("bit-or", 2)], [update("bit-and", 3)]), { model: "tso" });
    expect(found.outcomes.map((outcome) => outcome.final.variables[0].value)).toEqual([3, 3]);
    expect(kinds(found)).toEqual(["ok"]);
  });
});

/** Two writers of a map that notices writers by a flag it toggles: check, toggle, count, check, toggle. */
function toggling(atomic: boolean): Program {
  const flag: Location = { kind: "variable", name: "writing", initial: 0, internal: true };
  const used: Location = { kind: "variable", name: "used", initial: 0, internal: true };
  const check: Instruction[] = [
    { ...load("writing", "f"), touches: { location: "m", access: "write" } },
    { kind: "verdict", outcome: "fatal", text: "concurrent map writes", when: reg("f") },
  ];
  const toggle: Instruction[] = atomic
    ? [{ kind: "atomic-update", location: "writing", operator: "xor", value: num(1), old: "f" }]
    : [
        load("writing", "f"),
        {
          kind: "store",
          location: "writing",
          value: { op: "xor", left: reg("f"), right: num(1) },
        },
      ];
  const recheck: Instruction[] = [
    load("writing", "f"),
    {
      kind: "verdict",
      outcome: "fatal",
      text: "concurrent map writes",
      when: { op: "not", operand: reg("f") },
    },
  ];
  const insert: Instruction[] = [load("used", "n"), { kind: "store", location: "used", value: plusOne("n") }];
  const body = [...check, ...toggle, ...insert, ...recheck, ...toggle];
  const given = program([flag, used, { kind: "map", name: "m", keys: ["k"] }], body, body);
  const epilogue: Instruction[] = [
    load("used", "n"),
    { kind: "verdict", outcome: "lost-insert", text: "m", when: { op: "ne", left: reg("n"), right: num(2) } },
    load("writing", "f"),
    { kind: "verdict", outcome: "stuck-flag", text: "m", when: reg("f") },
    { kind: "map-write", map: "m", key: num(0), value: reg("n") },
  ];
  return { ...given, epilogue };
}

describe("verdicts", () => {
  it("a plain toggle misses overlapping writers and can stay set, already under SC", () => {
    const found = explore(toggling(false), { model: "sc" });
    expect(kinds(found)).toEqual(["fatal", "lost-insert", "stuck-flag", "data-race", "ok"]);
    const both = found.outcomes.find((outcome) => outcome.verdicts.length === 2);
    expect(both?.verdicts.map((verdict) => verdict.kind)).toEqual(["lost-insert", "stuck-flag"]);
    expect(both?.text).toBe("an entry of m is lost: it was stored and is not there");
  });

  it("with an atomic toggle nothing is lost under SC; under TSO the entry itself can be late", () => {
    expect(kinds(explore(toggling(true), { model: "sc" }))).toEqual(["fatal", "data-race", "ok"]);
    expect(kinds(explore(toggling(true), { model: "tso" }))).toEqual([
      "fatal",
      "lost-insert",
      "data-race",
      "ok",
    ]);
  });

  it("the map that the epilogue finds is the outcome's, and the runtime's memory is not", () => {
    const fine = explore(toggling(true), { model: "tso" }).outcomes.filter(({ kind }) => kind === "ok");
    expect(fine).toHaveLength(1);
    expect(fine[0].final).toEqual({
      variables: [],
      maps: [{ name: "m", entries: [{ key: "k", value: 2 }] }],
      results: [0, 1].map((index) => ({ thread: index, register: "r", value: 0 })),
    });
  });

  it("an access that stands for a map races on the map, once", () => {
    const races = explore(toggling(false), { model: "sc" }).outcomes.filter(
      ({ kind }) => kind === "data-race",
    );
    expect(races.map((race) => race.text)).toEqual(["data race on m: write in G0 and write in G1"]);
  });

  it("no epilogue looks at what a verdict stopped", () => {
    const x: Location = { kind: "variable", name: "x", initial: 0 };
    const stop: Instruction = { kind: "verdict", outcome: "corruption", text: "m" };
    const given = { ...program([x], [store("x", 1), stop]), epilogue: [store("x", 2)] };
    const [outcome] = explore(given, { model: "sc" }).outcomes;
    expect([outcome.kind, outcome.final.variables[0].value]).toEqual(["corruption", 1]);
  });

  it("an epilogue reads results, and must end", () => {
    const x: Location = { kind: "variable", name: "x", initial: 0 };
    const given = program([x], [store("x", 1)], [load("x", "r")]);
    const looks: Instruction[] = [
      { kind: "result", thread: "G1", result: "r", register: "seen", finished: "end" },
      { kind: "verdict", outcome: "stale-read", text: "x", when: { op: "not", operand: reg("seen") } },
      { kind: "verdict", outcome: "corruption", text: "x", when: { op: "not", operand: reg("end") } },
    ];
    expect(kinds(explore({ ...given, epilogue: looks }, { model: "sc", races: false }))).toEqual([
      "stale-read",
      "ok",
    ]);
    const endless = { ...given, epilogue: [{ kind: "jump", target: 0 } as const] };
    expect(() => explore(endless, { model: "sc" })).toThrow("the epilogue of the program does not end");
    const waits = { ...given, epilogue: [{ kind: "mfence" } as const] };
    expect(() => explore(waits, { model: "sc" })).toThrow("mfence is not an instruction that can be here");
  });
});

describe("choices", () => {
  it("are settled first: they add possibilities and no interleavings", () => {
    const choose: Instruction = {
      kind: "choose",
      choices: [1, 2].map((target) => ({ target, sentence: sentence("outcome.ok") })),
    };
    const x: Location = { kind: "variable", name: "x", initial: 0 };
    const first: Instruction = { ...store("x", 1), next: 3 };
    const given = program([x], [choose, first, store("x", 2)], [load("x", "r"), load("x", "r")]);
    const found = explore(given, { model: "sc", races: false });
    // Three places for the store among the two loads, for each of the two possibilities.
    expect(found.schedules).toBe("6");
    expect(found.outcomes.map(({ final }) => final.variables[0].value).toSorted((a, b) => a - b)).toEqual([
      1, 1, 2, 2,
    ]);
  });
});
