/** Callers that give a function a copy of a struct, and go on sharing its maps with others. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { isOfTests } from "../../effects/globalNames.ts";
import { type Path, pathKey, pathOf, type Step } from "../../effects/path.ts";
import type { Node, Range } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { type Func, underlying } from "../../types/types.ts";
import { customsOf } from "../classes.ts";
import { copiesOf } from "../copies.ts";
import { isReplacedBefore } from "./replaced.ts";

/**
 * Does a caller give the function, as that parameter, a struct out of an object that lives longer than the call, with
 * the map in it to which the steps lead? What callers made or got for this one purpose they give away, and with
 * `x = f(x)` they take it back.
 */
export function isSharedByCaller(
  func: Func,
  index: number,
  steps: readonly Step[],
  contexts: Contexts,
): boolean {
  return contexts.callersOf(func).some(({ caller, call }) => {
    const arg = call.args[index];
    if (arg?.path === undefined || isOfTests(caller.func) || customsOf(caller).forTests) return false;
    const { root } = arg.path;
    // A copy of a struct is the caller's own, the maps in it are not.
    if (arg.owned && !copiesOf(caller).has(root)) return false;
    const origin = originOf(arg.path, caller);
    if (origin === undefined || isTakenBack([arg.path, origin], call.place, caller)) return false;
    return !isReplacedBefore({ root, steps: [...arg.path.steps, ...steps] }, call.place.pos, caller);
  });
}

/** The longer-lived object that a path leads into, also by way of a copy; undefined where it leads into none. */
function originOf(path: Path, caller: AnalysedFunc): Path | undefined {
  const { root, steps } = path;
  if (root.role === "package") return path;
  if (root === caller.effects.recv)
    return steps.length > 0 && underlying(root.type()).kind === "Pointer" ? path : undefined;
  const copy = copiesOf(caller).get(root);
  const from = copy?.from && pathOf(unparen(copy.from), caller.info, new Map());
  if (copy === undefined || from === undefined || from.root === root) return undefined;
  const element = copy.by === "range" ? (["[]"] as const) : [];
  return originOf({ root: from.root, steps: [...from.steps, ...element, ...steps] }, caller);
}

/** `x = f(x)`: does one of the paths get the result of the call? */
function isTakenBack(paths: readonly Path[], call: Range, { body, info }: AnalysedFunc): boolean {
  const keys = paths.map(pathKey);
  let back = false;
  walk(body, (node: Node) => {
    if (node.kind === "AssignStmt" && node.rhs.some((value) => isAt(unparen(value), call))) {
      back ||= node.lhs.some((target) => {
        const path = pathOf(unparen(target), info, new Map());
        return path !== undefined && keys.includes(pathKey(path));
      });
    }
    return !back;
  });
  return back;
}

function isAt(a: Range, b: Range): boolean {
  return a.pos === b.pos && a.end === b.end;
}
