/**
 * What Go's compiler may do to plain accesses of a goroutine between two instructions that synchronise, branch or
 * call: it swaps independent loads, loads a location once instead of twice, and drops a store that a later one
 * overwrites. Observed in the code that Go 1.24 and 1.27 make for amd64, and in its passes: loads with the same
 * memory argument can be scheduled in any order and are merged (cmd/compile/internal/ssa/cse.go, schedule.go), a
 * store is dead when the block stores to the place again and loads nothing in between (ssa/deadstore.go). No load
 * passes a store here, and stores keep their order.
 *
 * The possibilities become `choose` instructions, one for each run of loads and each dead store. So two goroutines
 * that run the same function may find it compiled differently, as when it is inlined.
 */
import type { Choice, Instruction, Program, Thread } from "./program.ts";
import { registersOf } from "./registers.ts";
import { sentence } from "./sentences.ts";

/** Of a longer run not all orders are tried, only those in which one load is moved. */
const ALL_ORDERS = 4;

/** The program with the compiler's choices in it. Instructions keep their places; compiled ones are added behind. */
export function withCompiler(program: Program): Program {
  return {
    ...program,
    threads: program.threads.map((thread) => new ThreadCompiler(program, thread).compiled()),
  };
}

/** The end of a thread, until it is known where it is. */
const END = Number.MAX_SAFE_INTEGER;

type Load = Instruction & { readonly kind: "load" };
type Assign = Instruction & { readonly kind: "assign" };
type Store = Instruction & { readonly kind: "store" };

class ThreadCompiler {
  private readonly program: Program;
  private readonly thread: Thread;
  /** The instructions as they are written. */
  private readonly before: readonly Instruction[];
  private readonly instructions: Instruction[];
  private readonly targets: ReadonlySet<number>;

  constructor(program: Program, thread: Thread) {
    this.program = program;
    this.thread = thread;
    const end = thread.instructions.length;
    this.before = moved(thread.instructions, end, END);
    this.instructions = [...this.before];
    this.targets = targetsOf(thread.instructions);
  }

  compiled(): Thread {
    for (let index = 0; index < this.before.length; index++) {
      const run = this.runAt(index);
      if (run.length > 1) {
        this.chooseOrder(index, run);
        index += run.length - 1;
      } else if (this.isDead(index)) this.chooseStore(index);
    }
    if (this.instructions.length === this.before.length) return this.thread;
    const instructions = moved(this.instructions, END, this.instructions.length);
    return { ...this.thread, instructions };
  }

  /** The loads and assignments from an instruction on that always run one after another. */
  private runAt(index: number): (Load | Assign)[] {
    const run: (Load | Assign)[] = [];
    for (const instruction of this.blockFrom(index)) {
      if (!isLoad(instruction) && instruction.kind !== "assign") break;
      run.push(instruction);
    }
    return run.some(isLoad) ? run : [];
  }

  /** The plain accesses and assignments from an instruction on that always run one after another. */
  private *blockFrom(index: number): Generator<Load | Assign | Store> {
    const instructions = this.before;
    for (let at = index; at < instructions.length; at++) {
      const instruction = instructions[at];
      if (at > index && this.targets.has(at)) return;
      if (!isLoad(instruction) && !isStore(instruction) && instruction.kind !== "assign") return;
      // What the runtime's own functions were compiled to is known.
      if (instruction.runtime !== undefined) return;
      yield instruction;
      if (instruction.next !== undefined) return;
    }
  }

  /** Whether a store is overwritten before its block loads anything. */
  private isDead(index: number): boolean {
    const [first, ...rest] = this.blockFrom(index);
    if (first === undefined || !isStore(first)) return false;
    for (const instruction of rest) {
      if (isLoad(instruction)) return false;
      if (isStore(instruction) && samePlace(first, instruction)) return true;
    }
    return false;
  }

  private chooseStore(index: number): void {
    const store = this.before[index];
    const location = store.kind === "store" ? this.nameOf(store) : "";
    const next = store.next ?? index + 1;
    this.choose(index, [
      { target: this.append([store], next), sentence: sentence("compiler.store", { location }) },
      { target: next, sentence: sentence("compiler.no-store", { location }) },
    ]);
  }

  private chooseOrder(index: number, run: readonly (Load | Assign)[]): void {
    const next = run[run.length - 1].next ?? index + run.length;
    const variants = new Map<string, (Load | Assign)[]>();
    for (const variant of [...ordersOf(run), ...ordersOf(merged(run))]) {
      variants.set(JSON.stringify(variant.map((item) => ({ ...item, next: null }))), variant);
    }
    if (variants.size === 1) return;
    const choices = [...variants.values()].map((variant): Choice => {
      const locations = variant.filter(isLoad).map((load) => this.nameOf(load));
      return {
        target: this.append(variant, next),
        sentence: sentence("compiler.loads", { locations: locations.join(", ") }),
      };
    });
    this.choose(index, choices);
  }

  private choose(index: number, choices: readonly Choice[]): void {
    const { source } = this.before[index];
    this.instructions[index] = { kind: "choose", choices, ...(source === undefined ? {} : { source }) };
  }

  /** Adds instructions behind all others, the last one followed by `next`. Gives the place of the first. */
  private append(added: readonly Instruction[], next: number): number {
    const place = this.instructions.length;
    const last = added.length - 1;
    for (const [index, instruction] of added.entries()) {
      this.instructions.push({ ...instruction, next: index === last ? next : place + index + 1 });
    }
    return place;
  }

