/** What expressions denote in memory as the walk goes on: which map, whose lock, and who knows of it. */
import type { Expr, Range } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { originVar } from "../types/subst.ts";
import { unknown, type Var } from "../types/types.ts";
import { awaitedJobs } from "./jobs.ts";
import { isMap } from "./known.ts";
import { isFreshExpr } from "./locals.ts";
import { acquire, meet, release } from "./lockset.ts";
import type { AccessKind, LockRef, MapAccess, MapTarget, Moment } from "./model.ts";
import { classKey, classOf, idOf, type Path, pathKey, pathOf, rebase } from "./path.ts";
import { intersect } from "./sets.ts";
import { afterDeclare, meetLive } from "./state.ts";
import type { Walker } from "./walk.ts";

/** Notes an access to the map that an expression denotes. */
export function accessMap(
  walker: Walker,
  map: Expr,
  kind: AccessKind,
  node: Expr,
  whole: Range = node,
): void {
  const target = targetOf(walker, map);
  if (target === undefined || (kind === "reassign" && isOwnCopy(target.path))) return;
  noteAccess(walker, { ...walker.moment(), kind, target, place: walker.place(whole), node });
}

/** Notes an access to the map in a field of the object that an expression denotes. */
export function accessField(walker: Walker, object: Expr, field: Var, kind: AccessKind, node: Expr): void {
  const path = pathOf(object, walker.info, walker.locals.aliases);
  const inner = path && rebase({ root: path.root, steps: [field] }, path);
  if (inner === undefined) return;
  noteAccess(walker, {
    ...walker.moment(),
    kind,
    target: {
      key: classKey(inner),
      variable: originVar(field),
      path: inner,
      text: `${exprString(object)}.${field.name}`,
      type: field.type(),
      viaAlias: aliasOf(walker, object) !== undefined,
      owned: isOwnedPath(walker, inner),
    },
    place: walker.place(node),
    node,
  });
}

/** Notes an access; what is met again, as in the second round of a loop, is one with what was met before. */
export function noteAccess(walker: Walker, access: MapAccess): void {
  const known = walker.accesses.get(access.node) ?? new Map<string, MapAccess>();
  walker.accesses.set(access.node, known);
  const key = `${access.strand} ${access.kind} ${access.target.key}`;
  const before = known.get(key);
  known.set(
    key,
    before === undefined
      ? access
      : {
          ...access,
          ...meetMoments(before, access),
          target: before.target.owned ? access.target : before.target,
        },
  );
}

/** Which map an expression denotes at this point; undefined when nothing stable can be named. */
export function targetOf(walker: Walker, map: Expr): MapTarget | undefined {
  const type = walker.info.types.get(map) ?? unknown;
  const { aliases } = walker.locals;
  const path = pathOf(map, walker.info, aliases);
  const named = classOf(map, walker.info, aliases);
  if (named === undefined) return undefined;
  const alias = aliasOf(walker, map);
  return {
    key: named.key,
    variable: named.variable,
    path,
    text: exprString(map),
    type,
    viaAlias: alias !== undefined,
    alias,
    owned: path !== undefined && isOwnedPath(walker, path),
  };
}

function aliasOf(walker: Walker, map: Expr): Var | undefined {
  const bare = unparen(map);
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  return obj?.kind === "Var" && walker.locals.aliases.has(obj) ? obj : undefined;
}

/** Does the path lead into an object made here that only this strand knows? */
export function isOwnedPath(walker: Walker, path: Path): boolean {
  const { root } = path;
  const { escaped, renewed } = walker.state;
  if (escaped.has(root)) return false;
  if (root.role === "local" || root.role === "result") {
    if (!walker.locals.fresh.has(root)) return false;
  } else if (!renewed.has(pathKey({ root, steps: path.steps.slice(0, 1) }))) return false;
  const home = walker.homes.get(root) ?? 0;
  return home === walker.strand || walker.strands[walker.strand].kind === "argument";
}

export function isOwnedExpr(walker: Walker, expr: Expr): boolean {
  const path = pathOf(expr, walker.info, walker.locals.aliases);
  if (path !== undefined) return isOwnedPath(walker, path);
  return isFreshExpr(expr, walker.info, (call) => walker.makesNew(call));
}

export function declare(walker: Walker, target: Expr): void {
  const bare = unparen(target);
  if (bare.kind !== "Ident") return;
  const obj = walker.info.defs.get(bare);
  if (obj?.kind !== "Var") return;
  if (!walker.homes.has(obj)) walker.homes.set(obj, walker.strand);
  // In another round of a loop it is another variable: what happened to the one before is over.
  const { escaped } = walker.state;
  if (escaped.has(obj)) {
    const others = new Set(escaped);
    others.delete(obj);
    walker.state = { ...walker.state, escaped: others };
  }
  if (walker.loops.length > 0) walker.state = afterDeclare(walker.state, obj);
}

