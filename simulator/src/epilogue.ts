/** The epilogue of a program: what it finds and says after an end. */
import { CodeCompiler } from "./compile-code.ts";
import { currentCode } from "./enabled.ts";
import { evaluate, type Words } from "./expression.ts";
import { fire, GROWTH } from "./fire.ts";
import { type Epilogue, HALT, type Halt, type Machine, Op } from "./machine.ts";
import { registersOf } from "./registers.ts";
import { SimulatorError, sentence } from "./sentences.ts";
import { TransitionList } from "./transition.ts";
import { ZERO } from "./values.ts";

/** More steps than this no epilogue needs that ends at all. */
const MAX_STEPS = 100_000;

/** Makes the machine on which the epilogue of a program runs, out of the program's own; null without one. */
export function compileEpilogue(machine: Machine): Epilogue | null {
  const instructions = machine.program.epilogue;
  if (instructions === undefined) return null;
  const thread = { name: "epilogue", instructions };
  const threads = machine.threads.length;
  // The fixed part of the program's states, empty store buffers, a program counter, registers.
  const bufferLengths = machine.fixedLength;
  const pc = bufferLengths + threads + 1;
  const names = [...new Set(instructions.flatMap(registersOf))];
  const registers = names.map((name, index) => ({ name, offset: pc + 1 + index }));
  const halts = [...machine.halts];
  const code = new CodeCompiler(machine.program, thread, {
    locations: machine.locations,
    values: machine.values,
    halts,
    registers,
    results: machine.threads.map((item) => item.registers),
    isEpilogue: true,
    pso: machine.pso,
  }).all();
  const own = { pc, code, end: code.length, endsProgram: false, registers, forgets: [] };
  return {
    machine: { ...machine, threads: [...machine.threads, own], halts, bufferLengths, buffered: false },
    length: pc + 1 + names.length,
  };
}

/** What an epilogue leaves behind: its words begin with the state it made, and its verdicts in order. */
export interface Afterwards {
  readonly words: Words;
  readonly verdicts: readonly Halt[];
}

/** Runs the epilogue of a machine on the end state at `offset`. */
export function runEpilogue(machine: Machine, words: Words, offset: number): Afterwards {
  const { epilogue } = machine;
  if (epilogue === null) return { words: words.subarray(offset), verdicts: [] };
  const { length, machine: after } = epilogue;
  const thread = machine.threads.length;
  // Wide words: the values that turn up here have no part in the exploration.
  const limit = machine.values.limit;
  machine.values.limit = 2 ** 31;
  try {
    return run(after, thread, length, words.subarray(offset, offset + machine.fixedLength));
  } finally {
    machine.values.limit = limit;
  }
}

function run(machine: Machine, thread: number, length: number, start: Words): Afterwards {
  const words = new Uint32Array(length + GROWTH);
  words.set(start);
  words[HALT] = 0;
  words[machine.threads[thread].pc] = 1;
  const verdicts: Halt[] = [];
  const list = new TransitionList();
  list.add(0, thread, 0, -1, 0);
  for (let steps = 0; ; steps++) {
    const code = currentCode(machine, words, 0, thread);
    if (code === null) return { words, verdicts };
    if (steps > MAX_STEPS) throw new SimulatorError(sentence("problem.epilogue"));
    if (code.op === Op.Verdict) {
      if (code.value !== null && evaluate(code.value, words, 0, machine.values) !== ZERO) {
        verdicts.push(machine.halts[code.halt]);
      }
      words[machine.threads[thread].pc] = code.next + 1;
      continue;
    }
    fire(machine, list, 0, words, 0, length);
    if (words[HALT] === 0) continue;
    // An index out of range: memory is so broken that looking at it panics.
    verdicts.push(machine.halts[Math.floor((words[HALT] - 1) / machine.threads.length)]);
    return { words, verdicts };
  }
}
