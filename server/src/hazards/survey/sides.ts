/** From where the two sides of a hazard are reached, for what the callers in other packages tell of it. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { Contexts, Root } from "../../effects/contexts.ts";
import { globalName, isOfTests } from "../../effects/globalNames.ts";
import { type Flow, flowsOf } from "../../effects/links.ts";
import type { CallEvent } from "../../effects/model.ts";
import type { Path } from "../../effects/path.ts";
import type { Func } from "../../types/types.ts";
import { startsLater, type When } from "../beforeStart.ts";
import { type ClassAccess, isWrite } from "../classes.ts";
import { saysConcurrent } from "../conventions.ts";
import { holderOf, isPartOfRoot } from "../holders.ts";
import { flowsBeside } from "../joined.ts";
import { isCalledOnOwnObjects, isOnOwnObject } from "../sharing.ts";

/** One side of a hazard. */
export interface Side {
  /** The flows that reach it and begin inside the package. */
  readonly flows: readonly Flow[];
  /** The exported functions in whose own flow it happens, by their names all over the module. */
  readonly entries: readonly string[];
  /**
   * Those that the package itself calls, each time on an object that the caller has for itself, or before it starts
   * the goroutines of the other side.
   */
  readonly helpers: readonly string[];
  /** The entries that are given the object as a parameter, with its number. */
  readonly given: Readonly<Record<string, number>>;
}

/**
 * What tells that the two sides meet: the `code` itself says that several goroutines use it, whoever calls it; a
 * `variable` of the package is the same for all who call; the `package` makes it likely, or the `vote` of the other
 * accesses, or it is `possible`; or nothing but the `callers` can tell.
 */
export type Evidence = "code" | "variable" | "package" | "vote" | "possible" | "callers";

/** Both sides of a hazard; the second one has all that the first may meet. */
export interface Sides {
  readonly at: Side;
  readonly other: Side;
  readonly evidence: Evidence;
  /** Does one call do all of it, and only reads where the guard is missing? Then it has to run beside itself. */
  readonly ofOneCall?: true;
}

/** Something that happens in a strand of a function. */
export interface Happening {
  readonly owner: AnalysedFunc;
  readonly strand: number;
  /** When, where that matters. */
  readonly when?: When;
  /** The map, where it lies in an object that others may have. */
  readonly path?: Path;
}

/** The sides of two accesses of a map, or of one and all that it may meet. */
export function sidesOfAccesses(
  at: ClassAccess,
  others: readonly ClassAccess[],
  contexts: Contexts,
  evidence: Evidence,
): Sides | undefined {
  const sides = sidesOf(happening(at), others.map(happening), contexts, evidence);
  return sides && isOneCall(at, others, sides) ? { ...sides, ofOneCall: true } : sides;
}

/**
 * Is it one function, or what one exported function leads to, that reads and then writes? Who alone writes knows what
 * it wrote; the others are those who call the same at the same time. Where the type's comment lets them, they may.
 */
function isOneCall(at: ClassAccess, others: readonly ClassAccess[], sides: Sides): boolean {
  if (isWrite(at.access) || saysConcurrent(at.owner.func.recv?.named.obj.doc ?? "")) return false;
  if (others.every(({ owner, access }) => owner === at.owner && access.strand === at.access.strand))
    return true;
  const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join(" ") === b.join(" ");
  return (
    sides.at.entries.length === 1 &&
    isSame(sides.at.entries, sides.other.entries) &&
    isSame(sides.at.flows, sides.other.flows)
  );
}

/** The sides of a hazard; undefined where no exported function leads to either, so that callers elsewhere tell nothing, and in tests. */
export function sidesOf(
  at: Happening,
  others: readonly Happening[],
  contexts: Contexts,
  evidence: Evidence,
): Sides | undefined {
  if ([at, ...others].some((side) => isOfTests(side.owner.func))) return undefined;
  const side = (mine: readonly Happening[], theirs: readonly Happening[]): Side =>
    sideOf(mine, theirs, contexts, evidence === "variable");
  const sides = { at: side([at], others), other: side(others, [at]), evidence };
  return sides.at.entries.length + sides.other.entries.length === 0 ? undefined : sides;
}

