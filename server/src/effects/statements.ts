/** Walks statements, along all branches that control may take. */
import type { CaseClause, Expr, Stmt } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { type Type, underlying } from "../types/types.ts";
import { conditionOf, toldState } from "./conditions.ts";
import { walkTarget } from "./expressions.ts";
import { escapeExpr, handOver, handOverTo, publish } from "./handovers.ts";
import { noteJobs, noteReturnedChannel } from "./jobs.ts";
import { isFreshExpr } from "./locals.ts";
import { branch, enterTarget, leaveTarget, walkLoop, walkRange } from "./loops.ts";
import { declare, isOwnedPath, passToken, receiveKey, renew, signal } from "./memory.ts";
import { pathKey, pathOf } from "./path.ts";
import { afterRemake, meetStates, unreachable } from "./state.ts";
import { startGo } from "./strands.ts";
import { unlockedBy } from "./unlocks.ts";
import type { Walker } from "./walk.ts";

export function walkStmt(walker: Walker, stmt: Stmt, label: string | undefined): void {
  if (!walker.state.reachable && stmt.kind !== "LabeledStmt") return;
  switch (stmt.kind) {
    case "ExprStmt":
      walker.walkExpr(stmt.x);
      return;
    case "AssignStmt":
      for (const value of stmt.rhs) walker.walkExpr(value);
      if (stmt.tok === "=" && stmt.lhs.length === stmt.rhs.length)
        for (const [i, target] of stmt.lhs.entries()) remake(walker, target, stmt.rhs[i]);
      for (const target of stmt.lhs) walkTarget(walker, target, stmt.tok !== "=" && stmt.tok !== ":=", stmt);
      if (stmt.lhs.length === stmt.rhs.length) {
        for (const [i, target] of stmt.lhs.entries()) {
          handOverTo(walker, target, stmt.rhs[i]);
          publish(walker, target, stmt.rhs[i]);
          noteJobs(walker, target, stmt.rhs[i]);
        }
      } else if (stmt.rhs.length === 1) handOverTo(walker, stmt.lhs[0], stmt.rhs[0]);
      for (const [i, target] of stmt.lhs.entries()) {
        declare(walker, target);
        renew(walker, target, stmt.lhs.length === stmt.rhs.length ? stmt.rhs[i] : undefined);
      }
      return;
    case "IncDecStmt":
      walkTarget(walker, stmt.x, true, stmt);
      return;
    case "DeclStmt":
      for (const spec of stmt.decl.specs) {
        if (spec.kind !== "ValueSpec") continue;
        for (const value of spec.values) walker.walkExpr(value);
        if (spec.names.length === spec.values.length)
          spec.names.forEach((name, i) => {
            handOverTo(walker, name, spec.values[i]);
          });
        for (const name of spec.names) declare(walker, name);
      }
      return;
    case "SendStmt":
      walker.walkExpr(stmt.value);
      walker.walkExpr(stmt.chan);
      handOver(walker, stmt.value, "send", stmt.chan);
      escapeExpr(walker, stmt.value, "send");
      signal(walker, stmt.chan);
      waitForReceive(walker, stmt.chan);
      passToken(walker, stmt.chan);
      return;
    case "GoStmt":
      startGo(walker, stmt.call, stmt);
      return;
    case "DeferStmt":
      walkDefer(walker, stmt.call);
      return;
    case "ReturnStmt":
      for (const result of stmt.results) walker.walkExpr(result);
      walkReturn(walker, stmt.results);
      return;
    case "BranchStmt":
      branch(walker, stmt.tok, stmt.label?.name);
      return;
    case "BlockStmt":
      walker.walkBlock(stmt);
      return;
    case "LabeledStmt":
      // A goto may come from anywhere: nothing is held for sure here but what the fall-through holds.
      walker.walkStmt(stmt.stmt, stmt.label.name);
      return;
    case "IfStmt":
      walkIf(walker, stmt);
      return;
    case "SwitchStmt":
      if (stmt.init !== undefined) walker.walkStmt(stmt.init, undefined);
      if (stmt.tag !== undefined) walker.walkExpr(stmt.tag);
      walkClauses(walker, stmt.clauses, label);
      return;
    case "TypeSwitchStmt":
      if (stmt.init !== undefined) walker.walkStmt(stmt.init, undefined);
      walker.walkExpr(stmt.x);
      walkClauses(walker, stmt.clauses, label);
      return;
    case "SelectStmt":
      walkSelect(walker, stmt, label);
      return;
    case "ForStmt":
      if (stmt.init !== undefined) walker.walkStmt(stmt.init, undefined);
      walkFor(walker, stmt, label);
      return;
    case "RangeStmt":
      walkRange(walker, stmt, label);
      return;
    default:
  }
}

/** A variable or field that is given a new object no longer leads to the one that goroutines were handed. */
function remake(walker: Walker, target: Expr, value: Expr): void {
  const bare = unparen(target);
  if (bare.kind !== "Ident" && bare.kind !== "SelectorExpr") return;
  if (!isFreshExpr(value, walker.info, (call) => walker.makesNew(call))) return;
  const path = pathOf(bare, walker.info, walker.locals.aliases);
  if (path !== undefined && !path.steps.includes("[]"))
    walker.state = afterRemake(walker.state, pathKey(path));
}

