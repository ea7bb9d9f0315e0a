/** One goroutine while its code is translated: where it is, what it knows, and what it emits. */
import { type MessageArgs, type MessageId, message } from "../../../protocol/src/messages.ts";
import type { Expression, SourceSpan } from "../../../simulator/src/program.ts";
import type { Range } from "../syntax/ast.ts";
import { type Block, type Plain, ThreadBlocks } from "./blocks.ts";
import { type Env, join } from "./env.ts";
import type { Code, Edge, Frame } from "./frame.ts";
import { type Numbers, numbersOf } from "./possible.ts";
import { Scope } from "./scope.ts";
import { constant, known, type Place, type Value } from "./value.ts";
import type { World } from "./world.ts";

/** A goroutine has no more results than this: each multiplies the outcomes. */
const maxResults = 4;

/** The state of the translation of one goroutine. */
export class Translator {
  readonly world: World;
  readonly thread: number;
  readonly blocks: ThreadBlocks;
  /** Where instructions go; undefined where control never comes. */
  block: Block | undefined;
  env: Env;
  scope = new Scope();
  frame: Frame;
  /** Tells places in this call, in this turn of a loop, from all others. */
  path: string;
  /** The code that instructions stand for. */
  span: SourceSpan | undefined;
  /** The value of iota. */
  iota = 0;
  /** What a new object is to be called. */
  hint: string | undefined;
  /** The variable that gets what the next load gives, and nothing else. */
  receiver: string | undefined;
  /** What the present statement has loaded, by location: a store of the same one is an update. */
  readonly loaded = new Map<string, string>();
  readonly #numbers = new Map<string, Numbers>();

  constructor(world: World, thread: number, frame: Frame, env: Env, path: string) {
    this.world = world;
    this.thread = thread;
    this.blocks = new ThreadBlocks(thread);
    this.block = this.blocks.entry;
    this.env = env;
    this.frame = frame;
    this.path = path;
  }

  get code(): Code {
    return this.frame.code;
  }

  /** Can control come here? */
  get live(): boolean {
    return this.block !== undefined;
  }

  /** Adds an instruction that stands for the present code. */
  emit(item: Plain): void {
    this.block?.add({ ...item, source: this.span });
  }

  /** Runs something with the span of a node. */
  at<T>(node: Range, run: () => T): T {
    const before = this.span;
    this.span = this.world.spans.of(this.code, node) ?? before;
    try {
      return run();
    } finally {
      this.span = before;
    }
  }

  /** Runs something with a longer path, in a scope of its own. */
  inside<T>(step: string, run: () => T): T {
    const { path, scope } = this;
    this.path = `${path}/${step}`;
    this.scope = new Scope(scope);
    try {
      return run();
    } finally {
      this.path = path;
      this.scope = scope;
    }
  }

  /** Where a node stands, for messages: `file.go:12`. */
  where(node: Range): string {
    const span = this.world.spans.of(this.code, node);
    return span === undefined ? "?" : `${span.file.slice(span.file.lastIndexOf("/") + 1)}:${span.line}`;
  }

  /** Tells the reader that something at a node is not simulated as it is; only where control comes. */
  note(id: MessageId, node: Range, args: MessageArgs = {}): void {
    if (this.live) this.world.note(id, { where: this.where(node), ...args });
  }

  /** The text of a node, shortened. */
  text(node: Range): string {
    const text = this.world.spans.of(this.code, node)?.text ?? "…";
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }

  /** A register that holds something new. */
  register(name: string): string {
    return this.blocks.register(name);
  }

