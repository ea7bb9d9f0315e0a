/** What is known at a point of a function: locks held, goroutines started, objects given away. */
import type { Var } from "../types/types.ts";
import { meet, noLocks, sameLocks } from "./lockset.ts";
import type { Liveness, Lockset } from "./model.ts";
import { intersect, plus, sameSets, union } from "./sets.ts";

/** Immutable: each step makes a new one. */
export interface State {
  readonly reachable: boolean;
  readonly locks: Lockset;
  /** Locks of the caller that were given back, and not taken again, on some path. */
  readonly givenBack: ReadonlySet<string>;
  /** Strands started and not surely ended. */
  readonly live: ReadonlyMap<number, Liveness>;
  /** Waited for since the strand began, on every path. */
  readonly waited: ReadonlySet<string>;
  /** Local objects that others may know by now. */
  readonly escaped: ReadonlySet<Var>;
  /** Parameters, and fields of those that are copies of structs, by path: they hold a map made here on every way. */
  readonly renewed: ReadonlySet<string>;
  /** What conditions on constants told. */
  readonly facts: ReadonlySet<string>;
}

export const entryState: State = {
  reachable: true,
  locks: noLocks,
  givenBack: new Set(),
  live: new Map(),
  waited: new Set(),
  escaped: new Set(),
  renewed: new Set(),
  facts: new Set(),
};

export const unreachable: State = { ...entryState, reachable: false };

/** The state where two paths meet. */
export function meetStates(a: State, b: State): State {
  if (!a.reachable) return b;
  if (!b.reachable || a === b) return a;
  return {
    reachable: true,
    locks: meet(a.locks, b.locks),
    givenBack: union(a.givenBack, b.givenBack),
    live: meetLive(a.live, b.live),
    waited: intersect(a.waited, b.waited),
    escaped: union(a.escaped, b.escaped),
    renewed: intersect(a.renewed, b.renewed),
    facts: intersect(a.facts, b.facts),
  };
}

/** Strands live on either path; of each, what holds on both. */
export function meetLive(
  a: ReadonlyMap<number, Liveness>,
  b: ReadonlyMap<number, Liveness>,
): ReadonlyMap<number, Liveness> {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  const next = new Map(a);
  for (const [id, liveness] of b) {
    const other = a.get(id);
    next.set(
      id,
      other === undefined
        ? liveness
        : {
            fresh: intersect(liveness.fresh, other.fresh),
            waited: intersect(liveness.waited, other.waited),
            remade: intersect(liveness.remade, other.remade),
          },
    );
  }
  return next;
}

/** Do two states tell the same? Then what follows them is the same, too. */
export function sameStates(a: State, b: State): boolean {
  if (a === b) return true;
  return (
    a.reachable === b.reachable &&
    sameLocks(a.locks, b.locks) &&
    sameSets(a.givenBack, b.givenBack) &&
    sameSets(a.waited, b.waited) &&
    sameSets(a.escaped, b.escaped) &&
    sameSets(a.renewed, b.renewed) &&
    sameSets(a.facts, b.facts) &&
    a.live.size === b.live.size &&
    [...a.live].every(([id, mine]) => {
      const other = b.live.get(id);
      return (
        other !== undefined &&
        sameSets(mine.fresh, other.fresh) &&
        sameSets(mine.waited, other.waited) &&
        sameSets(mine.remade, other.remade)
      );
    })
  );
}

/** The state after a wait for something. */
export function afterWait(state: State, key: string): State {
  const live = new Map<number, Liveness>();
  for (const [id, liveness] of state.live) live.set(id, { ...liveness, waited: plus(liveness.waited, key) });
  return { ...state, live, waited: plus(state.waited, key) };
}

/** The state with all that was waited for in another one, too. */
export function withWaitsOf(state: State, other: State): State {
  const live = new Map<number, Liveness>();
  for (const [id, liveness] of state.live) {
    live.set(id, { ...liveness, waited: union(liveness.waited, other.live.get(id)?.waited ?? noKeys) });
  }
  return { ...state, live, waited: union(state.waited, other.waited) };
}

const noKeys: ReadonlySet<string> = new Set();

/** The state after a variable came to life: strands started before see an older one, if any. */
export function afterDeclare(state: State, variable: Var): State {
  if (state.live.size === 0) return state;
  const live = new Map<number, Liveness>();
  for (const [id, liveness] of state.live)
    live.set(id, { ...liveness, fresh: plus(liveness.fresh, variable) });
  return { ...state, live };
}

/** The state after what a path names was given a new object: strands started before were handed the older one. */
export function afterRemake(state: State, key: string): State {
  if (state.live.size === 0) return state;
  const live = new Map<number, Liveness>();
  for (const [id, liveness] of state.live) live.set(id, { ...liveness, remade: plus(liveness.remade, key) });
  return { ...state, live };
}
