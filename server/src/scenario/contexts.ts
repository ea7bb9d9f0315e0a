/** Contexts of package context that the code of the scenario makes: their ends, and what ends them. */
import type { CallExpr, Range } from "../syntax/ast.ts";
import { exprString } from "../syntax/print.ts";
import { unparen } from "../types/expr.ts";
import { unknown } from "../types/types.ts";
import { start } from "./calls.ts";
import { channelName, endedKey } from "./channels.ts";
import { evaluate } from "./expressions.ts";
import { once } from "./once.ts";
import type { Translator } from "./translator.ts";
import { type Callable, type ChanRef, constant, number, type Value } from "./value.ts";

/** The channels of a context whose closing ends it: its own and those of the contexts it is made from. */
export interface Context {
  readonly done: readonly ChanRef[];
}

/** A call of package context; undefined for one that is not followed. */
export function contextCall(t: Translator, call: CallExpr, name: string): Value | undefined {
  switch (name) {
    case "context.Background":
    case "context.TODO":
      return contextValue(t, call, { done: [] });
    case "context.WithoutCancel":
      evaluate(t, call.args[0]);
      return contextValue(t, call, { done: [] });
    case "context.WithValue": {
      const [parent] = call.args.map((arg) => evaluate(t, arg));
      return contextOf(t, parent) === undefined ? undefined : parent;
    }
    case "context.WithCancel":
    case "context.WithCancelCause":
    case "context.WithTimeout":
    case "context.WithDeadline":
    case "context.WithTimeoutCause":
    case "context.WithDeadlineCause": {
      const parent = contextOf(t, evaluate(t, call.args[0]));
      if (parent === undefined) return undefined;
      const { value, cancel } = derived(t, call, parent);
      if (/Timeout|Deadline/.test(name)) {
        t.world.note("scenario.timer");
        start(t, call, (child) => {
          cancel.run(child, [], call);
        });
      }
      return { kind: "tuple", values: [value, { kind: "func", func: cancel }] };
    }
    // Methods of an interface have no receiver in their names.
    case "context.Done":
    case "context.Err":
      return method(t, call, name);
    default:
      return undefined;
  }
}

/** A context that ends with its parent, or earlier by what `cancel` does. */
export function derived(
  t: Translator,
  call: CallExpr,
  parent: Context,
): { readonly value: Value; readonly cancel: Extract<Callable, { kind: "native" }> } {
  const key = `${t.path}!${call.pos}`;
  const own: ChanRef = {
    key: `${key}.done`,
    name: `${t.hint ?? "ctx"}.Done()`,
    elem: unknown,
    capacity: 0,
    outside: false,
  };
  const run = (caller: Translator): Value => {
    once(caller, `${key}.cancel`, "cancel", () => {
      caller.emit({ kind: "close", sync: channelName(caller, own) });
    });
    return { kind: "tuple", values: [] };
  };
  return {
    value: contextValue(t, call, { done: [own, ...parent.done] }),
    cancel: { kind: "native", run },
  };
}

function contextValue(t: Translator, call: CallExpr, context: Context): Value {
  const key = `${t.path}!${call.pos}`;
  t.world.contexts.set(key, context);
  return {
    kind: "pointer",
    to: { key, name: t.hint ?? "ctx", type: unknown, owner: "other", outside: false },
  };
}

/** The context that a value is; undefined for one from outside. */
export function contextOf(t: Translator, value: Value | undefined): Context | undefined {
  return value?.kind === "pointer" ? t.world.contexts.get(value.to.key) : undefined;
}

function method(t: Translator, call: CallExpr, name: string): Value | undefined {
  const fun = unparen(call.fun);
  if (fun.kind !== "SelectorExpr") return undefined;
  const context = contextOf(t, evaluate(t, fun.x));
  const ended = t.env.has(endedKey(exprString(fun.x)));
  if (name === "context.Err" && ended) return number(t.world.token("context canceled"));
  if (context === undefined) return undefined;
  const [first, ...also] = context.done;
  if (name === "context.Done")
    return first === undefined ? { kind: "nil" } : { kind: "chan", chan: { ...first, also } };
  return first === undefined ? { kind: "nil" } : error(t, context, call);
}

/** `ctx.Err()`: nil until the context ends. */
function error(t: Translator, { done }: Context, node: Range): Value {
  if (t.block === undefined) return number(0);
  const register = t.register("ctx.Err()");
  const [ended, open, next] = [t.blocks.fresh(), t.blocks.fresh(), t.blocks.fresh()];
  const cases = done.map((chan) => ({ kind: "recv", channel: channelName(t, chan), to: ended }) as const);
  t.block.end = { kind: "select", cases, otherwise: open, source: t.world.spans.of(t.code, node) };
  const source = t.span;
  ended.add({ kind: "assign", register, value: constant(t.world.token("context canceled")), source });
  open.add({ kind: "assign", register, value: constant(0), source });
  ended.jump(next);
  open.jump(next);
  t.block = next;
  return t.word({ op: "reg", name: register });
}
