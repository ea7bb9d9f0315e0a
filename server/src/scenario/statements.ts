/** Statements along control flow. */

import { isMap, neverReturns } from "../effects/known.ts";
import type {
  AssignStmt,
  BlockStmt,
  CaseClause,
  Expr,
  GenDecl,
  IfStmt,
  IndexExpr,
  Stmt,
} from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { arithmetic } from "./arithmetic.ts";
import { deferCall, goCall } from "./calls.ts";
import { receive, select, send } from "./channels.ts";
import { declareConstants } from "./constants.ts";
import { define, evaluate, isString, objectOf, placeOf, typeOf } from "./expressions.ts";
import type { Edge, Target } from "./frame.ts";
import { leaveFunction } from "./functions.ts";
import { forLoop } from "./loops.ts";
import { mapLookup, mapStore } from "./maps.ts";
import { read, write } from "./memory.ts";
import { rangeLoop } from "./ranges.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, number, type Value } from "./value.ts";

/** Translates the statements of a block in a scope of their own. */
export function block(t: Translator, list: readonly Stmt[]): void {
  t.inside("b", () => {
    for (const stmt of list) statement(t, stmt);
  });
}

/** Translates one statement. */
export function statement(t: Translator, stmt: Stmt, label?: string): void {
  if (!t.live) return;
  t.world.count();
  t.loaded.clear();
  t.hint = undefined;
  t.receiver = undefined;
  switch (stmt.kind) {
    case "ExprStmt":
      t.at(stmt, () => evaluate(t, stmt.x));
      return;
    case "AssignStmt":
      t.at(stmt, () => assign(t, stmt));
      return;
    case "IncDecStmt":
      t.at(stmt, () => update(t, stmt.x, stmt.tok === "++" ? "+" : "-", number(1)));
      return;
    case "DeclStmt":
      t.at(stmt, () => declaration(t, stmt.decl));
      return;
    case "SendStmt":
      t.at(stmt, () => send(t, stmt.chan, evaluate(t, stmt.value)));
      return;
    case "GoStmt":
      if (stmt.call.kind === "CallExpr") goCall(t, stmt.call, stmt);
      return;
    case "DeferStmt":
      if (stmt.call.kind === "CallExpr") deferCall(t, stmt.call, stmt);
      return;
    case "ReturnStmt":
      t.at(stmt, () => leaveFunction(t, stmt.results));
      return;
    case "BlockStmt":
      block(t, stmt.list);
      return;
    case "IfStmt":
      t.inside(`if${stmt.pos}`, () => ifStatement(t, stmt));
      return;
    case "ForStmt":
      forLoop(t, stmt, label);
      return;
    case "RangeStmt":
      rangeLoop(t, stmt, label);
      return;
    case "SwitchStmt":
      t.inside(`switch${stmt.pos}`, () => switchStatement(t, stmt, label));
      return;
    case "TypeSwitchStmt":
      t.inside(`switch${stmt.pos}`, () => typeSwitch(t, stmt, label));
      return;
    case "SelectStmt":
      breakable(t, label, () => select(t, stmt));
      return;
    case "LabeledStmt":
      statement(t, stmt.stmt, stmt.label.name);
      return;
    case "BranchStmt":
      leaveLoop(t, stmt);
      return;
    case "BadStmt":
      t.note("scenario.statement", stmt);
      return;
    case "EmptyStmt":
      return;
  }
}

/** Runs something that `break` leaves. */
export function breakable(t: Translator, label: string | undefined, run: (target: Target) => void): void {
  const target: Target = { label, breaks: [] };
  t.frame.targets.push(target);
  run(target);
  t.frame.targets.pop();
  t.leave(target.breaks);
  t.meet(target.breaks);
}

function leaveLoop(t: Translator, stmt: Extract<Stmt, { kind: "BranchStmt" }>): void {
  const label = stmt.label?.name;
  const target = t.frame.targets.findLast(
    (candidate) =>
      (label === undefined || candidate.label === label) &&
      (stmt.tok === "break" || candidate.continues !== undefined),
  );
  const edges: Edge[] | undefined = stmt.tok === "break" ? target?.breaks : target?.continues;
  if (edges === undefined || stmt.tok === "goto" || stmt.tok === "fallthrough")
    t.note("scenario.statement", stmt);
  else t.leave(edges);
}

