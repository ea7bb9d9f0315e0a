/** Expression and type switches. */
import type { CaseClause, Expr, Ident, Stmt, SwitchStmt, TypeSwitchStmt } from "../ast.ts";
import { K } from "../kinds.ts";
import { bad, type Context, isExpression } from "./context.ts";
import { lowerExpr, lowerExprs } from "./expr.ts";
import { isStatement, lowerStmt, lowerStmts } from "./stmt.ts";

const CLAUSES: ReadonlySet<number> = new Set([
  K.expressionCase,
  K.typeCase,
  K.communicationCase,
  K.defaultCase,
]);

/** The clauses of a switch or select, also those inside an error. */
export function caseClauses(c: Context, n: number): number[] {
  const { kind, next } = c.tree;
  const list: number[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (CLAUSES.has(kind[child])) list.push(child);
    else if (kind[child] === K.error) {
      for (let inner = child + 1; inner < next[child]; inner = next[inner]) {
        if (CLAUSES.has(kind[inner])) list.push(inner);
      }
    }
  }
  return list;
}

function clause(c: Context, n: number): CaseClause {
  const { kind, next, start, end } = c.tree;
  const base = { kind: "CaseClause", pos: start[n], end: end[n], body: lowerStmts(c, n) } as const;
  if (kind[n] === K.defaultCase) return base;
  const list: Expr[] = [];
  for (let child = n + 1; child < next[n]; child = next[child]) {
    if (kind[child] === K.expressionList) list.push(...lowerExprs(c, child));
    else if (isExpression(kind[child])) list.push(lowerExpr(c, child));
  }
  return { ...base, list };
}

/** `switch init; tag { ... }`. */
export function lowerSwitch(c: Context, n: number): SwitchStmt {
  const { kind, next, start, end } = c.tree;
  let init: Stmt | undefined;
  let tag: Expr | undefined;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (isExpression(k)) tag = lowerExpr(c, child);
    else if (isStatement(k)) init = lowerStmt(c, child);
  }
  return {
    kind: "SwitchStmt",
    pos: start[n],
    end: end[n],
    ...(init && { init }),
    ...(tag && { tag }),
    clauses: caseClauses(c, n).map((child) => clause(c, child)),
  };
}

/** `switch init; name := x.(type) { ... }`. */
export function lowerTypeSwitch(c: Context, n: number): TypeSwitchStmt {
  const { kind, next, start, end } = c.tree;
  let init: Stmt | undefined;
  let name: Ident | undefined;
  let x: Expr | undefined;
  for (let child = n + 1; child < next[n]; child = next[child]) {
    const k = kind[child];
    if (k === K.expressionList) {
      const [first] = lowerExprs(c, child);
      if (first?.kind === "Ident") name = first;
    } else if (isExpression(k)) x = lowerExpr(c, child);
    else if (isStatement(k)) init = lowerStmt(c, child);
  }
  return {
    kind: "TypeSwitchStmt",
    pos: start[n],
    end: end[n],
    ...(init && { init }),
    ...(name && { name }),
    x: x ?? bad(end[n], end[n]),
    clauses: caseClauses(c, n).map((child) => clause(c, child)),
  };
}
