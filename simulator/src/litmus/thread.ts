/** A column of a test as a thread of the machine. */
import type { Instruction, SourceSpan, Thread } from "../program.ts";
import type { Init } from "./init.ts";
import { mnemonicOf } from "./mnemonics.ts";
import { type Cell, parseCell } from "./operands.ts";
import { collecting, LitmusError, type LitmusProblem, type TextRange } from "./problem.ts";
import { type Architecture, accumulator } from "./registers.ts";
import type { Sections } from "./sections.ts";
import { looksAtFlags, type ThreadContext, translate } from "./translate.ts";

/** What a thread is made from. */
export interface ThreadSource {
  readonly sections: Sections;
  readonly index: number;
  readonly cells: readonly TextRange[];
  readonly init: Init;
  /** Registers that the condition asks for, whether or not the code names them. */
  readonly asked: readonly string[];
  readonly span: (range: TextRange) => SourceSpan;
}

/** Translates a column. Problems go to the list; with any there, the thread is not to be run. */
export function threadOf(source: ThreadSource, problems: LitmusProblem[]): Thread {
  const { sections, index, init } = source;
  const cells = source.cells.flatMap(
    (range) => collecting(problems, () => parseCell(sections.architecture, sections.text, range)) ?? [],
  );
  const addresses = init.addresses.get(index) ?? new Map<string, string>();
  const context: ThreadContext = {
    architecture: sections.architecture,
    addresses,
    flags: cells.some(({ instruction }) => jumpsOnFlags(instruction)),
  };
  const given = init.registers.get(index) ?? new Map<string, number>();
  const instructions: Instruction[] = [...given].map(([register, value]) => ({
    kind: "assign",
    register,
    value: { op: "const", value },
  }));
  const named = namedRegisters(cells, sections.architecture);
  const results = [...new Set([...given.keys(), ...named, ...source.asked])].filter(
    (register) => !addresses.has(register),
  );
  const targets = labelTargets(cells, context, instructions.length, problems);
  for (const { instruction } of cells) {
    if (instruction === null) continue;
    const { label } = instruction;
    const translated = collecting(problems, () =>
      translate(instruction, context, () => {
        const target = targets.get(label?.text ?? "");
        if (target !== undefined || label === null) return target ?? 0;
        throw new LitmusError("label", label, { label: label.text });
      }),
    );
    const span = source.span(instruction);
    instructions.push(...(translated ?? []).map((made) => ({ ...made, source: span })));
  }
  return { name: `P${index}`, start: "initial", instructions, results };
}

function jumpsOnFlags(instruction: Cell["instruction"]): boolean {
  if (instruction?.label == null) return false;
  return collecting([], () => looksAtFlags(mnemonicOf(instruction.mnemonic))) ?? false;
}

/** The instruction that each label stands before. What cannot be translated is told later, and counts for nothing. */
function labelTargets(
  cells: readonly Cell[],
  context: ThreadContext,
  first: number,
  problems: LitmusProblem[],
): ReadonlyMap<string, number> {
  const targets = new Map<string, number>();
  let at = first;
  for (const { labels, instruction } of cells) {
    for (const label of labels) {
      if (targets.has(label.text)) {
        problems.push(new LitmusError("label-twice", label, { label: label.text }).problem);
      }
      targets.set(label.text, at);
    }
    if (instruction !== null)
      at += (collecting([], () => translate(instruction, context, () => 0)) ?? []).length;
  }
  return targets;
}

/** The registers that the code names, in its order, and the one that CMPXCHG does not name. */
function namedRegisters(cells: readonly Cell[], architecture: Architecture): string[] {
  return cells.flatMap(({ instruction }) => {
    const named = (instruction?.operands ?? []).flatMap((operand) =>
      operand.kind === "register" ? [operand.name] : [],
    );
    const compares = /^cmpxchg/i.test(instruction?.mnemonic.text ?? "");
    return compares ? [...named, accumulator(architecture)] : named;
  });
}
