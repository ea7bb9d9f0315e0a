/** Compiles the instructions of one thread. */
import { compileExpression, type Operand } from "./expression.ts";
import {
  Access,
  type Code,
  type CodeCase,
  type Halt,
  type LocationLayout,
  Op,
  type RegisterLayout,
} from "./machine.ts";
import type {
  Expression,
  Instruction,
  InstructionKind,
  Program,
  Thread,
  TouchAccess,
  VerdictKind,
} from "./program.ts";
import { type Sentence, type SentenceId, SimulatorError, sentence } from "./sentences.ts";
import type { ValueTable } from "./values.ts";

interface Context {
  readonly locations: readonly LocationLayout[];
  readonly values: ValueTable;
  /** Panic instructions append their messages. */
  readonly halts: Halt[];
  readonly registers: readonly RegisterLayout[];
  /** The registers of all threads, for the epilogue. */
  readonly results: readonly (readonly RegisterLayout[])[];
  readonly isEpilogue: boolean;
  readonly pso: boolean;
}

const blank: Code = {
  op: Op.Abstract,
  access: Access.None,
  location: -1,
  raced: -1,
  slot: -1,
  sync: -1,
  value: null,
  key: null,
  expected: null,
  register: -1,
  second: -1,
  update: -1,
  next: -1,
  target: -1,
  cases: [],
  choices: [],
  wide: [],
  fresh: false,
  silent: false,
  unchecked: false,
  halt: -1,
  operator: "xor",
  thread: -1,
};

const touchAccess: Readonly<Record<TouchAccess, number>> = {
  read: Access.Read,
  write: Access.Write,
  iterate: Access.Iterate,
  delete: Access.Delete,
  clear: Access.Clear,
};

/** What cannot block and concerns memory, registers and verdicts alone. */
const epilogueKinds: ReadonlySet<InstructionKind> = new Set<InstructionKind>([
  ...(["load", "load-wide", "store", "assign", "jump", "branch", "exit", "verdict", "result"] as const),
  ...(["map-read", "map-write", "map-delete", "map-range", "map-len", "map-clear"] as const),
]);

/** Compiles one thread's instructions; names the instruction in every complaint. */
export class CodeCompiler {
  private readonly program: Program;
  private readonly thread: Pick<Thread, "name" | "instructions">;
  private readonly context: Context;
  private readonly offsets: ReadonlyMap<string, number>;
  private index = 0;

  constructor(program: Program, thread: Pick<Thread, "name" | "instructions">, context: Context) {
    this.program = program;
    this.thread = thread;
    this.context = context;
    this.offsets = new Map(context.registers.map((register) => [register.name, register.offset]));
  }

  /** The compiled instructions, in order. */
  all(): Code[] {
    return this.thread.instructions.map((instruction, index) => {
      this.index = index;
      const code = this.withCommon(instruction, this.one(instruction));
      return instruction.silent === true && this.maySilence(code) ? { ...code, silent: true } : code;
    });
  }

  /** Whether an instruction concerns its thread alone, so that it can be part of another step. */
  private maySilence(code: Code): boolean {
    if (this.context.isEpilogue) return false;
    const alone: readonly number[] = [Op.Assign, Op.Jump, Op.Branch, Op.Verdict];
    return alone.includes(code.op) || (code.fresh && !this.context.pso);
  }

  /** What all instructions may have. */
  private withCommon(given: Instruction, code: Code): Code {
    if (this.context.isEpilogue && !epilogueKinds.has(given.kind)) {
      throw this.problem("problem.not-here", { kind: given.kind });
    }
    const next = given.next === undefined ? this.index + 1 : this.target(given.next);
    const { touches } = given;
    if (touches === undefined) {
      const hidden = code.location < 0 || this.context.locations[code.location].internal;
      return { ...code, next, raced: hidden ? -1 : code.location };
    }
    return {
      ...code,
      next,
      raced: this.location(touches.location),
      access: touchAccess[touches.access],
    };
  }

