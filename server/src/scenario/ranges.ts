/** Ranges over maps, channels, numbers, elements and functions. */

import type { Expr, RangeStmt } from "../syntax/ast.ts";
import { asMap, type Type, underlying } from "../types/types.ts";
import type { Block } from "./blocks.ts";
import { chanOf, receiveFrom } from "./channels.ts";
import { define, evaluate, typeOf } from "./expressions.ts";
import { callValue } from "./functions.ts";
import { enter, goRound, type Loop, leave, turn } from "./loops.ts";
import { mapOf, mapRange } from "./maps.ts";
import { elementPlace, read, unknownOf } from "./memory.ts";
import { beginTurn } from "./rounds.ts";
import { assignTo, block } from "./statements.ts";
import type { Translator } from "./translator.ts";
import { known, number, shapeOf, type Value } from "./value.ts";

/** `for k, v := range x {}`. */
export function rangeLoop(t: Translator, stmt: RangeStmt, label: string | undefined): void {
  t.inside(`range${stmt.pos}`, () => {
    const loop = enter(t, label);
    const type = typeOf(t, stmt.x);
    const under = underlying(type);
    const header = { pos: stmt.pos, end: stmt.x.end };
    const one = (key: Value, value: Value, i: number): void => {
      if (!t.live) return;
      t.inside(`turn${i}`, () => {
        t.at(header, () => {
          bind(t, stmt, stmt.key, key);
          bind(t, stmt, stmt.value, value);
        });
        turn(t, loop, () => block(t, stmt.body.list));
      });
    };
    if (asMap(type) !== undefined) {
      const map = t.at(header, () => mapOf(t, stmt.x));
      if (map !== undefined) {
        const { turns } = t.world.limits;
        if (!t.at(header, () => mapRange(t, map, turns, one))) t.note("scenario.loop", stmt, { turns });
      }
    } else if (under.kind === "Chan") rangeChannel(t, stmt, loop, one);
    else if (under.kind === "Signature") rangeFunction(t, stmt, one);
    else rangeElements(t, stmt, under, one);
    leave(t, loop);
  });
}

function bind(t: Translator, stmt: RangeStmt, target: Expr | undefined, value: Value): void {
  if (target === undefined) return;
  if (stmt.tok === ":=") define(t, target, value);
  else assignTo(t, target, value);
}

type Turn = (key: Value, value: Value, i: number) => void;

/** Elements of a slice, array or string, or numbers up to n. */
function rangeElements(t: Translator, stmt: RangeStmt, under: Type, one: Turn): void {
  const value = t.at(stmt.x, () => evaluate(t, stmt.x));
  const length =
    value.kind === "word" && under.kind === "Basic"
      ? known(value.value)
      : value.kind === "slice"
        ? known(value.length)
        : lengthOf(under);
  const { turns, knownTurns } = t.world.limits;
  const count = length === undefined ? turns : length <= knownTurns ? length : Math.min(length, turns);
  for (let i = 0; i < count; i++) {
    const elem = under.kind === "Slice" || under.kind === "Array" ? under.elem : undefined;
    one(number(i), elem === undefined ? number(i) : element(t, value, elem, i), i);
  }
  if (length === undefined || length > count) t.note("scenario.loop", stmt, { turns: count });
  if (length !== undefined && length > count) t.world.cuts.set(length, count);
}

/** The length of an array, also behind a pointer. */
function lengthOf(type: Type): number | undefined {
  const array = type.kind === "Pointer" ? underlying(type.elem) : type;
  return array.kind === "Array" ? array.length : undefined;
}

function element(t: Translator, value: Value, type: Type, i: number): Value {
  if (value.kind === "slice") {
    const place = elementPlace(value.memory, i, type);
    const given = value.elements?.[i];
    if (given !== undefined && !t.env.has(place.key)) return given;
    return t.live ? read(t, place) : unknownOf(t, type, place.name, place.key);
  }
  if (value.kind === "memory") return read(t, elementPlace(value.at, i, type));
  return unknownOf(t, type, `element ${i}`, `${t.path}.[${i}]`);
}

/** Receives until the channel is closed; what comes after the last simulated turn is only taken. */
function rangeChannel(t: Translator, stmt: RangeStmt, loop: Loop, one: Turn): void {
  const chan = chanOf(t, stmt.x);
  const header = { pos: stmt.pos, end: stmt.x.end };
  if (chan === undefined) {
    t.note("scenario.pointer", stmt);
    return;
  }
  let changing: readonly string[] = [];
  for (let i = 0; i < t.world.limits.turns && t.live; i++) {
    const again = beginTurn(t, `turn${i}`, changing);
    const { value, ok } = t.at(header, () => receiveFrom(t, chan, header, chan.outside));
    if (chan.outside) one(value, value, i);
    else
      t.branch(
        ok,
        header,
        () => one(value, value, i),
        () => t.leave(loop.target.breaks),
      );
    if (again !== undefined) changing = goRound(t, again, true);
  }
  if (!t.live) return;
  t.note("scenario.loop", stmt, { turns: t.world.limits.turns });
  if (!chan.outside) drain(t, chan, header);
}

function drain(
  t: Translator,
  chan: NonNullable<ReturnType<typeof chanOf>>,
  header: { pos: number; end: number },
): void {
  if (t.block === undefined) return;
  const head = t.blocks.fresh();
  t.block.jump(head);
  t.block = head;
  const { ok } = t.at(header, () => receiveFrom(t, chan, header, false));
  const out = t.blocks.fresh();
  const end: Block | undefined = t.block;
  if (end === undefined || ok.kind !== "word") return;
  end.end = {
    kind: "branch",
    condition: ok.value,
    yes: head,
    no: out,
    source: t.world.spans.of(t.code, header),
  };
  t.block = out;
}

/** An iterator calls the body as often as it likes: the simulated turns. */
function rangeFunction(t: Translator, stmt: RangeStmt, one: Turn): void {
  const value = t.at(stmt.x, () => evaluate(t, stmt.x));
  if (value.kind === "func" && value.func.kind === "literal") callValue(t, value, [], stmt);
  for (let i = 0; i < t.world.limits.turns; i++) {
    const name = (expr: Expr | undefined): Value =>
      expr === undefined || shapeOf(typeOf(t, expr)) === "word"
        ? {
            kind: "unknown",
            text: `${expr === undefined ? "value" : t.text(expr)} ${i + 1}`,
            type: underlying(typeOf(t, stmt.x)),
          }
        : unknownOf(t, typeOf(t, expr), `${t.text(expr)} ${i + 1}`, `${t.path}/${i}!${expr.pos}`);
    one(name(stmt.key), name(stmt.value), i);
  }
  t.note("scenario.loop", stmt, { turns: t.world.limits.turns });
}
