/** Composes functions: what a call reaches through its receiver, its arguments and package variables. */
import type { Func } from "../types/types.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import { calleesOf, componentsOf, roundsOf } from "./callgraph.ts";
import { join, withoutOwnLocks } from "./lockset.ts";
import type { AccessKind, CallEvent, FuncEffects, Lockset, MapAccess, Moment } from "./model.ts";
import { OutsideCalls, type OutsideSummary, seenFromOutside } from "./outside.ts";
import { type Path, pathKey } from "./path.ts";
import { intersect, union } from "./sets.ts";
import { type Binding, bindingOf, placeKeys, placeLocks, placePath } from "./substitution.ts";

/** A map access as some function sees it: its own, or one that a call leads to. */
export interface SeenAccess {
  readonly kind: AccessKind;
  readonly path: Path;
  readonly locks: Lockset;
  /** What was waited for before, in the same strand. */
  readonly waited: ReadonlySet<string>;
  /** Signals given after it, in the same strand. */
  readonly signals: ReadonlySet<string>;
  /** The access itself, and the function it stands in. */
  readonly access: MapAccess;
  readonly owner: AnalysedFunc;
  /** The calls that lead there, outermost first. */
  readonly calls: readonly CallEvent[];
  /** How many steps of the path the outermost call evaluates, for a receiver or an argument. */
  readonly given?: number;
}

/** A function's summary: the accesses its callers can place, and what it signals. */
interface Summary {
  readonly accesses: readonly SeenAccess[];
  readonly signals: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const emptySummary: Summary = { accesses: [], signals: none };

/** Signals that one event of a function gives. */
interface Signals {
  readonly strand: number;
  readonly order: number;
  readonly loops: readonly number[];
  readonly keys: ReadonlySet<string>;
  readonly waited: ReadonlySet<string>;
}

/** A summary holds no more accesses than this: one of each path, kind and lockset. */
const maxAccesses = 120;
/** Calls are followed no deeper than this. */
const maxChain = 12;

/** Composes the functions of one package, callees first, as far as somebody asks. */
export class Composer {
  readonly #effects: PackageEffects;
  readonly #summaries = new Map<Func, Summary>();
  readonly #signals = new Map<FuncEffects, readonly Signals[]>();
  readonly #outside = new OutsideCalls();

  constructor(effects: PackageEffects) {
    this.#effects = effects;
  }

  /** What a strand of a function accesses, itself and through calls; `strands` are its ids. */
  strandAccesses(
    owner: AnalysedFunc,
    strands: ReadonlySet<number>,
  ): readonly (SeenAccess & { at: Moment })[] {
    this.#complete(calleesOf(owner, this.#effects));
    return this.#accesses(owner, strands);
  }

  /** What the importers of the package see of a function. */
  summaryOf(func: Func): OutsideSummary {
    const owner = this.#effects.get(func);
    if (owner === undefined) return { accesses: [], signals: none };
    this.#complete([owner]);
    const { accesses, signals } = this.#summaries.get(func) ?? emptySummary;
    return { accesses: accesses.map(seenFromOutside), signals };
  }

  /**
   * What waiting for each key implies: all who signal it had waited for these keys before, as the stages of
   * a pipeline do. Who waits for a group waits for what each of its members had waited for.
   */
  impliedWaits(effects: FuncEffects): ReadonlyMap<string, ReadonlySet<string>> {
    const byStrand = new Map<string, Map<number, ReadonlySet<string>>>();
    for (const { strand, keys, waited } of this.#signalsIn(effects)) {
      for (const key of keys) {
        const strands = byStrand.get(key) ?? new Map<number, ReadonlySet<string>>();
        const known = strands.get(strand);
        byStrand.set(key, strands.set(strand, known === undefined ? waited : intersect(known, waited)));
      }
    }
    const implied = new Map<string, ReadonlySet<string>>();
    for (const [key, strands] of byStrand) {
      const merge = effects.groups.has(key) ? union : intersect;
      implied.set(key, [...strands.values()].reduce(merge));
    }
    return implied;
  }

