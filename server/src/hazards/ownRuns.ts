/**
 * Objects that a function makes and that only it and its goroutines use: `r := newResult()`, `r.add(x)` in
 * goroutines, `r.sum()` when these were waited for. What its accesses meet is seen in that function alone.
 */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Composer } from "../effects/compose.ts";
import type { Contexts } from "../effects/contexts.ts";
import type { Path } from "../effects/path.ts";
import type { ClassAccess } from "./classes.ts";
import { collisions } from "./concurrent-map-access/collisions.ts";
import { assumesLock } from "./conventions.ts";
import { holderOf, isPartOfRoot } from "./holders.ts";
import { isOwnElement } from "./ownElements.ts";

/** No more functions are looked at on the ways up to those that make an object. */
const maxFunctions = 12;

/**
 * Do both accesses reach their object from functions that make it, all of them, and never collide on the way?
 * @param key the class key of the map
 */
export function areApartInEachRun(
  a: ClassAccess,
  b: ClassAccess,
  key: string,
  effects: PackageEffects,
  contexts: Contexts,
): boolean {
  const ways = waysTo(a, contexts);
  const others = ways && waysTo(b, contexts, { owner: a.owner, strand: a.access.strand });
  if (ways === undefined || others === undefined) return false;
  const both = [...ways].filter((owner) => others.has(owner));
  return both.every((owner) => !collidesIn(owner, key, effects, contexts));
}

function collidesIn(
  owner: AnalysedFunc,
  key: string,
  { composer }: PackageEffects,
  contexts: Contexts,
): boolean {
  const known = colliding.get(composer) ?? new Map<AnalysedFunc, ReadonlySet<string>>();
  colliding.set(composer, known);
  let keys = known.get(owner);
  if (keys === undefined) {
    const found = collisions(owner, composer, contexts, assumesLock(owner.decl));
    keys = new Set(found.map(([{ access }]) => access.target.key));
    known.set(owner, keys);
  }
  return keys.has(key);
}

/** The class keys of the maps that collide in a function, for as long as the functions stay the same. */
const colliding = new WeakMap<Composer, Map<AnalysedFunc, ReadonlySet<string>>>();

/**
 * The functions that make the object of an access, and those that lead from there to the access; undefined where
 * somebody else may have made it.
 * @param first where the other access stands, which is ordered with what its strand does itself
 */
function waysTo(
  { access, owner }: ClassAccess,
  contexts: Contexts,
  first?: Stage,
): ReadonlySet<AnalysedFunc> | undefined {
  const ways = new Set<AnalysedFunc>();
  const { path } = access.target;
  if (path === undefined) return undefined;
  const search = { contexts, ways, first };
  return areMade(holderOf(path), { owner, strand: access.strand }, search, false) ? ways : undefined;
}

/** What a search for those that make an object goes by, and the functions that it has found. */
interface Search {
  readonly contexts: Contexts;
  readonly ways: Set<AnalysedFunc>;
  readonly first?: Stage;
}

/** A strand of a function. */
interface Stage {
  readonly owner: AnalysedFunc;
  readonly strand: number;
}

/**
 * Are the objects at the root of a path made by the functions on all ways up?
 * @param awaited was a goroutine passed that its starter waits for? Who calls the starter does not see it
 */
function areMade(path: Path, { owner, strand }: Stage, search: Search, awaited: boolean): boolean {
  const { root } = path;
  const { func, effects } = owner;
  const { contexts, ways, first } = search;
  if (!isPartOfRoot(path))
    return first?.owner === owner && first.strand === strand && isOwnElement(path, owner, strand);
  if (root.role === "local" || root.role === "result") {
    ways.add(owner);
    return effects.made.has(root) && (awaited ? isInOwnFlow(owner, strand) : isSeen(owner, strand));
  }
  if (root.role !== "recv" && root.role !== "param") return false;
  const isOwn = isInOwnFlow(owner, strand);
  // What a callee leaves running is not seen in its callers.
  if (!isOwn && !isAwaited(owner, strand, contexts)) return false;
  if (ways.has(owner)) return isOwn;
  ways.add(owner);
  const index = effects.params.indexOf(root);
  const callers = contexts.callersOf(func);
  if (contexts.isRoot(func) || callers.length === 0 || ways.size > maxFunctions) return false;
  return callers.every(({ caller, call }) => {
    const given = index < 0 ? call.recv : call.args[index];
    if (given?.path === undefined) return given?.owned === true;
    return areMade(given.path, { owner: caller, strand: call.strand }, search, awaited || !isOwn);
  });
}

/** Is it a goroutine that the function itself starts and waits for? */
function isAwaited(owner: AnalysedFunc, id: number, contexts: Contexts): boolean {
  const { kind, parent } = owner.effects.strands[id];
  if (kind !== "go" || !isInOwnFlow(owner, parent)) return false;
  return [...contexts.ofStrand(owner, id).roots].some((root) => root.kind === "go" && root.awaited === true);
}

/** Is the strand one of the function's own flow: itself, or a literal that a function of the package calls? */
function isInOwnFlow(owner: AnalysedFunc, id: number): boolean {
  const { kind, parent } = owner.effects.strands[id];
  return kind === "self" || (kind === "argument" && isInOwnFlow(owner, parent));
}

/** Does whoever looks at the function's goroutines see the strand? Not a literal that is kept by somebody. */
function isSeen({ effects }: AnalysedFunc, id: number): boolean {
  for (let strand = effects.strands[id]; ; strand = effects.strands[strand.parent]) {
    if (strand.kind === "self") return true;
    if (strand.kind === "callback" || strand.kind === "handler") return false;
  }
}
