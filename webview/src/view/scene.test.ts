import { describe, expect, test } from "vitest";
import { expandMaps, exploreAndCompare } from "../../../simulator/src/index.ts";
import { lockOrder, lostUpdate, mapWriters, storeBuffering } from "../testing/programs.ts";
import { textsFor } from "../texts.ts";
import { outcomeRows } from "./outcomes.ts";
import { scenesOf } from "./scene.ts";
import { stepRows } from "./steps.ts";
import { trackOf } from "./track.ts";

const en = textsFor("en");

describe("scenesOf", () => {
  test("at the start nothing has changed, and every goroutine offers its move", () => {
    const scene = scenesOf(trackOf(storeBuffering, "1.tso.0-0"), en)[0];
    expect(scene.sentence).toBeNull();
    expect(scene.lanes.map((lane) => lane.status)).toEqual(["ready", "ready"]);
    expect(scene.variables).toEqual([
      { name: "x", value: "0", before: null },
      { name: "y", value: "0", before: null },
    ]);
    expect(scene.lanes.flatMap((lane) => lane.moves.map((move) => move.scheduled))).toEqual([true, false]);
  });

  test("a store waits in its buffer, and its drain changes memory", () => {
    const track = trackOf(storeBuffering, "1.tso.0-0d");
    const stored = scenesOf(track, en)[1];
    expect(stored.lanes[0]).toMatchObject({ moved: true, buffer: [{ text: "x = 1", fresh: true }] });
    expect(stored.variables[0].value).toBe("0");
    expect(stored.lanes[0].moves.map((move) => move.action)).toEqual(["execute", "drain"]);
    const drained = scenesOf(track, en)[2];
    expect(drained.lanes[0].buffer).toEqual([]);
    expect(drained.variables[0]).toEqual({ name: "x", value: "1", before: "0" });
    expect(drained.sentence).toMatch(/^The store x = 1/);
    expect(drained.source?.line).toBe(8);
  });

  test("SC has no store buffers", () => {
    const scene = scenesOf(trackOf(storeBuffering, "1.sc.0"), en)[1];
    expect(scene.lanes.map((lane) => lane.buffer)).toEqual([null, null]);
    expect(scene.variables[0].value).toBe("1");
  });

  test("a blocked goroutine says why, a lock who holds it", () => {
    const scene = scenesOf(trackOf(lockOrder, "1.tso.0-1"), en)[2];
    expect(scene.lanes.map((lane) => lane.status)).toEqual(["blocked", "blocked"]);
    expect(scene.lanes[0].reason).toContain("held by second");
    expect(scene.syncs).toEqual([
      { name: "a", value: "held by first", before: null },
      { name: "b", value: "held by second", before: "free" },
    ]);
    expect(scene.lanes.flatMap((lane) => lane.moves)).toEqual([]);
  });

  test("a fatal error stops the others, and both goroutines of a collision have moved", () => {
    const { exploration } = exploreAndCompare(mapWriters, { model: "tso" });
    const fatal = exploration.outcomes.find((outcome) => outcome.kind === "fatal");
    const track = trackOf(mapWriters, fatal?.schedule ?? "");
    const scene = scenesOf(track, en)[track.steps.length];
    expect(scene.lanes.map((lane) => lane.status)).toEqual(["dead", "dead", "dead"]);
    expect(scene.lanes.map((lane) => lane.moved)).toEqual([false, true, true]);
    expect(scene.sentence).toContain("concurrent map writes");
  });

  test("a map shows its keys, and a key that was just added as changed", () => {
    const scene = scenesOf(trackOf(mapWriters, "1.sc.0-0-1"), en)[3];
    expect(scene.maps).toEqual([{ name: "counts", entries: [{ name: '"go"', value: "1", before: "–" }] }]);
  });
});

describe("outcomeRows", () => {
  test("the worst first, with what the reader compares", () => {
    const { exploration } = exploreAndCompare(lostUpdate, { model: "tso" });
    const rows = outcomeRows(lostUpdate, exploration.outcomes, en);
    expect(rows[0]).toMatchObject({ kind: "lost-update", final: "hits = 1" });
    expect(rows.at(-1)).toMatchObject({ kind: "ok", final: "hits = 2" });
  });

  test("what reads the same is one row, with the schedules added up and the shortest of them", () => {
    const { program } = expandMaps(mapWriters, { depth: "protocol", runtime: "swiss" });
    const { exploration } = exploreAndCompare(program, { model: "sc" });
    const rows = outcomeRows(program, exploration.outcomes, en);
    expect(rows.length).toBeLessThan(exploration.outcomes.length);
    expect(new Set(rows.map(({ kind, text, final }) => `${kind} ${text} ${final}`)).size).toBe(rows.length);
    const ends = (kinds: readonly { readonly kind: string; readonly schedules: string | null }[]): bigint =>
      kinds
        .filter(({ kind }) => kind !== "data-race")
        .reduce((sum, { schedules }) => sum + BigInt(schedules?.replaceAll(",", "") ?? ""), 0n);
    expect(ends(rows)).toBe(ends(exploration.outcomes));
    expect(rows.flatMap(({ keys }) => keys).toSorted()).toEqual(
      exploration.outcomes.map(({ key }) => key).toSorted(),
    );
  });

  test("TSO only", () => {
    const { exploration } = exploreAndCompare(storeBuffering, { model: "tso" });
    const only = outcomeRows(storeBuffering, exploration.outcomes, en).filter((row) => row.only !== null);
    expect(only.map((row) => row.final)).toEqual(["left: r1 = 0 · right: r2 = 0 · x = 1 · y = 1"]);
  });
});

describe("stepRows", () => {
  test("one row a step, in the reader's language, with changes of goroutine", () => {
    const track = trackOf(storeBuffering, "1.tso.0-1-0d");
    expect(stepRows(track, "en").map((row) => row.switched)).toEqual([false, true, true]);
    expect(stepRows(track, "zh-cn")[2].text).toContain("到达内存");
  });
});

test("the runtime's memory, its lines and what its steps are for, while maps are looked into", () => {
  const { program } = expandMaps(mapWriters, { depth: "protocol", runtime: "swiss" });
  const scene = scenesOf(trackOf(program, "1.sc.0-0-1-1-1"), en)[5];
  expect(scene.maps).toEqual([]);
  expect(scene.variables).toEqual([]);
  const [counts] = scene.internal;
  expect(counts.name).toBe("counts");
  expect(counts.entries[0]).toEqual({ name: "writing", value: "1", before: "0" });
  expect(scene.runtime).toMatchObject({
    release: "1.24",
    file: expect.stringMatching(/^src\/internal\/runtime\/maps\//),
  });
  expect(scene.purpose).toContain("marks counts");
});
