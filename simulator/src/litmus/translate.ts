/** One instruction of x86 as the machine's instructions. */
import type { BinaryOperator, Expression, Instruction } from "../program.ts";
import { lockable, type Mnemonic, mnemonicOf } from "./mnemonics.ts";
import type { Operand, ParsedInstruction } from "./operands.ts";
import { LitmusError } from "./problem.ts";
import { type Architecture, accumulator } from "./registers.ts";

/** What the translation of a thread's instructions needs to know. */
export interface ThreadContext {
  readonly architecture: Architecture;
  /** The registers that hold an address all along, with the location. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Whether a jump looks at the flags. */
  readonly flags: boolean;
}

/**
 * A register for the flags: the number that the last instruction compared with 0. Of a comparison it is the
 * difference, so that equal, less and greater are its sign.
 */
export const FLAGS = "flags";

/** A register for what an instruction reads before it writes. */
const SCRATCH = "scratch";

const zero: Expression = { op: "const", value: 0 };
const one: Expression = { op: "const", value: 1 };
const flags: Expression = { op: "reg", name: FLAGS };
const scratch: Expression = { op: "reg", name: SCRATCH };

/** What each jump wants of the flags; a jump that always jumps wants nothing. */
const jumps: Readonly<Partial<Record<Mnemonic, BinaryOperator | null>>> = {
  jmp: null,
  je: "eq",
  jz: "eq",
  jne: "ne",
  jnz: "ne",
  jl: "lt",
  jlt: "lt",
  js: "lt",
  jle: "le",
  jg: "gt",
  jgt: "gt",
  jge: "ge",
  jns: "ge",
};

/** Whether a jump looks at the flags. */
export function looksAtFlags(mnemonic: Mnemonic): boolean {
  return (jumps[mnemonic] ?? null) !== null;
}

/** Translates an instruction; `target` is the instruction that its label stands for. */
export function translate(
  parsed: ParsedInstruction,
  context: ThreadContext,
  target: () => number,
): Instruction[] {
  const mnemonic = mnemonicOf(parsed.mnemonic);
  const { locked } = parsed;
  if (locked !== null && !lockable.includes(mnemonic)) throw new LitmusError("lock", locked);
  if (parsed.label !== null) {
    const wanted = jumps[mnemonic] ?? null;
    if (wanted === null) return [{ kind: "jump", target: target() }];
    return [{ kind: "branch", condition: { op: wanted, left: flags, right: zero }, target: target() }];
  }
  const translation = new Translation(parsed, context);
  switch (mnemonic) {
    case "mov":
      return translation.move();
    case "xchg":
      return translation.exchange();
    case "add":
    case "sub":
    case "xor":
      return translation.compute(mnemonic);
    case "inc":
    case "dec":
      return translation.step(mnemonic === "inc" ? "add" : "sub");
    case "cmp":
      return translation.compare();
    case "test":
      return translation.test();
    case "xadd":
      return translation.exchangeAdd();
    case "cmpxchg":
      return translation.compareExchange();
    case "mfence":
      return translation.bare({ kind: "mfence" });
    case "ret":
      return translation.bare({ kind: "exit" });
    default:
      // SFENCE and LFENCE order nothing that TSO leaves open (Owens, Sarkar, Sewell, TPHOLs 2009, section 2).
      return translation.bare();
  }
}

/** A place that can be read and written: a register, or a location. */
type Place = { readonly register: string } | { readonly location: string };

class Translation {
  private readonly parsed: ParsedInstruction;
  private readonly context: ThreadContext;

  constructor(parsed: ParsedInstruction, context: ThreadContext) {
    this.parsed = parsed;
    this.context = context;
  }

  /** An instruction without operands. */
  bare(...instructions: Instruction[]): Instruction[] {
    this.count(0);
    return instructions;
  }

  move(): Instruction[] {
    const { destination, source } = this.two();
    const place = this.place(destination);
    if ("location" in place) return [{ kind: "store", location: place.location, value: this.plain(source) }];
    if (source.kind === "memory" || source.kind === "indirect") {
      return [{ kind: "load", location: this.location(source), register: place.register }];
    }
    return [{ kind: "assign", register: place.register, value: this.plain(source) }];
  }

  /** XCHG with memory is locked with and without the prefix. */
  exchange(): Instruction[] {
    const [first, second] = this.operands(2).map((operand) => this.place(operand));
    if ("location" in first) {
      if ("location" in second) throw new LitmusError("two-memory", this.parsed);
      return swap(first.location, second.register);
    }
    if ("location" in second) return swap(second.location, first.register);
    this.needsMemory();
    return [
      { kind: "assign", register: SCRATCH, value: reg(first.register) },
      { kind: "assign", register: first.register, value: reg(second.register) },
      { kind: "assign", register: second.register, value: scratch },
    ];
  }

  compute(operator: "add" | "sub" | "xor"): Instruction[] {
    const { destination, source } = this.two();
    const place = this.place(destination);
    if ("location" in place) return this.update(place.location, operator, this.plain(source));
    this.needsMemory();
    const [before, value] = this.read(source);
    return [
      ...before,
      {
        kind: "assign",
        register: place.register,
        value: { op: operator, left: reg(place.register), right: value },
      },
      ...this.setFlags(reg(place.register)),
    ];
  }

  step(operator: "add" | "sub"): Instruction[] {
    const [only] = this.operands(1);
    const place = this.place(only);
    if ("location" in place) return this.update(place.location, operator, one);
    this.needsMemory();
    const value: Expression = { op: operator, left: reg(place.register), right: one };
    return [{ kind: "assign", register: place.register, value }, ...this.setFlags(reg(place.register))];
  }

