/**
 * What a function must be given before it starts a goroutine: a number, text or truth that is not zero, or an
 * options struct with such a field. Whoever gives zero gets no goroutine.
 */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { underlying, unknown, type Var } from "../types/types.ts";
import type { Need, ParamStart } from "./model.ts";
import { idOf } from "./path.ts";
import type { Walker } from "./walk.ts";

/** What the present place needs, as the conditions on the way tell. */
export function needsHere({ state, info, decl }: Walker): readonly Need[] {
  const params = info.params.get(decl) ?? [];
  return [...state.facts].flatMap((fact) => {
    const param = params.findIndex((each) => notZero(fact) === `${idOf(each)}`);
    return param < 0 ? [] : [{ param }];
  });
}

/** The id of the variable that a fact says is not zero: `+#1`, `-#1 == 0`, `+#1 > 1`, `-#1 < 2`. */
function notZero(fact: string): string | undefined {
  return /^(?:\+#(\d+)(?: > \d+)?|-#(\d+) (?:== (?:0|""|false)|< [1-9]\d*))$/
    .exec(fact)
    ?.slice(1)
    .find((id) => id !== undefined);
}

/** The needs of a callee, as needs of the function that gives it what it was given itself. */
export function needsThrough(walker: Walker, call: CallExpr, needs: readonly Need[]): readonly Need[] {
  return needs.flatMap((need) => {
    const { x, field } = partOf(call.args[need.param], need.field);
    const param = x?.kind === "Ident" ? walker.info.uses.get(x) : undefined;
    const index = param?.kind === "Var" ? (walker.info.params.get(walker.decl) ?? []).indexOf(param) : -1;
    if (param?.kind !== "Var" || index < 0 || !staysAsGiven(walker, param, field)) return [];
    return [{ param: index, ...(field === undefined ? {} : { field }) }];
  });
}

/** `opts.Parallel` as a field of `opts`; no field of a field. */
function partOf(
  arg: Expr | undefined,
  field: string | undefined,
): { readonly x?: Expr; readonly field?: string } {
  const bare = arg && unparen(arg);
  if (bare?.kind !== "SelectorExpr") return { x: bare, field };
  return field === undefined ? { x: unparen(bare.x), field: bare.sel.name } : {};
}

/** Does the function leave the parameter alone, or at least the field of it? A pointer's fields others may set. */
function staysAsGiven({ constants, info, body }: Walker, param: Var, field: string | undefined): boolean {
  if (field === undefined) return constants.has(param);
  if (underlying(param.type()).kind !== "Struct") return false;
  const isParam = (expr: Expr): boolean => expr.kind === "Ident" && info.uses.get(expr) === param;
  const changes = (target: Expr): boolean => {
    const bare = unparen(target);
    return (
      isParam(bare) || (bare.kind === "SelectorExpr" && isParam(unparen(bare.x)) && bare.sel.name === field)
    );
  };
  let stays = true;
  walk(body, (node) => {
    if (node.kind === "AssignStmt" && node.lhs.some(changes)) stays = false;
    if (node.kind === "IncDecStmt" && changes(node.x)) stays = false;
    if (node.kind === "UnaryExpr" && node.op === "&" && changes(node.x)) stays = false;
    // A method may have the parameter by pointer.
    const fun = node.kind === "CallExpr" ? unparen(node.fun) : undefined;
    if (fun?.kind === "SelectorExpr" && isParam(unparen(fun.x))) stays = false;
    return stays;
  });
  return stays;
}

/** Both ways to start it may be taken: it needs what both need. */
export function inCommon(
  start: Pick<ParamStart, "needs"> | undefined,
  needs: readonly Need[],
): readonly Need[] {
  if (start === undefined) return needs;
  return needs.filter((a) => start.needs.some((b) => a.param === b.param && a.field === b.field));
}

/** Does the call give zero for something that is needed, so that no goroutine is started? */
export function isDenied({ info }: Walker, call: CallExpr, { needs }: ParamStart): boolean {
  const isZero = (expr: Expr): boolean => {
    const bare = unparen(expr);
    if (bare.kind === "BasicLit") return bare.value === "0" || bare.value === '""';
    return bare.kind === "Ident" && bare.name === "false" && info.uses.get(bare)?.kind === "Const";
  };
  return needs.some(({ param, field }) => {
    const arg = call.args[param] && unparen(call.args[param]);
    if (arg === undefined || field === undefined) return arg !== undefined && isZero(arg);
    if (arg.kind !== "CompositeLit" || underlying(info.types.get(arg) ?? unknown).kind !== "Struct")
      return false;
    return arg.elts.every(
      (elt) =>
        elt.kind === "KeyValueExpr" &&
        ((elt.key.kind === "Ident" && elt.key.name !== field) || isZero(elt.value)),
    );
  });
}
