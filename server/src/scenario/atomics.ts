/** Package sync/atomic: functions and types. WaitGroup.Add is handled here, too: it is no access to follow. */
import { funcName } from "../effects/known.ts";
import type { CallExpr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Func } from "../types/types.ts";
import { evaluate, memoryOf, typeOf } from "./expressions.ts";
import { waitGroup } from "./groups.ts";
import { unknownOf } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { constant, number, type Place, type Value } from "./value.ts";

/** The value of a call of sync/atomic (or of WaitGroup.Add); undefined for other calls. */
export function atomicCall(t: Translator, call: CallExpr, callee: Func): Value | undefined {
  const name = funcName(callee);
  const fun = unparen(call.fun);
  if (name === "sync.WaitGroup.Add" && fun.kind === "SelectorExpr") {
    const place = memoryOf(t, fun.x, t.code.info.selections.get(fun)?.path);
    return place === undefined ? undefined : waitGroup(t, place, "Add", call);
  }
  if (callee.pkg.path !== "sync/atomic") return undefined;
  if (callee.recv !== undefined && fun.kind === "SelectorExpr") {
    const place = memoryOf(t, fun.x, t.code.info.selections.get(fun)?.path);
    if (place === undefined) return undefined;
    const values = call.args.map((arg) => evaluate(t, arg));
    return operate(t, call, place, callee.name, values);
  }
  const op = /^(Load|Store|Add|Swap|CompareAndSwap|And|Or)/.exec(callee.name)?.[1];
  const [target, ...rest] = call.args;
  const pointer = target === undefined || op === undefined ? undefined : evaluate(t, target);
  if (pointer?.kind !== "pointer" || op === undefined) return undefined;
  // Plain accesses of the same word must go through memory, too.
  t.world.force(pointer.to.key);
  return operate(
    t,
    call,
    pointer.to,
    op,
    rest.map((arg) => evaluate(t, arg)),
  );
}

function operate(
  t: Translator,
  call: CallExpr,
  place: Place,
  op: string,
  args: readonly Value[],
): Value | undefined {
  const location = t.world.variable(place);
  t.world.give(place.key, null);
  const value = args[0] === undefined ? constant(0) : t.expression(args[0]);
  const result = (register: string): Value => {
    const word = { op: "reg", name: register } as const;
    const held = t.world.held(place.key, place.name);
    if (held?.kind === "pointer" || held?.kind === "map") return { ...held, word };
    const outside = unknownOf(t, typeOf(t, call), place.name, `${place.key}*`);
    return outside.kind === "unknown"
      ? t.word(word)
      : outside.kind === "pointer"
        ? { ...outside, word }
        : outside;
  };
  const keep = (held: Value | undefined): void => {
    if (held !== undefined && held.kind !== "word" && held.kind !== "nil") t.world.assign(place.key, held);
  };
  switch (op) {
    case "Load": {
      const register = t.register(place.name);
      t.emit({ kind: "atomic-load", location, register });
      return result(register);
    }
    case "Store":
      keep(args[0]);
      t.emit({ kind: "atomic-store", location, value });
      return number(0);
    case "Add": {
      const register = t.register(place.name);
      t.emit({ kind: "xadd", location, value, new: register });
      return t.word({ op: "reg", name: register });
    }
    case "And":
    case "Or": {
      const [old, updated] = [t.register(place.name), t.register(place.name)];
      const operator = op === "And" ? "bit-and" : "bit-or";
      t.emit({ kind: "atomic-update", location, operator, value, old, new: updated });
      return t.word({ op: "reg", name: old });
    }
    case "Swap": {
      keep(args[0]);
      const register = t.register(place.name);
      t.emit({ kind: "xchg", location, value, register });
      return result(register);
    }
    case "CompareAndSwap": {
      keep(args[1]);
      const success = t.register("swapped");
      const next = args[1] === undefined ? constant(0) : t.expression(args[1]);
      t.emit({ kind: "cas", location, expected: value, value: next, success });
      return t.word({ op: "reg", name: success });
    }
    default:
      return undefined;
  }
}