  private nameOf({ location, index }: Load | Store): string {
    const found = this.program.locations.find((item) => item.name === location);
    if (index?.op !== "const") return location;
    const element = found?.kind === "array" ? found.elements?.[index.value] : undefined;
    return element ?? `${location}[${index.value}]`;
  }
}

/** Where control can come from elsewhere. */
function targetsOf(instructions: readonly Instruction[]): Set<number> {
  const targets = new Set<number>();
  for (const instruction of instructions) {
    if (instruction.next !== undefined) targets.add(instruction.next);
    if (instruction.kind === "select") {
      for (const item of instruction.cases) targets.add(item.target);
      if (instruction.default !== undefined) targets.add(instruction.default);
    } else if (instruction.kind === "choose") {
      for (const item of instruction.choices) targets.add(item.target);
    } else if ("target" in instruction) {
      targets.add(instruction.target);
    }
  }
  return targets;
}

/** Instructions that lead to `to` where they lead to `from`, by jumping or by being followed by it. */
function moved(instructions: readonly Instruction[], from: number, to: number): Instruction[] {
  const place = (target: number): number => (target === from ? to : target);
  return instructions.map((instruction, index) => {
    const next = place(instruction.next ?? index + 1);
    return {
      ...retargeted(instruction, place),
      ...(instruction.next === undefined && next === index + 1 ? {} : { next }),
    };
  });
}

function retargeted(instruction: Instruction, moved: (target: number) => number): Instruction {
  switch (instruction.kind) {
    case "jump":
    case "branch":
    case "once-begin":
      return { ...instruction, target: moved(instruction.target) };
    case "select": {
      const cases = instruction.cases.map((item) => ({ ...item, target: moved(item.target) }));
      if (instruction.default === undefined) return { ...instruction, cases };
      return { ...instruction, cases, default: moved(instruction.default) };
    }
    case "choose":
      return {
        ...instruction,
        choices: instruction.choices.map((item) => ({ ...item, target: moved(item.target) })),
      };
    default:
      return instruction;
  }
}

function isLoad(instruction: Instruction): instruction is Load {
  return instruction.kind === "load";
}

function isStore(instruction: Instruction): instruction is Store {
  return instruction.kind === "store";
}

function samePlace(one: Load | Store, other: Load | Store): boolean {
  return one.location === other.location && JSON.stringify(one.index) === JSON.stringify(other.index);
}

/** Whether two accesses may be of one word: of an array, unless both indices are known and differ. */
function mayAlias(one: Load, other: Load): boolean {
  if (one.location !== other.location) return false;
  return one.index?.op !== "const" || other.index?.op !== "const" || one.index.value === other.index.value;
}

/** The registers an instruction writes. */
function written(instruction: Load | Assign): string {
  return instruction.register;
}

/** Whether the later of two instructions must stay behind the earlier one. */
function depends(earlier: Load | Assign, later: Load | Assign): boolean {
  if (registersOf(later).includes(written(earlier)) || registersOf(earlier).includes(written(later)))
    return true;
  return isLoad(earlier) && isLoad(later) && mayAlias(earlier, later);
}

/** A run in which a location that is loaded again takes the value of the first load, where that is still there. */
function merged(run: readonly (Load | Assign)[]): (Load | Assign)[] {
  return run.map((instruction, place) => {
    if (!isLoad(instruction)) return instruction;
    const first = run.findIndex(
      (item, earlier) => earlier < place && isLoad(item) && samePlace(item, instruction),
    );
    if (first < 0) return instruction;
    const { register } = run[first];
    const used = registersOf(instruction).filter((name) => name !== instruction.register);
    const changed = run.slice(first + 1, place).some((item) => [register, ...used].includes(written(item)));
    if (changed) return instruction;
    const { source } = instruction;
    const taken: Assign = {
      kind: "assign",
      register: instruction.register,
      value: { op: "reg", name: register },
      ...(source === undefined ? {} : { source }),
    };
    return taken;
  });
}

/** The run with its loads in other orders, the given one first. Assignments follow what they are computed from. */
function ordersOf(run: readonly (Load | Assign)[]): (Load | Assign)[][] {
  const loads = run.flatMap((item, place) => (isLoad(item) ? [place] : []));
  const orders = loads.length <= ALL_ORDERS ? permutations(loads) : oneMoved(loads);
  return orders.flatMap((order) => arranged(run, order) ?? []);
}

/** The run with its loads in an order; nothing when that is against what depends on what. */
function arranged(run: readonly (Load | Assign)[], order: readonly number[]): [(Load | Assign)[]] | [] {
  const done: number[] = [];
  const place = (index: number): boolean => {
    // In the order of the code, so that what these depend on comes before them.
    for (let before = 0; before < index; before++) {
      if (done.includes(before) || !depends(run[before], run[index])) continue;
      if (isLoad(run[before]) || !place(before)) return false;
    }
    done.push(index);
    return true;
  };
  for (const index of order) if (!place(index)) return [];
  for (let index = 0; index < run.length; index++) if (!done.includes(index) && !place(index)) return [];
  return [done.map((index) => run[index])];
}

function permutations(items: readonly number[]): number[][] {
  let found: number[][] = [[]];
  for (let length = 0; length < items.length; length++) {
    found = found.flatMap((begun) =>
      items.filter((item) => !begun.includes(item)).map((item) => [...begun, item]),
    );
  }
  return found;
}

/** The items as they are, and with each one moved to each place. */
function oneMoved(items: readonly number[]): number[][] {
  return items.flatMap((item, from) => items.map((_, to) => items.toSpliced(from, 1).toSpliced(to, 0, item)));
}
