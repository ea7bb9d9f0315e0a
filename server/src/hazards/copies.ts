/** Local variables that hold a copy of a struct that lives elsewhere: its maps are the original's. */
import type { AnalysedFunc } from "../effects/analyse.ts";
import { isMap } from "../effects/known.ts";
import { pathOf } from "../effects/path.ts";
import type { Expr, Ident } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import { underlying, type Var } from "../types/types.ts";
import { perFunction } from "./perFunction.ts";

/** Where a copy comes from. */
export interface Copy {
  readonly variable: Var;
  readonly by: "receiver" | "parameter" | "assignment" | "dereference" | "range";
  /** The expression that was copied, for an assignment or a range. */
  readonly from?: Expr;
  /** Are fields of the copy assigned? Then it is meant to differ from the original. */
  readonly changed: boolean;
}

/** The variables of a function that hold copies of structs, and nothing else. */
export const copiesOf = perFunction((owner: AnalysedFunc): ReadonlyMap<Var, Copy> => {
  const { body, info, effects } = owner;
  const copies = new Map<Var, Copy>();
  const isStruct = (variable: Var): boolean => underlying(variable.type()).kind === "Struct";
  const changed = changedStructs(owner);
  const add = (variable: Var, by: Copy["by"], from?: Expr): void => {
    copies.set(variable, { variable, by, from, changed: changed.has(variable) });
  };
  if (effects.recv !== undefined && isStruct(effects.recv)) add(effects.recv, "receiver");
  for (const param of effects.params) {
    if (isStruct(param)) add(param, "parameter");
  }
  const replaced = new Set<Var>();
  const local = (ident: Ident, from: Expr, by: Copy["by"]): void => {
    const variable = info.defs.get(ident);
    if (variable?.kind !== "Var" || !isStruct(variable)) return;
    if (isElsewhere(from, owner)) add(variable, by, from);
  };
  walk(body, (node) => {
    if (node.kind === "AssignStmt") {
      node.lhs.forEach((target, i) => {
        const bare = unparen(target);
        if (bare.kind !== "Ident") return;
        const used = info.uses.get(bare);
        if (used?.kind === "Var") replaced.add(used);
        else if (node.lhs.length === node.rhs.length) local(bare, node.rhs[i], wayOf(node.rhs[i]));
      });
    } else if (node.kind === "ValueSpec" && node.names.length === node.values.length) {
      node.names.forEach((name, i) => {
        local(name, node.values[i], wayOf(node.values[i]));
      });
    } else if (node.kind === "RangeStmt" && node.value?.kind === "Ident") local(node.value, node.x, "range");
    return true;
  });
  for (const variable of replaced) copies.delete(variable);
  return copies;
});

/** The variables of which a field is assigned that is no map. */
function changedStructs({ body, info }: AnalysedFunc): ReadonlySet<Var> {
  const changed = new Set<Var>();
  walk(body, (node) => {
    if (node.kind !== "AssignStmt") return true;
    for (const target of node.lhs) {
      const bare = unparen(target);
      if (bare.kind !== "SelectorExpr" || isMap(bare, info)) continue;
      const obj = bare.x.kind === "Ident" ? info.uses.get(bare.x) : undefined;
      if (obj?.kind === "Var") changed.add(obj);
    }
    return true;
  });
  return changed;
}

/** `*p` says that a copy is wanted; `s.part` may only be a shorter name. */
function wayOf(from: Expr): Copy["by"] {
  return unparen(from).kind === "StarExpr" ? "dereference" : "assignment";
}

/** Does the expression denote memory that is not only this function's own? */
function isElsewhere(expr: Expr, { info, effects }: AnalysedFunc): boolean {
  const bare = unparen(expr);
  if (bare.kind === "CallExpr" || bare.kind === "CompositeLit") return false;
  const path = pathOf(bare, info, new Map());
  if (path === undefined) return false;
  const { root } = path;
  if (root.role === "package" || root === effects.recv) return true;
  if (root.role !== "param") return false;
  return underlying(root.type()).kind === "Pointer" || path.steps.length > 0;
}