  /** Summarises functions and those they call. */
  #complete(owners: readonly AnalysedFunc[]): void {
    const open = (all: readonly AnalysedFunc[]): AnalysedFunc[] =>
      all.filter(({ func }) => !this.#summaries.has(func));
    const next = (owner: AnalysedFunc): AnalysedFunc[] => open(calleesOf(owner, this.#effects));
    for (const component of componentsOf(open(owners), next)) this.#compose(component);
  }

  /**
   * Summarises a function, or functions that call each other in a circle: these round by round, each with
   * the summaries of the round before.
   */
  #compose(members: readonly AnalysedFunc[]): void {
    const isCircle = members.length > 1 || calleesOf(members[0], this.#effects).includes(members[0]);
    let size = -1;
    for (let round = 0; round < roundsOf(members.length, isCircle); round++) {
      const found = members.map((owner) => this.#summarise(owner));
      for (const [i, { func, effects }] of members.entries()) {
        this.#summaries.set(func, found[i]);
        this.#signals.delete(effects);
      }
      // Summaries only grow from round to round.
      const now = found.reduce((sum, { accesses, signals }) => sum + accesses.length + signals.size, 0);
      if (now === size) return;
      size = now;
    }
  }

  #accesses(owner: AnalysedFunc, strands: ReadonlySet<number>): readonly (SeenAccess & { at: Moment })[] {
    const { effects } = owner;
    const seen: (SeenAccess & { at: Moment })[] = [];
    for (const access of effects.accesses) {
      const { kind, waited, target, through } = access;
      // What a callee does with a map that it is given comes with the callee's own accesses.
      if (!strands.has(access.strand) || target.path === undefined || through !== undefined) continue;
      const signals = this.#signalsAfter(effects, access);
      const locks = this.#locksOf(effects, access);
      seen.push({ kind, path: target.path, locks, waited, signals, access, owner, calls: [], at: access });
    }
    for (const call of effects.calls) {
      if (!strands.has(call.strand)) continue;
      const accesses = this.#accessesOf(call, owner);
      const face = accesses.length === 0 ? undefined : this.#effects.faceOf(call.callee);
      if (face === undefined) continue;
      const around = {
        call,
        binding: bindingOf(call, face),
        locks: this.#locksOf(effects, call),
        signals: this.#signalsAfter(effects, call),
      };
      for (const inner of accesses) {
        const placed = placeAccess(inner, around);
        if (placed !== undefined) seen.push({ ...placed, at: call });
      }
    }
    return seen;
  }

  /** The accesses that a callee shows; those of another package's function happen at the call. */
  #accessesOf(call: CallEvent, owner: AnalysedFunc): readonly SeenAccess[] {
    if (call.callee.pkg === this.#effects.pkg) return this.#summaries.get(call.callee)?.accesses ?? [];
    return this.#outside.at(call, owner, this.#effects.summaryOf(call.callee));
  }

  /** The locks at a moment: in a literal that is an argument also those that the callee calls it under. */
  #locksOf(effects: FuncEffects, moment: Moment): Lockset {
    let { locks } = moment;
    let strand = effects.strands[moment.strand];
    while (strand.kind === "argument") {
      const { argumentOf } = strand;
      const calledUnder =
        argumentOf && this.#effects.faceOf(argumentOf.callee)?.paramCalls.get(argumentOf.index);
      if (calledUnder !== undefined) locks = join(calledUnder, locks);
      strand = effects.strands[strand.parent];
    }
    return locks;
  }

  #summarise(owner: AnalysedFunc): Summary {
    const { effects } = owner;
    const byKey = new Map<string, SeenAccess>();
    for (const seen of this.#accesses(owner, ownStrands(effects))) {
      if (seen.access.target.owned && seen.calls.length === 0) continue;
      if (!reachableByCallers(seen.path, effects)) continue;
      const key = `${pathKey(seen.path)} ${seen.kind} ${[...seen.locks.keys()].join()} ${[...seen.waited].join()}`;
      if (!byKey.has(key) && byKey.size < maxAccesses) byKey.set(key, seen);
    }
    const signals = new Set<string>();
    for (const { strand, keys } of this.#signalsIn(effects)) {
      if (flowOf(effects, strand) === 0) for (const key of keys) signals.add(key);
    }
    return { accesses: [...byKey.values()], signals };
  }

