/** Channels: send, receive, select. */

import type { CommClause, Expr, Range, SelectStmt, Stmt, UnaryExpr } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { unknown } from "../types/types.ts";
import type { Block, CaseTo } from "./blocks.ts";
import { fillFields, rememberFields } from "./copies.ts";
import { define, evaluate } from "./expressions.ts";
import type { Edge } from "./frame.ts";
import { unknownOf } from "./memory.ts";
import type { Lookup } from "./private.ts";
import { assignTo, block } from "./statements.ts";
import type { Translator } from "./translator.ts";
import { type ChanRef, constant, number, shapeOf, type Value } from "./value.ts";

/**
 * The channel that an expression denotes, or undefined. Where it is nil, `whenNil` happens; when that is left out
 * the goroutine waits for ever.
 */
export function chanOf(t: Translator, expr: Expr, whenNil = (): void => t.wait()): ChanRef | undefined {
  const value = evaluate(t, expr);
  t.whenNil(value, whenNil);
  return value.kind === "chan" ? value.chan : undefined;
}

/** The name of a channel in the program. */
export function channelName(t: Translator, chan: ChanRef): string {
  const { key, capacity } = chan;
  return t.world.sync(key, chan.name, (unique) => ({ kind: "channel", name: unique, capacity }));
}

/** `ch <- v`. */
export function send(t: Translator, expr: Expr, value: Value): void {
  const chan = chanOf(t, expr);
  if (!t.live) return;
  if (chan === undefined || chan.outside) {
    t.note("scenario.outsideChannel", expr, { name: exprString(expr) });
    return;
  }
  remember(t, chan, value);
  t.world.give(chan.key, t.numbers(t.expression(value)));
  t.emit({ kind: "send", sync: channelName(t, chan), value: t.expression(value) });
}

/** What goes through a channel may be an object: receivers get the same one. */
function remember(t: Translator, chan: ChanRef, value: Value): void {
  const key = `${chan.key}<-`;
  if (value.kind === "memory") rememberFields(t, key, value.at);
  else if (shapeOf(chan.elem) !== "word") t.world.assign(key, value);
}

/** `<-ch`, and whether the value was sent. */
export function receive(t: Translator, expr: UnaryExpr): Lookup {
  const chan = chanOf(t, expr.x);
  if (chan === undefined) {
    t.note("scenario.outsideChannel", expr, { name: exprString(expr.x) });
    const unknownValue: Value = { kind: "unknown", text: exprString(expr), type: unknown };
    return { value: unknownValue, ok: { kind: "unknown", text: `ok of ${exprString(expr)}`, type: unknown } };
  }
  if (chan.outside) noteEnd(t, expr.x);
  return receiveFrom(t, chan, expr, chan.outside);
}

/** Notes that a context from outside has ended, when its channel is received from. */
function noteEnd(t: Translator, expr: Expr | undefined): void {
  const on = expr === undefined ? undefined : contextEnding(expr);
  if (on !== undefined && t.live) t.env.set(endedKey(on), number(1));
}

/** `ctx` of `ctx.Done()`. */
function contextEnding(expr: Expr): string | undefined {
  const call = unparen(expr);
  const fun = call.kind === "CallExpr" ? unparen(call.fun) : undefined;
  return fun?.kind === "SelectorExpr" && fun.sel.name === "Done" ? exprString(fun.x) : undefined;
}

/** The key under which the end of a context from outside is known, by how the code names it. */
export function endedKey(context: string): string {
  return `ended:${context}`;
}

/** A receive from a channel; from outside something comes at any time. */
export function receiveFrom(t: Translator, chan: ChanRef, node: Range, outside: boolean): Lookup {
  const ok = t.register("ok");
  if (outside) {
    t.note("scenario.outsideChannel", node, { name: chan.name });
    const text = `<-${chan.name}`;
    return {
      value: unknownOf(t, chan.elem, text, `${t.path}!${node.pos}`),
      ok: { kind: "unknown", text: `ok of ${text}`, type: unknown },
    };
  }
  const register = t.register(`<-${chan.name}`);
  t.holds(register, t.world.numbers(chan.key));
  if (chan.also === undefined || chan.also.length === 0) {
    t.emit({ kind: "recv", sync: channelName(t, chan), register, ok });
  } else if (t.block !== undefined) {
    const next = t.blocks.fresh();
    t.block.end = {
      kind: "select",
      cases: receives(t, chan, register, ok, next),
      otherwise: undefined,
      source: t.span,
    };
    t.block = next;
  }
  return { value: received(t, chan, register, node), ok: t.word({ op: "reg", name: ok }) };
}

/** The receives that stand for one: a context ends with those it is made from. */
function receives(t: Translator, chan: ChanRef, register: string, ok: string, to: Block): CaseTo[] {
  return [chan, ...(chan.also ?? [])].map(
    (one): CaseTo => ({ kind: "recv", channel: channelName(t, one), register, ok, to }),
  );
}

function received(t: Translator, chan: ChanRef, register: string, node: Range): Value {
  if (shapeOf(chan.elem) === "word") return t.word({ op: "reg", name: register });
  if (shapeOf(chan.elem) === "memory") {
    const copy = unknownOf(t, chan.elem, `<-${chan.name}`, `${t.path}!${node.pos}`);
    if (copy.kind === "memory") fillFields(t, `${chan.key}<-`, copy.at);
    return copy;
  }
  return (
    t.world.held(`${chan.key}<-`, `<-${chan.name}`) ??
    unknownOf(t, chan.elem, `<-${chan.name}`, `${t.path}!${node.pos}`)
  );
}

