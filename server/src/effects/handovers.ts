/** References that move: maps handed on from where they live, and local objects that others get to know. */
import type { Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { underlying, unknown, type Var } from "../types/types.ts";
import { isMap, iteratedMap } from "./known.ts";
import { isOwnedPath, meetMoments, targetOf } from "./memory.ts";
import type { Handover, HandoverKind, Share } from "./model.ts";
import { pathOf } from "./path.ts";
import { plus } from "./sets.ts";
import type { Walker } from "./walk.ts";

/** Notes that a value moves, with the maps that it carries; what nobody else knows of is not noted. */
export function handOver(walker: Walker, value: Expr, kind: HandoverKind, to?: Expr): void {
  const carried = kind === "alias" || kind === "argument" ? [unparen(value)] : partsOf(walker, value);
  for (const part of carried) {
    const leaves = kind === "return" || kind === "store" || kind === "send";
    const iterated = leaves && part.kind === "CallExpr" ? iteratedMap(part, walker.info) : undefined;
    const node = iterated ?? part;
    if (!isMap(node, walker.info)) continue;
    const target = targetOf(walker, node);
    if (target === undefined || target.owned) continue;
    const before = walker.handovers.get(node);
    const moment = walker.moment();
    const met = before === undefined ? moment : meetMoments(before, moment);
    walker.handovers.set(node, {
      ...met,
      kind,
      target,
      node,
      to,
      place: walker.place(part),
      ...(iterated === undefined ? {} : { asIterator: true }),
    } satisfies Handover);
  }
}

/** `target = value`: another name for a map, or a map that is kept elsewhere. */
export function handOverTo(walker: Walker, target: Expr, value: Expr): void {
  if (isBlank(target)) return;
  const path = pathOf(target, walker.info, new Map());
  const isLocal = path !== undefined && path.steps.length === 0 && path.root.role !== "package";
  const isOwn = path !== undefined && (isLocal || isOwnedPath(walker, path));
  handOver(walker, value, isOwn ? "alias" : "store", target);
}

/** An object stored somewhere that is not owned is known to others from then on. */
export function publish(walker: Walker, target: Expr, value: Expr): void {
  const bare = unparen(target);
  if (isBlank(bare) || (bare.kind === "Ident" && walker.info.defs.has(bare))) return;
  const path = pathOf(bare, walker.info, walker.locals.aliases);
  if (path !== undefined && path.steps.length === 0 && path.root.role !== "package") return;
  if (path === undefined || !isOwnedPath(walker, path)) escapeExpr(walker, value, "store");
}

/** What is assigned to the blank identifier goes nowhere. */
function isBlank(target: Expr): boolean {
  const bare = unparen(target);
  return bare.kind === "Ident" && bare.name === "_";
}

/** From here on others may know the objects of this function that a value carries. */
export function escapeExpr(walker: Walker, value: Expr, kind: Share["kind"]): void {
  for (const part of partsOf(walker, value)) {
    // A number or a text leads nowhere.
    if (underlying(walker.info.types.get(part) ?? unknown).kind === "Basic") continue;
    const path = pathOf(part, walker.info, walker.locals.aliases);
    if (path === undefined || !mayBeOwn(walker, path.root)) continue;
    if (isOwnedPath(walker, path) && path.steps.length === 0) share(walker, part, path.root, kind);
    walker.state = { ...walker.state, escaped: plus(walker.state.escaped, path.root) };
  }
}

function mayBeOwn({ state }: Walker, { role }: Var): boolean {
  if (role === "param" || role === "recv") return state.renewed.size > 0;
  return role === "local" || role === "result";
}

function share(walker: Walker, part: Expr, variable: Share["variable"], kind: Share["kind"]): void {
  const before = walker.shares.get(part);
  const moment = walker.moment();
  const met = before === undefined ? moment : meetMoments(before, moment);
  walker.shares.set(part, { ...met, variable, kind, place: walker.place(part) });
}

/** The expression, or what a composite literal or an `append` puts together. */
function partsOf(walker: Walker, value: Expr): readonly Expr[] {
  const bare = unparen(value);
  switch (bare.kind) {
    case "CompositeLit":
      return bare.elts.flatMap((elt) => partsOf(walker, elt.kind === "KeyValueExpr" ? elt.value : elt));
    case "UnaryExpr":
      return bare.op === "&" && unparen(bare.x).kind === "CompositeLit" ? partsOf(walker, bare.x) : [bare];
    case "CallExpr": {
      const fun = unparen(bare.fun);
      const obj = fun.kind === "Ident" ? walker.info.uses.get(fun) : undefined;
      const appends = obj?.kind === "Builtin" && obj.name === "append";
      return appends ? bare.args.slice(1).flatMap((arg) => partsOf(walker, arg)) : [bare];
    }
    default:
      return [bare];
  }
}
