/** Loops, unrolled to a stated number of turns. */

import { idOf } from "../effects/path.ts";
import type { Expr, ForStmt, Stmt } from "../syntax/ast.ts";
import type { Var } from "../types/types.ts";
import type { Block } from "./blocks.ts";
import { evaluate } from "./expressions.ts";
import type { Edge, Target } from "./frame.ts";
import { leaveFunction } from "./functions.ts";
import { declare, read } from "./memory.ts";
import { beginTurn, changesOf, type Head, isIdle, repeat } from "./rounds.ts";
import { block, statement } from "./statements.ts";
import type { Translator } from "./translator.ts";
import { known } from "./value.ts";

/** A loop while it is translated. */
export interface Loop {
  readonly target: Target & { readonly continues: Edge[] };
}

/** Begins a loop. */
export function enter(t: Translator, label: string | undefined): Loop {
  const target = { label, breaks: [], continues: [] };
  t.frame.targets.push(target);
  return { target };
}

/** One turn: `continue` leads to its end. */
export function turn(t: Translator, { target }: Loop, run: () => void): void {
  target.continues.length = 0;
  run();
  t.leave(target.continues);
  t.meet([...target.continues]);
}

/** Goes on where the loop is left. */
export function leave(t: Translator, { target }: Loop): void {
  t.frame.targets.pop();
  t.leave(target.breaks);
  t.meet(target.breaks);
}

/** `for init; cond; post {}`. */
export function forLoop(t: Translator, stmt: ForStmt, label: string | undefined): void {
  t.inside(`for${stmt.pos}`, () => {
    const vars = stmt.init?.kind === "AssignStmt" ? loopVars(t, stmt.init.lhs) : [];
    if (stmt.init !== undefined) statement(t, stmt.init);
    if (spins(t, stmt)) return;
    const loop = enter(t, label);
    let changing: readonly string[] = [];
    for (let i = 0; t.live; i++) {
      if (enough(t, stmt, i)) break;
      const again =
        vars.length === 0 && stmt.post === undefined ? beginTurn(t, `turn${i}`, changing) : undefined;
      t.inside(`turn${i}`, () => {
        // Each turn has variables of its own, with the values of the turn before.
        for (const variable of vars) renew(t, variable);
        const run = (): void => turn(t, loop, () => block(t, stmt.body.list));
        if (stmt.cond === undefined) run();
        else oneTurn(t, stmt.cond, i, loop, run);
        for (const variable of vars) renew(t, variable, `post${i}`);
        if (t.live && stmt.post !== undefined) statement(t, stmt.post);
      });
      for (const variable of vars) carry(t, variable, `turn${i}`, `post${i}`);
      if (again !== undefined && stmt.cond === undefined && t.live && isIdle(t, again))
        leaveIdle(t, stmt, loop);
      changing = again === undefined ? [] : goRound(t, again, stmt.cond === undefined);
    }
    leave(t, loop);
  });
}

function loopVars(t: Translator, names: readonly Expr[]): readonly Var[] {
  return names.flatMap((name) => {
    const obj = name.kind === "Ident" ? t.code.info.defs.get(name) : undefined;
    return obj?.kind === "Var" ? [obj] : [];
  });
}

/** A fresh copy of a variable of the loop. */
function renew(t: Translator, variable: Var, step?: string): void {
  const old = t.scope.find(variable);
  if (old === undefined || !t.live) return;
  const value = read(t, old);
  if (step === undefined) declare(t, variable, value);
  else {
    const { path } = t;
    t.path = `${path}/${step}`;
    declare(t, variable, value);
    t.path = path;
  }
}

/** The variable as the next turn finds it. */
function carry(t: Translator, variable: Var, turnStep: string, postStep: string): void {
  const old = t.scope.find(variable);
  if (old === undefined) return;
  t.scope.declare(variable, { ...old, key: `${t.path}/${turnStep}/${postStep}:${idOf(variable)}` });
}

/** Runs a turn where the condition holds. A condition that is not known holds for the simulated turns. */
function oneTurn(t: Translator, cond: Expr, i: number, loop: Loop, run: () => void): void {
  t.loaded.clear();
  const condition = t.at(cond, () => evaluate(t, cond));
  if (condition.kind !== "word") {
    if (i === 0) t.note("scenario.loop", cond, { turns: t.world.limits.turns });
    run();
    return;
  }
  t.branch(condition, cond, run, () => t.leave(loop.target.breaks));
}

