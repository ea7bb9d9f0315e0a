/** Moves the targets of an instruction that gets another place. */
import type { Instruction, SelectCase } from "../program.ts";

/** An instruction with its targets moved. */
export function retarget(instruction: Instruction, move: (target: number) => number): Instruction {
  const next = instruction.next === undefined ? {} : { next: move(instruction.next) };
  switch (instruction.kind) {
    case "jump":
    case "branch":
    case "once-begin":
      return { ...instruction, ...next, target: move(instruction.target) };
    case "select":
      return {
        ...instruction,
        ...next,
        cases: instruction.cases.map((item): SelectCase => ({ ...item, target: move(item.target) })),
        ...(instruction.default === undefined ? {} : { default: move(instruction.default) }),
      };
    case "choose":
      return {
        ...instruction,
        ...next,
        choices: instruction.choices.map((choice) => ({ ...choice, target: move(choice.target) })),
      };
    default:
      return { ...instruction, ...next };
  }
}
