/** Pairs of accesses that may run at the same time on one map, in a function and the goroutines it starts. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { type Composer, ownStrands, type SeenAccess, strandFamily } from "../../effects/compose.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { excludes, join, withoutOwnLocks } from "../../effects/lockset.ts";
import type { Liveness, Lockset, Moment, Strand } from "../../effects/model.ts";
import { pathKey } from "../../effects/path.ts";
import type { Range } from "../../syntax/ast.ts";
import { originVar } from "../../types/subst.ts";
import { qualifiedName, type Var } from "../../types/types.ts";
import { isWrite, replacedMaps } from "../classes.ts";
import { isRebinding } from "../classFinding.ts";
import { assumesLock } from "../conventions.ts";
import { excludeEachOther } from "./answers.ts";
import { isOfFirstTurn } from "./firstTurn.ts";
import { isOfItsCall, literalsOf, startersOf } from "./literals.ts";
import { isSetUp } from "./setUp.ts";

/** An access with the goroutine of the function that makes it. */
export type Seen = SeenAccess & { readonly at: Moment; readonly strand: number };

/** What is known of the function around a pair. */
interface Scene {
  readonly owner: AnalysedFunc;
  readonly contexts: Contexts;
  /** The callers hold a lock, as its name or comment says. */
  readonly callerLocks: boolean;
  readonly implied: ReadonlyMap<string, ReadonlySet<string>>;
  /** The `sync.Once` that have surely run, by strand. */
  readonly over: ReadonlyMap<number, ReadonlySet<string>>;
  /** The function's literals, outer ones first. */
  readonly literals: readonly Range[];
}

/** A map is looked at with no more accesses than this: the first ones tell enough. */
const maxAccesses = 1000;

/** Each access that collides, with the other side: the first one found. */
export function collisions(
  owner: AnalysedFunc,
  composer: Composer,
  contexts: Contexts,
  callerLocks: boolean,
): readonly (readonly [Seen, Seen])[] {
  const { effects } = owner;
  const { entry } = contexts.of(owner.func);
  const maps = [...accessesByMap(owner, composer, entry).values()];
  const scene: Scene = {
    owner,
    contexts,
    callerLocks,
    implied: composer.impliedWaits(effects),
    over: onceOver(maps),
    literals: literalsOf(owner),
  };
  const found: (readonly [Seen, Seen])[] = [];
  for (const accesses of maps) {
    if (!accesses.some(isWrite)) continue;
    for (const a of accesses) {
      for (const b of accesses) if (collide(a, b, accesses, scene)) found.push([a, b]);
    }
  }
  return found;
}

/** May the first access run while the second one's goroutine does? */
function collide(a: Seen, b: Seen, all: readonly Seen[], scene: Scene): boolean {
  const { owner, contexts, callerLocks, implied, over, literals } = scene;
  const { effects } = owner;
  const { strands } = effects;
  if (a.at.live.size === 0 || !mayCollide(a, b, strands) || isRebinding(a.access, b.access)) return false;
  if (
    isElsewhere(a, b) ||
    isOfItsCall(a.path.root, [a.strand, b.strand], strands, literals) ||
    excludeEachOther(a, b, owner, contexts) ||
    rebinds(a, b, strands) ||
    rebinds(b, a, strands)
  )
    return false;
  if (callerLocks && (a.strand === 0 || b.strand === 0) && a.locks.size + b.locks.size > 0) return false;
  const beside = startersOf(b.strand, strands).some((id) => {
    const liveness = a.at.live.get(id);
    // Another run of what declares the variable has one of its own, and so have the goroutines started there.
    if (liveness === undefined || isInside(a.path.root, strands[id])) return false;
    if (id === b.strand && isHandedOver(b, liveness, strands)) return false;
    return !isOrdered(a, b, liveness, strands[id], strands[a.strand], implied);
  });
  if (
    isSetUp(a, b, owner) ||
    isOfFirstTurn(a, b, owner) ||
    isMadeBefore(a, b, over) ||
    isMadeBefore(b, a, over)
  )
    return false;
  return beside && !isRestart(a, b, strands, all) && !(a.strand === b.strand && makesItsOwn(a, all));
}

