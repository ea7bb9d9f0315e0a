/** Questions that a call of a function answers once: what stands behind opposite answers meets between calls alone. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { contradictions, textOf, variablesIn } from "../../effects/facts.ts";
import type { CallEvent } from "../../effects/model.ts";
import { idOf } from "../../effects/path.ts";
import type { CallExpr, Expr, Node } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Var } from "../../types/types.ts";
import type { Seen } from "./collisions.ts";

/**
 * Do opposite answers to one question lead to the two? Then no call reaches both; a goroutine or handler that is
 * left running meets another call, where that is given the same object and another answer.
 */
export function excludeEachOther(a: Seen, b: Seen, owner: AnalysedFunc, contexts: Contexts): boolean {
  const facts = contradictions(a.at.facts, b.at.facts);
  if (facts.length === 0) return false;
  const { root } = a.path;
  if (root.role === "local" || root.role === "result") return true;
  const { waits } = owner.effects;
  const isOver = ({ strand, signals }: Seen): boolean =>
    strand === 0 || [...signals].some((key) => waits.has(key));
  return [a, b].every(isOver) || isAnsweredAlike(root, facts, owner, contexts);
}

/** Do all calls that may be given one and the same object answer one of the questions alike? */
function isAnsweredAlike(
  object: Var,
  facts: readonly string[],
  { func, effects: { params } }: AnalysedFunc,
  contexts: Contexts,
): boolean {
  const index = params.indexOf(object);
  const calls = contexts.callersOf(func);
  if (index < 0 || calls.length === 0 || !contexts.seesAllCalls(func)) return false;
  const shared = calls
    .map(({ caller, call }) => ({ caller, call, args: argumentsOf(caller, call) }))
    .filter(({ caller, call, args }) => !(call.args[index]?.owned || isMade(args[index], caller)));
  const isAlike = (id: string): boolean => {
    const asked = params.findIndex((param) => String(idOf(param)) === id);
    const answers = shared.map(({ caller, args }) => constantOf(args[asked], caller));
    return asked >= 0 && new Set(answers).size === 1 && answers[0] !== undefined;
  };
  return shared.length === 0 || facts.some((fact) => variablesIn(fact).every(isAlike));
}

/** The arguments as they are written. */
function argumentsOf({ body }: AnalysedFunc, { place }: CallEvent): readonly Expr[] {
  let found: CallExpr | undefined;
  walk(body, (node: Node) => {
    if (node.kind === "CallExpr" && node.pos === place.pos && node.end === place.end) found = node;
    return found === undefined && node.pos <= place.pos && place.end <= node.end;
  });
  return found?.args ?? [];
}

/** Is it what a constructor, as its name tells, has made for this call? */
function isMade(given: Expr | undefined, { info }: AnalysedFunc): boolean {
  const call = given && unparen(given);
  const callee = call?.kind === "CallExpr" ? info.callees.get(call) : undefined;
  return callee !== undefined && /^(new|make|create)/i.test(callee.name);
}

/** The constant that is given, as a text; the empty text where nothing is. */
function constantOf(given: Expr | undefined, { info }: AnalysedFunc): string | undefined {
  return given === undefined ? "" : textOf(given, new Set(), info);
}
