/** What runs once: sync.Once, and the functions that sync.OnceFunc and its siblings give. */
import type { CallExpr } from "../syntax/ast.ts";
import { type Type, underlying, unknown } from "../types/types.ts";
import { evaluate, typeOf } from "./expressions.ts";
import { callValue } from "./functions.ts";
import { read, write } from "./memory.ts";
import type { Translator } from "./translator.ts";
import type { Place, Value } from "./value.ts";

/** Runs something when it is the first time; who comes later waits until it is done. */
export function once(t: Translator, key: string, name: string, run: () => void): void {
  const sync = t.world.sync(key, name, (unique) => ({ kind: "once", name: unique }));
  if (t.block === undefined) return;
  const [first, done] = [t.blocks.fresh(), t.blocks.fresh()];
  t.block.end = { kind: "once", sync, first, done, source: t.span };
  const { env } = t;
  t.block = first;
  t.env = new Map(env);
  run();
  t.emit({ kind: "once-end", sync });
  const edges = [{ block: done, env }];
  t.leave(edges);
  t.meet(edges);
}

/** `sync.OnceFunc(f)`, `sync.OnceValue(f)`, `sync.OnceValues(f)`: the function that they give. */
export function onceFunction(t: Translator, call: CallExpr): Value {
  const fun = evaluate(t, call.args[0]);
  const key = `${t.path}!${call.pos}`;
  const name = t.hint ?? "once";
  const places = resultsOf(typeOf(t, call)).map(
    (type, i): Place => ({
      key: `${key}=${i}`,
      name: i === 0 ? `${name}()` : `${name}() #${i + 1}`,
      type,
      owner: "other",
      outside: false,
    }),
  );
  const run = (caller: Translator, node: CallExpr | { pos: number; end: number }): Value => {
    once(caller, key, name, () => {
      const value = callValue(caller, fun, [], node);
      const values = value.kind === "tuple" ? value.values : [value];
      places.forEach((place, i) => {
        if (values[i] !== undefined) write(caller, place, values[i]);
      });
    });
    const values = places.map((place) => read(caller, place));
    return values.length === 1 ? values[0] : { kind: "tuple", values };
  };
  return { kind: "func", func: { kind: "native", run: (caller, _, node) => run(caller, node) } };
}

/** The types of what a function gives. */
function resultsOf(type: Type): readonly Type[] {
  const signature = underlying(type);
  return signature.kind === "Signature" ? signature.results.map((result) => result.type()) : [unknown];
}
