/** Loops that go round in the program itself: when a turn leaves everything as it found it, it can be repeated. */
import type { Block } from "./blocks.ts";
import type { Env } from "./env.ts";
import type { Translator } from "./translator.ts";
import { same, type Value } from "./value.ts";

/** The start of a turn, to which its end may lead back. */
export interface Head {
  readonly block: Block;
  readonly env: Env;
  /** Tells places of this turn from all others. */
  readonly path: string;
  readonly threads: number;
  readonly deferred: number;
  /** Registers that carry a value from turn to turn, by the key of the place that holds it. */
  readonly carried: ReadonlyMap<string, string>;
}

/**
 * Begins a turn. The places of `changing` differ from turn to turn: their values are put into registers, so that
 * the turn can be repeated with whatever they hold.
 */
export function beginTurn(t: Translator, step: string, changing: readonly string[] = []): Head | undefined {
  if (t.block === undefined) return undefined;
  const carried = new Map<string, string>();
  for (const key of changing) {
    const value = t.env.get(key);
    if (value === undefined) continue;
    const register = t.register("v");
    carried.set(key, register);
    t.emit({ kind: "assign", register, value: t.expression(value) });
    t.env.set(key, t.word({ op: "reg", name: register }));
  }
  const block = t.blocks.fresh();
  t.block.jump(block);
  t.block = block;
  const { path, world, frame } = t;
  return {
    block,
    env: new Map(t.env),
    path: `${path}/${step}`,
    threads: world.threads.length,
    deferred: frame.deferred.length,
    carried,
  };
}

/** What keeps a turn from being repeated: the places that changed; undefined when it can never be. */
export function changesOf(t: Translator, head: Head): readonly string[] | undefined {
  if (t.world.threads.length > head.threads || t.frame.deferred.length > head.deferred) return undefined;
  // What a turn makes and others get to know is another object in every turn.
  for (const key of t.world.knowledge.shared) if (key.startsWith(`${head.path}/`)) return undefined;
  const changed: string[] = [];
  for (const [key, before] of head.env) {
    const after = t.env.get(key);
    if (after === undefined || same(before, after) || head.carried.has(key)) continue;
    if (!isWord(before) || !isWord(after)) return undefined;
    changed.push(key);
  }
  return changed;
}

function isWord(value: Value): boolean {
  return value.kind === "word";
}

/** Does nothing happen in a turn that others could see? */
export function isIdle(t: Translator, head: Head): boolean {
  return t.block === head.block && head.block.items.length === 0;
}

/** Leads from the end of a turn back to its beginning. Control goes on where the loop is left. */
export function repeat(t: Translator, head: Head): void {
  const moved = [...head.carried].map(([key, register]) => {
    const value = t.env.get(key);
    const next = t.register("v");
    t.emit({ kind: "assign", register: next, value: t.expression(value ?? { kind: "nil" }) });
    return { register, next };
  });
  // All at once: a new value may be made of the old one of another place.
  for (const { register, next } of moved) {
    t.emit({ kind: "assign", register, value: { op: "reg", name: next } });
  }
  t.block?.jump(head.block);
  t.block = undefined;
}