/**
 * Leads back to the start of the turn when nothing has changed since. Gives the places whose values have to be
 * carried from turn to turn for that, where `carry` allows it.
 */
export function goRound(t: Translator, head: Head, carry: boolean): readonly string[] {
  if (!t.live) return [];
  const changed = changesOf(t, head);
  if (changed?.length === 0) repeat(t, head);
  return carry ? (changed ?? []) : [];
}

/**
 * A loop of calls that are not simulated ends as the code says: it is left where it has a break, the function
 * where it has a return. Such loops end by errors, which are taken to be nil.
 */
function leaveIdle(t: Translator, { body }: ForStmt, { target }: Loop): void {
  if (hasExit(body.list, "BranchStmt")) t.leave(target.breaks);
  else if (hasExit(body.list, "ReturnStmt")) leaveFunction(t, []);
  else t.block = undefined;
}

/** Is there a break, or a return, in the ifs and blocks of a loop's body? */
function hasExit(list: readonly Stmt[], kind: "BranchStmt" | "ReturnStmt"): boolean {
  return list.some((stmt) => {
    if (stmt.kind === "IfStmt") {
      return hasExit([stmt.body, ...(stmt.else === undefined ? [] : [stmt.else])], kind);
    }
    if (stmt.kind === "BlockStmt") return hasExit(stmt.list, kind);
    return stmt.kind === kind && (stmt.kind !== "BranchStmt" || stmt.tok === "break");
  });
}

/** Are these all the turns to simulate? The reader is told when there are more. */
function enough(t: Translator, stmt: ForStmt, turns: number): boolean {
  const { limits } = t.world;
  if (turns < limits.turns) return false;
  const { cond } = stmt;
  const condition = cond === undefined ? undefined : dry(t, () => evaluate(t, cond));
  // A condition that is not known was told of at the first turn.
  if (condition?.kind === "unknown") return true;
  const holds = condition?.kind === "word" ? known(condition.value) : undefined;
  if (holds === 0) return true;
  const all = turnsOf(t, stmt);
  if (holds !== undefined && (all ?? turns + 1) <= limits.knownTurns) return false;
  t.note("scenario.loop", stmt, { turns: limits.turns });
  if (all !== undefined) t.world.cuts.set(all, turns);
  return true;
}

/** The turns of `for i := a; i < b; i++` with numbers for a and b. */
function turnsOf(t: Translator, { init, cond }: ForStmt): number | undefined {
  if (init?.kind !== "AssignStmt" || cond?.kind !== "BinaryExpr") return undefined;
  if (cond.op !== "<" && cond.op !== "<=") return undefined;
  const [from, to] = [init.rhs[0], cond.y].map((expr) => {
    const value = dry(t, () => evaluate(t, expr));
    return value.kind === "word" ? known(value.value) : undefined;
  });
  return from === undefined || to === undefined ? undefined : to - from + (cond.op === "<=" ? 1 : 0);
}

/** Works something out without any effect. */
function dry<T>(t: Translator, run: () => T): T {
  const { block: before, env } = t;
  t.block = undefined;
  t.env = new Map(env);
  const result = run();
  t.block = before;
  t.env = env;
  return result;
}

/** A loop that only waits, such as `for !ready.Load() {}`, goes round until others let it go. */
function spins(t: Translator, stmt: ForStmt): boolean {
  const { cond } = stmt;
  if (cond === undefined || stmt.post !== undefined || !t.live || !onlyWaits(stmt)) return false;
  const head: Block = t.blocks.fresh();
  const { block: before, env } = t;
  t.block = head;
  t.env = new Map(env);
  const condition = t.at(cond, () => evaluate(t, cond));
  const end = t.block;
  if (condition.kind !== "word" || known(condition.value) !== undefined || end === undefined) {
    t.block = before;
    t.env = env;
    return false;
  }
  const out = t.blocks.fresh();
  before?.jump(head);
  end.end = {
    kind: "branch",
    condition: condition.value,
    yes: head,
    no: out,
    source: t.world.spans.of(t.code, cond),
  };
  t.block = out;
  return true;
}

/** Does the body do nothing but give others a turn? */
function onlyWaits(stmt: ForStmt): boolean {
  return stmt.body.list.every(
    (inner) =>
      inner.kind === "ExprStmt" &&
      inner.x.kind === "CallExpr" &&
      inner.x.fun.kind === "SelectorExpr" &&
      /^(Gosched|Sleep)$/.test(inner.x.fun.sel.name),
  );
}