function declaration(t: Translator, decl: GenDecl): void {
  if (decl.tok === "const") declareConstants(t, decl);
  if (decl.tok !== "var") return;
  for (const spec of decl.specs) {
    if (spec.kind !== "ValueSpec") continue;
    if (spec.values.length === 0) for (const name of spec.names) define(t, name, undefined);
    else if (spec.values.length === spec.names.length) {
      const values = spec.values.map((value, i) => named(t, spec.names[i], value));
      defineAll(t, spec.names, values);
    } else defineAll(t, spec.names, several(t, spec.values[0], spec.names.length));
  }
}

/** Evaluates what a variable is given; an object made there is called after it. */
function named(t: Translator, target: Expr, value: Expr): Value {
  const bare = unparen(target);
  if (bare.kind === "Ident" && bare.name !== "_") {
    t.hint = bare.name;
    t.receiver = receives(value) ? bare.name : undefined;
  } else if (bare.kind === "SelectorExpr") t.hint = placeOf(t, bare)?.name;
  const result = evaluate(t, value);
  t.hint = undefined;
  t.receiver = undefined;
  return result;
}

/** Is it a load and nothing else? */
function receives(value: Expr): boolean {
  return ["Ident", "SelectorExpr", "IndexExpr", "StarExpr"].includes(unparen(value).kind);
}

function defineAll(t: Translator, names: readonly Expr[], values: readonly Value[]): void {
  for (const [i, name] of names.entries()) define(t, name, values[i]);
}

/** The values of an expression that gives several. */
function several(t: Translator, expr: Expr, count: number, receiver?: string): readonly Value[] {
  const bare = unparen(expr);
  if (bare.kind === "IndexExpr" && isMap(bare.x, t.code.info)) {
    t.receiver = receiver;
    const { value, ok } = mapLookup(t, bare);
    return [value, ok];
  }
  if (bare.kind === "UnaryExpr" && bare.op === "<-") {
    const { value, ok } = receive(t, bare);
    return [value, ok];
  }
  t.hint = receiver;
  const value = evaluate(t, bare);
  t.hint = undefined;
  if (value.kind === "tuple") return value.values;
  const second: Value =
    bare.kind === "TypeAssertExpr"
      ? { kind: "unknown", text: `${t.text(bare)} holds`, type: typeOf(t, bare) }
      : objectOf(t, bare, `err of ${t.text(bare)}`);
  return Array.from({ length: count }, (_, i) => (i === 0 ? value : second));
}

function assign(t: Translator, stmt: AssignStmt): void {
  const { lhs, rhs, tok } = stmt;
  if (tok !== "=" && tok !== ":=") {
    update(t, lhs[0], tok.slice(0, -1), evaluate(t, rhs[0]));
    return;
  }
  const values =
    lhs.length === rhs.length
      ? rhs.map((value, i) => named(t, lhs[i], value))
      : several(
          t,
          rhs[0],
          lhs.length,
          lhs[0].kind === "Ident" && lhs[0].name !== "_" ? lhs[0].name : undefined,
        );
  lhs.forEach((target, i) => {
    if (tok === ":=" && target.kind === "Ident" && t.code.info.defs.has(target)) define(t, target, values[i]);
    else assignTo(t, target, values[i] ?? objectOf(t, target, t.text(target)));
  });
}

/** Writes what the left side of an assignment denotes. */
export function assignTo(t: Translator, target: Expr, value: Value): void {
  const bare = unparen(target);
  if (bare.kind === "Ident" && bare.name === "_") return;
  if (bare.kind === "IndexExpr" && isMap(bare.x, t.code.info)) {
    mapStore(t, bare, value);
    return;
  }
  const place = placeOf(t, bare);
  if (place !== undefined) write(t, place, value);
  else if (bare.kind !== "IndexExpr") t.note("scenario.pointer", bare);
}

/** `x++`, `m[k] += v`: a read and a write, between which others may come. */
function update(t: Translator, target: Expr, op: string, by: Value): void {
  const bare = unparen(target);
  const compute = (old: Value): Value =>
    arithmetic(t, op, old, by, isString(t, target)) ??
    (old.kind === "word" && t.live
      ? // Something was added that is not known: any other number will do to tell old from new.
        t.word(fold({ op: "add", left: t.expression(old), right: constant(1) }))
      : { kind: "unknown", text: t.text(target), type: typeOf(t, target) });
  if (bare.kind === "IndexExpr" && isMap(bare.x, t.code.info)) {
    const index: IndexExpr = bare;
    mapStore(t, index, compute(mapLookup(t, index, true).value));
    return;
  }
  const place = placeOf(t, bare);
  if (place !== undefined) write(t, place, compute(read(t, place)));
  else if (bare.kind !== "IndexExpr") t.note("scenario.pointer", bare);
}

