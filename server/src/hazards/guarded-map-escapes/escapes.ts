/** Where a map leaves the region that its lock protects. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { join } from "../../effects/lockset.ts";
import type { Handover, Lockset } from "../../effects/model.ts";
import type { Expr } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { isExported } from "../../types/package.ts";
import type { Func, Var } from "../../types/types.ts";
import { isAssumed } from "../classes.ts";
import { endsSharing } from "../conventions.ts";

/** How a map gets out. */
export type Exit = "return" | "store" | "send" | "argument";

/** A map that is handed to somebody who is not under the lock that was held when it was looked up. */
export interface Escape {
  readonly owner: AnalysedFunc;
  readonly handover: Handover;
  readonly exit: Exit;
  /** The locks held where the map was taken from its place. */
  readonly locks: Lockset;
}

/** The locks under which a map was taken from its place: here, or where the local name for it was given. */
export function locksWhenTaken(
  owner: AnalysedFunc,
  contexts: Contexts,
  { target, strand, locks }: Pick<Handover, "target" | "strand" | "locks">,
): Lockset {
  const here = join(contexts.ofStrand(owner, strand).entry, locks);
  if (target.alias === undefined) return here;
  const taken = owner.effects.handovers.find(
    ({ kind, to }) => kind === "alias" && to !== undefined && names(to, target.alias, owner),
  );
  return taken === undefined ? here : join(contexts.ofStrand(owner, taken.strand).entry, taken.locks);
}

function names(to: Expr, variable: Var | undefined, { info }: AnalysedFunc): boolean {
  const bare = unparen(to);
  return bare.kind === "Ident" && (info.defs.get(bare) ?? info.uses.get(bare)) === variable;
}

/**
 * The maps that a function hands to somebody who keeps them.
 * @param isGuarded by class key: only maps with a guard are looked at
 */
export function escapesOf(
  owner: AnalysedFunc,
  effects: PackageEffects,
  contexts: Contexts,
  isGuarded: (key: string) => boolean,
): readonly Escape[] {
  const handovers = owner.effects.handovers.filter(({ target }) => isGuarded(target.key));
  if (handovers.length === 0 || isAssumed(owner, effects)) return [];
  const returned = returnedCalls(owner);
  const escapes: Escape[] = [];
  for (const handover of handovers) {
    const exit = exitOf(handover, owner, effects, returned);
    if (exit === undefined || isTakenOver(handover, owner)) continue;
    if (exit === "return" && (endsSharing(owner.decl) || !isSeenOutside(owner.func, handover, contexts)))
      continue;
    escapes.push({ owner, handover, exit, locks: locksWhenTaken(owner, contexts, handover) });
  }
  return escapes;
}

function exitOf(
  handover: Handover,
  owner: AnalysedFunc,
  effects: PackageEffects,
  returned: ReadonlySet<Expr>,
): Exit | undefined {
  const { kind, to } = handover;
  if (kind !== "argument") return kind === "alias" ? undefined : kind;
  const given = givenTo(handover, owner);
  if (to === undefined || given === undefined) return undefined;
  return keeps(given, effects, returned.has(unparen(to))) ? "argument" : undefined;
}

/** A function's parameter. */
interface Given {
  readonly func: Func;
  readonly index: number;
}

/** A map is followed through no more parameters than this. */
const maxParams = 100;

/** Does a function, or one that it hands the parameter on to, store it somewhere, or give it back inside of something that is returned? */
function keeps(first: Given, effects: PackageEffects, returned: boolean): boolean {
  const waiting = [first];
  for (const given of waiting) {
    const owner = effects.get(given.func);
    const param: Var | undefined = owner?.effects.params[given.index];
    if (owner === undefined || param === undefined) continue;
    for (const handover of owner.effects.handovers) {
      const { kind, target } = handover;
      if (target.path?.root !== param || target.path.steps.length > 0) continue;
      if (kind === "store" || kind === "send" || (kind === "return" && returned && given === first))
        return true;
      const next = kind === "argument" ? givenTo(handover, owner) : undefined;
      const isNew = (to: Given): boolean =>
        waiting.every((each) => each.func !== to.func || each.index !== to.index);
      if (next !== undefined && waiting.length < maxParams && isNew(next)) waiting.push(next);
    }
  }
  return false;
}

/** The parameter that an argument is given to. */
function givenTo({ to, node }: Handover, { info }: AnalysedFunc): Given | undefined {
  const call = to === undefined ? undefined : unparen(to);
  if (call?.kind !== "CallExpr") return undefined;
  const func = info.callees.get(call);
  const index = call.args.findIndex((arg) => unparen(arg) === node);
  return func && { func, index };
}

/** The calls whose results the function returns. */
function returnedCalls({ body }: AnalysedFunc): ReadonlySet<Expr> {
  const calls = new Set<Expr>();
  walk(body, (node) => {
    if (node.kind === "ReturnStmt") for (const result of node.results) calls.add(unparen(result));
    return true;
  });
  return calls;
}

/**
 * `old := s.m; s.m = make(...); return old`: the map belongs to who gets it. The same with an inner map that is
 * taken out of the outer one.
 */
function isTakenOver({ target, to }: Handover, { effects }: AnalysedFunc): boolean {
  const outer = target.key.replace(/\[\]$/, "");
  return effects.accesses.some(
    (access) =>
      (outer !== target.key && access.target.key === outer && access.node === to) ||
      (access.kind === "reassign" && access.target.key === target.key) ||
      (outer !== target.key &&
        access.target.key === outer &&
        (access.kind === "delete" || access.kind === "clear" || access.kind === "reassign")),
  );
}

/** Does somebody get the result who does not hold the lock himself? */
function isSeenOutside(func: Func, { locks }: Handover, contexts: Contexts): boolean {
  if (isExported(func.name)) return true;
  return contexts.callersOf(func).some(({ caller, call }) => {
    const held = join(contexts.ofStrand(caller, call.strand).entry, call.locks);
    return [...locks.keys()].every((key) => !held.has(key));
  });
}