  private one(given: Instruction): Code {
    switch (given.kind) {
      case "load":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Load,
          access: Access.Read,
          register: this.register(given.register),
          fresh: given.fresh === true,
        };
      case "load-wide":
        return {
          ...blank,
          ...this.place(given),
          op: Op.LoadWide,
          access: Access.Read,
          wide: given.registers.map((register) => this.register(register)),
          fresh: given.fresh === true,
        };
      case "store":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Store,
          access: Access.Write,
          value: this.operand(given.value),
          update: this.register(given.update),
          fresh: given.fresh === true,
        };
      case "mfence":
        return { ...blank, op: Op.Mfence };
      case "atomic-load":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Load,
          access: Access.AtomicRead,
          register: this.register(given.register),
        };
      case "atomic-store":
      case "xchg":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Xchg,
          access: Access.AtomicWrite,
          value: this.operand(given.value),
          register: given.kind === "xchg" ? this.register(given.register) : -1,
        };
      case "xadd":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Xadd,
          access: Access.AtomicWrite,
          value: this.operand(given.value),
          register: this.register(given.old),
          second: this.register(given.new),
        };
      case "atomic-update":
        return {
          ...blank,
          ...this.place(given),
          op: Op.AtomicUpdate,
          access: Access.AtomicWrite,
          operator: given.operator,
          value: this.operand(given.value),
          register: this.register(given.old),
          second: this.register(given.new),
        };
      case "cas":
        return {
          ...blank,
          ...this.place(given),
          op: Op.Cas,
          access: Access.AtomicWrite,
          value: this.operand(given.value),
          expected: this.operand(given.expected),
          register: this.register(given.old),
          second: this.register(given.success),
        };
      case "assign":
        return {
          ...blank,
          op: Op.Assign,
          register: this.register(given.register),
          value: this.operand(given.value),
        };
      case "jump":
        return { ...blank, op: Op.Jump, target: this.target(given.target) };
      case "branch":
        return {
          ...blank,
          op: Op.Branch,
          value: this.operand(given.condition),
          target: this.target(given.target),
        };
      case "map-read":
        return {
          ...blank,
          ...this.map(given.map, given.key),
          op: Op.MapRead,
          access: Access.Read,
          register: this.register(given.register),
          second: this.register(given.ok),
          unchecked: given.unchecked === true,
        };
      case "map-write":
        return {
          ...blank,
          ...this.map(given.map, given.key),
          op: Op.MapWrite,
          access: Access.Write,
          value: this.operand(given.value),
          update: this.register(given.update),
        };
      case "map-delete":
        return { ...blank, ...this.map(given.map, given.key), op: Op.MapDelete, access: Access.Delete };
      case "map-range":
        return {
          ...blank,
          ...this.map(given.map, given.key),
          op: Op.MapRange,
          access: Access.Iterate,
          register: this.register(given.key === undefined ? given.count : given.register),
          second: this.register(given.ok),
        };
      case "map-len":
        return {
          ...blank,
          ...this.map(given.map),
          op: Op.MapLen,
          access: Access.Len,
          register: this.register(given.register),
        };
      case "map-clear":
        return { ...blank, ...this.map(given.map), op: Op.MapClear, access: Access.Clear };
      case "lock":
        return { ...blank, op: Op.Lock, sync: this.sync(given.sync, "mutex", "rwmutex") };
      case "unlock":
        return { ...blank, op: Op.Unlock, sync: this.sync(given.sync, "mutex", "rwmutex") };
      case "rlock":
        return { ...blank, op: Op.RLock, sync: this.sync(given.sync, "rwmutex") };
      case "runlock":
        return { ...blank, op: Op.RUnlock, sync: this.sync(given.sync, "rwmutex") };
      case "wg-add":
        return {
          ...blank,
          op: Op.WaitGroupAdd,
          sync: this.sync(given.sync, "waitgroup"),
          value: this.operand(given.delta),
        };
      case "wg-done":
        return {
          ...blank,
          op: Op.WaitGroupAdd,
          sync: this.sync(given.sync, "waitgroup"),
          value: this.operand({ op: "const", value: -1 }),
        };
      case "wg-wait":
        return { ...blank, op: Op.WaitGroupWait, sync: this.sync(given.sync, "waitgroup") };
      case "chan-make":
        return { ...blank, op: Op.ChanMake, sync: this.sync(given.sync, "channel") };
      case "send":
        return {
          ...blank,
          op: Op.Send,
          sync: this.sync(given.sync, "channel"),
          value: this.operand(given.value),
        };
      case "recv":
        return {
          ...blank,
          op: Op.Recv,
          sync: this.sync(given.sync, "channel"),
          register: this.register(given.register),
          second: this.register(given.ok),
        };
      case "close":
        return { ...blank, op: Op.Close, sync: this.sync(given.sync, "channel") };
      case "select":
        return {
          ...blank,
          op: Op.Select,
          target: given.default === undefined ? -1 : this.target(given.default),
          cases: given.cases.map(
            (item): CodeCase => ({
              send: item.kind === "send",
              sync: this.sync(item.channel, "channel"),
              value: item.kind === "send" ? this.operand(item.value) : null,
              register: item.kind === "recv" ? this.register(item.register) : -1,
              ok: item.kind === "recv" ? this.register(item.ok) : -1,
              target: this.target(item.target),
            }),
          ),
        };
      case "try-lock":
        return {
          ...blank,
          op: Op.TryLock,
          sync: this.sync(given.sync, "mutex", "rwmutex"),
          register: this.register(given.register),
        };
      case "try-rlock":
        return {
          ...blank,
          op: Op.TryRLock,
          sync: this.sync(given.sync, "rwmutex"),
          register: this.register(given.register),
        };
      case "cond-enter":
        return { ...blank, op: Op.CondEnter, sync: this.sync(given.sync, "cond") };
      case "cond-wait":
        return { ...blank, op: Op.CondWait, sync: this.sync(given.sync, "cond") };
      case "cond-signal":
        return { ...blank, op: Op.CondSignal, sync: this.sync(given.sync, "cond") };
      case "cond-broadcast":
        return { ...blank, op: Op.CondBroadcast, sync: this.sync(given.sync, "cond") };
      case "once-begin":
        return {
          ...blank,
          op: Op.OnceBegin,
          sync: this.sync(given.sync, "once"),
          target: this.target(given.target),
        };
      case "once-end":
        return { ...blank, op: Op.OnceEnd, sync: this.sync(given.sync, "once") };
      case "go":
        return { ...blank, op: Op.Go, sync: this.spawned(given.thread) };
      case "exit":
        return { ...blank, op: Op.Exit };
      case "abstract":
        return blank;
      case "panic":
        return { ...blank, op: Op.Panic, halt: this.halt("panic", given.message) };
      case "havoc":
        if (given.values.length === 0) throw this.problem("problem.havoc");
        return {
          ...blank,
          op: Op.Havoc,
          register: this.register(given.register),
          choices: given.values.map((value) => this.intern(value)),
        };
      case "choose":
        if (given.choices.length === 0) throw this.problem("problem.choose");
        return {
          ...blank,
          op: Op.Choose,
          choices: given.choices.map((choice) => this.target(choice.target)),
        };
      case "verdict":
        return {
          ...blank,
          op: Op.Verdict,
          halt: this.halt(given.outcome, given.text, given.because),
          value: this.operand(given.when ?? { op: "const", value: 1 }),
        };
      case "result":
        return this.result(given);
      default:
        throw this.unknown("instruction", JSON.stringify(given satisfies never));
    }
  }

  private location(name: string): number {
    const location = this.program.locations.findIndex((item) => item.name === name);
    if (location < 0) throw this.unknown("location", name);
    return location;
  }

  /** A variable, or an element of an array. */
  private place(given: { readonly location: string; readonly index?: Expression }): {
    location: number;
    slot: number;
    key: Operand | null;
  } {
    const location = this.location(given.location);
    const { kind } = this.program.locations[location];
    const needed = given.index === undefined ? "variable" : "array";
    if (kind !== needed) throw this.wrongKind(given.location, kind, needed);
    return {
      location,
      slot: this.context.locations[location].slot,
      key: given.index === undefined ? null : this.operand(given.index),
    };
  }

  /** A panic or verdict; equal ones share a code. */
  private halt(kind: VerdictKind, text: string, because?: Sentence): number {
    const { halts } = this.context;
    const known = halts.findIndex(
      (item) => item.kind === kind && item.text === text && item.because?.id === because?.id,
    );
    return known >= 0 ? known : halts.push({ kind, text, because }) - 1;
  }

  private result(given: Instruction & { readonly kind: "result" }): Code {
    if (!this.context.isEpilogue) throw this.problem("problem.not-here", { kind: given.kind });
    const thread = this.program.threads.findIndex((item) => item.name === given.thread);
    if (thread < 0) throw this.unknown("thread", given.thread);
    const found = this.context.results[thread].find((item) => item.name === given.result);
    if (found === undefined) throw this.unknown("register", given.result);
    return {
      ...blank,
      op: Op.Result,
      thread,
      target: found.offset,
      register: this.register(given.register),
      second: this.register(given.finished),
    };
  }

  private map(name: string, key?: Expression): { location: number; slot: number; key: Operand | null } {
    const location = this.program.locations.findIndex((item) => item.name === name);
    if (location < 0) throw this.unknown("map", name);
    const item = this.program.locations[location];
    if (item.kind !== "map") throw this.wrongKind(name, item.kind, "map");
    if (key?.op === "const" && !(key.value in item.keys)) {
      throw this.problem("problem.key", { key: key.value, count: item.keys.length, map: name });
    }
    return {
      location,
      slot: this.context.locations[location].slot,
      key: key === undefined ? null : this.operand(key),
    };
  }

  private sync(name: string, ...kinds: readonly string[]): number {
    const index = this.program.syncs.findIndex((item) => item.name === name);
    if (index < 0) throw this.unknown(kinds[0], name);
    const found = this.program.syncs[index].kind;
    if (!kinds.includes(found)) throw this.wrongKind(name, found, kinds.join("/"));
    return index;
  }

  private spawned(name: string): number {
    const index = this.program.threads.findIndex((item) => item.name === name);
    if (index < 0) throw this.unknown("thread", name);
    if (this.program.threads[index].start !== "spawned")
      throw this.problem("problem.started-twice", { thread: name });
    return index;
  }

  private register(name: string | undefined): number {
    return name === undefined ? -1 : (this.offsets.get(name) ?? -1);
  }

  private operand(expression: Expression): Operand {
    return compileExpression(expression, (name) => this.register(name), this.context.values);
  }

  private intern(value: number): number {
    if (!Number.isSafeInteger(value)) throw this.problem("problem.number", { value: String(value) });
    return this.context.values.intern(value);
  }

  private target(target: number): number {
    const count = this.thread.instructions.length;
    if (!Number.isInteger(target) || target < 0 || target > count) {
      throw this.problem("problem.target", { target, count });
    }
    return target;
  }

  private unknown(what: string, name: string): SimulatorError {
    return this.problem("problem.unknown", { what, name });
  }

  private wrongKind(name: string, found: string, needed: string): SimulatorError {
    return this.problem("problem.kind", { name, found, needed });
  }

  private problem(id: SentenceId, args: Sentence["args"] = {}): SimulatorError {
    const { thread } = this;
    const source = thread.instructions[this.index].source;
    const where =
      source === undefined ? `${thread.name}, instruction ${this.index}` : `${source.file}:${source.line}`;
    return new SimulatorError(sentence(id, { where, ...args }));
  }
}