  /** The numbers that an expression may give. */
  numbers(expression: Expression): Numbers {
    return numbersOf(expression, (name) => this.#numbers.get(name) ?? null);
  }

  /** Notes the numbers that a register may hold. */
  holds(register: string, numbers: Numbers): void {
    this.#numbers.set(register, numbers);
  }

  /** A register as a value of this goroutine. */
  word(value: Expression): Value {
    return { kind: "word", value, thread: this.thread };
  }

  /**
   * A name for the register of a load. What a variable is given by a load alone is a result of the
   * goroutine: the reader wants to see what it saw.
   */
  named(name: string): string {
    const { receiver } = this;
    this.receiver = undefined;
    if (receiver === undefined || !this.live || this.blocks.results.length >= maxResults) return name;
    this.blocks.results.push(this.blocks.next(receiver));
    return receiver;
  }

  /** The goroutine panics here, and the program with it. */
  panic(message: string): void {
    this.emit({ kind: "panic", message });
    this.block = undefined;
  }

  /** The goroutine waits here for ever. */
  wait(): void {
    if (this.block !== undefined) {
      this.block.end = { kind: "select", cases: [], otherwise: undefined, source: this.span };
    }
    this.block = undefined;
  }

  /** Runs something where a reference is nil, and goes on where it is not. */
  whenNil(value: Value, run: () => void): void {
    if (value.kind === "nil" && this.live) run();
    else this.whenLoadedNil(value, run);
  }

  /** The same for a reference that was loaded from memory which several goroutines use. */
  whenLoadedNil(value: Value, run: () => void): void {
    const word = "word" in value ? value.word : undefined;
    if (word === undefined || known(word) !== undefined) return;
    this.branch(this.word({ op: "eq", left: word, right: constant(0) }), undefined, run, () => {});
  }

  /** Makes a value a result of the goroutine, under a name. */
  result(name: string, value: Value): void {
    if (!this.live) return;
    this.blocks.results.push(this.blocks.next(name));
    this.emit({ kind: "assign", register: this.register(name), value: this.expression(value) });
  }

  /** The present point as a way into a join; control does not go on here. */
  leave(edges: Edge[]): void {
    if (this.block !== undefined) edges.push({ block: this.block, env: this.env });
    this.block = undefined;
  }

  /** Goes on where several ways meet; nowhere when there is none. */
  meet(edges: readonly Edge[]): void {
    const joined = join(this.blocks, edges, {
      token: (text) => this.world.token(text),
      initial: (key) => this.world.initials.get(key),
      ambiguous: (key) => this.world.ambiguous(key),
    });
    this.block = joined?.block;
    if (joined !== undefined) this.env = new Map(joined.env);
  }

  /** Splits control by a value; both ways run where it is not known, and meet again. */
  branch(condition: Value, node: Range | undefined, then: () => void, otherwise: () => void): void {
    const expression = this.#condition(condition, node);
    if (!this.live || expression === undefined) return;
    const decided = known(expression);
    if (decided !== undefined) {
      if (decided !== 0) then();
      else otherwise();
      return;
    }
    const [yes, no] = [this.blocks.fresh(), this.blocks.fresh()];
    if (this.block !== undefined) {
      this.block.end = { kind: "branch", condition: expression, yes, no, source: this.#spanOf(node) };
    }
    const before = this.env;
    const edges: Edge[] = [];
    for (const [block, run] of [
      [yes, then],
      [no, otherwise],
    ] as const) {
      this.block = block;
      this.env = new Map(before);
      run();
      this.leave(edges);
    }
    this.meet(edges);
  }

  #spanOf(node: Range | undefined): SourceSpan | undefined {
    return node === undefined ? this.span : (this.world.spans.of(this.code, node) ?? this.span);
  }

  #condition(value: Value, node: Range | undefined): Expression | undefined {
    if (value.kind === "word") return value.value;
    if (!this.live) return undefined;
    return this.choose(value, node);
  }

  /** A condition that is not known: both ways are simulated. */
  choose(value: Value, node: Range | undefined): Expression {
    const register = this.blocks.next("choice");
    if (node !== undefined) {
      const condition = value.kind === "unknown" ? value.text : this.text(node);
      const note = message("scenario.choice", { where: this.where(node), condition });
      this.world.choice(this.thread, register, note);
    }
    const before = this.span;
    this.span = this.#spanOf(node);
    this.emit({ kind: "havoc", register: this.register("choice"), values: [0, 1] });
    this.span = before;
    return { op: "reg", name: register };
  }

  /** A value as a number to keep in memory; 0 stands for nil. */
  expression(value: Value): Expression {
    switch (value.kind) {
      case "word":
        return value.thread === this.thread || known(value.value) !== undefined
          ? value.value
          : constant(this.world.token("?"));
      case "nil":
        return constant(0);
      case "slice":
        return value.length ?? constant(this.world.token(`len(${value.memory.name})`));
      case "unknown":
        return constant(this.world.token(value.text));
      case "pointer":
        return value.word ?? constant(this.world.token(`&${value.to.name}`));
      case "map":
        return value.word ?? constant(this.world.token(value.map.name));
      case "chan":
        return value.word ?? constant(this.world.token(value.chan.name));
      case "memory":
        return constant(this.world.token(value.at.name));
      case "func":
        return value.word ?? constant(this.world.token("func"));
      case "tuple":
        return value.values[0] === undefined ? constant(0) : this.expression(value.values[0]);
    }
  }

  /** Reads a piece of memory. */
  load(place: Place, name: string): Expression {
    const location = this.world.variable(place);
    const register = this.register(name);
    this.emit({ kind: "load", location, register });
    const startsElsewhere = place.outside || this.world.packageValues.get(place.key) !== undefined;
    this.holds(register, startsElsewhere ? null : this.world.numbers(place.key));
    this.loaded.set(location, register);
    return { op: "reg", name: register };
  }

  /** Writes a piece of memory; an update when the statement has loaded it before. */
  store(place: Place, value: Expression): void {
    const location = this.world.variable(place);
    this.world.give(place.key, this.numbers(value));
    this.emit({ kind: "store", location, value, update: this.loaded.get(location) });
  }
}
