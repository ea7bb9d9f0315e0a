/** Turns transitions into steps for the reader: who, what, one sentence, and the place in the code. */
import { bufferStart, losesUpdate, newestEntry } from "./buffer.ts";
import { haltMessage, slotName } from "./classify.ts";
import { currentCode } from "./enabled.ts";
import { HALT, type Machine } from "./machine.ts";
import type { At } from "./origins.ts";
import type { Step, StepAction } from "./outcome.ts";
import type { VerdictKind } from "./program.ts";
import { token } from "./schedule.ts";
import { renderSentence, type Sentence, sentence } from "./sentences.ts";
import { executeSentence } from "./step-sentences.ts";
import { Kind, type TransitionList } from "./transition.ts";

/**
 * The step that transition `index` of `list` makes, from the state `before` to the state `after`. `origin` is the
 * instruction a drained store came from, -1 when it is not known.
 */
export function describeStep(
  machine: Machine,
  before: At,
  after: At,
  list: TransitionList,
  index: number,
  origin: number,
): Step {
  const thread = list.thread[index];
  const partner = list.partner[index] < 0 ? null : list.partner[index];
  const kind = list.kind[index];
  const instruction =
    kind === Kind.Drain ? origin : before.words[before.offset + machine.threads[thread].pc] - 1;
  const said = sayStep(machine, before, after, list, index);
  const code = machine.program.threads[thread].instructions[instruction];
  return {
    thread,
    action: actions[kind],
    instruction,
    partner,
    sentence: said,
    text: renderSentence(said, "en"),
    source: code?.source ?? null,
    runtime: code?.runtime ?? null,
    purpose: code?.purpose ?? null,
    token: token(machine, before.words, before.offset, list, index),
  };
}

const actions: readonly StepAction[] = ["execute", "drain", "collide"];

function sayStep(machine: Machine, before: At, after: At, list: TransitionList, index: number): Sentence {
  const thread = list.thread[index];
  if (list.kind[index] === Kind.Drain) return sayDrain(machine, before, thread, list.choice[index]);
  const stopped = haltOf(machine, after);
  const name = machine.program.threads[thread].name;
  if (list.kind[index] === Kind.Collide && stopped !== null) {
    const partner = list.partner[index];
    return sentence("step.collide", {
      thread: name,
      operation: codeText(machine, before, thread),
      other: machine.program.threads[partner].name,
      otherOperation: codeText(machine, before, partner),
      message: stopped.message,
    });
  }
  if (stopped !== null && stopped.kind !== "exit") {
    const id = stopped.kind === "panic" ? "step.panic" : "step.fatal";
    return sentence(id, { thread: name, message: stopped.message });
  }
  return executeSentence(machine, before, after, list, index);
}

function sayDrain(machine: Machine, { words, offset }: At, cpu: number, place: number): Sentence {
  const entry = offset + bufferStart(machine, words, offset, cpu) + place * machine.entryWords;
  const slot = words[entry];
  const args = {
    thread: machine.program.threads[cpu].name,
    location: slotName(machine, slot),
    value: valueText(machine, words[entry + 1]),
  };
  const expected = machine.entryWords === 3 ? words[entry + 2] : 0;
  if (slot < machine.slots && losesUpdate(machine, words, offset, slot, expected)) {
    const lost = valueText(machine, words[offset + machine.memory + slot]);
    return sentence("step.drain.lost", { ...args, lost });
  }
  return sentence("step.drain", args);
}

/** Why the program has stopped, or null. */
export function haltOf(
  machine: Machine,
  { words, offset }: At,
): { kind: VerdictKind | "exit"; message: Sentence; thread: number } | null {
  const word = words[offset + HALT];
  if (word === 0) return null;
  const halt = machine.halts[Math.floor((word - 1) / machine.threads.length)];
  const message =
    halt.kind === "exit" ? sentence("outcome.ok") : haltMessage(halt.kind, halt.text, halt.because);
  return { kind: halt.kind, message, thread: (word - 1) % machine.threads.length };
}

/** The code a thread stands at, as the reader wrote it where that is known. */
function codeText(machine: Machine, { words, offset }: At, thread: number): string {
  const index = words[offset + machine.threads[thread].pc] - 1;
  const instruction = machine.program.threads[thread].instructions[index];
  const code = currentCode(machine, words, offset, thread);
  const map = code !== null && code.location >= 0 ? machine.program.locations[code.location].name : "";
  return instruction.source?.text ?? `${instruction.kind} ${map}`;
}

/** A value as the reader should see it: its token where the program has one. */
export function valueText(machine: Machine, id: number): string {
  if (id === 1) return "-";
  const value = machine.values.number(id);
  return machine.program.tokens?.[String(value)] ?? String(value);
}

/** The thread whose store buffer holds a store to a slot, other than the given one, or -1. */
export function bufferedElsewhere(
  machine: Machine,
  { words, offset }: At,
  thread: number,
  slot: number,
): number {
  if (!machine.buffered) return -1;
  for (let other = 0; other < machine.threads.length; other++) {
    if (other !== thread && newestEntry(machine, words, offset, other, slot) >= 0) return other;
  }
  return -1;
}
