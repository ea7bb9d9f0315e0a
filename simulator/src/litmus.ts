/**
 * Litmus tests as data (the JSON of the ground truth) made into programs. Operations: W, WR, R, MFENCE, XCHG,
 * CAS, LOCKADD, XADD, MOV, ADD, XOR, JZ, JNZ, LABEL. Registers and memory start at 0.
 */
import type { Expression, Instruction, Program, Thread } from "./program.ts";
import { SimulatorError, sentence } from "./sentences.ts";

/** One operation of a test, as the JSON has it. */
export interface LitmusOp {
  readonly op: string;
  readonly loc?: string;
  readonly val?: number;
  readonly reg?: string;
  readonly old?: number;
  readonly new?: number;
  readonly label?: string;
}

/** A litmus test, as the JSON has it. */
export interface LitmusTest {
  readonly name: string;
  readonly init: Readonly<Record<string, number>>;
  readonly threads: readonly (readonly LitmusOp[])[];
}

/** The program of a test. Every register of a thread is one of its results. */
export function litmusProgram(test: LitmusTest): Program {
  const names = new Set<string>(Object.keys(test.init));
  for (const op of test.threads.flat()) if (op.loc !== undefined) names.add(op.loc);
  return {
    name: test.name,
    locations: [...names].map((name) => ({ kind: "variable", name, initial: test.init[name] ?? 0 })),
    syncs: [],
    threads: test.threads.map((ops, index) => litmusThread(`P${index}`, ops)),
  };
}

function litmusThread(name: string, ops: readonly LitmusOp[]): Thread {
  const labels = new Map<string, number>();
  let count = 0;
  for (const op of ops) {
    if (op.op === "LABEL" && op.label !== undefined) labels.set(op.label, count);
    else count += 1;
  }
  const instructions = ops.filter((op) => op.op !== "LABEL").map((op) => litmusInstruction(name, op, labels));
  const results = [...new Set(ops.flatMap((op) => (op.reg === undefined ? [] : [op.reg])))];
  return { name, start: "initial", instructions, results };
}

function litmusInstruction(where: string, op: LitmusOp, labels: ReadonlyMap<string, number>): Instruction {
  const missing = (what: string): SimulatorError =>
    new SimulatorError(sentence("problem.unknown", { where, what, name: JSON.stringify(op) }));
  const location = (): string => {
    if (op.loc === undefined) throw missing("location");
    return op.loc;
  };
  const register = (): string => {
    if (op.reg === undefined) throw missing("register");
    return op.reg;
  };
  const constant = (value: number | undefined): Expression => {
    if (value === undefined) throw missing("value");
    return { op: "const", value };
  };
  const target = (): number => {
    const found = labels.get(op.label ?? "");
    if (found === undefined) throw missing("label");
    return found;
  };
  const old = (): Expression => ({ op: "reg", name: register() });
  switch (op.op) {
    case "W":
      return { kind: "store", location: location(), value: constant(op.val) };
    case "WR":
      return { kind: "store", location: location(), value: old() };
    case "R":
      return { kind: "load", location: location(), register: register() };
    case "MFENCE":
      return { kind: "mfence" };
    case "XCHG":
      return { kind: "xchg", location: location(), value: constant(op.val), register: register() };
    case "CAS":
      return {
        kind: "cas",
        location: location(),
        expected: constant(op.old),
        value: constant(op.new),
        old: register(),
      };
    case "LOCKADD":
      return { kind: "xadd", location: location(), value: constant(op.val) };
    case "XADD":
      return { kind: "xadd", location: location(), value: constant(op.val), old: register() };
    case "MOV":
      return { kind: "assign", register: register(), value: constant(op.val) };
    case "ADD":
    case "XOR":
      return {
        kind: "assign",
        register: register(),
        value: { op: op.op === "ADD" ? "add" : "xor", left: old(), right: constant(op.val) },
      };
    case "JZ":
      return { kind: "branch", condition: { op: "not", operand: old() }, target: target() };
    case "JNZ":
      return { kind: "branch", condition: old(), target: target() };
    default:
      throw missing("instruction");
  }
}
