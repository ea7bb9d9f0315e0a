/** Locks, WaitGroup, channels, select, once, go: what they order and when they block. */
import { describe, expect, it } from "vitest";
import { explore } from "./explore.ts";
import type { Exploration } from "./outcome.ts";
import type { Instruction, Program, Sync } from "./program.ts";
import {
  load,
  locked,
  mapWrite,
  mutex,
  num,
  program,
  reg,
  rwmutex,
  spawned,
  store,
  thread,
} from "./testing/programs.ts";

const models = ["sc", "tso", "pso"] as const;

/** The outcomes' texts, the same under every model. */
function texts(given: Program): string[] {
  const all = models.map((model) => explore(given, { model }));
  for (const found of all) expect(summary(found)).toEqual(summary(all[0]));
  return summary(all[0]);
}

function summary(found: Exploration): string[] {
  return [...new Set(found.outcomes.map((outcome) => outcome.text))].sort();
}

const fine = "every goroutine finishes";
const asleep = "fatal error: all goroutines are asleep - deadlock!";
const channel = (capacity: number): Sync => ({ kind: "channel", name: "ch", capacity });
const send = (value: number): Instruction => ({ kind: "send", sync: "ch", value: num(value) });
const recv: Instruction = { kind: "recv", sync: "ch", register: "v", ok: "ok" };
const close: Instruction = { kind: "close", sync: "ch" };
const lock: Instruction = { kind: "lock", sync: "rw" };
const unlock: Instruction = { kind: "unlock", sync: "rw" };
const rlock: Instruction = { kind: "rlock", sync: "rw" };
const runlock: Instruction = { kind: "runlock", sync: "rw" };

describe("mutexes", () => {
  it("order critical sections", () => {
    const threads = ["A", "B"].map((name) => thread(name, locked("mu", [mapWrite(0, 1)])));
    expect(texts(program(threads, [mutex]))).toEqual([fine]);
  });

  it("Lock and then RLock in one goroutine deadlocks, and so does Lock twice", () => {
    expect(texts(program([thread("A", [lock, rlock])], [rwmutex]))).toEqual([asleep]);
    expect(texts(program([thread("A", [lock, lock])], [rwmutex]))).toEqual([asleep]);
    expect(texts(program([thread("A", [rlock, lock])], [rwmutex]))).toEqual([asleep]);
  });

  it("a waiting writer blocks new readers, so a recursive RLock can deadlock", () => {
    const reader = thread("A", [rlock, rlock, runlock, runlock]);
    expect(texts(program([reader], [rwmutex]))).toEqual([fine]);
    expect(texts(program([reader, thread("B", [lock, unlock])], [rwmutex]))).toEqual([fine, asleep].sort());
  });

  it("readers share, a writer does not", () => {
    const read: Instruction = { kind: "map-read", map: "m", key: num(0), register: "v" };
    const readers = ["A", "B"].map((name) => thread(name, [rlock, read, runlock]));
    const writer = thread("C", [lock, mapWrite(0, 1), unlock]);
    expect(texts(program([...readers, writer], [rwmutex]))).toEqual([fine]);
  });

  it("unlocking what is not locked is fatal", () => {
    expect(texts(program([thread("A", [{ kind: "unlock", sync: "mu" }])], [mutex]))).toEqual([
      "fatal error: sync: unlock of unlocked mutex",
    ]);
    expect(texts(program([thread("A", [unlock])], [rwmutex]))).toEqual([
      "fatal error: sync: Unlock of unlocked RWMutex",
    ]);
    expect(texts(program([thread("A", [runlock])], [rwmutex]))).toEqual([
      "fatal error: sync: RUnlock of unlocked RWMutex",
    ]);
  });

  it("two locks in opposite orders can deadlock", () => {
    const other: Sync = { kind: "mutex", name: "nu" };
    const threads = [
      thread("A", locked("mu", locked("nu", []))),
      thread("B", locked("nu", locked("mu", []))),
    ];
    expect(texts(program(threads, [mutex, other]))).toEqual([fine, asleep].sort());
  });
});

