/** What the runtime's check for concurrent writers sees, and what it misses. */
import { describe, expect, it } from "vitest";
import { classify } from "../classify.ts";
import { explore } from "../explore.ts";
import type { OutcomeKind } from "../outcome.ts";
import type { Instruction, Program, Thread } from "../program.ts";
import type { State } from "../state.ts";
import { Conductor } from "../testing/conductor.ts";
import { locked, mapIncrement, mapWrite, mutex, num, program, rwmutex, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import type { MapDepth, MapRuntime } from "./options.ts";

const runtimes = ["hmap", "swiss"] as const;
const depths = ["protocol", "structure"] as const;
const cases = depths.flatMap((depth) => runtimes.map((runtime) => [depth, runtime] as const));

const read: Instruction = { kind: "map-read", map: "m", key: num(0), register: "v", ok: "ok" };
const len: Instruction = { kind: "map-len", map: "m", register: "n" };
const remove: Instruction = { kind: "map-delete", map: "m", key: num(0) };
const range: Instruction = { kind: "map-range", map: "m", count: "n" };
const writers = program([thread("A", [mapWrite(0, 1)]), thread("B", [mapWrite(1, 2)])]);

function expanded(given: Program, depth: MapDepth, runtime: MapRuntime): Program {
  return expandMaps(given, { depth, runtime }).program;
}

/** The same program with an entry under the first key at the start. */
function withEntry(given: Program): Program {
  const locations = given.locations.map((location) =>
    location.kind === "map" ? { ...location, initial: [7, null] } : location,
  );
  return { ...given, locations };
}

function kinds(given: Program, model: "sc" | "tso"): Set<OutcomeKind> {
  const found = explore(given, { model, races: false, witnesses: false });
  expect(found.complete).toBe(true);
  return new Set(found.outcomes.map((outcome) => outcome.kind));
}

function texts(given: Program, model: "sc" | "tso"): string[] {
  const found = explore(given, { model, races: false, witnesses: false });
  return [...new Set(found.outcomes.map((outcome) => outcome.text))].sort();
}

function ending({ machine, words }: State): OutcomeKind {
  return classify(machine, words, 0).kind;
}

/** The program with one atomic step for each toggle of the mark. */
function atomicToggle(given: Program): Program {
  const threads = given.threads.map((item): Thread => {
    const instructions = item.instructions.map((instruction): Instruction => {
      const id = instruction.purpose?.id;
      if (id !== "map.set" && id !== "map.toggle-back" && id !== "map.clear-bit") return instruction;
      if (instruction.kind !== "load") return { kind: "assign", register: "$flag", value: num(0) };
      const [operator, value] =
        id === "map.clear-bit" ? (["bit-and", -5] as const) : toggles(instruction.location);
      return { kind: "atomic-update", location: instruction.location, operator, value: num(value) };
    });
    return { ...item, instructions };
  });
  return { ...given, threads };
}

function toggles(location: string): readonly ["xor", number] {
  return ["xor", location.endsWith("flags") ? 4 : 1];
}

/** The program with a fence after every store. */
function fenced(given: Program): Program {
  const threads = given.threads.map((item): Thread => {
    const places: number[] = [];
    let count = 0;
    for (const instruction of item.instructions) {
      places.push(count);
      count += instruction.kind === "store" ? 2 : 1;
    }
    places.push(count);
    const instructions = item.instructions.flatMap((instruction): Instruction[] => {
      if (instruction.kind === "store") return [instruction, { kind: "mfence" }];
      if (instruction.kind === "jump" || instruction.kind === "branch") {
        return [{ ...instruction, target: places[instruction.target] }];
      }
      return [instruction];
    });
    return { ...item, instructions };
  });
  return { ...given, threads };
}

describe.each(cases)("at %s depth, %s", { timeout: 60_000 }, (depth, runtime) => {
  it("two writers miss each other already under SC, and an entry is lost", () => {
    const found = explore(expanded(writers, depth, runtime), { model: "sc", races: false });
    const lost = found.outcomes.filter((outcome) => outcome.kind === "lost-insert");
    expect(lost.length).toBeGreaterThan(0);
    // Both came to their ends: nothing was noticed.
    expect(lost[0].witness.every((step) => step.sentence.id !== "step.fatal")).toBe(true);
    expect(found.outcomes.map((outcome) => outcome.text)).toContain("fatal error: concurrent map writes");
    expect(found.outcomes.map((outcome) => outcome.kind)).toContain("ok");
  });

  it(`the mark can stay set: ${runtime === "swiss" ? "yes" : "no"}`, () => {
    const stuck = (["sc", "tso"] as const).map((model) =>
      kinds(expanded(writers, depth, runtime), model).has("stuck-flag"),
    );
    expect(stuck).toEqual(runtime === "swiss" ? [true, true] : [false, false]);
  });

  it("with an atomic toggle two writers never miss each other, as far as memory is up to date", () => {
    const given = atomicToggle(expanded(writers, depth, runtime));
    expect([...kinds(given, "sc")].sort()).toEqual(["fatal", "ok"]);
    expect([...kinds(fenced(given), "tso")].sort()).toEqual(["fatal", "ok"]);
    // The entry of a writer may still be in its store buffer when it looks for its mark the second time. Then the
    // other one toggles the mark off, sees no entry, and the first one toggles the mark on again: nobody notices.
    const missed = kinds(given, "tso").has("lost-insert");
    expect(missed).toBe(runtime === "swiss");
  });

  it("a reader that came in before the writer is missed", () => {
    const given = withEntry(program([thread("A", [read], ["v"]), thread("B", [mapWrite(1, 2)])]));
    const conductor = new Conductor(expanded(given, depth, runtime));
    conductor.through(0, "map.check.read");
    conductor.through(1, "map.set");
    conductor.finish(0);
    conductor.finish(1);
    expect(ending(conductor.state)).toBe("ok");
    const late = new Conductor(expanded(given, depth, runtime));
    late.through(1, "map.set");
    late.finish(0);
    expect(ending(late.state)).toBe("fatal");
    expect(texts(expanded(given, depth, runtime), "tso")).toContain(
      "fatal error: concurrent map read and map write",
    );
  });

  it("an empty map and len are never checked", () => {
    for (const instruction of [read, len, remove, range]) {
      const given = program([thread("A", [instruction]), thread("B", [mapWrite(1, 2)])]);
      const conductor = new Conductor(expanded(given, depth, runtime));
      conductor.through(1, "map.set");
      conductor.finish(0);
      conductor.finish(1);
      expect(ending(conductor.state)).toBe("ok");
    }
    const counted = withEntry(program([thread("A", [len]), thread("B", [mapWrite(1, 2)])]));
    expect([...kinds(expanded(counted, depth, runtime), "tso")]).toEqual(["ok"]);
  });

  it("an iteration checks at every step", () => {
    const given = withEntry(program([thread("A", [range], ["n"]), thread("B", [mapWrite(1, 2)])]));
    const conductor = new Conductor(expanded(given, depth, runtime));
    conductor.through(0, "map.check.iterate");
    conductor.through(1, "map.set");
    conductor.finish(0);
    expect(ending(conductor.state)).toBe("fatal");
    expect(texts(expanded(given, depth, runtime), "sc")).toContain(
      "fatal error: concurrent map iteration and map write",
    );
  });

  it("m[k]++ loses an update although no two writers are inside at the same time", () => {
    const given = expanded(
      program([thread("A", mapIncrement(0)), thread("B", mapIncrement(0))]),
      depth,
      runtime,
    );
    const conductor = new Conductor(given);
    conductor.through(0, "map.value.read");
    conductor.finish(1);
    conductor.finish(0);
    expect(ending(conductor.state)).toBe("lost-update");
    expect(texts(given, "sc")).toContain('an update of m["a"] is lost');
  });

  it("m[k]++ twice is 2 or wrong", () => {
    const given = program([thread("A", mapIncrement(0)), thread("B", mapIncrement(0))]);
    const found = explore(expanded(given, depth, runtime), { model: "tso", races: false, witnesses: false });
    const fine = found.outcomes.filter((outcome) => outcome.kind === "ok");
    expect(fine.map((outcome) => outcome.final.maps[0].entries)).toEqual([[{ key: '"a"', value: 2 }]]);
  });

  it("fences leave the lost insert, and nothing but what SC has", () => {
    const given = expanded(writers, depth, runtime);
    const keys = (one: Program, model: "sc" | "tso"): string[] =>
      explore(one, { model, races: false, witnesses: false })
        .outcomes.map((outcome) => outcome.key)
        .sort();
    expect(kinds(fenced(given), "tso").has("lost-insert")).toBe(true);
    expect(keys(fenced(given), "tso")).toEqual(keys(given, "sc"));
  });

  it("a mutex leaves nothing but the right ends", () => {
    for (const operations of [[mapWrite(0, 1)], mapIncrement(0), [remove, mapWrite(1, 3)]]) {
      const threads = ["A", "B"].map((name) => thread(name, locked("mu", operations)));
      const given = expanded(withEntry(program(threads, [mutex])), depth, runtime);
      expect([...kinds(given, "tso")]).toEqual(["ok"]);
    }
  });

  it("Lock and then RLock in one goroutine deadlocks", () => {
    const body: Instruction[] = [{ kind: "lock", sync: "rw" }, mapWrite(0, 1), { kind: "rlock", sync: "rw" }];
    expect(texts(expanded(program([thread("A", body)], [rwmutex]), depth, runtime), "tso")).toEqual([
      "fatal error: all goroutines are asleep - deadlock!",
    ]);
  });

  it("every step inside the runtime names its line and says what for", () => {
    const given = withEntry(
      program([
        thread("A", [read, mapWrite(0, 1), remove, range]),
        thread("B", [{ kind: "map-clear", map: "m" }]),
      ]),
    );
    const touching = expanded(given, depth, runtime)
      .threads.flatMap((item) => item.instructions)
      .filter((item) => item.kind === "load" || item.kind === "store" || item.kind === "load-wide")
      .filter((item) => item.purpose?.id !== "map.value.read" && item.purpose?.id !== "map.value.write")
      .filter((item) => item.fresh !== true);
    expect(touching.length).toBeGreaterThan(10);
    for (const item of touching) {
      expect(item.runtime, JSON.stringify(item)).toMatch(/^1\.2[34]:src\/.+\.go:\d+$/);
      expect(item.purpose, JSON.stringify(item)).toBeDefined();
    }
  });
});

describe("the race detector", () => {
  it.each(cases)("sees the map at %s depth, %s, not the memory inside", (depth, runtime) => {
    const found = explore(expanded(writers, depth, runtime), { model: "sc" });
    const races = found.outcomes.filter((outcome) => outcome.kind === "data-race");
    expect(races.map((outcome) => outcome.text)).toEqual(["data race on m: write in A and write in B"]);
    const both = program([thread("A", [remove]), thread("B", [range])]);
    const beside = explore(expanded(withEntry(both), depth, runtime), { model: "sc" }).outcomes;
    expect(beside.map((outcome) => outcome.text)).toContain("data race on m: delete in A and iteration in B");
  });
});

it.each(cases)("a program's own epilogue finds the map written down: %s, %s", (depth, runtime) => {
  const epilogue: Instruction[] = [
    { kind: "map-read", map: "m", key: num(0), register: "v" },
    { kind: "branch", condition: { op: "ne", left: { op: "reg", name: "v" }, right: num(1) }, target: 3 },
    { kind: "store", location: "x", value: num(5) },
    { kind: "map-len", map: "m", register: "n" },
    { kind: "store", location: "y", value: { op: "reg", name: "n" } },
  ];
  const given = { ...program([thread("A", [mapWrite(0, 1), mapWrite(1, 2)])]), epilogue };
  const [outcome] = explore(expanded(given, depth, runtime), { model: "sc" }).outcomes;
  expect(outcome.final.variables.slice(0, 2).map(({ value }) => value)).toEqual([5, 2]);
});

describe("operation depth", () => {
  it("leaves a program as it is", () => {
    expect(expandMaps(writers, { depth: "operation", runtime: "swiss" })).toEqual({
      program: writers,
      abstractions: [],
    });
  });
});
