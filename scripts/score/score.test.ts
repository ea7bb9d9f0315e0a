/** What the scoreboard counts: rows and their maps, samples that stay, changes in words. */
import { describe, expect, it } from "vitest";
import { draw } from "./projects.ts";
import { isRowsMap, type Row, readRows } from "./rows.ts";
import { changes } from "./table.ts";
import { tally } from "./verdicts.ts";

describe("real bugs", () => {
  const rows = readRows();
  const row = (maps: readonly string[]): Row => ({ ...rows[0], maps });

  it("has 65, each with its lines or functions", () => {
    expect(rows).toHaveLength(65);
    expect(rows.filter(({ maps, before, after }) => maps.length === 0 || before === after)).toEqual([]);
  });

  it("reads the maps' names", () => {
    const maps = (id: string): readonly string[] => rows.find((one) => one.id.startsWith(id))?.maps ?? [];
    expect(maps("026")).toEqual(["Group.Groups", "Group.Checks"]);
    expect(maps("044")).toEqual(["out"]);
    expect(maps("051")).toEqual(["data"]);
    expect(maps("082")).toEqual(["Map.components"]);
    expect(maps("111")).toEqual(["name4", "name6"]);
  });

  it("tells the row's map from one of the same name in another type", () => {
    expect(isRowsMap(row(["Stats.Tiers"]), "Stats.Tiers[...]")).toBe(true);
    expect(isRowsMap(row(["Stats.Tiers"]), "Config.Tiers")).toBe(false);
    expect(isRowsMap(row(["Stats.Tiers"]), "Tiers")).toBe(true);
    expect(isRowsMap(row(["tiers"]), "Config.tiers")).toBe(true);
  });
});

describe("samples", () => {
  const keys = Array.from({ length: 200 }, (_, i) => `project file${i}.go rule map`);

  it("stay the same when other findings go", () => {
    const sample = draw(keys);
    expect(sample).toHaveLength(30);
    const gone = keys.filter((key) => !sample.includes(key)).slice(0, 50);
    expect(draw(keys.filter((key) => !gone.includes(key)).toReversed())).toEqual(sample);
  });

  it("are judged by key", () => {
    const verdicts = new Map([["a", { verdict: "wrong", reason: "" } as const]]);
    expect(tally(["a", "b"], verdicts)).toEqual({ right: 0, wrong: 1, undecided: 0, unread: 1 });
  });
});

it("says what changed", () => {
  const before = { raceSuite: { found: 14, missed: ["TestRaceMapRW"], wrong: [] } };
  const after = { raceSuite: { found: 15, missed: [], wrong: [] } };
  expect(changes(before, after)).toEqual([
    "raceSuite.found: 14 -> 15",
    "raceSuite.missed TestRaceMapRW: there -> nothing",
  ]);
});
