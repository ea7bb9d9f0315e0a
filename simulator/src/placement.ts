/** Which thread runs on which CPU. States do not hold it: it changes nothing (see machine.ts). */
import { bufferEmpty, currentCode } from "./enabled.ts";
import type { Words } from "./expression.ts";
import type { Machine } from "./machine.ts";
import { Kind, type TransitionList } from "./transition.ts";

/** For each CPU the thread that runs on it, or -1. */
export type Placement = readonly number[];

/** At the start: every thread on a CPU of its own where there are enough, none anywhere where not. */
export function noPlacement(machine: Machine): Placement {
  const enough = machine.cpus === machine.threads.length;
  return Array.from({ length: machine.cpus }, (_, cpu) => (enough ? cpu : -1));
}

/** The placement after a transition: a thread that runs, and is nowhere, takes the CPU that can best be had. */
export function nextPlacement(
  before: { readonly machine: Machine; readonly words: Words; readonly placement: Placement },
  list: TransitionList,
  index: number,
): Placement {
  const { machine, words, placement } = before;
  const thread = list.thread[index];
  if (list.kind[index] === Kind.Drain || placement.includes(thread)) return placement;
  const idle = placement.findIndex(
    (other) =>
      other < 0 || (currentCode(machine, words, 0, other) === null && bufferEmpty(machine, words, 0, other)),
  );
  const cpu = idle >= 0 ? idle : placement.findIndex((other) => bufferEmpty(machine, words, 0, other));
  return placement.with(cpu, thread);
}
