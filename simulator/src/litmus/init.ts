/** The initial state of a `.litmus` file: `x=1; [y]=2; uint64_t z; 0:rax=x; 1:EBX=1;`. */
import { collecting, LitmusError, type LitmusProblem } from "./problem.ts";
import { type Architecture, registerOf } from "./registers.ts";
import type { Sections } from "./sections.ts";
import { numberOf, Tokens } from "./tokens.ts";

/** What registers and memory hold at the start; what is not named holds 0. */
export interface Init {
  readonly memory: ReadonlyMap<string, number>;
  /** Registers with numbers, by thread. */
  readonly registers: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** Registers that hold the address of a location, by thread. */
  readonly addresses: ReadonlyMap<number, ReadonlyMap<string, string>>;
}

/** Reads the initial state. Problems go to the list, and what they stand in is left out. */
export function readInit({ text, architecture, init }: Sections, problems: LitmusProblem[]): Init {
  const reader = new InitReader(architecture);
  let start = init.start;
  for (const part of text.slice(init.start, init.end).split(";")) {
    const end = start + part.length;
    if (part.trim() !== "") collecting(problems, () => reader.item(new Tokens(text, { start, end })));
    start = end + 1;
  }
  return reader;
}

class InitReader implements Init {
  readonly memory = new Map<string, number>();
  readonly registers = new Map<number, Map<string, number>>();
  readonly addresses = new Map<number, Map<string, string>>();
  private readonly architecture: Architecture;

  constructor(architecture: Architecture) {
    this.architecture = architecture;
  }

  item(tokens: Tokens): void {
    skipType(tokens);
    const thread = threadNumber(tokens);
    if (thread === undefined) this.location(tokens);
    else this.register(thread, tokens);
    if (!tokens.done) throw tokens.problem("init-item");
  }

  private location(tokens: Tokens): void {
    const bracket = tokens.accept("[");
    const name = tokens.take("name");
    if (name === undefined) throw tokens.problem("init-item");
    if (bracket) tokens.expect("]", "init-item");
    else if (tokens.is("[")) throw tokens.problem("init-array", { name: name.text });
    if (!tokens.accept("=")) {
      this.memory.set(name.text, 0);
      return;
    }
    const value = tokens.take("number");
    if (value === undefined) {
      const pointer = tokens.is("&") || tokens.peek()?.kind === "name";
      throw tokens.problem(pointer ? "init-pointer" : "init-value");
    }
    this.memory.set(name.text, numberOf(value));
  }

  private register(thread: number, tokens: Tokens): void {
    const word = tokens.take("name");
    const name = word === undefined ? undefined : registerOf(this.architecture, word.text, word);
    if (name === undefined) throw tokens.problem("init-item");
    if (!tokens.accept("=")) return;
    tokens.accept("&");
    const value = tokens.peek();
    if (tokens.take("number") !== undefined && value !== undefined) {
      within(this.registers, thread).set(name, numberOf(value));
    } else if (tokens.take("name") !== undefined && value !== undefined) {
      within(this.addresses, thread).set(name, value.text);
      if (!this.memory.has(value.text)) this.memory.set(value.text, 0);
    } else throw tokens.problem("init-value");
  }
}

/** A type before a name: `int`, `uint64_t *`, `volatile int`. The machine's words hold any of them. */
function skipType(tokens: Tokens): void {
  const typed = (): boolean => {
    const next = tokens.peek(1);
    return next?.kind === "name" || next?.kind === "number" || next?.text === "*" || next?.text === "[";
  };
  while (tokens.peek()?.kind === "name" && typed()) {
    // `t[2]` is an array, `int [x]` a type and a location.
    if (tokens.peek(1)?.text === "[" && tokens.peek(2)?.kind !== "name") return;
    tokens.take("name");
  }
  while (tokens.accept("*"));
}

/** The number of a thread before a register: `0:` or `P0:`. */
export function threadNumber(tokens: Tokens): number | undefined {
  if (tokens.peek(1)?.text !== ":") return undefined;
  const token = tokens.peek();
  const digits = /^P?(\d+)$/.exec(token?.text ?? "");
  if (token === undefined || digits === null) return undefined;
  if (tokens.take("number") === undefined) tokens.take("name");
  tokens.accept(":");
  const thread = Number(digits[1]);
  if (!Number.isSafeInteger(thread)) throw new LitmusError("init-thread", token, { thread: digits[1] });
  return thread;
}

function within<T>(map: Map<number, Map<string, T>>, thread: number): Map<string, T> {
  const known = map.get(thread) ?? new Map<string, T>();
  map.set(thread, known);
  return known;
}
