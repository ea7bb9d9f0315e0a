/**
 * Schedule strings: a run as text that can be copied, linked and replayed. Version 1: `1.MODEL.STEPS`, or
 * `1.MODEL@CPUS.STEPS` for a number of CPUs that was asked for, with `+c` behind MODEL where the compiler may have
 * changed the code, steps joined by `-`. A step is `T` (thread T runs its instruction), `T:C` (with choice C: a case of a select, or a
 * value), `T>P` (a send of T to a receive of P, `T:C>P:D` when they are selects), `Td` (CPU T writes its oldest
 * store to memory; `Td:S` under PSO, S the number of the location's slot), `T!P` (T's map operation collides with
 * P's). Threads count from 0. The text says what is done, not which of several possibilities it was, so it stays
 * valid when the engine lists them in another order.
 */
import { bufferStart } from "./buffer.ts";
import type { Words } from "./expression.ts";
import type { Machine } from "./machine.ts";
import type { MachineOptions } from "./program.ts";
import { SimulatorError, sentence } from "./sentences.ts";
import { Kind, type TransitionList } from "./transition.ts";

/** The token of a transition of the state at `offset`. */
export function token(
  machine: Machine,
  words: Words,
  offset: number,
  list: TransitionList,
  index: number,
): string {
  const thread = list.thread[index];
  const choice = list.choice[index];
  const partner = list.partner[index];
  switch (list.kind[index]) {
    case Kind.Drain: {
      if (!machine.pso) return `${thread}d`;
      const entry = offset + bufferStart(machine, words, offset, thread) + choice * machine.entryWords;
      return `${thread}d:${words[entry]}`;
    }
    case Kind.Collide:
      return `${thread}!${partner}`;
    default: {
      const own = choice === 0 ? `${thread}` : `${thread}:${choice}`;
      if (partner < 0) return own;
      const other = list.partnerChoice[index];
      return other === 0 ? `${own}>${partner}` : `${own}>${partner}:${other}`;
    }
  }
}

/** The schedule string of tokens. */
export function formatSchedule(options: MachineOptions, tokens: readonly string[]): string {
  const cpus = options.cpus === undefined ? "" : `@${options.cpus}`;
  const compiler = options.compiler === true ? "+c" : "";
  return `1.${options.model}${compiler}${cpus}.${tokens.join("-")}`;
}

/** What a schedule string runs on, and its tokens. Throws a SimulatorError when it is none. */
export function parseSchedule(text: string): {
  readonly options: MachineOptions;
  readonly tokens: readonly string[];
} {
  const parts = /^1\.(sc|tso|pso)(\+c)?(?:@([1-9]\d{0,3}))?\.([^.]*)$/.exec(text.trim());
  if (parts === null) throw new SimulatorError(sentence("problem.schedule", { text: text.slice(0, 80) }));
  const [, model, compiler, cpus, steps] = parts;
  return {
    options: {
      model: model === "sc" || model === "pso" ? model : "tso",
      ...(compiler === undefined ? {} : { compiler: true }),
      ...(cpus === undefined ? {} : { cpus: Number(cpus) }),
    },
    tokens: steps === "" ? [] : steps.split("-"),
  };
}