function ifStatement(t: Translator, stmt: IfStmt): void {
  if (stmt.init !== undefined) statement(t, stmt.init);
  if (!t.live) return;
  t.loaded.clear();
  const condition = t.at(stmt.cond, () => evaluate(t, stmt.cond));
  if (condition.kind !== "word" && endsProgram(t, stmt.body)) {
    t.note("scenario.check", stmt.cond, { condition: t.text(stmt.cond) });
    if (stmt.else !== undefined) statement(t, stmt.else);
    return;
  }
  t.branch(
    condition,
    stmt.cond,
    () => block(t, stmt.body.list),
    () => {
      if (stmt.else !== undefined) statement(t, stmt.else);
    },
  );
}

/** A check that ends the program when something is wrong: nothing that is not known is taken to be wrong. */
function endsProgram(t: Translator, { list }: BlockStmt): boolean {
  const last = list.at(-1);
  const call = last?.kind === "ExprStmt" ? unparen(last.x) : undefined;
  return call?.kind === "CallExpr" && neverReturns(call, t.code.info);
}

function switchStatement(
  t: Translator,
  stmt: Extract<Stmt, { kind: "SwitchStmt" }>,
  label: string | undefined,
): void {
  if (stmt.init !== undefined) statement(t, stmt.init);
  const { tag } = stmt;
  const subject = tag === undefined ? undefined : t.at(tag, () => evaluate(t, tag));
  const clauses = stmt.clauses.filter((clause) => clause.list !== undefined);
  const otherwise = stmt.clauses.find((clause) => clause.list === undefined);
  const test = (i: number): void => {
    const clause = clauses[i];
    if (clause === undefined) {
      if (otherwise !== undefined) clauseBody(t, stmt.clauses, otherwise);
      return;
    }
    const tryExpression = (j: number): void => {
      const expr = clause.list?.[j];
      if (expr === undefined) {
        test(i + 1);
        return;
      }
      const value = t.at(expr, () => evaluate(t, expr));
      const holds: Value =
        subject === undefined
          ? value
          : subject.kind === "word" && value.kind === "word"
            ? t.word(fold({ op: "eq", left: subject.value, right: value.value }))
            : { kind: "unknown", text: `case ${t.text(expr)}`, type: typeOf(t, expr) };
      t.branch(
        holds,
        expr,
        () => clauseBody(t, stmt.clauses, clause),
        () => tryExpression(j + 1),
      );
    };
    tryExpression(0);
  };
  breakable(t, label, () => test(0));
}

/** The statements of a clause, and those of the next one when it falls through. */
function clauseBody(t: Translator, clauses: readonly CaseClause[], clause: CaseClause): void {
  const last = clause.body.at(-1);
  const falls = last?.kind === "BranchStmt" && last.tok === "fallthrough";
  block(t, falls ? clause.body.slice(0, -1) : clause.body);
  const next = clauses[clauses.indexOf(clause) + 1];
  if (falls && t.live && next !== undefined) clauseBody(t, clauses, next);
}

/** Any clause may be the one: types at run time are not known. */
function typeSwitch(
  t: Translator,
  stmt: Extract<Stmt, { kind: "TypeSwitchStmt" }>,
  label: string | undefined,
): void {
  if (stmt.init !== undefined) statement(t, stmt.init);
  evaluate(t, stmt.x);
  const choose = (i: number): void => {
    const clause = stmt.clauses[i];
    if (clause === undefined) return;
    const run = (): void => block(t, clause.body);
    const condition: Value = { kind: "unknown", text: t.text(stmt.x), type: typeOf(t, stmt.x) };
    if (i + 1 === stmt.clauses.length && stmt.clauses.some(({ list }) => list === undefined)) run();
    else t.branch(condition, stmt.x, run, () => choose(i + 1));
  };
  breakable(t, label, () => choose(0));
}

/** The body of a function or loop. */
export function body(t: Translator, stmt: BlockStmt): void {
  block(t, stmt.list);
}
