import { describe, expect, test } from "vitest";
import type { Thread } from "../../../simulator/src/index.ts";
import { lostUpdate, mapWriters } from "../testing/programs.ts";
import { codeOf } from "./code.ts";
import { linesOf } from "./lines.ts";

const [main] = mapWriters.threads;
const [careful] = lostUpdate.threads;

describe("linesOf", () => {
  test("gives each line once, in the order of the code, and marks where the goroutine stands", () => {
    const lines = linesOf(codeOf(main), 1, 0);
    expect(lines.map((line) => line.source.line)).toEqual([10, 11, 15, 19, 20]);
    expect(lines.filter((line) => line.next).map((line) => line.text)).toEqual(["go func() {"]);
    expect(lines.filter((line) => line.last).map((line) => line.text)).toEqual(["wg.Add(2)"]);
  });

  test("shows the steps of a line that is more than one, only where the goroutine stands", () => {
    const lines = linesOf(codeOf(careful), 2, 1);
    const update = lines.find((line) => line.next);
    expect(update?.parts).toEqual([
      { text: "load hits", next: false },
      { text: "store hits", next: true },
    ]);
    expect(lines.filter((line) => line.parts.length > 0)).toHaveLength(1);
  });

  test("marks nothing when the goroutine has ended", () => {
    expect(linesOf(codeOf(careful), null, null).some((line) => line.next || line.last)).toBe(false);
  });

  test("shows only the copy of a loop's line that the goroutine stands at", () => {
    const [, load, store] = careful.instructions;
    const [lock] = careful.instructions;
    const unrolled: Thread = { ...careful, instructions: [load, store, lock, load, store] };
    expect(linesOf(codeOf(unrolled), 4, null).find((line) => line.next)?.parts).toHaveLength(2);
  });

  test("what takes no time of its own is no step of its line", () => {
    const [lock, load, store, unlock] = careful.instructions;
    const silent = { kind: "assign", register: "a", value: { op: "const", value: 1 }, silent: true } as const;
    const given = {
      ...careful,
      instructions: [lock, load, { ...silent, source: load.source }, store, unlock],
    };
    expect(linesOf(codeOf(given), 3, 1).find((line) => line.next)?.parts).toEqual([
      { text: "load hits", next: false },
      { text: "store hits", next: true },
    ]);
  });

  test("a thread without sources has no lines", () => {
    const bare: Thread = { ...careful, instructions: [{ kind: "mfence" }] };
    expect(linesOf(codeOf(bare), 0, null)).toEqual([]);
  });
});

test("an instruction is named by what it touches", () => {
  expect(codeOf(careful).instructions).toEqual(["lock mu", "load hits", "store hits", "unlock mu"]);
});
