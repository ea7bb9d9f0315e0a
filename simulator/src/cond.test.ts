/** sync.Cond, TryLock and TryRLock. */
import { describe, expect, test } from "vitest";
import { explore } from "./explore.ts";
import type { Instruction, Program, Sync } from "./program.ts";

function program(syncs: readonly Sync[], ...threads: readonly (readonly Instruction[])[]): Program {
  return {
    name: "p",
    locations: [{ kind: "variable", name: "n", initial: 0 }],
    syncs,
    threads: threads.map((instructions, i) => ({
      name: `t${i}`,
      start: "initial",
      instructions,
      results: ["r"],
    })),
  };
}

function ends(made: Program): string[] {
  const { outcomes, complete } = explore(made, { model: "tso" });
  expect(complete).toBe(true);
  return outcomes
    .filter(({ kind }) => kind !== "data-race")
    .map(({ kind, final }) => `${kind} ${final.results.map(({ value }) => value).join("")}`)
    .sort();
}

const cond: Sync = { kind: "cond", name: "c" };
const mu: Sync = { kind: "mutex", name: "mu" };
const rw: Sync = { kind: "rwmutex", name: "rw" };

const wait: readonly Instruction[] = [
  { kind: "lock", sync: "mu" },
  { kind: "cond-enter", sync: "c" },
  { kind: "unlock", sync: "mu" },
  { kind: "cond-wait", sync: "c" },
  { kind: "lock", sync: "mu" },
  { kind: "xadd", location: "n", value: { op: "const", value: 1 }, new: "r" },
  { kind: "unlock", sync: "mu" },
];

describe("sync.Cond", () => {
  test("a signal before the wait is lost", () => {
    expect(ends(program([cond, mu], wait, [{ kind: "cond-signal", sync: "c" }]))).toEqual([
      "deadlock 0",
      "ok 10",
    ]);
  });

  test("one signal wakes one of two, a broadcast both", () => {
    const signal = ends(program([cond, mu], wait, wait, [{ kind: "cond-signal", sync: "c" }]));
    expect(signal.every((end) => end.startsWith("deadlock"))).toBe(true);
    const all = ends(program([cond, mu], wait, wait, [{ kind: "cond-broadcast", sync: "c" }]));
    expect(all).toContain("ok 120");
    expect(all).toContain("ok 210");
  });

  test("who waits longest is woken first", () => {
    const first: readonly Instruction[] = [
      ...wait.slice(0, 3),
      { kind: "go", thread: "t1" },
      ...wait.slice(3),
    ];
    const second: readonly Instruction[] = [
      ...wait.slice(0, 3),
      { kind: "go", thread: "t2" },
      ...wait.slice(3),
    ];
    const made = program([cond, mu], first, second, [{ kind: "cond-signal", sync: "c" }]);
    const [one, ...others] = made.threads;
    const { outcomes } = explore(
      { ...made, threads: [one, ...others.map((thread) => ({ ...thread, start: "spawned" as const }))] },
      { model: "tso" },
    );
    expect(outcomes.map(({ text }) => text)).toEqual(["t1 wait for ever"]);
  });
});

describe("TryLock", () => {
  const attempt = (kind: "try-lock" | "try-rlock", sync: string): Instruction => ({
    kind,
    sync,
    register: "r",
  });

  test("of a mutex fails while it is held", () => {
    const holder: readonly Instruction[] = [
      { kind: "lock", sync: "mu" },
      { kind: "unlock", sync: "mu" },
    ];
    expect(ends(program([mu], holder, [attempt("try-lock", "mu")]))).toEqual([
      "deadlock 1",
      "ok 00",
      "ok 01",
    ]);
  });

  test("of an rwmutex: readers keep writers out, not each other", () => {
    expect(ends(program([rw], [attempt("try-rlock", "rw")], [attempt("try-rlock", "rw")]))).toEqual([
      "ok 11",
    ]);
    expect(ends(program([rw], [attempt("try-rlock", "rw")], [attempt("try-lock", "rw")]))).toEqual([
      "ok 01",
      "ok 10",
    ]);
  });
});
