/** Where a function gets maps that others have, too. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { funcName } from "../../effects/known.ts";
import type { CallExpr, Expr, Ident } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { asNamed, qualifiedName, type Var } from "../../types/types.ts";
import { perFunction } from "../perFunction.ts";

/** Who else has the map. */
export type Lender = "context" | "atomic" | "syncMap" | "cache";

/** A variable with something borrowed, and where it was got. */
export interface Loan {
  readonly lender: Lender;
  readonly from: CallExpr;
}

/** The variables of a function that hold something borrowed, and nothing else. */
export const loansOf = perFunction(({ body, info }: AnalysedFunc): ReadonlyMap<Var, Loan> => {
  const loans = new Map<Var, Loan>();
  const replaced = new Set<Var>();
  const bind = (target: Expr, value: Expr): void => {
    const bare = unparen(target);
    if (bare.kind !== "Ident") return;
    const defined = info.defs.get(bare);
    if (defined?.kind === "Var") {
      const loan = loanOf(value);
      if (loan !== undefined) loans.set(defined, loan);
    } else {
      const used = info.uses.get(bare);
      if (used?.kind === "Var") replaced.add(used);
    }
  };
  const loanOf = (value: Expr): Loan | undefined => {
    const bare = unparen(value);
    if (bare.kind === "TypeAssertExpr" || bare.kind === "StarExpr") return loanOf(bare.x);
    if (bare.kind === "Ident") {
      const variable = varOf(bare);
      return variable && loans.get(variable);
    }
    if (bare.kind === "IndexExpr") return loanOf(bare.x);
    if (bare.kind !== "CallExpr") return undefined;
    const lender = lenderOf(bare);
    return lender && { lender, from: bare };
  };
  const varOf = (ident: Ident): Var | undefined => {
    const obj = info.uses.get(ident);
    return obj?.kind === "Var" ? obj : undefined;
  };
  const lenderOf = (call: CallExpr): Lender | undefined => {
    const fun = unparen(call.fun);
    const callee = info.callees.get(call);
    if (fun.kind !== "SelectorExpr" || callee === undefined) return undefined;
    const type = info.types.get(fun.x);
    const named = type === undefined ? undefined : asNamed(type);
    const on = named === undefined ? "" : qualifiedName(named);
    if (on === "context.Context" && callee.name === "Value") return "context";
    if (/^sync\/atomic\.(Value|Pointer)\.Load$/.test(funcName(callee))) return "atomic";
    if (funcName(callee) === "sync.Map.Load") return "syncMap";
    // client-go's listers and stores give out the objects of their caches (tools/cache/store.go).
    if (/(Lister|NamespaceLister)$/.test(on) && /^(Get|List)$/.test(callee.name)) return "cache";
    if (
      /^k8s\.io\/client-go\/tools\/cache\.(Store|Indexer)$/.test(on) &&
      /^(Get|List|ByIndex)/.test(callee.name)
    )
      return "cache";
    return undefined;
  };
  walk(body, (node) => {
    if (node.kind === "AssignStmt") {
      const single = node.rhs.length === 1;
      node.lhs.forEach((target, i) => {
        if (single && i > 0) return;
        const value = node.rhs[i];
        if (value !== undefined) bind(target, value);
      });
    } else if (node.kind === "ValueSpec") {
      node.names.forEach((name, i) => {
        if (node.values[i] !== undefined) bind(name, node.values[i]);
      });
    } else if (node.kind === "RangeStmt" && node.value !== undefined) bind(node.value, node.x);
    return true;
  });
  for (const variable of replaced) loans.delete(variable);
  return loans;
});
