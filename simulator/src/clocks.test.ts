/** Happens-before along schedules, against what the exploration says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { happensBefore } from "./clocks.ts";
import { explore } from "./explore.ts";
import type { Instruction, Program, Sync } from "./program.ts";
import { replay } from "./replay.ts";
import { formatSchedule } from "./schedule.ts";
import { apply, enabled, initialState } from "./state.ts";
import {
  load,
  locked,
  mapWrite,
  mutex,
  num,
  program,
  rwmutex,
  spawned,
  store,
  thread,
} from "./testing/programs.ts";

function racesOf(given: Program, tokens: string): string[] {
  const { steps } = replay(given, `1.sc.${tokens}`);
  return happensBefore(given, steps).races.map((race) => `${race.location}:${race.first}-${race.second}`);
}

describe("one schedule", () => {
  it("unordered accesses race even when they are far apart in time", () => {
    const given = program([thread("A", [mapWrite(0, 1), store("x", 1)]), thread("B", [mapWrite(1, 2)])]);
    expect(racesOf(given, "0-0-1")).toEqual(["m:0-2"]);
  });

  it("a lock orders only by the way it went", () => {
    const given = program(
      [
        thread("A", [mapWrite(0, 1), ...locked("mu", [])]),
        thread("B", [...locked("mu", []), mapWrite(1, 2)]),
      ],
      [mutex],
    );
    expect(racesOf(given, "0-0-0-1-1-1")).toEqual([]);
    expect(racesOf(given, "1-1-1-0-0-0")).toEqual(["m:2-3"]);
    const { edges } = happensBefore(given, replay(given, "1.sc.0-0-0-1-1-1").steps);
    expect(edges).toEqual([{ from: 2, to: 3 }]);
  });

  it("go, Done and Wait, channels and atomics order", () => {
    const wg: Sync = { kind: "waitgroup", name: "wg", initial: 1 };
    const main = thread("main", [
      mapWrite(0, 1),
      { kind: "go", thread: "worker" },
      { kind: "wg-wait", sync: "wg" },
      mapWrite(0, 3),
    ]);
    const worker = spawned("worker", [mapWrite(0, 2), { kind: "wg-done", sync: "wg" }]);
    expect(racesOf(program([main, worker], [wg]), "0-0-1-1-0-0")).toEqual([]);
    const channel: Sync = { kind: "channel", name: "ch", capacity: 0 };
    const given = program(
      [
        thread("A", [mapWrite(0, 1), { kind: "send", sync: "ch", value: num(1) }]),
        thread("B", [{ kind: "recv", sync: "ch" }, mapWrite(0, 2)]),
      ],
      [channel],
    );
    expect(racesOf(given, "0-0>1-1")).toEqual([]);
    const flag = program([
      thread("A", [mapWrite(0, 1), { kind: "atomic-store", location: "x", value: num(1) }]),
      thread("B", [{ kind: "atomic-load", location: "x", register: "f" }, mapWrite(0, 2)]),
    ]);
    expect(racesOf(flag, "0-0-1-1")).toEqual([]);
    expect(racesOf(flag, "1-1-0-0")).toEqual(["m:1-2"]);
  });
});

const instruction: fc.Arbitrary<Instruction[]> = fc.oneof(
  fc.constantFrom<Instruction[]>([store("x", 1)], [load("x", "r")], [mapWrite(0, 1)]),
  fc.constantFrom<Instruction[]>(
    [{ kind: "atomic-store", location: "y", value: num(1) }],
    [{ kind: "atomic-load", location: "y", register: "r" }],
    [{ kind: "send", sync: "ch", value: num(1) }],
    [{ kind: "recv", sync: "ch", register: "r" }],
  ),
  fc.constantFrom<Instruction[]>(
    locked("mu", [store("x", 1)]),
    locked("mu", [mapWrite(0, 1)]),
    [{ kind: "rlock", sync: "rw" }, load("x", "r"), { kind: "runlock", sync: "rw" }],
    locked("rw", [store("x", 2)]),
  ),
);

describe("every schedule", () => {
  it("a program has a race that clocks find in some schedule exactly when the exploration finds one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(instruction, { maxLength: 2 }), { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 0, max: 1 }),
        (bodies, capacity) => {
          const channel: Sync = { kind: "channel", name: "ch", capacity };
          const threads = bodies.map((body, index) => thread(`G${index}`, body.flat()));
          const given = program(threads, [mutex, rwmutex, channel]);
          const explored = explore(given, { model: "sc" }).outcomes.some(
            (outcome) => outcome.kind === "data-race",
          );
          expect(anySchedule(given)).toBe(explored);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Whether some schedule, also one that blocks, has a race by its clocks. Collisions are left out: they end early. */
function anySchedule(given: Program): boolean {
  const pending = [{ state: initialState(given, { model: "sc" }), tokens: [] as string[] }];
  for (let run = pending.pop(); run !== undefined; run = pending.pop()) {
    const transitions = enabled(run.state).filter((transition) => transition.action !== "collide");
    for (const transition of transitions) {
      pending.push({ state: apply(run.state, transition), tokens: [...run.tokens, transition.token] });
    }
    if (transitions.length > 0) continue;
    const { steps } = replay(given, formatSchedule({ model: "sc" }, run.tokens));
    if (happensBefore(given, steps).races.length > 0) return true;
  }
  return false;
}
