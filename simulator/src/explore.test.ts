/** What comes out of small Go programs: maps, updates, races, store buffers. */
import { describe, expect, it } from "vitest";
import { exploreAndCompare } from "./compare.ts";
import { describe as view } from "./describe.ts";
import { explore } from "./explore.ts";
import type { Exploration, Outcome } from "./outcome.ts";
import type { Instruction, Program } from "./program.ts";
import { replay } from "./replay.ts";
import {
  increment,
  load,
  locked,
  mapIncrement,
  mapWrite,
  mutex,
  num,
  program,
  rwmutex,
  spawned,
  store,
  thread,
} from "./testing/programs.ts";

function tso(given: Program): Exploration {
  return exploreAndCompare(given, { model: "tso" }).exploration;
}

function texts(exploration: Exploration): string[] {
  return exploration.outcomes.map((outcome) => outcome.text);
}

function kinds(exploration: Exploration): Outcome["kind"][] {
  return [...new Set(exploration.outcomes.map((outcome) => outcome.kind))];
}

function oneOf(exploration: Exploration, kind: Outcome["kind"]): Outcome {
  const found = exploration.outcomes.find((outcome) => outcome.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} among ${texts(exploration).join("; ")}`);
  return found;
}

const readA: Instruction = { kind: "map-read", map: "m", key: num(0), register: "v", ok: "ok" };
const range: Instruction = { kind: "map-range", map: "m", count: "n" };
const clear: Instruction = { kind: "map-clear", map: "m" };
const remove: Instruction = { kind: "map-delete", map: "m", key: num(0) };
const length: Instruction = { kind: "map-len", map: "m", register: "n" };

describe("maps", () => {
  it("two writers of different keys: fatal error, a race, or fine", () => {
    const found = tso(program([thread("A", [mapWrite(0, 1)]), thread("B", [mapWrite(1, 2)])]));
    expect(texts(found)).toEqual([
      "fatal error: concurrent map writes",
      "data race on m: write in A and write in B",
      "every goroutine finishes",
    ]);
    expect(found.complete).toBe(true);
    const fatal = oneOf(found, "fatal");
    expect(fatal.only).toBeNull();
    expect(fatal.witness).toHaveLength(1);
    expect(fatal.witness[0].action).toBe("collide");
    // A and B can each be the one that notices.
    expect(fatal.schedules).toBe("2");
    expect(oneOf(found, "ok").final.maps).toEqual([
      {
        name: "m",
        entries: [
          { key: '"a"', value: 1 },
          { key: '"b"', value: 2 },
        ],
      },
    ]);
  });

  it.each([
    ["a reader", readA, "fatal error: concurrent map read and map write"],
    ["an iteration", range, "fatal error: concurrent map iteration and map write"],
    ["a delete", remove, "fatal error: concurrent map writes"],
    ["a clear", clear, "fatal error: concurrent map writes"],
  ])("%s beside a writer can be fatal", (_, instruction, message) => {
    const found = tso(program([thread("A", [mapWrite(0, 1)]), thread("B", [instruction])]));
    const fatal = found.outcomes.filter((outcome) => outcome.kind === "fatal").map((outcome) => outcome.text);
    expect(fatal).toContain(message);
    expect(kinds(found)).toContain("data-race");
  });

  it("len races but is never checked; reads alone are neither; an empty map is never marked", () => {
    const len = tso(program([thread("A", [mapWrite(0, 1)]), thread("B", [length])]));
    expect(kinds(len)).toEqual(["data-race", "ok"]);
    expect(kinds(tso(program([thread("A", [readA]), thread("B", [range])])))).toEqual(["ok"]);
    const empty = tso(program([thread("A", [remove]), thread("B", [readA]), thread("C", [clear])]));
    expect(kinds(empty)).toEqual(["data-race", "ok"]);
  });

  it("m[k]++ in two goroutines loses an update with no overlap of the operations", () => {
    const both = tso(program([thread("A", mapIncrement(0)), thread("B", mapIncrement(0))]));
    expect(kinds(both)).toEqual(["fatal", "lost-update", "data-race", "ok"]);
    const lost = oneOf(both, "lost-update");
    expect(lost.text).toBe('an update of m["a"] is lost');
    expect(lost.only).toBeNull();
    expect(lost.final.maps[0].entries).toEqual([{ key: '"a"', value: 1 }]);
    expect(lost.witness.every((step) => step.action !== "collide")).toBe(true);
    expect(both.outcomes.filter((outcome) => outcome.kind === "fatal")).toHaveLength(1);
    expect(oneOf(both, "ok").final.maps[0].entries).toEqual([{ key: '"a"', value: 2 }]);
  });

  it("a mutex removes every bad outcome, a read lock around writes none", () => {
    const guarded = ["A", "B"].map((name) => thread(name, locked("mu", mapIncrement(0))));
    expect(kinds(tso(program(guarded, [mutex])))).toEqual(["ok"]);
    const shared = ["A", "B"].map((name) =>
      thread(name, [{ kind: "rlock", sync: "rw" }, ...mapIncrement(0), { kind: "runlock", sync: "rw" }]),
    );
    expect(kinds(tso(program(shared, [rwmutex])))).toEqual(["fatal", "lost-update", "data-race", "ok"]);
    const fenced = ["A", "B"].map((name) => thread(name, [...mapIncrement(0), { kind: "mfence" }]));
    expect(kinds(tso(program(fenced)))).toEqual(["fatal", "lost-update", "data-race", "ok"]);
  });

  it("a write waits in the store buffer, and its own goroutine sees it there", () => {
    const found = tso(program([thread("A", [mapWrite(0, 7), readA, length], ["v", "ok", "n"])]));
    expect(oneOf(found, "ok").final.results).toEqual([
      { thread: 0, register: "v", value: 7 },
      { thread: 0, register: "ok", value: 1 },
      { thread: 0, register: "n", value: 1 },
    ]);
    const cleared = tso(
      program([thread("A", [mapWrite(0, 7), clear, readA, mapWrite(1, 3), range], ["ok", "n"])]),
    );
    expect(oneOf(cleared, "ok").final.maps[0].entries).toEqual([{ key: '"b"', value: 3 }]);
    expect(oneOf(cleared, "ok").final.results.map((result) => result.value)).toEqual([0, 1]);
  });
});

describe("store buffers", () => {
  const sb = (middle: Instruction[]): Program =>
    program([
      thread("A", [store("x", 1), ...middle, load("y", "r")], ["r"]),
      thread("B", [store("y", 1), ...middle, load("x", "r")], ["r"]),
    ]);

  it("SB has a stale read that SC does not have, and fences remove it", () => {
    const found = tso(sb([]));
    const stale = oneOf(found, "stale-read");
    expect(stale.only).toBe("tso");
    expect(stale.final.results.map((result) => result.value)).toEqual([0, 0]);
    expect(found.outcomes.filter((outcome) => outcome.only !== null)).toEqual([stale]);
    expect(kinds(tso(sb([{ kind: "mfence" }])))).toEqual(["data-race", "ok"]);
  });

  it("x++ loses updates under SC already", () => {
    const found = tso(program([thread("A", increment("x")), thread("B", increment("x"))]));
    expect(oneOf(found, "lost-update").only).toBeNull();
    expect(oneOf(found, "lost-update").final.variables[0].value).toBe(1);
    const sc = explore(program([thread("A", increment("x")), thread("B", increment("x"))]), { model: "sc" });
    // 6 interleavings of two pairs, 2 of them one after the other.
    expect(sc.outcomes.filter((o) => o.kind !== "data-race").map((o) => o.schedules)).toEqual(["4", "2"]);
    expect(sc.schedules).toBe("6");
  });

  it("atomic adds lose nothing and do not race", () => {
    const add: Instruction = { kind: "xadd", location: "x", value: num(1) };
    const found = tso(program([thread("A", [add]), thread("B", [add])]));
    expect(kinds(found)).toEqual(["ok"]);
    expect(found.outcomes[0].final.variables[0].value).toBe(2);
  });

  it("an atomic flag orders the map access behind it", () => {
    const found = tso(
      program([
        thread("A", [mapWrite(0, 1), { kind: "atomic-store", location: "x", value: num(1) }]),
        thread("B", [
          { kind: "atomic-load", location: "x", register: "f" },
          { kind: "branch", condition: { op: "not", operand: { op: "reg", name: "f" } }, target: 3 },
          readA,
        ]),
      ]),
    );
    expect(kinds(found)).toEqual(["ok"]);
  });

  it("PSO lets stores pass each other, TSO does not (MP)", () => {
    const mp = program([
      thread("A", [store("x", 1), store("y", 1)]),
      thread("B", [load("y", "f"), load("x", "d")], ["f", "d"]),
    ]);
    const seen = (model: "sc" | "tso" | "pso"): boolean =>
      explore(mp, { model }).outcomes.some(({ final }) => final.results.map((r) => r.value).join() === "1,0");
    expect([seen("sc"), seen("tso"), seen("pso")]).toEqual([false, false, true]);
  });
});

describe("witnesses", () => {
  it("are shortest, have few changes of thread, and replay to the outcome's end", () => {
    const given = program([thread("A", mapIncrement(0)), thread("B", mapIncrement(0)), thread("C", [readA])]);
    for (const outcome of tso(given).outcomes) {
      const { states, steps } = replay(given, outcome.schedule);
      expect(steps).toEqual(outcome.witness);
      const last = view(states[states.length - 1]);
      const present = outcome.final.maps[0].entries.map((entry) => String(entry.value));
      expect(last.maps[0].entries.flatMap((entry) => entry.value ?? [])).toEqual(present);
    }
    const simple = tso(program([thread("A", [store("x", 1), load("y", "r")]), thread("B", [store("y", 1)])]));
    const ok = oneOf(simple, "ok").witness.map((step) => step.thread);
    expect(ok.filter((id, index) => index > 0 && id !== ok[index - 1]).length).toBe(1);
  });

  it("name the instruction whose store drains, and say what happens", () => {
    const given = program([thread("A", [store("x", 1), store("y", 2)])]);
    const [outcome] = tso(given).outcomes;
    expect(outcome.witness.map((step) => [step.action, step.instruction])).toContainEqual(["drain", 1]);
    expect(outcome.witness.map((step) => step.text)).toContain("A puts x = 1 into its store buffer");
    expect(outcome.witness.map((step) => step.text)).toContain("the store y = 2 of A reaches memory");
  });
});

describe("bounds", () => {
  const wide = program(["A", "B", "C"].map((name) => thread(name, [...increment("x"), ...increment("y")])));

  it("an exploration that was cut says so and counts nothing", () => {
    const found = explore(wide, { model: "tso", maxStates: 100 });
    expect([found.complete, found.stopped, found.schedules]).toEqual([false, "max-states", null]);
    const short = explore(wide, { model: "tso", maxSteps: 3 });
    expect([short.complete, short.stopped]).toEqual([false, "max-steps"]);
    const stopped = explore(wide, { model: "tso", reduce: false, shouldStop: () => true });
    expect([stopped.complete, stopped.stopped]).toEqual([false, "cancelled"]);
  });

  it("a loop makes schedules endless but not the states", () => {
    const spin = program([
      thread("A", [
        { kind: "atomic-load", location: "x", register: "f" },
        { kind: "branch", condition: { op: "not", operand: { op: "reg", name: "f" } }, target: 0 },
      ]),
      thread("B", [{ kind: "atomic-store", location: "x", value: num(1) }]),
    ]);
    const found = explore(spin, { model: "tso" });
    expect([found.complete, found.schedules, kinds(found)]).toEqual([true, null, ["ok"]]);
  });

  it("a counter without end stops at the bound, however wide its values", () => {
    const count = program([thread("A", [...increment("x"), { kind: "jump", target: 0 }])]);
    const found = explore(count, {
      model: "sc",
      maxStates: 220_000,
      reduce: false,
      races: false,
      witnesses: false,
    });
    expect([found.complete, found.stopped]).toEqual([false, "max-states"]);
  });

  it("a program that never ends says so", () => {
    const found = explore(
      program([thread("A", [{ kind: "jump", target: 0 }]), thread("B", [store("x", 1)])]),
      {
        model: "tso",
      },
    );
    expect([found.complete, texts(found)]).toEqual([true, ["goroutines run for ever and get nowhere"]]);
    expect(found.outcomes[0].kind).toBe("deadlock");
  });

  it("schedules are exact beyond the numbers of a double", () => {
    const steps = new Array<Instruction>(16).fill({ kind: "mfence" });
    const given = program(["A", "B", "C", "D"].map((name) => thread(name, steps)));
    const found = explore(given, { model: "sc" });
    const factorial = (n: bigint): bigint => (n <= 1n ? 1n : n * factorial(n - 1n));
    expect(found.schedules).toBe(String(factorial(64n) / factorial(16n) ** 4n));
  });

  it("complains about programs that are none", () => {
    const bad = (threads: Parameters<typeof program>[0]) => () => explore(program(threads), { model: "sc" });
    expect(bad([])).toThrow("the program has no goroutine to run");
    expect(bad([thread("A", [load("nope", "r")])])).toThrow(
      "A, instruction 0: there is no location named nope",
    );
    expect(bad([thread("A", [load("m", "r")])])).toThrow("m is a map; this instruction needs a variable");
    expect(bad([thread("A", [{ kind: "jump", target: 9 }])])).toThrow("the jump target 9 is outside");
    expect(bad([thread("A", [mapWrite(5, 1)])])).toThrow("the key number 5 is not one of the 2 keys of m");
    expect(bad([thread("A", [store("x", 0.5)])])).toThrow("is not a whole number");
    expect(bad([thread("A", []), thread("A", [])])).toThrow("two thread are named A");
    const twice: Instruction = { kind: "go", thread: "B" };
    expect(bad([thread("A", [twice, twice]), spawned("B", [])])).toThrow("started a second time");
  });
});
