/** Growth: every kind of it happens, and what can go wrong when somebody else is inside. */
import { describe, expect, it } from "vitest";
import { explore } from "../explore.ts";
import type { Exploration } from "../outcome.ts";
import type { Instruction, Program } from "../program.ts";
import { Conductor } from "../testing/conductor.ts";
import { locked, mapWrite, mutex, num, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import type { MapOptions } from "./options.ts";

const hmap: MapOptions = { depth: "structure", runtime: "hmap", slots: 2 };
const swiss: MapOptions = { depth: "structure", runtime: "swiss", slots: 2 };
const splitting: MapOptions = { ...swiss, tableSlots: 4 };

const insert = (key: number): Instruction => mapWrite(key, 10 + key);
const remove = (key: number): Instruction => ({ kind: "map-delete", map: "m", key: num(key) });
const read = (key: number): Instruction => ({
  ...{ kind: "map-read", map: "m", key: num(key), register: "v", ok: "ok" },
});

/** A program over the keys a to f, the first few of them there at the start with the values 1, 2 and so on. */
function program(present: number, bodies: readonly (readonly Instruction[])[], locks = false): Program {
  return {
    name: "test",
    locations: [
      {
        kind: "map",
        name: "m",
        keys: [..."abcdef"],
        initial: Array.from({ length: present }, (_, key) => key + 1),
      },
    ],
    syncs: [mutex],
    threads: bodies.map((body, index) => {
      const name = "AB"[index];
      const results = body.some((item) => item.kind === "map-read") ? ["v", "ok"] : [];
      return thread(name, locks ? locked("mu", body) : body, results);
    }),
  };
}

function explored(given: Program, options: MapOptions): Exploration {
  const found = explore(expandMaps(given, options).program, { model: "sc", races: false, witnesses: false });
  expect(found.complete).toBe(true);
  return found;
}

function texts(found: Exploration): string[] {
  return [...new Set(found.outcomes.map((outcome) => outcome.text))];
}

/** The lines of the runtime that one goroutine comes through. */
function linesOf(operations: readonly Instruction[], options: MapOptions): Set<string> {
  const conductor = new Conductor(expandMaps(program(0, [operations]), options).program);
  conductor.finish(0);
  return new Set(conductor.steps.map((step) => step.runtime?.split("/").pop() ?? ""));
}

const writes = "fatal error: concurrent map writes";
const [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5];

describe("one goroutine comes through", { timeout: 60_000 }, () => {
  it("hmap's growth: a new array, evacuation bucket by bucket, overflow buckets, a growth that only tidies up", () => {
    const spread = [a, c, e].map(insert);
    const lines = linesOf(
      [...spread, ...[a, c, e].map(remove), ...[b, d, f].map(insert), ...[b, d].map(remove), insert(a)],
      hmap,
    );
    const growth = ["map.go:1158", "map_fast64.go:436", "map_fast64.go:452", "map.go:206"];
    for (const line of [...growth, "map.go:1146", "map.go:1382"]) expect(lines).toContain(line);
  });

  it("Swiss's growth: the first group, a table, a table twice as large, a split, a larger directory", () => {
    const all = [a, b, c, d, e].map(insert);
    const growing = linesOf(all, swiss);
    for (const line of ["map.go:592", "map.go:632", "table.go:1122"]) expect(growing).toContain(line);
    const split = linesOf(all, splitting);
    for (const line of ["table.go:1084", "map.go:374"]) expect(split).toContain(line);
    expect(growing).not.toContain("table.go:1084");
  });

  it("Swiss's tombstones, which new entries take again", () => {
    const lines = linesOf([...[a, b, c, d, e].map(insert), remove(a), remove(b), insert(a)], splitting);
    for (const line of ["table.go:468", "runtime_fast64_swiss.go:292"]) expect(lines).toContain(line);
  });
});

describe("hmap, while a third key makes two cells too few", { timeout: 60_000 }, () => {
  it("a writer of another key evacuates the same bucket: bad map state, a nil pointer, a key twice", () => {
    const found = texts(explored(program(2, [[insert(c)], [insert(a)]]), hmap));
    expect(found).toContain(writes);
    expect(found).toContain("fatal error: bad map state");
    expect(found).toContain("panic: runtime error: invalid memory address or nil pointer dereference");
    expect(found).toContain("m[a] is there twice");
    expect(found).toContain("an update of m[a] is lost");
  });

  it("a reader that came in before finds nothing in a bucket that is on the move", () => {
    const found = texts(explored(program(2, [[insert(c)], [read(a)]]), hmap));
    expect(found).toContain("the memory of m is corrupt: B did not find m[a] as it was all the time");
  });
});

describe("Swiss, while", { timeout: 60_000 }, () => {
  it("one group becomes a table: searches without end, lost entries, a directory taken for slots", () => {
    const found = texts(explored(program(2, [[insert(c)], [insert(d)]]), swiss));
    expect(found).toContain("a search in m never ends");
    expect(found).toContain("an entry of m[c] is lost: it was stored and is not there");
    expect(found).toContain(
      "the memory of m is corrupt: a directory of tables is taken for a group of slots",
    );
    expect(found).toContain("m stays marked as being written although nobody writes it");
  });

  it("one group fills up: the runtime says that it suspects concurrent writes", () => {
    const found = texts(explored(program(1, [[insert(b)], [insert(c)]]), swiss));
    expect(found).toContain("fatal error: small map with no empty slot (concurrent map writes?)");
  });

  it.each([
    ["a table is replaced", swiss],
    ["a table splits", splitting],
  ])("%s: a value stored after the copy is lost", (_, options) => {
    const found = texts(explored(program(3, [[insert(d)], [insert(a)]]), options));
    expect(found).toContain(writes);
    expect(found).toContain("an update of m[a] is lost");
  });
});

describe("under a lock", { timeout: 60_000 }, () => {
  it.each([
    ["hmap", hmap],
    ["Swiss", swiss],
    ["Swiss that splits", splitting],
  ])("%s grows and nothing is ever wrong", (_, options) => {
    const bodies = [
      [insert(c), remove(a)],
      [insert(d), insert(e)],
    ];
    const found = explored(program(2, bodies, true), options);
    expect(found.outcomes.map((outcome) => outcome.kind)).toEqual(["ok"]);
    expect(found.outcomes[0].final.maps[0].entries).toEqual([
      { key: "b", value: 2 },
      { key: "c", value: 12 },
      { key: "d", value: 13 },
      { key: "e", value: 14 },
    ]);
  });
});

it("says what it scales down and leaves out", () => {
  const said = (options: MapOptions): string[] =>
    expandMaps(program(2, [[insert(c)]]), options).abstractions.map((item) => item.id);
  expect(said(hmap)).toContain("map.abstract.slots.hmap");
  expect(said(swiss)).toContain("map.abstract.slots.swiss");
  expect(said({ depth: "structure", runtime: "swiss" })).not.toContain("map.abstract.slots.swiss");
  expect(said({ depth: "protocol", runtime: "swiss" })).toEqual(["map.abstract.protocol"]);
});