/** The lock that an expression denotes; `steps` are embedded fields passed to reach the mutex. */
export function lockRefOf(
  walker: Walker,
  on: Expr,
  steps: readonly Var[],
  pseudo = false,
): LockRef | undefined {
  const text = exprString(on);
  const last = steps.at(-1);
  const path = pathOf(on, walker.info, walker.locals.aliases);
  if (last !== undefined) {
    return {
      key: String(idOf(last)),
      variable: last,
      text,
      path: path === undefined ? undefined : { root: path.root, steps: [...path.steps, ...steps] },
      pos: on.pos,
      pseudo,
    };
  }
  const named = classOf(on, walker.info, walker.locals.aliases);
  return named && { key: named.key, variable: named.variable, text, path, pos: on.pos, pseudo };
}

/** Notes that whoever waits for this may go on. */
export function signal(walker: Walker, on: Expr): void {
  const named = classOf(on, walker.info, walker.locals.aliases);
  if (named !== undefined) walker.signalKey(named.key);
}

/** The key for the receives from a channel that is made without room: the sender waits for them. */
export function receiveKey(walker: Walker, chan: Expr): string | undefined {
  const named = isUnbuffered(walker, chan) ? classOf(chan, walker.info, walker.locals.aliases) : undefined;
  return named && `received:${named.key}`;
}

function isUnbuffered(walker: Walker, chan: Expr): boolean {
  const bare = unparen(chan);
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  const made = obj?.kind === "Var" ? walker.locals.values.get(obj) : undefined;
  if (made?.kind !== "CallExpr" || made.args.length !== 1) return false;
  const fun = unparen(made.fun);
  return fun.kind === "Ident" && walker.info.uses.get(fun)?.kind === "Builtin" && fun.name === "make";
}

/** Notes a wait. */
export function waitFor(walker: Walker, on: Expr): string | undefined {
  const named = classOf(on, walker.info, walker.locals.aliases);
  if (named !== undefined) walker.waitKey(named.key);
  for (const key of awaitedJobs(walker, on)) walker.waitKey(key);
  return named?.key;
}

/**
 * A channel of tokens is a lock where it holds one: the first of sending and receiving takes it, the other
 * gives it back. A channel that is known to hold more limits, and protects nothing.
 */
export function passToken(walker: Walker, chan: Expr): void {
  const named = classOf(chan, walker.info, walker.locals.aliases);
  if (named?.variable === undefined || !walker.locals.tokens.has(named.variable)) return;
  const { locks } = walker.state;
  const lock = lockRefOf(walker, chan, [], true);
  if (lock === undefined) return;
  walker.state = {
    ...walker.state,
    locks: locks.has(lock.key) ? release(locks, lock.key) : acquire(locks, lock, "W"),
  };
}

/** A field of a struct that the function got as a copy: assigning it changes nobody else's. */
function isOwnCopy(path: Path | undefined): path is Path {
  if (path === undefined || (path.root.role !== "param" && path.root.role !== "recv")) return false;
  return path.steps.length <= 1 && path.root.type().kind !== "Pointer";
}

/** After an assignment to a parameter, or to a field of such a copy: does it hold a new map now? */
export function renew(walker: Walker, target: Expr, value: Expr | undefined): void {
  const path = pathOf(target, walker.info, walker.locals.aliases);
  if (!isOwnCopy(path)) return;
  const { info, state } = walker;
  const key = pathKey(path);
  const kept = [...state.renewed].filter((other) => other !== key && !other.startsWith(`${key}.`));
  const makesNew = (call: Expr): boolean => walker.makesNew(call);
  const isNew = isMap(target, info) && value !== undefined && isFreshExpr(value, info, makesNew);
  if (isNew || kept.length < state.renewed.size)
    walker.state = { ...state, renewed: new Set(isNew ? [...kept, key] : kept) };
}

/** What is known of an event that is met twice, as in two rounds of a loop. */
export function meetMoments(a: Moment, b: Moment): Moment {
  return {
    strand: a.strand,
    order: a.order,
    loops: a.loops,
    locks: meet(a.locks, b.locks),
    live: meetLive(a.live, b.live),
    waited: new Set([...a.waited].filter((key) => b.waited.has(key))),
    facts: intersect(a.facts, b.facts),
  };
}