  compare(): Instruction[] {
    const { destination, source } = this.two();
    if (isMemory(destination) && isMemory(source)) throw new LitmusError("two-memory", this.parsed);
    const [left, leftValue] = this.read(destination);
    const [right, rightValue] = this.read(source);
    return [...left, ...right, ...this.setFlags({ op: "sub", left: leftValue, right: rightValue })];
  }

  test(): Instruction[] {
    const { destination, source } = this.two();
    const same =
      destination.kind === "register" && source.kind === "register" && destination.name === source.name;
    if (!same) throw new LitmusError("test", this.parsed);
    return this.setFlags(this.plain(source));
  }

  exchangeAdd(): Instruction[] {
    const { location, register } = this.memoryAndRegister();
    if (this.parsed.locked !== null) {
      const added: Instruction = { kind: "xadd", location, value: reg(register), old: register };
      if (!this.context.flags) return [added];
      return [{ ...added, new: FLAGS }];
    }
    return [
      { kind: "load", location, register: SCRATCH },
      { kind: "store", location, value: { op: "add", left: scratch, right: reg(register) }, update: SCRATCH },
      ...this.setFlags({ op: "add", left: scratch, right: reg(register) }),
      { kind: "assign", register, value: scratch },
    ];
  }

  compareExchange(): Instruction[] {
    const { location, register } = this.memoryAndRegister();
    if (this.parsed.locked === null) throw new LitmusError("cmpxchg-lock", this.parsed.mnemonic);
    const expected = accumulator(this.context.architecture);
    this.data(expected);
    // When it succeeds, the old value is the expected one: to take it changes nothing.
    return [
      { kind: "cas", location, expected: reg(expected), value: reg(register), old: SCRATCH },
      ...this.setFlags({ op: "sub", left: reg(expected), right: scratch }),
      { kind: "assign", register: expected, value: scratch },
    ];
  }

  /** A read-modify-write of memory: one step with LOCK, a load and a store without. */
  private update(location: string, operator: "add" | "sub" | "xor", value: Expression): Instruction[] {
    if (this.parsed.locked !== null) {
      if (operator === "xor") throw new LitmusError("lock", this.parsed.locked);
      const added: Expression = operator === "add" ? value : { op: "neg", operand: value };
      return [{ kind: "xadd", location, value: added, ...(this.context.flags ? { new: FLAGS } : {}) }];
    }
    const result: Expression = { op: operator, left: scratch, right: value };
    return [
      { kind: "load", location, register: SCRATCH },
      { kind: "store", location, value: result, update: SCRATCH },
      ...this.setFlags(result),
    ];
  }

  private setFlags(value: Expression): Instruction[] {
    return this.context.flags ? [{ kind: "assign", register: FLAGS, value }] : [];
  }

  /** A value, after a load where the operand is memory. */
  private read(operand: Operand): [Instruction[], Expression] {
    if (!isMemory(operand)) return [[], this.plain(operand)];
    return [[{ kind: "load", location: this.location(operand), register: SCRATCH }], scratch];
  }

  /** A number or a register. */
  private plain(operand: Operand): Expression {
    if (operand.kind === "immediate") return { op: "const", value: operand.value };
    if (operand.kind === "register") return reg(this.data(operand.name, operand));
    throw new LitmusError("two-memory", this.parsed);
  }

  private place(operand: Operand): Place {
    if (operand.kind === "register") return { register: this.data(operand.name, operand) };
    if (operand.kind === "immediate") {
      const example = this.context.architecture === "X86" ? "MOV [x],$1" : "movl $1,(x)";
      throw new LitmusError("immediate", operand, { example });
    }
    return { location: this.location(operand) };
  }

  /** A register that holds a number: those with addresses are for addressing only. */
  private data(register: string, at: Operand | ParsedInstruction = this.parsed): string {
    if (this.context.addresses.has(register)) throw new LitmusError("address-value", at, { register });
    return register;
  }

  private location(operand: Operand): string {
    if (operand.kind === "memory") return operand.location;
    if (operand.kind !== "indirect") throw new LitmusError("operands", this.parsed);
    const location = this.context.addresses.get(operand.register);
    if (location === undefined) {
      throw new LitmusError("address-unknown", operand, { register: operand.register });
    }
    return location;
  }

  /** XADD and CMPXCHG: herd7 and assemblers differ in the order, so the one that is memory is the destination. */
  private memoryAndRegister(): { location: string; register: string } {
    const [one, other] = this.operands(2).map((operand) => this.place(operand));
    if ("location" in one && "register" in other) return { ...one, ...other };
    if ("register" in one && "location" in other) return { ...one, ...other };
    throw new LitmusError("memory-and-register", this.parsed);
  }

  private two(): { destination: Operand; source: Operand } {
    const [first, second] = this.operands(2);
    return this.context.architecture === "X86"
      ? { destination: first, source: second }
      : { destination: second, source: first };
  }

  private operands(count: number): readonly Operand[] {
    this.count(count);
    return this.parsed.operands;
  }

  private count(count: number): void {
    if (this.parsed.operands.length === count) return;
    const name = this.parsed.mnemonic.text;
    throw new LitmusError("operands", this.parsed, { name, count, found: this.parsed.operands.length });
  }

  /** The LOCK prefix is for memory (Intel SDM volume 2, LOCK). */
  private needsMemory(): void {
    if (this.parsed.locked !== null) throw new LitmusError("lock-memory", this.parsed);
  }
}

function swap(location: string, register: string): Instruction[] {
  return [{ kind: "xchg", location, value: reg(register), register }];
}

function isMemory(operand: Operand): boolean {
  return operand.kind === "memory" || operand.kind === "indirect";
}

function reg(name: string): Expression {
  return { op: "reg", name };
}