/**
 * Do both goroutines run the same code, which begins with a new map? It is made to have one after the
 * other: a goroutine that ended is started again.
 */
function isRestart(a: Seen, b: Seen, strands: readonly Strand[], all: readonly Seen[]): boolean {
  if (strands[a.strand].kind !== "go" || strands[b.strand].kind !== "go") return false;
  const first = (strand: number): Seen | undefined => all.find((seen) => seen.strand === strand);
  const begins = first(a.strand);
  return begins?.kind === "reassign" && begins.access === first(b.strand)?.access;
}

/**
 * The `sync.Once` that have surely run when a strand begins: it writes entries of a map that only the function of
 * the once makes, and a write to a nil map would panic.
 */
function onceOver(maps: readonly (readonly Seen[])[]): ReadonlyMap<number, ReadonlySet<string>> {
  const over = new Map<number, Set<string>>();
  for (const accesses of maps) {
    const makers = accesses.filter(({ kind }) => kind === "reassign").map(onceAround);
    const [once] = makers;
    if (once === undefined || makers.some((other) => other !== once)) continue;
    for (const { kind, strand, locks } of accesses) {
      if (kind === "write" && !locks.has(once)) over.set(strand, new Set(over.get(strand)).add(once));
    }
  }
  return over;
}

/** The `sync.Once` whose function an access is part of. */
function onceAround({ locks }: Seen): string | undefined {
  return [...locks.values()].find(
    ({ lock, mode }) =>
      mode === "W" && lock.variable !== undefined && qualifiedName(lock.variable.type()) === "sync.Once",
  )?.lock.key;
}

/** Does the function of a `sync.Once` make the map, that has run before the other one's strand used it? */
function isMadeBefore(made: Seen, used: Seen, over: Scene["over"]): boolean {
  const once = made.kind === "reassign" ? onceAround(made) : undefined;
  return once !== undefined && over.get(used.strand)?.has(once) === true;
}

/** Something keeps the goroutine that the first access sees started from meeting it. */
function isOrdered(
  a: Seen,
  b: Seen,
  { fresh, waited }: Liveness,
  started: Strand,
  own: Strand,
  implied: Scene["implied"],
): boolean {
  // Subtests that run beside each other do so when their parent has ended.
  if (started.kind === "subtest" && own.kind === "self") return true;
  if (fresh.has(a.path.root)) return true;
  return meets(withImplied(waited, implied), b.signals) || meets(withImplied(b.waited, implied), a.signals);
}

/**
 * Do both stand in other packages than this, on a variable for which its package has a lock? Then it means to be
 * called from several goroutines, and the access without the lock is to be mended there.
 */
function isElsewhere(a: Seen, b: Seen): boolean {
  const { role, pkg } = a.path.root;
  if (role !== "package" || pkg === a.owner.func.pkg) return false;
  if ([a, b].some(({ access }) => access.through === undefined)) return false;
  return [a, b].some(({ locks }) => [...locks.values()].some(({ lock }) => lock.variable?.pkg === pkg));
}

/** A variable that is given another map does not touch the one that a goroutine was handed. */
function rebinds(a: Seen, b: Seen, strands: readonly Strand[]): boolean {
  if (a.kind !== "reassign" || a.strand === b.strand) return false;
  return (handedSteps(b, strands[b.strand]) ?? -1) >= a.path.steps.length;
}

/** Did the goroutine get its map, or an object on the way there, before another one took the place? */
function isHandedOver(b: Seen, { remade }: Liveness, strands: readonly Strand[]): boolean {
  const { root, steps } = b.path;
  const handed = remade.size === 0 ? undefined : handedSteps(b, strands[b.strand]);
  if (handed === undefined) return false;
  for (let n = 0; n <= handed; n++) if (remade.has(pathKey({ root, steps: steps.slice(0, n) }))) return true;
  return false;
}

