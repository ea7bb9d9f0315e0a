/** Goroutines that go on until the program, or whoever owns them, ends them: loops without a condition, tickers. */
import type { Node, Range, RangeStmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Func } from "../types/types.ts";
import type { AnalysedFunc } from "./analyse.ts";
import type { Strand } from "./model.ts";

/** How many calls down a loop is looked for: `go func() { defer done(); p.loop() }()`. */
const maxCalls = 2;

/**
 * Does a goroutine go on for long, so that what is called meanwhile runs beside it?
 * @param get the functions of the package
 */
export function isEndless(
  owner: AnalysedFunc,
  strand: Strand,
  get: (func: Func) => AnalysedFunc | undefined,
): boolean {
  if (strand.callee !== undefined) {
    const callee = get(strand.callee);
    return callee !== undefined && loops(callee, 0, callee.body, get, maxCalls);
  }
  return loops(owner, strand.id, strand.code, get, maxCalls);
}

function loops(
  owner: AnalysedFunc,
  strand: number,
  code: Range,
  get: (func: Func) => AnalysedFunc | undefined,
  depth: number,
): boolean {
  if (hasEndlessLoop(owner, code)) return true;
  if (depth === 0) return false;
  const callees = new Set(owner.effects.calls.flatMap((call) => (call.strand === strand ? call.callee : [])));
  return [...callees].some((func) => {
    const callee = get(func);
    return callee !== undefined && callee !== owner && loops(callee, 0, callee.body, get, depth - 1);
  });
}

/** Is there a loop in the code itself, not in a function literal inside it, that nothing of its own ends? */
function hasEndlessLoop({ body }: AnalysedFunc, code: Range): boolean {
  let found = false;
  walk(body, (node: Node) => {
    const isOutside = node.end <= code.pos || node.pos >= code.end;
    if (found || isOutside) return false;
    const isWithin = node.pos > code.pos && node.end <= code.end;
    if (node.kind === "FuncLit" && isWithin) return false;
    if (node.pos < code.pos) return true;
    if (node.kind === "ForStmt") found = node.cond === undefined && node.init === undefined;
    else if (node.kind === "RangeStmt") found = isTicking(node);
    return !found;
  });
  return found;
}

/** `for range time.Tick(d)`, `for range ticker.C`. */
function isTicking({ x }: RangeStmt): boolean {
  const bare = unparen(x);
  if (bare.kind === "SelectorExpr") return bare.sel.name === "C";
  const fun = bare.kind === "CallExpr" ? unparen(bare.fun) : undefined;
  return fun?.kind === "SelectorExpr" && fun.sel.name === "Tick";
}
