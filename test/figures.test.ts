/** The comparison of `npm run bench`. */
import { describe, expect, it } from "vitest";
import { compareFigures } from "../scripts/lib/figures.ts";

describe("figures of benchmarks", () => {
  it("come with what they were and the ratio, texts with whether they are the same", () => {
    const before = { walk: { ms: 20, work: "abc" }, rate: 4, none: 0 };
    const now = { walk: { ms: 10, work: "abd" }, rate: 6, none: 3 };
    expect(compareFigures(before, now)).toEqual([
      "rate         4    6  x 1.50",
      "none         0    3",
      "walk.ms     20   10  x 0.50",
      "walk.work  abc  abd  DIFFERENT",
    ]);
  });

  it("new ones and gone ones are named", () => {
    expect(compareFigures({ old: 1 }, { fresh: 2 })).toEqual(["fresh  -     2  new", "old    1  gone"]);
    expect(compareFigures({}, {})).toEqual([]);
  });
});