/** An access as something that happens. */
export function happening({ owner, access }: ClassAccess): Happening {
  return { owner, strand: access.strand, when: access, path: access.target.path };
}

/** The goroutines in which all of it happens that does not happen where exported functions are called. */
function goroutinesOf(happenings: readonly Happening[], contexts: Contexts): readonly Root[] {
  const roots = new Set(
    happenings.flatMap(({ owner, strand }) => [...contexts.ofStrand(owner, strand).roots]),
  );
  const started = [...roots].filter(({ kind }) => kind !== "api");
  return started.every(({ kind }) => kind === "go") ? started : [];
}

/**
 * @param theirs the other side: what is done before its goroutines are started does not meet it
 * @param isShared is it about a variable of the package, whatever object a method is called on?
 */
function sideOf(
  happenings: readonly Happening[],
  theirs: readonly Happening[],
  contexts: Contexts,
  isShared: boolean,
): Side {
  const goroutines = goroutinesOf(theirs, contexts);
  const isBefore = (owner: AnalysedFunc, when: When | undefined): boolean =>
    when !== undefined &&
    goroutines.length > 0 &&
    goroutines.every((root) => startsLater(owner, when, root, contexts));
  const isCalledBefore = (func: Func): boolean => {
    const callers = contexts.callersOf(func);
    return callers.length > 0 && callers.every(({ caller, call }) => isBefore(caller, call));
  };
  const flows = new Set<Flow>();
  const entries = new Map<string, number | undefined>();
  const helpers = new Set<string>();
  for (const { owner, when, path, roots } of happenings.flatMap((each) => flowing(each, theirs, contexts))) {
    for (const flow of flowsOf(roots)) flows.add(flow);
    if (![...roots].some(({ kind }) => kind === "api") || isBefore(owner, when)) continue;
    const givenTo = (func: Func): number | undefined =>
      func === owner.func ? paramOf(path, owner) : undefined;
    const counts = (call: CallEvent, caller: AnalysedFunc): boolean =>
      (isShared || !isOnOwnObject(call, givenTo(call.callee))) && !isBefore(caller, call);
    for (const func of contexts.entriesOf(owner.func, counts)) {
      const name = globalName(func);
      const param = givenTo(func);
      // Where several objects may be meant, the receiver is the likely one.
      entries.set(name, entries.has(name) && entries.get(name) !== param ? undefined : param);
      const isHelper = !isShared && isCalledOnOwnObjects(func, contexts, param);
      if (isHelper || isCalledBefore(func)) helpers.add(name);
    }
  }
  const given = [...entries].flatMap(([name, param]) =>
    param === undefined ? [] : [[name, param] as const],
  );
  return {
    flows: [...flows].sort(),
    entries: [...entries.keys()].sort(),
    helpers: [...helpers].sort(),
    given: Object.fromEntries(given),
  };
}

/** Something that happens, in all flows of control in which the other side may meet it: see `flowsBeside`. */
function flowing(
  happening: Happening,
  theirs: readonly Happening[],
  contexts: Contexts,
): readonly (Happening & { readonly roots: ReadonlySet<Root> })[] {
  return flowsBeside(happening, theirs, contexts).map(({ stage, roots }) =>
    stage === happening ? { ...happening, roots } : { owner: stage.owner, strand: stage.strand, roots },
  );
}

/** The parameter of a function that is the object whose own map a path leads to. */
function paramOf(path: Path | undefined, { effects }: AnalysedFunc): number | undefined {
  if (path === undefined || !isPartOfRoot(holderOf(path))) return undefined;
  const index = effects.params.indexOf(path.root);
  return index < 0 ? undefined : index;
}
