/** The figures of the page about maps. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { explore } from "../explore.ts";
import type { Instruction, Model, Program } from "../program.ts";
import { mapIncrement, mapWrite, num, program, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import type { MapRuntime } from "./options.ts";

const read: Instruction = { kind: "map-read", map: "m", key: num(0), register: "v", ok: "ok" };

function withEntry(given: Program): Program {
  const locations = given.locations.map((location) =>
    location.kind === "map" ? { ...location, initial: [7, null] } : location,
  );
  return { ...given, locations };
}

const writers = program([thread("A", [mapWrite(0, 1)]), thread("B", [mapWrite(1, 2)])]);
const increments = program([thread("A", mapIncrement(0)), thread("B", mapIncrement(0))]);
const reader = withEntry(program([thread("A", [read], ["v"]), thread("B", [mapWrite(1, 2)])]));

/** The rows of the table: program, runtime and model, in the order of the page. */
const rows: readonly (readonly [Program, MapRuntime, Model])[] = [
  [writers, "hmap", "sc"],
  [writers, "hmap", "tso"],
  [writers, "swiss", "sc"],
  [writers, "swiss", "tso"],
  [increments, "hmap", "sc"],
  [increments, "swiss", "sc"],
  [reader, "hmap", "sc"],
  [reader, "swiss", "sc"],
];

/** Schedules: all, noticed, wrong and not noticed, right. */
function figures(given: Program, runtime: MapRuntime, model: Model): string {
  const { program: expanded } = expandMaps(given, { depth: "protocol", runtime });
  const { outcomes } = explore(expanded, { model, races: false, witnesses: false });
  const sum = (counts: (kind: string) => boolean): bigint =>
    outcomes.reduce((total, { kind, schedules }) => total + (counts(kind) ? BigInt(schedules ?? 0) : 0n), 0n);
  return [
    sum(() => true),
    sum((kind) => kind === "fatal"),
    sum((kind) => kind !== "fatal" && kind !== "ok"),
    sum((kind) => kind === "ok"),
  ]
    .map((count) => count.toLocaleString("en"))
    .join(" | ");
}

it.each(["maps.md", "maps.zh-cn.md"])(
  "the figures of docs/%s are the simulator's",
  { timeout: 60_000 },
  (name) => {
    const page = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
    const table = page.split("\n").filter((line) => /\| (?:hmap|Swiss) \| (?:SC|TSO) \|/.test(line));
    const expected = rows.map(
      ([given, runtime, model]) =>
        `| ${runtime === "swiss" ? "Swiss" : runtime} | ${model.toUpperCase()} | ${figures(given, runtime, model)} |`,
    );
    expect(table.map((line) => line.replace(/^\| [^|]+ /, ""))).toEqual(expected);
  },
);
