/** The view of a state. */
import { expect, it } from "vitest";
import { describe as view } from "./describe.ts";
import type { Program } from "./program.ts";
import { replay } from "./replay.ts";
import { renderSentence } from "./sentences.ts";
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

function after(given: Program, schedule: string): ReturnType<typeof view> {
  const { states } = replay(given, schedule);
  return view(states[states.length - 1]);
}

function reasons(state: ReturnType<typeof view>): (string | null)[] {
  return state.threads.map((item) => (item.blocked === null ? null : renderSentence(item.blocked, "en")));
}

it("shows buffers oldest first, with the instruction of each store", () => {
  const given = program([thread("A", [store("x", 1), mapWrite(1, 5), load("x", "r"), { kind: "mfence" }])]);
  const state = after(given, "1.tso.0-0-0");
  expect(state.cpus[0].buffer.map((entry) => [entry.name, entry.value, entry.instruction])).toEqual([
    ["x", "1", 0],
    ['m["b"]', "5", 1],
  ]);
  expect(state.variables[0]).toEqual({ name: "x", value: "0" });
  expect(state.threads[0].registers).toEqual([{ name: "r", value: "1" }]);
  expect([state.threads[0].status, reasons(state)[0]]).toEqual([
    "blocked",
    "waits until its store buffer is empty",
  ]);
  const drained = after(given, "1.tso.0-0-0-0d-0d-0");
  expect(drained.maps[0].entries.map((entry) => entry.value)).toEqual([null, "5"]);
  expect(drained.threads[0].status).toBe("finished");
});

it("shows who holds a lock and why others wait", () => {
  const threads = [
    thread("A", locked("mu", [])),
    thread("B", locked("mu", [])),
    thread("C", [{ kind: "rlock", sync: "rw" }, store("x", 1)]),
    thread("D", locked("rw", [])),
    thread("E", [{ kind: "rlock", sync: "rw" }]),
    spawned("F", []),
  ];
  const state = after(program(threads, [mutex, rwmutex]), "1.sc.0-2-3");
  expect(reasons(state)).toEqual([
    null,
    "waits for mu, held by A",
    null,
    "waits for rw, held by C",
    "waits for rw: D waits to lock it, which blocks new readers",
    null,
  ]);
  expect(state.threads.map((item) => item.status)).toEqual([
    "running",
    "blocked",
    "running",
    "blocked",
    "blocked",
    "not-started",
  ]);
  expect(state.syncs.map(({ holder, announced, readers }) => ({ holder, announced, readers }))).toEqual([
    { holder: 0, announced: null, readers: [] },
    { holder: null, announced: 3, readers: [2] },
  ]);
});

it("shows channels, counters, tokens, and why the program stopped", () => {
  const given: Program = {
    ...program(
      [
        thread("A", [
          { kind: "send", sync: "ch", value: num(1) },
          { kind: "send", sync: "ch", value: num(2) },
        ]),
        thread("B", [{ kind: "wg-wait", sync: "wg" }]),
        thread("C", [{ kind: "panic", message: "no" }]),
      ],
      [
        { kind: "channel", name: "ch", capacity: 1 },
        { kind: "waitgroup", name: "wg", initial: 2 },
      ],
    ),
    tokens: { "1": '"one"' },
  };
  const state = after(given, "1.sc.0");
  expect(state.syncs[0].values).toEqual(['"one"']);
  expect(reasons(state)).toEqual([
    "waits for room in ch",
    "waits until the counter of wg is 0 (it is 2)",
    null,
  ]);
  const stopped = after(given, "1.sc.0-2");
  expect(stopped.stopped?.thread).toBe(2);
  expect(stopped.stopped === null ? "" : renderSentence(stopped.stopped.message, "en")).toBe("panic: no");
  expect(stopped.threads.map((item) => item.status)).toEqual(["stopped", "stopped", "stopped"]);
});

it("complains about schedules that do not fit", () => {
  const given = program([thread("A", [store("x", 1)])]);
  expect(() => replay(given, "1.tso.0d")).toThrow("step 1 of the schedule, 0d, is not possible here");
  expect(() => replay(given, "nonsense")).toThrow("this is not a schedule: nonsense");
});

it("nobody is blocked while the compiler's change of another thread is chosen", () => {
  const given = program([thread("A", [store("x", 1)]), thread("B", [load("y", "r"), load("x", "s")])]);
  const state = after(given, "1.tso+c.");
  expect(state.threads.map((item) => item.status)).toEqual(["running", "running"]);
  expect(reasons(state)).toEqual([null, null]);
});
