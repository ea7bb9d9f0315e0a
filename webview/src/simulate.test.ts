import { describe, expect, test } from "vitest";
import type { PanelSettings } from "../../protocol/src/panel.ts";
import type { Program } from "../../simulator/src/index.ts";
import { type Bounds, simulate } from "./simulate.ts";
import { large, mapWriters, storeBuffering } from "./testing/programs.ts";
import type { Reply, Setup } from "./worker-messages.ts";

const bounds: Bounds = { maxStates: 100_000, maxBytes: 1e9, maxMilliseconds: 60_000 };

function setup(program: Program, settings: Partial<PanelSettings> = {}): Setup {
  return {
    program,
    races: true,
    settings: {
      model: "tso",
      cpus: null,
      compiler: false,
      depth: "operation",
      runtime: "swiss",
      ...settings,
    },
    locale: "en",
  };
}

function replies(given: Setup, within = bounds): Reply[] {
  const all: Reply[] = [];
  simulate({ type: "explore", id: 7, setup: given }, within, (reply) => all.push(reply));
  return all;
}

describe("an exploration", () => {
  test("first tells what a few runs end in, and then everything", () => {
    const all = replies(setup(storeBuffering));
    expect(all.map(({ type, id }) => [type, id])).toEqual([
      ["found", 7],
      ["explored", 7],
    ]);
    const [found, explored] = all;
    if (found.type !== "found" || explored.type !== "explored") throw new Error("other replies");
    const known = new Set(explored.result.rows.flatMap(({ keys }) => keys));
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.rows.every(({ keys }) => keys.every((key) => known.has(key)))).toBe(true);
    expect(explored.result).toMatchObject({ complete: true, stopped: null, sampled: null });
    expect(explored.result.schedules).toBe("80");
  });

  test("that reaches a bound says so, and samples at random: always the same runs", () => {
    const small = { ...bounds, maxStates: 500 };
    const results = [1, 2].map(() => replies(setup(large), small).at(-1));
    expect(results[0]).toEqual(results[1]);
    expect(results[0]).toMatchObject({
      type: "explored",
      result: { complete: false, stopped: "max-states", sampled: "1,000", schedules: null },
    });
  });

  test("inside maps says what it leaves out, in the reader's language", () => {
    const last = replies({ ...setup(mapWriters, { depth: "protocol" }), locale: "zh-cn" }).at(-1);
    if (last?.type !== "explored") throw new Error("not explored");
    expect(last.result.abstractions.join()).toMatch(/counts/);
    expect(last.result.abstractions.join()).toMatch(/\p{Script=Han}/u);
    expect(last.result.rows.map(({ kind }) => kind)).toContain("lost-insert");
  });

  test("of what cannot be run gives the reason", () => {
    const last = replies(setup({ ...storeBuffering, threads: [] })).at(-1);
    expect(last).toMatchObject({ type: "failed", id: 7, reason: "the program has no goroutine to run" });
  });
});
