/**
 * Scratch registers (their names begin with `$`) are forgotten as soon as no instruction can read them any more:
 * states that differ in nothing else are the same.
 */
import type { Instruction, Program, Thread } from "./program.ts";
import { registersRead, registersWritten } from "./registers.ts";

/** Whether a register is scratch. */
export function isScratch(name: string): boolean {
  return name.startsWith("$");
}

/**
 * For each instruction of a thread, and for its end, the scratch registers that hold nothing of use when it is
 * reached.
 */
export function forgotten(program: Program, thread: Thread): string[][] {
  const { instructions } = thread;
  const uses = instructions.map((instruction, at) => ({
    reads: registersRead(instruction).filter(isScratch),
    writes: registersWritten(instruction).filter(isScratch),
    after: afterwards(instruction, at, instructions.length),
  }));
  const names = [...new Set(uses.flatMap(({ reads, writes }) => [...reads, ...writes]))];
  const kept = new Set(
    (program.epilogue ?? []).flatMap((item) =>
      item.kind === "result" && item.thread === thread.name ? [item.result] : [],
    ),
  );
  const live = names.map((name) => liveAt(name, uses, kept.has(name)));
  return [...instructions, null].map((_, at) => names.filter((_name, index) => !live[index][at]));
}

interface Use {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly after: readonly number[];
}

/** Where a register is live: before each instruction, and at the end. */
function liveAt(name: string, uses: readonly Use[], atEnd: boolean): boolean[] {
  const live: boolean[] = new Array(uses.length + 1).fill(false);
  live[uses.length] = atEnd;
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = uses.length - 1; at >= 0; at--) {
      const { reads, writes, after } = uses[at];
      if (live[at] || !(reads.includes(name) || (!writes.includes(name) && after.some((next) => live[next]))))
        continue;
      live[at] = true;
      changed = true;
    }
  }
  return live;
}

/** The instructions that may follow. */
function afterwards(instruction: Instruction, at: number, end: number): number[] {
  const next = instruction.next ?? at + 1;
  switch (instruction.kind) {
    case "jump":
      return [instruction.target];
    case "branch":
    case "once-begin":
      return [instruction.target, next];
    case "choose":
      return instruction.choices.map((choice) => choice.target);
    case "select":
      return [
        ...instruction.cases.map((item) => item.target),
        ...(instruction.default === undefined ? [] : [instruction.default]),
      ];
    case "exit":
    case "panic":
      return [end];
    default:
      return [next];
  }
}
