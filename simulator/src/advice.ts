/** What to say to a reader whose program has too many states. */
import type { Instruction, Program, Thread } from "./program.ts";
import { type Sentence, sentence } from "./sentences.ts";

/** More goroutines than this rarely fit into any bound. */
const MANY_THREADS = 4;

/** Why a program may have too many states, with the place where there is one, and what to do. */
export function adviceFor(program: Program): Sentence {
  for (const thread of program.threads) {
    const loop = thread.instructions.findIndex((instruction, index) => goesBack(instruction, index));
    if (loop >= 0) return sentence("advice.loop", { where: placeOf(thread, loop) });
  }
  const count = program.threads.length;
  return count > MANY_THREADS ? sentence("advice.threads", { count }) : sentence("advice.large");
}

function goesBack(instruction: Instruction, index: number): boolean {
  if (instruction.next !== undefined && instruction.next <= index) return true;
  if (instruction.kind === "select") return instruction.cases.some((item) => item.target <= index);
  return "target" in instruction && instruction.target <= index;
}

function placeOf({ name, instructions }: Thread, index: number): string {
  const { source } = instructions[index];
  return source === undefined ? `${name}, instruction ${index}` : `${source.file}:${source.line}`;
}
