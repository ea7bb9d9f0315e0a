/** Calls after which requests or events may come, as their names tell. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { writtenName } from "../../effects/known.ts";
import type { CallExpr, Node, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import type { Info } from "../../types/info.ts";

const starting = /^(start|run|serve|listen|launch|subscribe|watch|notify|go)/i;

/** Is there a call between the two places, or in a loop around the second one, that may set something going? */
export function startsMore({ body, info }: AnalysedFunc, from: number, to: number): boolean {
  let until = to;
  walk(body, (node: Node) => {
    const isLoop = node.kind === "ForStmt" || node.kind === "RangeStmt";
    if (isLoop && node.pos >= from && node.pos <= to) until = Math.max(until, node.end);
    return true;
  });
  let found = false;
  walk(body, (node: Node) => {
    if (node.kind !== "CallExpr" || node.pos < from || node.pos >= until || node.pos === to) return !found;
    found ||= mayStart(node, info);
    return !found;
  });
  return found;
}

/** Is the code an argument of a call that may start it at once? */
export function isStartedAtOnce({ body, info }: AnalysedFunc, code: Range): boolean {
  let found = false;
  walk(body, (node: Node) => {
    const isAround = node.pos < code.pos && code.end <= node.end;
    found ||= isAround && node.kind === "CallExpr" && mayStart(node, info);
    return isAround && !found;
  });
  return found;
}

function mayStart(call: CallExpr, info: Info): boolean {
  const fun = unparen(call.fun);
  const name = fun.kind === "SelectorExpr" ? fun.sel.name : fun.kind === "Ident" ? fun.name : "";
  return starting.test(name) || /^net\/http\/httptest\.New(TLS)?Server$/.test(writtenName(call, info));
}
