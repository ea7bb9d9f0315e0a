import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterWait,
  entryState,
  meetStates,
  type State,
  sameStates,
  unreachable,
  withWaitsOf,
} from "./state.ts";

const keys = fc.uniqueArray(fc.constantFrom("x", "y", "z")).map((all): ReadonlySet<string> => new Set(all));

const states: fc.Arbitrary<State> = fc
  .record({ waited: keys, live: fc.dictionary(fc.constantFrom("1", "2"), keys) })
  .map(({ waited, live }) => ({
    ...entryState,
    waited,
    live: new Map(
      Object.entries(live).map(([id, since]) => [
        Number(id),
        { fresh: new Set(), remade: new Set(), waited: since },
      ]),
    ),
  }));

describe("where paths meet", () => {
  it("nothing changes when both are the same, and the order does not matter", () => {
    fc.assert(
      fc.property(states, states, (a, b) => {
        return sameStates(meetStates(a, a), a) && sameStates(meetStates(a, b), meetStates(b, a));
      }),
    );
  });

  it("a path that does not arrive has no say", () => {
    fc.assert(fc.property(states, (a) => sameStates(meetStates(a, unreachable), a)));
    expect(meetStates(unreachable, unreachable).reachable).toBe(false);
  });

  it("only what both waited for was waited for", () => {
    fc.assert(
      fc.property(states, states, (a, b) => {
        const { waited } = meetStates(a, b);
        return [...waited].every((key) => a.waited.has(key) && b.waited.has(key));
      }),
    );
  });
});

describe("waiting", () => {
  it("is remembered by the state and by each strand that lives", () => {
    fc.assert(
      fc.property(states, (a) => {
        const after = afterWait(a, "x");
        return after.waited.has("x") && [...after.live.values()].every(({ waited }) => waited.has("x"));
      }),
    );
  });

  it("in a loop counts after it, and adds no strand", () => {
    fc.assert(
      fc.property(states, (a) => {
        const after = withWaitsOf(a, afterWait(a, "x"));
        return sameStates(after, afterWait(a, "x"));
      }),
    );
  });
});
