/**
 * The main check of the structures: whatever one goroutine does to a map, alone or under a lock, ends as it would
 * with a plain Map, through every kind of growth.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explore } from "../explore.ts";
import type { Instruction, Program } from "../program.ts";
import { locked, mutex, num, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import type { MapOptions } from "./options.ts";

const KEYS = 7;

type Operation =
  | { readonly kind: "write" | "increment"; readonly key: number; readonly value: number }
  | { readonly kind: "read" | "visit" | "delete"; readonly key: number }
  | { readonly kind: "clear" | "len" | "range" };

const key = fc.nat(KEYS - 1);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("write" as const), key, value: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("increment" as const), key, value: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("read" as const, "visit" as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("len" as const, "range" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clear" as const) }) },
);

/** The instructions of operations; what they read goes to the registers r0, r1 and so on. */
function instructions(operations: readonly Operation[], prefix = "r"): Instruction[] {
  return operations.flatMap((item, index) => instruction(item, `${prefix}${index}`));
}

function instruction(item: Operation, register: string): Instruction[] {
  switch (item.kind) {
    case "write":
      return [{ kind: "map-write", map: "m", key: num(item.key), value: num(item.value) }];
    case "increment":
      return [
        { kind: "map-read", map: "m", key: num(item.key), register, unchecked: true },
        {
          kind: "map-write",
          map: "m",
          key: num(item.key),
          value: { op: "add", left: { op: "reg", name: register }, right: num(item.value) },
          update: register,
        },
      ];
    case "read":
      return [{ kind: "map-read", map: "m", key: num(item.key), register, ok: `${register}ok` }];
    case "visit":
      return [{ kind: "map-range", map: "m", key: num(item.key), register, ok: `${register}ok` }];
    case "delete":
      return [{ kind: "map-delete", map: "m", key: num(item.key) }];
    case "clear":
      return [{ kind: "map-clear", map: "m" }];
    case "len":
      return [{ kind: "map-len", map: "m", register }];
    case "range":
      return [{ kind: "map-range", map: "m", count: register }];
  }
}

/** What the operations do to a Map, and what they read. */
function perform(map: Map<number, number>, operations: readonly Operation[]): number[] {
  return operations.flatMap((item) => performOne(map, item));
}

function performOne(map: Map<number, number>, item: Operation): number[] {
  switch (item.kind) {
    case "write":
      map.set(item.key, item.value);
      return [];
    case "increment": {
      const old = map.get(item.key) ?? 0;
      map.set(item.key, old + item.value);
      return [old];
    }
    case "read":
    case "visit":
      return [map.get(item.key) ?? 0, map.has(item.key) ? 1 : 0];
    case "delete":
      map.delete(item.key);
      return [];
    case "clear":
      map.clear();
      return [];
    case "len":
    case "range":
      return [map.size];
  }
}

function registers(operations: readonly Operation[], prefix = "r"): string[] {
  return operations.flatMap((item, index) => {
    const register = `${prefix}${index}`;
    if (item.kind === "read" || item.kind === "visit") return [register, `${register}ok`];
    return item.kind === "len" || item.kind === "range" || item.kind === "increment" ? [register] : [];
  });
}

function program(threads: Program["threads"], initial?: readonly (number | null)[]): Program {
  const keys = Array.from({ length: KEYS }, (_, at) => `k${at}`);
  return { name: "test", locations: [{ kind: "map", name: "m", keys, initial }], syncs: [mutex], threads };
}

function contents(map: ReadonlyMap<number, number>): { key: string; value: number }[] {
  return [...map].sort(([one], [other]) => one - other).map(([at, value]) => ({ key: `k${at}`, value }));
}

const structures: readonly (readonly [string, MapOptions])[] = [
  ["Swiss, one group", { depth: "structure", runtime: "swiss" }],
  ["Swiss, tables that grow", { depth: "structure", runtime: "swiss", slots: 2 }],
  ["Swiss, tables that split", { depth: "structure", runtime: "swiss", slots: 2, tableSlots: 4 }],
  ["Swiss, tables that grow and split", { depth: "structure", runtime: "swiss", slots: 2, tableSlots: 8 }],
  ["Swiss, groups of four", { depth: "structure", runtime: "swiss", slots: 4, tableSlots: 8 }],
  ["hmap, one bucket", { depth: "structure", runtime: "hmap" }],
  ["hmap, buckets of two", { depth: "structure", runtime: "hmap", slots: 2 }],
  ["hmap, buckets of three", { depth: "structure", runtime: "hmap", slots: 3 }],
  ["the check of Swiss", { depth: "protocol", runtime: "swiss" }],
  ["the check of hmap", { depth: "protocol", runtime: "hmap" }],
];

describe.each(structures)("%s", (_, options) => {
  it("one goroutine alone ends with the right map, and reads the right values", () => {
    const start = fc.array(fc.option(fc.nat(9), { nil: null }), { minLength: 0, maxLength: KEYS });
    fc.assert(
      fc.property(start, fc.array(operation, { minLength: 1, maxLength: 14 }), (initial, operations) => {
        const results = registers(operations);
        const given = program([thread("A", instructions(operations), results)], initial);
        const { program: expanded } = expandMaps(given, options);
        const found = explore(expanded, { model: "sc", races: false, witnesses: false });
        const map = new Map(
          initial.flatMap((value, at): [number, number][] => (value === null ? [] : [[at, value]])),
        );
        const read = perform(map, operations);
        expect(found.outcomes.map((outcome) => outcome.text)).toEqual(["every goroutine finishes"]);
        expect(found.outcomes[0].final.maps).toEqual([{ name: "m", entries: contents(map) }]);
        expect(found.outcomes[0].final.results.map((result) => result.value)).toEqual(read);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("under a lock two goroutines end as if one came after the other", () => {
    const some = fc.array(operation, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(some, some, (one, other) => {
        const threads = [
          thread("A", locked("mu", instructions(one, "a")), registers(one, "a")),
          thread("B", locked("mu", instructions(other, "b")), registers(other, "b")),
        ];
        const { program: expanded } = expandMaps(program(threads, [1, null, 3]), options);
        const found = explore(expanded, { model: "tso", races: false, witnesses: false });
        const orders = [
          { first: one, second: other, turned: false },
          { first: other, second: one, turned: true },
        ].map(({ first, second, turned }) => {
          const map = new Map([
            [0, 1],
            [2, 3],
          ]);
          const [a, b] = [perform(map, first), perform(map, second)];
          return JSON.stringify([contents(map), turned ? [...b, ...a] : [...a, ...b]]);
        });
        const ends = found.outcomes.map(({ kind, final }) => {
          expect(kind).toBe("ok");
          return JSON.stringify([final.maps[0].entries, final.results.map((result) => result.value)]);
        });
        expect(ends.sort()).toEqual([...new Set(orders)].sort());
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