function waitForReceive(walker: Walker, chan: Expr): void {
  const received = receiveKey(walker, chan);
  if (received !== undefined) walker.waitKey(received);
}

function walkFor(walker: Walker, stmt: Extract<Stmt, { kind: "ForStmt" }>, label: string | undefined): void {
  const told = conditionOf(walker, stmt.cond);
  const head = (): (() => () => void) => {
    if (stmt.init?.kind === "AssignStmt") for (const target of stmt.init.lhs) declare(walker, target);
    if (stmt.cond !== undefined) walker.walkExpr(stmt.cond);
    return () => {
      walker.state = toldState(walker.state, told.yes);
      walker.walkBlock(stmt.body);
      return () => {
        if (stmt.post !== undefined) walker.walkStmt(stmt.post, undefined);
      };
    };
  };
  const turns = stmt.cond === undefined ? "endless" : "ends";
  walkLoop(walker, stmt, label, turns, head, (state) => toldState(state, told.no));
}

function walkIf(walker: Walker, stmt: Extract<Stmt, { kind: "IfStmt" }>): void {
  if (stmt.init !== undefined) walker.walkStmt(stmt.init, undefined);
  walker.walkExpr(stmt.cond);
  const told = conditionOf(walker, stmt.cond);
  const before = walker.state;
  walker.state = toldState(before, told.yes);
  walker.walkBlock(stmt.body);
  const then = walker.state;
  walker.state = toldState(before, told.no);
  if (stmt.else !== undefined) walker.walkStmt(stmt.else, undefined);
  walker.state = meetStates(then, walker.state);
}

function walkClauses(walker: Walker, clauses: readonly CaseClause[], label: string | undefined): void {
  const target = enterTarget(walker, label, false);
  let after = clauses.some((clause) => clause.list === undefined) ? unreachable : walker.state;
  const before = walker.state;
  let fallen = unreachable;
  for (const clause of clauses) {
    walker.state = before;
    for (const expr of clause.list ?? []) if (!walker.info.typeExprs.has(expr)) walker.walkExpr(expr);
    walker.state = meetStates(walker.state, fallen);
    for (const stmt of clause.body) walker.walkStmt(stmt, undefined);
    const last = clause.body.at(-1);
    if (last?.kind === "BranchStmt" && last.tok === "fallthrough") fallen = walker.state;
    else {
      fallen = unreachable;
      after = meetStates(after, walker.state);
    }
  }
  leaveTarget(walker);
  walker.state = meetStates(after, target.breakState);
}

function walkSelect(
  walker: Walker,
  stmt: Extract<Stmt, { kind: "SelectStmt" }>,
  label: string | undefined,
): void {
  const target = enterTarget(walker, label, false);
  const before = walker.state;
  let after = unreachable;
  for (const clause of stmt.clauses) {
    walker.state = before;
    if (clause.comm !== undefined) walker.walkStmt(clause.comm, undefined);
    for (const inner of clause.body) walker.walkStmt(inner, undefined);
    after = meetStates(after, walker.state);
  }
  leaveTarget(walker);
  walker.state = meetStates(after, target.breakState);
}

function walkReturn(walker: Walker, results: readonly Expr[]): void {
  if (walker.strand === 0 && walker.walking.size === 0) {
    for (const result of results) {
      for (const lock of unlockedBy(walker, result)) walker.returnsUnlock.set(lock.key, lock);
    }
    for (const result of results) handOver(walker, result, "return");
    noteFreshness(walker, results);
    noteReturnedChannel(walker, results);
  }
  walker.exit = meetStates(walker.exit, walker.state);
  walker.state = unreachable;
}

/**
 * Notes whether the first result is a new object; a bare `return` gives the result's variable. Of a new collection
 * that is filled on the way nothing follows: what lies in it may be known to others.
 */
function noteFreshness(walker: Walker, results: readonly Expr[]): void {
  const [first] = results;
  const [variable] = first === undefined ? (walker.info.results.get(walker.decl) ?? []) : [];
  const bare = first && unparen(first);
  if (bare === undefined && (variable === undefined || isCollection(variable.type()))) return;
  if (bare?.kind === "Ident" && walker.info.uses.get(bare)?.kind === "Nil") return;
  walker.returns++;
  const path =
    bare === undefined
      ? variable && { root: variable, steps: [] }
      : pathOf(bare, walker.info, walker.locals.aliases);
  const fresh =
    (bare !== undefined && isFreshExpr(bare, walker.info, (call) => walker.makesNew(call))) ||
    (path !== undefined && path.steps.length === 0 && isOwnedPath(walker, path));
  if (!fresh) walker.freshReturns = false;
}

function isCollection(type: Type): boolean {
  return ["Map", "Slice", "Array"].includes(underlying(type).kind);
}

function walkDefer(walker: Walker, call: Expr): void {
  const bare = unparen(call);
  if (bare.kind !== "CallExpr") return;
  for (const arg of bare.args) walker.walkExpr(arg);
  // In `defer s.lock()()` the inner call happens now.
  const fun = unparen(bare.fun);
  if (fun.kind === "CallExpr") walker.walkExpr(fun);
  if (walker.deferred.includes(bare)) return;
  walker.deferred.push(bare);
}