/** `close(ch)`. */
export function closeChannel(t: Translator, expr: Expr): void {
  const chan = chanOf(t, expr, () => t.panic("close of nil channel"));
  if (chan === undefined || chan.outside) t.note("scenario.outsideChannel", expr, { name: exprString(expr) });
  else t.emit({ kind: "close", sync: channelName(t, chan) });
}

interface Case {
  readonly clause: CommClause;
  /** Undefined for a channel that is served from outside. */
  readonly inside: readonly CaseTo[] | undefined;
  /** True for a nil channel: such a case is never ready. */
  readonly never?: boolean;
  readonly start: Block;
  readonly bind: () => void;
}

/** `select {}`: channels from outside may be ready at any time. */
export function select(t: Translator, stmt: SelectStmt): void {
  const cases: Case[] = [];
  let otherwise: CommClause | undefined;
  for (const clause of stmt.clauses) {
    if (clause.comm === undefined) otherwise = clause;
    else cases.push(t.at(clause.comm, () => selectCase(t, clause, clause.comm as Stmt)));
  }
  const header = t.world.spans.of(t.code, stmt);
  const outside = cases.filter((item) => item.inside === undefined && item.never !== true);
  const defaultBlock = otherwise === undefined ? undefined : t.blocks.fresh();
  if (t.block === undefined) return;
  const before = t.env;
  // What comes from outside may be taken although another case is ready, too.
  const ready = outside.map((item) => item.start);
  const inside = cases.flatMap((item) => item.inside ?? []);
  const waits = t.blocks.fresh();
  waits.end =
    inside.length === 0 && defaultBlock !== undefined
      ? { kind: "jump", to: defaultBlock }
      : { kind: "select", cases: inside, otherwise: defaultBlock ?? anyOf(t, ready), source: header };
  const ways =
    inside.length === 0 && defaultBlock === undefined && ready.length > 0 ? ready : [...ready, waits];
  t.block.jump(t.at(stmt, () => anyOf(t, ways)) ?? waits);
  const edges: Edge[] = [];
  const run = (start: Block, clause: CommClause, bind: () => void): void => {
    t.block = start;
    t.env = new Map(before);
    t.inside(`case${clause.pos}`, () => {
      bind();
      block(t, clause.body);
    });
    t.leave(edges);
  };
  for (const item of cases) run(item.start, item.clause, item.bind);
  if (otherwise !== undefined && defaultBlock !== undefined) run(defaultBlock, otherwise, () => {});
  t.meet(edges);
}

/** A block that leads to any of several. */
function anyOf(t: Translator, blocks: readonly Block[]): Block | undefined {
  if (blocks.length <= 1) return blocks[0];
  const choice = t.blocks.fresh();
  const register = t.register("choice");
  choice.add({ kind: "havoc", register, values: blocks.map((_, i) => i), source: t.span });
  let at = choice;
  blocks.forEach((target, i) => {
    if (i + 1 === blocks.length) at.jump(target);
    else {
      const next = t.blocks.fresh();
      const condition = { op: "eq", left: { op: "reg", name: register }, right: constant(i) } as const;
      at.end = { kind: "branch", condition, yes: target, no: next, source: t.span };
      at = next;
    }
  });
  return choice;
}

function selectCase(t: Translator, clause: CommClause, comm: Stmt): Case {
  const start = t.blocks.fresh();
  if (comm.kind === "SendStmt") {
    const channel = evaluate(t, comm.chan);
    const value = evaluate(t, comm.value);
    if (channel.kind === "nil") return { clause, inside: undefined, never: true, start, bind: () => {} };
    const chan = channel.kind === "chan" ? channel.chan : undefined;
    if (chan === undefined || chan.outside) {
      t.note("scenario.outsideChannel", comm, { name: exprString(comm.chan) });
      return { clause, inside: undefined, start, bind: () => {} };
    }
    remember(t, chan, value);
    t.world.give(chan.key, t.numbers(t.expression(value)));
    return {
      clause,
      inside: [{ kind: "send", channel: channelName(t, chan), value: t.expression(value), to: start }],
      start,
      bind: () => {},
    };
  }
  const source = comm.kind === "ExprStmt" ? comm.x : comm.kind === "AssignStmt" ? comm.rhs[0] : undefined;
  const bare = source === undefined ? undefined : unparen(source);
  const channel = bare?.kind === "UnaryExpr" ? evaluate(t, bare.x) : undefined;
  if (channel?.kind === "nil") return { clause, inside: undefined, never: true, start, bind: () => {} };
  const chan = channel?.kind === "chan" ? channel.chan : undefined;
  const bindTo = (values: readonly Value[]): void => {
    if (comm.kind !== "AssignStmt") return;
    comm.lhs.forEach((target, i) => {
      if (comm.tok === ":=") define(t, target, values[i]);
      else assignTo(t, target, values[i]);
    });
  };
  if (chan === undefined || chan.outside) {
    const text = bare?.kind === "UnaryExpr" ? exprString(bare.x) : "?";
    t.note("scenario.outsideChannel", comm, { name: text });
    const ok: Value = { kind: "unknown", text: `ok of <-${text}`, type: unknown };
    const value = (): Value => unknownOf(t, chan?.elem ?? unknown, `<-${text}`, `${t.path}!${comm.pos}`);
    const bind = (): void => {
      noteEnd(t, bare?.kind === "UnaryExpr" ? bare.x : undefined);
      bindTo([value(), ok]);
    };
    return { clause, inside: undefined, start, bind };
  }
  const [register, ok] = [t.register(`<-${chan.name}`), t.register("ok")];
  t.holds(register, t.world.numbers(chan.key));
  return {
    clause,
    inside: receives(t, chan, register, ok, start),
    start,
    bind: () => bindTo([received(t, chan, register, comm), t.word({ op: "reg", name: ok })]),
  };
}
