/** Walks loops, twice where a second round can see something new, and the jumps out of them. */
import type { Expr, RangeStmt, Stmt } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { asMap, underlying, unknown } from "../types/types.ts";
import { walkTarget } from "./expressions.ts";
import { mapBehind } from "./known.ts";
import { accessMap, declare, waitFor } from "./memory.ts";
import { meetStates, type State, sameStates, unreachable, withWaitsOf } from "./state.ts";
import type { Walker } from "./walk.ts";

/** A place that `break` or `continue` goes to. */
export interface Target {
  readonly label: string | undefined;
  readonly isLoop: boolean;
  breakState: State;
  continueState: State;
}

/** `for range`, over a map, a channel or anything else. */
export function walkRange(walker: Walker, stmt: RangeStmt, label: string | undefined): void {
  walker.walkExpr(stmt.x);
  const type = walker.info.types.get(stmt.x) ?? unknown;
  const map = asMap(type) === undefined ? mapBehind(stmt.x, walker.info, walker.locals.values) : stmt.x;
  const overChan = underlying(type).kind === "Chan";
  if (map !== undefined) accessMap(walker, map, "iterate", stmt.x);
  walkLoop(walker, stmt, label, hasOneElement(walker, stmt.x) ? "once" : "ends", () => {
    if (map !== undefined) accessMap(walker, map, "iterate", stmt.x);
    if (overChan) waitFor(walker, stmt.x);
    for (const target of [stmt.key, stmt.value]) {
      if (target === undefined) continue;
      if (stmt.tok === ":=") declare(walker, target);
      else walkTarget(walker, target, false, target);
    }
    return () => {
      walker.walkBlock(stmt.body);
      return () => {};
    };
  });
  if (overChan) waitFor(walker, stmt.x);
}

/** A slice or array of one element, as it is written there or held by a variable for good. */
function hasOneElement(walker: Walker, x: Expr): boolean {
  const bare = unparen(x);
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  const value = (obj?.kind === "Var" && walker.locals.values.get(obj)) || bare;
  if (value.kind !== "CompositeLit" || value.elts.length !== 1) return false;
  const { kind } = underlying(walker.info.types.get(value) ?? unknown);
  // A key may make it longer, and so may what is put into a map.
  return (kind === "Slice" || kind === "Array") && value.elts[0].kind !== "KeyValueExpr";
}

/** How often a loop comes back to its body: until something ends it, as its head says, or not at all. */
export type Turns = "endless" | "ends" | "once";

/**
 * A loop is walked again when that can show more, but not more often than this in all: loops inside of
 * loops would double the rounds with each level.
 */
const maxRounds = 8;

/** A loop: head, body, and what comes after the body; `whenOver` is what its condition shows when it fails. */
export function walkLoop(
  walker: Walker,
  stmt: Stmt,
  label: string | undefined,
  turns: Turns,
  head: () => () => () => void,
  whenOver: (state: State) => State = (state) => state,
): void {
  const loop = walker.loopOf.get(stmt) ?? { id: walker.loopOf.size + 1, rounds: 0 };
  walker.loopOf.set(stmt, loop);
  // What is done in one turn alone is done once.
  if (turns !== "once") walker.loops.push(loop.id);
  const endless = turns === "endless";
  const target = enterTarget(walker, label, true);
  const before = walker.state;
  let exits = unreachable;
  let last = before;
  for (let round = 0; round < 2; round++) {
    loop.rounds++;
    const body = head();
    if (!endless) exits = meetStates(exits, whenOver(walker.state));
    target.continueState = unreachable;
    const post = body();
    walker.state = meetStates(walker.state, target.continueState);
    post();
    last = walker.state;
    walker.state = meetStates(before, walker.state);
    if (!endless) exits = meetStates(exits, whenOver(walker.state));
    if (turns === "once" || loop.rounds >= maxRounds || sameStates(before, walker.state)) break;
  }
  leaveTarget(walker);
  if (turns !== "once") walker.loops.pop();
  const state = meetStates(exits, target.breakState);
  // A loop that waits, as in `for range n { <-done }`, is taken to run.
  walker.state = endless || !state.reachable ? state : withWaitsOf(state, last);
}

/** Begins a statement that `break`, and `continue` where it is a loop, may leave. */
export function enterTarget(walker: Walker, label: string | undefined, isLoop: boolean): Target {
  const target: Target = { label, isLoop, breakState: unreachable, continueState: unreachable };
  walker.targets.push(target);
  return target;
}

export function leaveTarget(walker: Walker): void {
  walker.targets.pop();
}

/** `break` and `continue`: the state goes on where they lead to. */
export function branch(walker: Walker, tok: string, label: string | undefined): void {
  if (tok === "fallthrough") return;
  const target = walker.targets.findLast(
    (candidate) =>
      (label === undefined || candidate.label === label) && (tok === "break" || candidate.isLoop),
  );
  if (target !== undefined && tok === "break")
    target.breakState = meetStates(target.breakState, walker.state);
  if (target !== undefined && tok === "continue")
    target.continueState = meetStates(target.continueState, walker.state);
  walker.state = unreachable;
}