/** How many steps of the path were evaluated when the goroutine was started; undefined when it takes the first itself. */
function handedSteps({ path, given, access, calls }: Seen, strand: Strand): number | undefined {
  if (strand.kind !== "go" || path.root.role === "package") return undefined;
  if (strand.callee !== undefined) return given;
  const { alias } = access.target;
  if (calls.length === 0 && alias?.role === "param" && isInside(alias, strand)) return path.steps.length;
  return strand.captures.has(path.root) ? undefined : 0;
}

/** Did the strand put a new map there itself, before this access? */
function makesItsOwn(a: Seen, all: readonly Seen[]): boolean {
  return all.some(
    (other) => other.kind === "reassign" && other.strand === a.strand && other.at.order <= a.at.order,
  );
}

/** `entry` are the locks that every caller holds: the function's own flow holds them too. */
function accessesByMap(owner: AnalysedFunc, composer: Composer, entry: Lockset): ReadonlyMap<string, Seen[]> {
  const own = ownStrands(owner.effects);
  const maps = new Map<string, Seen[]>();
  for (const strand of owner.effects.strands) {
    // A literal that is handed on as an argument is a part of the strand that does so.
    if (strand.kind === "callback" || strand.kind === "argument") continue;
    const ids = strand.id === 0 ? own : strandFamily(owner.effects, strand.id, (kind) => kind === "argument");
    for (const access of composer.strandAccesses(owner, ids)) {
      const key = objectKey(access);
      if (key === undefined || isLeftToCallers(access, owner)) continue;
      const locks = strand.id === 0 ? join(entry, access.locks) : access.locks;
      const accesses = maps.get(key) ?? [];
      if (accesses.length < maxAccesses) accesses.push({ ...access, locks, strand: strand.id });
      maps.set(key, accesses);
    }
  }
  return maps;
}

/** A map that its function took for itself, or that the caller has locked, as the callee's comment says. */
function isLeftToCallers({ access, owner }: SeenAccess, scene: AnalysedFunc): boolean {
  if (access.target.viaAlias && replacedMaps(owner).has(access.target.key)) return true;
  return owner !== scene && assumesLock(owner.decl);
}

/**
 * Equal for accesses to one and the same map. Which element of a collection holds a map is known only where
 * every index is a literal, as in `m["a"]["b"]`.
 */
function objectKey({ path, access }: SeenAccess): string | undefined {
  const elements = path.steps.filter((step) => step === "[]").length;
  if (elements === 0) return pathKey(path);
  const literals = access.target.text.match(/\[(\d+|"[^"]*")\]/g) ?? [];
  return literals.length === elements ? `${pathKey(path)} ${literals.join("")}` : undefined;
}

/** One write, no common lock, and memory that both strands can reach. */
function mayCollide(a: Seen, b: Seen, strands: readonly Strand[]): boolean {
  if (!isWrite(a) && !isWrite(b)) return false;
  if (a.strand === b.strand && a.strand !== 0) {
    const { code } = strands[a.strand];
    const shared = withoutOwnLocks(a.locks, code.decl, code);
    if (excludes(shared, b.locks)) return false;
  } else if (excludes(a.locks, b.locks)) return false;
  // What a strand declares itself is made anew each time the strand is started.
  if (isInside(a.path.root, strands[a.strand]) && a.strand !== 0)
    return a.strand !== b.strand && !isInside(a.path.root, strands[b.strand]);
  return true;
}

function isInside(variable: Var, strand: Strand): boolean {
  const { place } = originVar(variable);
  return (
    strand.kind !== "self" &&
    variable.role !== "package" &&
    place.decl === strand.code.decl &&
    place.pos >= strand.code.pos &&
    place.end <= strand.code.end
  );
}

/** All that was waited for, also by those who gave the signals. */
function withImplied(
  waited: ReadonlySet<string>,
  implied: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const all = new Set(waited);
  for (const key of all) for (const further of implied.get(key) ?? []) all.add(further);
  return all;
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const key of a) if (b.has(key)) return true;
  return false;
}
