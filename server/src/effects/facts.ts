/**
 * What conditions tell for as long as a call lasts: `if parallel` on a parameter that nothing assigns. Two
 * places behind opposite answers are never both reached in one call.
 */
import type { BlockStmt, Expr } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { underlying, type Var } from "../types/types.ts";
import { idOf } from "./path.ts";

/** Variables of a function that hold one value during a call of it. */
export type Constants = ReadonlySet<Var>;

/** The parameters, and the variables that the outermost block declares, that nothing assigns anew. */
export function constantsOf(body: BlockStmt, params: readonly Var[], info: Info): Constants {
  const constants = new Set<Var>();
  const add = (variable: Var): void => {
    // A part of a struct or array can be assigned.
    if (!["Struct", "Array"].includes(underlying(variable.type()).kind)) constants.add(variable);
  };
  params.forEach(add);
  for (const stmt of body.list) {
    const declared =
      stmt.kind === "AssignStmt"
        ? stmt.lhs
        : stmt.kind === "DeclStmt"
          ? stmt.decl.specs.flatMap((spec) => (spec.kind === "ValueSpec" ? spec.names : []))
          : [];
    for (const target of declared) {
      const obj = target.kind === "Ident" ? info.defs.get(target) : undefined;
      if (obj?.kind === "Var") add(obj);
    }
  }
  const change = (target: Expr | undefined): void => {
    const bare = target && unparen(target);
    const obj = bare?.kind === "Ident" ? info.uses.get(bare) : undefined;
    if (obj?.kind === "Var") constants.delete(obj);
  };
  walk(body, (node) => {
    if (node.kind === "AssignStmt") for (const target of node.lhs) change(target);
    else if (node.kind === "IncDecStmt") change(node.x);
    else if (node.kind === "UnaryExpr" && node.op === "&") change(node.x);
    else if (node.kind === "RangeStmt") for (const target of [node.key, node.value]) change(target);
    return true;
  });
  return constants;
}

/** A condition on constants only, as a text that is equal for equal conditions. */
interface Question {
  readonly text: string;
  /** Does the condition hold where the question's answer is no? */
  readonly negated: boolean;
}

const opposites: ReadonlyMap<string, string> = new Map([
  ["!=", "=="],
  ["<=", ">"],
  [">=", "<"],
]);

/** The fact that a condition tells where it holds, or does not; undefined where it may change. */
export function factOf(cond: Expr, holds: boolean, constants: Constants, info: Info): string | undefined {
  const asked = questionOf(cond, constants, info);
  return asked && `${holds === asked.negated ? "-" : "+"}${asked.text}`;
}

/** Can two moments with these facts lie in one call? */
export function agree(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const fact of a) if (b.has((fact.startsWith("+") ? "-" : "+") + fact.slice(1))) return false;
  return true;
}

function questionOf(cond: Expr, constants: Constants, info: Info): Question | undefined {
  const bare = unparen(cond);
  if (bare.kind === "UnaryExpr" && bare.op === "!") {
    const inner = questionOf(bare.x, constants, info);
    return inner && { text: inner.text, negated: !inner.negated };
  }
  if (bare.kind !== "BinaryExpr") {
    const text = textOf(bare, constants, info);
    return text === undefined ? undefined : { text, negated: false };
  }
  const x = textOf(bare.x, constants, info);
  const y = textOf(bare.y, constants, info);
  if (x === undefined || y === undefined) return undefined;
  const opposite = opposites.get(bare.op);
  return { text: `${x} ${opposite ?? bare.op} ${y}`, negated: opposite !== undefined };
}

function textOf(expr: Expr, constants: Constants, info: Info): string | undefined {
  const bare = unparen(expr);
  if (bare.kind === "BasicLit") return bare.value;
  if (bare.kind !== "Ident") return undefined;
  const obj = info.uses.get(bare);
  if (obj?.kind === "Var") return constants.has(obj) ? String(idOf(obj)) : undefined;
  return obj?.kind === "Const" || obj?.kind === "Nil" ? bare.name : undefined;
}
