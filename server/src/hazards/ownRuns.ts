/**
 * Objects that a function makes and that only it and its goroutines use: `r := newResult()`, `r.add(x)` in
 * goroutines, `r.sum()` when these were waited for. What its accesses meet is seen in that function alone.
 */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { Composer } from "../effects/compose.ts";
import type { Contexts } from "../effects/contexts.ts";
import type { Path } from "../effects/path.ts";
import type { Func } from "../types/types.ts";
import type { ClassAccess } from "./classes.ts";
import { collisions } from "./concurrent-map-access/collisions.ts";
import { assumesLock } from "./conventions.ts";

/** How many calls up an object is followed. */
const maxCalls = 6;

/**
 * Do both accesses reach their object from functions that make it, all of them, and never collide there?
 * @param key the class key of the map
 */
export function areApartInEachRun(
  a: ClassAccess,
  b: ClassAccess,
  key: string,
  effects: PackageEffects,
  contexts: Contexts,
): boolean {
  const makers = makersOf(a, contexts);
  const others = makers && makersOf(b, contexts);
  if (makers === undefined || others === undefined) return false;
  const both = [...makers].filter((maker) => others.has(maker));
  return both.every((maker) => !collidesIn(maker, key, effects, contexts));
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
    const { entry } = contexts.of(owner.func);
    const found = collisions(owner, composer, entry, assumesLock(owner.decl));
    keys = new Set(found.map(([{ access }]) => access.target.key));
    known.set(owner, keys);
  }
  return keys.has(key);
}

/** The class keys of the maps that collide in a function, for as long as the functions stay the same. */
const colliding = new WeakMap<Composer, Map<AnalysedFunc, ReadonlySet<string>>>();

/** The functions that make the object of an access; undefined where somebody else may have made it. */
function makersOf({ access, owner }: ClassAccess, contexts: Contexts): ReadonlySet<AnalysedFunc> | undefined {
  const makers = new Set<AnalysedFunc>();
  const { path } = access.target;
  return path !== undefined && findMakers(path, access.strand, owner, contexts, makers, new Set())
    ? makers
    : undefined;
}

function findMakers(
  { root }: Path,
  strand: number,
  owner: AnalysedFunc,
  contexts: Contexts,
  makers: Set<AnalysedFunc>,
  seen: Set<Func>,
): boolean {
  const { func, effects } = owner;
  if (root.role === "local" || root.role === "result") {
    makers.add(owner);
    return effects.made.has(root) && isSeen(owner, strand);
  }
  // What a callee leaves running is not seen in its callers.
  if ((root.role !== "recv" && root.role !== "param") || !isInOwnFlow(owner, strand)) return false;
  if (seen.has(func)) return true;
  seen.add(func);
  const index = effects.params.indexOf(root);
  const callers = contexts.callersOf(func);
  if (contexts.isRoot(func) || callers.length === 0 || seen.size > maxCalls) return false;
  return callers.every(({ caller, call }) => {
    const given = index < 0 ? call.recv : call.args[index];
    if (given?.path === undefined) return given?.owned === true;
    return findMakers(given.path, call.strand, caller, contexts, makers, seen);
  });
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
