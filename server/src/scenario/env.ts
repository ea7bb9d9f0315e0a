/** What is known of private memory at a point of the translation, and how ways that meet agree on it. */

import { underlying } from "../types/types.ts";
import type { ThreadBlocks } from "./blocks.ts";
import type { Edge } from "./frame.ts";
import { constant, same, type Value } from "./value.ts";

/** Values by the key of their place. */
export type Env = Map<string, Value>;

/** How joins ask for what only the world knows. */
export interface JoinHelp {
  /** The number that stands for an unknown value. */
  readonly token: (text: string) => number;
  /** What a place held before anything was written there; undefined where that does not matter. */
  readonly initial: (key: string) => Value | undefined;
  /** Told of references that differ by the way taken. */
  readonly ambiguous: (key: string) => void;
}

/** Makes the ways meet in a new block; undefined when there are none. */
export function join(blocks: ThreadBlocks, edges: readonly Edge[], help: JoinHelp): Edge | undefined {
  if (edges.length <= 1) return edges[0];
  const env: Env = new Map(edges[0].env);
  for (const { env: other } of edges) {
    for (const [key, value] of other) if (!env.has(key)) env.set(key, value);
  }
  for (const [key, first] of env) {
    const values = edges.map((edge) => edge.env.get(key) ?? help.initial(key));
    if (values.every((value) => value === undefined || same(value, first))) continue;
    env.set(key, meet(blocks, edges, values, key, help));
  }
  const block = blocks.fresh();
  for (const edge of edges) edge.block.jump(block);
  return { block, env };
}

function meet(
  blocks: ThreadBlocks,
  edges: readonly Edge[],
  values: readonly (Value | undefined)[],
  key: string,
  help: JoinHelp,
): Value {
  const present = values.filter((value) => value !== undefined);
  const isWord = present.every(({ kind }) => kind === "word" || kind === "unknown" || kind === "nil");
  // Errors of calls that are not simulated are nil; where nothing else is known, the value stays unknown.
  const withNil = present.some(({ kind }) => kind === "nil");
  const open = present.find((value) => value.kind === "unknown");
  if (isWord && withNil && open !== undefined && !present.some(({ kind }) => kind === "word")) return open;
  const slices = present.filter((value) => value.kind === "slice");
  if (!isWord && slices.length !== present.length) {
    help.ambiguous(key);
    return present.find((value) => value.kind !== "nil" && value.kind !== "unknown") ?? present[0];
  }
  const register = blocks.register("v");
  edges.forEach((edge, i) => {
    const value = values[i];
    const expression =
      value === undefined
        ? undefined
        : value.kind === "unknown"
          ? constant(withNil || underlying(value.type).kind === "Interface" ? 0 : help.token(value.text))
          : value.kind === "word"
            ? value.value
            : value.kind === "slice"
              ? value.length
              : undefined;
    edge.block.add({ kind: "assign", register, value: expression ?? constant(0) });
  });
  const word = { op: "reg", name: register } as const;
  const [slice] = slices;
  if (slice === undefined) return { kind: "word", value: word, thread: blocks.thread };
  return { kind: "slice", length: word, thread: blocks.thread, memory: slice.memory };
}
