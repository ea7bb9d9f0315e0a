import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acquire, excludes, join, meet, noLocks, release, sameLocks } from "./lockset.ts";
import type { Held, Lockset } from "./model.ts";

/** What an analysis of real code makes: what is held for writing on every path may be written under. */
const held = (key: string): fc.Arbitrary<Held> =>
  fc
    .record({
      since: fc.uniqueArray(fc.nat(3)).map((all) => new Set(all)),
      must: fc.boolean(),
      mode: fc.constantFrom("R" as const, "W" as const),
      mayWrite: fc.boolean(),
    })
    .map(({ since, must, mode, mayWrite }) => ({
      lock: { key, text: key, pos: 0, pseudo: false },
      since,
      must,
      mode,
      mayWrite: mayWrite || mode === "W",
    }));

const locksets: fc.Arbitrary<Lockset> = fc
  .uniqueArray(fc.constantFrom("a", "b", "c"))
  .chain((keys) => fc.tuple(...keys.map(held)))
  .map((all) => new Map(all.map((one) => [one.lock.key, one])));

const same = (a: Lockset, b: Lockset): boolean => sameLocks(a, b) && sameLocks(b, a);

describe("where paths meet", () => {
  it("nothing changes when both hold the same", () => {
    fc.assert(fc.property(locksets, (a) => same(meet(a, a), a)));
  });

  it("the order of the paths does not matter", () => {
    fc.assert(fc.property(locksets, locksets, (a, b) => same(meet(a, b), meet(b, a))));
  });

  it("the grouping of three paths does not matter", () => {
    fc.assert(
      fc.property(locksets, locksets, locksets, (a, b, c) => same(meet(meet(a, b), c), meet(a, meet(b, c)))),
    );
  });

  it("only what both hold for sure is held for sure, and nothing is forgotten", () => {
    fc.assert(
      fc.property(locksets, locksets, (a, b) => {
        const met = meet(a, b);
        return ["a", "b", "c"].every(
          (key) =>
            (met.get(key)?.must === true) === (a.get(key)?.must === true && b.get(key)?.must === true) &&
            met.has(key) === (a.has(key) || b.has(key)),
        );
      }),
    );
  });
});

describe("a caller's locks and a callee's own", () => {
  it("joined, hold what either holds", () => {
    fc.assert(
      fc.property(locksets, locksets, (a, b) => {
        const joined = join(a, b);
        return ["a", "b", "c"].every(
          (key) =>
            (joined.get(key)?.must === true) === (a.get(key)?.must === true || b.get(key)?.must === true),
        );
      }),
    );
  });

  it("are the same joined with themselves, with nothing, and in either order", () => {
    fc.assert(
      fc.property(locksets, locksets, (a, b) => {
        const ways = [join(a, b), join(b, a)];
        return same(join(a, noLocks), a) && same(join(noLocks, a), a) && same(ways[0], ways[1]);
      }),
    );
  });
});

describe("taking and giving back", () => {
  const lock = { key: "d", text: "d", pos: 0, pseudo: false };

  it("leaves the others as they were", () => {
    fc.assert(fc.property(locksets, (a) => same(release(acquire(a, lock, "W"), "d"), a)));
  });

  it("does not change the set it starts from", () => {
    fc.assert(
      fc.property(locksets, (a) => {
        const before = new Map(a);
        acquire(a, lock, "R");
        release(a, "a");
        meet(a, noLocks);
        return same(a, before);
      }),
    );
  });
});

describe("two accesses exclude each other", () => {
  const only = (mode: "R" | "W"): Lockset =>
    acquire(noLocks, { key: "a", text: "a", pos: 0, pseudo: false }, mode);

  it.each([
    ["W", "W", true],
    ["W", "R", true],
    ["R", "W", true],
    ["R", "R", false],
  ] as const)("%s and %s: %s", (a, b, expected) => {
    expect(excludes(only(a), only(b))).toBe(expected);
  });

  it("whichever is asked about first", () => {
    fc.assert(
      fc.property(locksets, locksets, (a, b) => {
        expect(excludes(a, b)).toBe(excludes(b, a));
      }),
    );
  });

  it("never without a common lock", () => {
    expect(excludes(only("W"), noLocks)).toBe(false);
  });
});