describe("WaitGroup and go", () => {
  const wg: Sync = { kind: "waitgroup", name: "wg" };
  const done: Instruction = { kind: "wg-done", sync: "wg" };
  const wait: Instruction = { kind: "wg-wait", sync: "wg" };
  const add: Instruction = { kind: "wg-add", sync: "wg", delta: num(1) };

  it("Wait orders what came before Done, go orders what came before it", () => {
    const main = thread("main", [
      mapWrite(0, 1),
      add,
      { kind: "go", thread: "worker" },
      wait,
      mapWrite(0, 3),
    ]);
    const worker = spawned("worker", [mapWrite(0, 2), done]);
    expect(texts(program([main, worker], [wg]))).toEqual([fine]);
  });

  it("Add inside the goroutine may come too late", () => {
    const main = thread("main", [{ kind: "go", thread: "worker" }, wait, mapWrite(0, 3)]);
    const worker = spawned("worker", [add, mapWrite(0, 2), done]);
    expect(texts(program([main, worker], [wg]))).toContain("fatal error: concurrent map writes");
  });

  it("a counter below 0 panics, a Done that never comes deadlocks", () => {
    expect(texts(program([thread("A", [done])], [wg]))).toEqual(["panic: sync: negative WaitGroup counter"]);
    expect(texts(program([thread("A", [add, wait])], [wg]))).toEqual([asleep]);
  });

  it("the program ends with main", () => {
    const main = { ...thread("main", [{ kind: "go", thread: "worker" }]), endsProgram: true };
    const worker = spawned("worker", [{ kind: "panic", message: "late" }]);
    expect(texts(program([main, worker]))).toEqual([fine]);
  });

  it("a goroutine that waits for ever is named when others finish", () => {
    const main = thread("main", [{ kind: "go", thread: "worker" }]);
    const worker = spawned("worker", [recv]);
    expect(texts(program([main, worker], [channel(0)]))).toEqual(["worker wait for ever"]);
  });
});