  /** Signals given after a moment of a strand, itself or by calls. */
  #signalsAfter(effects: FuncEffects, moment: Moment): ReadonlySet<string> {
    let after: ReadonlySet<string> = none;
    for (const { strand, order, loops, keys } of this.#signalsIn(effects)) {
      if (flowOf(effects, strand) !== flowOf(effects, moment.strand)) continue;
      if (order > moment.order || loops.some((loop) => moment.loops.includes(loop)))
        after = union(after, keys);
    }
    return after;
  }

  /** All signals of a function with their moments: its own, and those of the functions it calls. */
  #signalsIn(effects: FuncEffects): readonly Signals[] {
    const known = this.#signals.get(effects);
    if (known !== undefined) return known;
    const all: Signals[] = effects.signals.map((signal) => ({ ...signal, keys: new Set([signal.key]) }));
    for (const call of effects.calls) {
      const { signals } =
        call.callee.pkg === this.#effects.pkg
          ? (this.#summaries.get(call.callee) ?? emptySummary)
          : (this.#effects.summaryOf(call.callee) ?? emptySummary);
      const face = signals.size === 0 ? undefined : this.#effects.faceOf(call.callee);
      if (face !== undefined) all.push({ ...call, keys: placeKeys(signals, bindingOf(call, face)) });
    }
    this.#signals.set(effects, all);
    return all;
  }
}

/** The circumstances of a call. */
interface Around {
  readonly call: CallEvent;
  readonly binding: Binding;
  readonly locks: Lockset;
  /** Given after the call. */
  readonly signals: ReadonlySet<string>;
}

/** A callee's access in the caller's terms. */
function placeAccess(inner: SeenAccess, { call, binding, locks, signals }: Around): SeenAccess | undefined {
  const path = placePath(inner.path, binding);
  if (path === undefined || inner.calls.length >= maxChain) return undefined;
  return {
    ...inner,
    path,
    given: path.root.role === "package" ? undefined : path.steps.length - inner.path.steps.length,
    locks: join(locks, placeLocks(withoutOwnLocks(inner.locks, inner.owner.decl), binding)),
    waited: union(call.waited, placeKeys(inner.waited, binding)),
    signals: union(signals, placeKeys(inner.signals, binding)),
    // A call of another package's function is where the access stands.
    calls: call.callee.pkg === inner.owner.func.pkg ? [call, ...inner.calls] : inner.calls,
  };
}

/** The strand whose goroutine a strand runs in: a literal handed to a function runs in its caller's. */
function flowOf(effects: FuncEffects, id: number): number {
  const strand = effects.strands[id];
  return strand.kind === "argument" ? flowOf(effects, strand.parent) : id;
}

/** The function's own flow, with the literals it hands to functions of the package. */
export function ownStrands(effects: FuncEffects): ReadonlySet<number> {
  return strandFamily(effects, 0, (kind) => kind === "argument");
}

/** A strand and those started in it that satisfy a condition. */
export function strandFamily(
  effects: FuncEffects,
  id: number,
  include: (kind: FuncEffects["strands"][number]["kind"]) => boolean,
): ReadonlySet<number> {
  const family = new Set([id]);
  for (const strand of effects.strands) {
    if (strand.id !== strand.parent && family.has(strand.parent) && include(strand.kind))
      family.add(strand.id);
  }
  return family;
}

function reachableByCallers(path: Path, effects: FuncEffects): boolean {
  const { root } = path;
  return root.role === "package" || root === effects.recv || effects.params.includes(root);
}
