/** Functions that are given to a runner: their code is walked as the runner runs it. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { namedObject } from "../types/expr.ts";
import { writtenName } from "./known.ts";
import { type RunnerKind, runnerKind } from "./runners.ts";
import { callLiteral, literalOf, runBeside, runCallBeside } from "./strands.ts";
import { impliedCall } from "./synchronise.ts";
import type { Walker } from "./walk.ts";

/** How a call runs the functions that it is given; undefined where it is not known to run any. */
export function runnerOf(walker: Walker, call: CallExpr): RunnerKind | undefined {
  return call.args.length === 0 ? undefined : runnerKind(writtenName(call, walker.info));
}

/** Is the argument a function that a runner runs? */
export function isRun(walker: Walker, arg: Expr): boolean {
  if (literalOf(walker, arg) !== undefined) return true;
  return namedObject(arg, walker.info)?.kind === "Func";
}

/** Runs the functions that a call is given. */
export function runGiven(walker: Walker, call: CallExpr, kind: RunnerKind): void {
  const end = `end:${call.pos}`;
  for (const arg of call.args) {
    if (!isRun(walker, arg)) continue;
    const literal = literalOf(walker, arg);
    const implied = literal === undefined ? impliedCall(walker, call, arg) : undefined;
    if (kind === "in-place") {
      if (literal !== undefined) callLiteral(walker, literal);
      else if (implied !== undefined) walker.walkCall(implied, false);
    } else if (literal !== undefined)
      runBeside(walker, literal, "go", call, { signals: [end], inLoop: true });
    else if (implied !== undefined) runCallBeside(walker, implied, call, { signals: [end], inLoop: true });
  }
  if (kind === "parallel") walker.waitKey(end);
}