describe("channels", () => {
  it.each([0, 1])("a send to a channel of capacity %i orders what came before it", (capacity) => {
    const threads = [
      thread("A", [mapWrite(0, 1), send(5)]),
      thread("B", [recv, mapWrite(0, 2)], ["v", "ok"]),
    ];
    const given = program(threads, [channel(capacity)]);
    expect(texts(given)).toEqual([fine]);
    const [outcome] = explore(given, { model: "tso" }).outcomes;
    expect(outcome.final.results.map((result) => result.value)).toEqual([5, 1]);
  });

  it("a receive from an unbuffered channel orders the sender too, from a buffered one it does not", () => {
    const threads = [thread("A", [send(1), mapWrite(0, 1)]), thread("B", [mapWrite(0, 2), recv])];
    expect(texts(program(threads, [channel(0)]))).toEqual([fine]);
    expect(texts(program(threads, [channel(1)]))).toContain("fatal error: concurrent map writes");
  });

  it("values come out in order, and a closed channel gives zero values", () => {
    const first: Instruction = { kind: "recv", sync: "ch", register: "a" };
    const second: Instruction = { kind: "recv", sync: "ch", register: "b" };
    const given = program(
      [thread("A", [send(1), send(2), close]), thread("B", [first, second, recv], ["a", "b", "ok"])],
      [channel(2)],
    );
    expect(texts(given)).toEqual([fine]);
    const [outcome] = explore(given, { model: "tso" }).outcomes;
    expect(outcome.final.results.map((result) => result.value)).toEqual([1, 2, 0]);
  });

  it("sending on a closed channel and closing twice panic", () => {
    expect(texts(program([thread("A", [close, send(1)])], [channel(1)]))).toEqual([
      "panic: send on closed channel",
    ]);
    expect(texts(program([thread("A", [close, close])], [channel(0)]))).toEqual([
      "panic: close of closed channel",
    ]);
    const blocked = program([thread("A", [send(1)]), thread("B", [close])], [channel(0)]);
    expect(texts(blocked)).toEqual(["panic: send on closed channel"]);
  });

  it("select takes any ready case, and default only when none is certain to be ready", () => {
    const select: Instruction = {
      kind: "select",
      cases: [
        { kind: "recv", channel: "ch", register: "v", target: 1 },
        { kind: "recv", channel: "other", register: "v", target: 1 },
      ],
    };
    const other: Sync = { kind: "channel", name: "other", capacity: 1 };
    const given = program(
      [thread("A", [send(1), { kind: "send", sync: "other", value: num(2) }]), thread("B", [select], ["v"])],
      [channel(1), other],
    );
    const values = explore(given, { model: "tso" }).outcomes.map((outcome) => outcome.final.results[0].value);
    expect(values.sort((a, b) => a - b)).toEqual([1, 2]);
    const polling: Instruction = {
      kind: "select",
      cases: [{ kind: "recv", channel: "ch", register: "v", target: 2 }],
      default: 2,
    };
    const full = program([thread("A", [send(1), polling], ["v"])], [channel(1)]);
    expect(explore(full, { model: "tso" }).outcomes.map((o) => o.final.results[0].value)).toEqual([1]);
    const empty = program([thread("A", [{ kind: "mfence" }, polling], ["v"])], [channel(1)]);
    expect(texts(empty)).toEqual([fine]);
    const never = program([thread("A", [{ kind: "select", cases: [] }])]);
    expect(texts(never)).toEqual([asleep]);
  });

  it("selects meet over an unbuffered channel, two with default never", () => {
    const out = (fallback?: number): Instruction => ({
      kind: "select",
      cases: [{ kind: "send", channel: "ch", value: num(7), target: 1 }],
      ...(fallback === undefined ? {} : { default: fallback }),
    });
    const into = (fallback?: number): Instruction => ({
      kind: "select",
      cases: [{ kind: "recv", channel: "ch", register: "v", target: 1 }],
      ...(fallback === undefined ? {} : { default: fallback }),
    });
    const results = (one: Instruction, two: Instruction): number[] => {
      const given = program([thread("A", [one]), thread("B", [two], ["v"])], [channel(0)]);
      const ends = explore(given, { model: "tso" }).outcomes.filter((outcome) => outcome.kind === "ok");
      return ends.map((outcome) => outcome.final.results[0].value).sort((a, b) => a - b);
    };
    expect(results(out(), into())).toEqual([7]);
    expect(results(out(1), into(1))).toEqual([0]);
    expect(results(out(1), into())).toEqual([7]);
  });
});

describe("once, havoc, branches", () => {
  it("once runs its function once, and others wait for its end", () => {
    const once: Sync = { kind: "once", name: "once" };
    const body: Instruction[] = [
      { kind: "once-begin", sync: "once", target: 3 },
      mapWrite(0, 1),
      { kind: "once-end", sync: "once" },
      { kind: "map-read", map: "m", key: num(0), register: "v" },
    ];
    const given = program([thread("A", body, ["v"]), thread("B", body, ["v"])], [once]);
    expect(texts(given)).toEqual([fine]);
    const [outcome] = explore(given, { model: "tso" }).outcomes;
    expect(outcome.final.results.map((result) => result.value)).toEqual([1, 1]);
  });

  it("havoc explores every value, a branch follows it", () => {
    const given = program([
      thread("A", [
        { kind: "havoc", register: "v", values: [1, 2, 3] },
        { kind: "branch", condition: { op: "lt", left: reg("v"), right: num(3) }, target: 3 },
        { kind: "exit" },
        store("x", 1),
      ]),
      thread("B", [load("y", "r")]),
    ]);
    const found = explore(given, { model: "sc" });
    expect(found.outcomes.map((outcome) => outcome.final.variables[0].value).sort((a, b) => a - b)).toEqual([
      0, 1,
    ]);
  });
});
