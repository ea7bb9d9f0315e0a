/**
 * What conditions tell for as long as a call lasts: `if parallel` on a parameter that nothing assigns. Two
 * places behind opposite answers are never both reached in one call.
 */
import type { BlockStmt, CallExpr, Expr, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { underlying, unknown, type Var } from "../types/types.ts";
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

/**
 * Variables that are given `true` or `false` once, before anything looks at them: `parallel = false` for a way that is
 * not open yet. What stands behind the other answer is never reached.
 */
export function decidedIn(body: BlockStmt, info: Info): ReadonlyMap<Var, boolean> {
  const decided = new Map<Var, boolean>();
  const decides = (stmt: Stmt): boolean =>
    stmt.kind === "AssignStmt" && stmt.rhs.some((value) => truthOf(value, info) !== undefined);
  if (!body.list.some(decides)) return decided;
  const used = new Set<Var>();
  const variableAt = (expr: Expr | undefined): Var | undefined => {
    const bare = expr && unparen(expr);
    const obj = bare?.kind === "Ident" ? (info.defs.get(bare) ?? info.uses.get(bare)) : undefined;
    return obj?.kind === "Var" && obj.role !== "package" ? obj : undefined;
  };
  const change = (target: Expr | undefined): void => {
    const variable = variableAt(target);
    if (variable !== undefined) decided.delete(variable);
  };
  walk(body, (node) => {
    if (node.kind === "AssignStmt") {
      for (const [i, target] of node.lhs.entries()) {
        const variable = variableAt(target);
        const value = node.lhs.length === node.rhs.length ? truthOf(node.rhs[i], info) : undefined;
        const isFirst = variable !== undefined && !used.has(variable) && body.list.includes(node);
        if (isFirst && value !== undefined) decided.set(variable, value);
        else change(target);
      }
    } else if (node.kind === "UnaryExpr" && node.op === "&") change(node.x);
    else if (node.kind === "RangeStmt") for (const target of [node.key, node.value]) change(target);
    if (node.kind === "Ident") {
      const variable = variableAt(node);
      if (variable !== undefined) used.add(variable);
    }
    return true;
  });
  return decided;
}

/** The value of `true` and `false`. */
export function truthOf(expr: Expr, info: Info): boolean | undefined {
  const bare = unparen(expr);
  if (bare.kind !== "Ident" || info.uses.get(bare)?.kind !== "Const") return undefined;
  return bare.name === "true" ? true : bare.name === "false" ? false : undefined;
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

/** The facts of one moment that are not true at the other one: the two do not lie in one call. */
export function contradictions(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...a].filter((fact) => b.has((fact.startsWith("+") ? "-" : "+") + fact.slice(1)));
}

/** The ids of the variables that a fact tells of. */
export function variablesIn(fact: string): readonly string[] {
  return [...fact.matchAll(/#(\d+)/g)].map(([, id]) => id);
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

/** A text that is equal for equal values: of a constant, a variable that holds one value, or its length. */
export function textOf(expr: Expr, constants: Constants, info: Info): string | undefined {
  const bare = unparen(expr);
  if (bare.kind === "BasicLit") return bare.value;
  if (bare.kind === "CallExpr") return lengthOf(bare, constants, info);
  if (bare.kind !== "Ident") return undefined;
  const obj = info.uses.get(bare);
  if (obj?.kind === "Var") return constants.has(obj) ? `#${idOf(obj)}` : undefined;
  return obj?.kind === "Const" || obj?.kind === "Nil" ? bare.name : undefined;
}

/** The length of a slice or text stays with the variable that holds it; a map and a channel change theirs. */
function lengthOf({ fun, args }: CallExpr, constants: Constants, info: Info): string | undefined {
  const name = unparen(fun);
  const isLen = name.kind === "Ident" && name.name === "len" && info.uses.get(name)?.kind === "Builtin";
  if (!isLen || args.length !== 1) return undefined;
  const { kind } = underlying(info.types.get(args[0]) ?? unknown);
  const text = kind === "Slice" || kind === "Basic" ? textOf(args[0], constants, info) : undefined;
  return text && `len(${text})`;
}
