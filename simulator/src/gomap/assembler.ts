/** Puts instructions together, with labels instead of indices and a note on each of what the runtime does there. */
import type { Expression, Instruction, Register, VerdictKind } from "../program.ts";
import { type Sentence, type SentenceId, sentence } from "../sentences.ts";
import { type Term, term } from "./terms.ts";

/** A place in the code that jumps can name before it is known where it will be. */
export type Label = { readonly label: number };

/** An instruction whose targets are not known yet. */
type Pending = (at: (label: Label) => number) => Instruction;

/** Where in Go's sources a step stands, and what it is for. */
export interface Note {
  /** `1.24:src/internal/runtime/maps/map.go:479`. */
  readonly runtime?: string;
  readonly purpose?: SentenceId;
}

/** What all instructions of an operation share. */
export interface Common {
  readonly source: Instruction["source"];
  /** Values of the placeholders of purposes. */
  readonly args: Readonly<Record<string, string>>;
}

/** Assembles the instructions of one goroutine. */
export class Assembler {
  private readonly pending: Pending[] = [];
  private readonly places: number[] = [];
  private common: Common = { source: undefined, args: {} };
  /** What the first access from here on means to the race detector; later ones mean nothing. */
  private touches: Instruction["touches"];
  /** Whose memory new tables come from: 0 for the map's maker, else 1 + the index of the thread. */
  readonly pool: number;

  constructor(pool: number) {
    this.pool = pool;
  }

  /** Begins an operation: its source, and the access of the whole map that its first instruction stands for. */
  begin(common: Common, touches?: Instruction["touches"]): void {
    this.common = common;
    this.touches = touches;
  }

  label(): Label {
    this.places.push(-1);
    return { label: this.places.length - 1 };
  }

  labels(count: number): Label[] {
    return Array.from({ length: count }, () => this.label());
  }

  /** Puts a label before the next instruction. */
  place(label: Label): void {
    this.places[label.label] = this.pending.length;
  }

  /** Appends an instruction as it is, its targets given by labels. */
  copy(make: Pending): void {
    this.pending.push(make);
  }

  load(register: Register, location: string, index: Term | null, note: Note): void {
    this.access({ kind: "load", location, ...at(index), register }, note);
  }

  /** `update` as in an instruction: the register with the value that the store means to replace. */
  store(location: string, index: Term | null, value: Term, note: Note, update?: Register): void {
    this.access(
      { kind: "store", location, ...at(index), value: term(value), ...(update && { update }) },
      note,
    );
  }

  /** One load of neighbouring words. */
  loadWide(registers: readonly Register[], location: string, index: Term, note: Note): void {
    this.access({ kind: "load-wide", location, index: term(index), registers }, note);
  }

  /** Adds to a word of memory the way INC and DEC do: a load and a store. */
  add(location: string, index: Term | null, value: number, note: Note): void {
    this.load("$n", location, index, note);
    this.store(location, index, { op: "add", left: term("$n"), right: term(value) }, note);
  }

  /** A load of memory that nobody else writes: not published yet, or never changed after that. */
  loadFresh(register: Register, location: string, index: Term | null): void {
    this.silent(() => ({ kind: "load", location, ...at(index), register, fresh: true }));
  }

  /** A store to memory that no other goroutine can reach yet. */
  storeFresh(location: string, index: Term | null, value: Term): void {
    this.silent(() => ({ kind: "store", location, ...at(index), value: term(value), fresh: true }));
  }

  /** One load of neighbouring words that no other goroutine can reach yet. */
  loadWideFresh(registers: readonly Register[], location: string, index: Term): void {
    this.silent(() => ({ kind: "load-wide", location, index: term(index), registers, fresh: true }));
  }

  /** An entry of the map itself, for the epilogue. */
  writeDown(map: string, key: number, value: Term): void {
    this.append(() => ({ kind: "map-write", map, key: term(key), value: term(value) }), {});
  }

  /** What another goroutine remembers, for the epilogue. */
  result(register: Register, thread: string, result: Register): void {
    this.append(() => ({ kind: "result", thread, result, register }), {});
  }

  set(register: Register, value: Term): void {
    this.silent(() => ({ kind: "assign", register, value: term(value) }));
  }

  jump(to: Label): void {
    this.silent((where) => ({ kind: "jump", target: where(to) }));
  }

  /** Jumps when the condition holds. */
  branch(condition: Term, to: Label): void {
    this.silent((where) => ({ kind: "branch", condition: term(condition), target: where(to) }));
  }

  /** Says what is the matter when the condition holds. In a goroutine that ends the program. */
  verdict(outcome: VerdictKind, text: string, when: Term, note: Note = {}, because?: Sentence): void {
    this.silent(
      () => ({ kind: "verdict", outcome, text, ...(because && { because }), when: term(when) }),
      note,
    );
  }

  /** The memory of a map is not what this code takes it for: what comes after it means nothing. Goes to `bail`. */
  broken(map: string, because: SentenceId, when: Term, bail: Label): void {
    this.verdict("corruption", map, when, {}, sentence(because, { map }));
    this.branch(when, bail);
  }

  /** The same, and then, as an epilogue goes on after a verdict, a jump. */
  verdictAt(outcome: VerdictKind, text: string, when: Term, to: Label, note: Note = {}): void {
    this.verdict(outcome, text, when, note);
    this.branch(when, to);
  }

  /** The instructions. Throws when a label was never placed. */
  finish(): Instruction[] {
    const where = ({ label }: Label): number => {
      if (this.places[label] < 0) throw new Error(`label ${label} has no place`);
      return this.places[label];
    };
    return this.pending.map((make) => make(where));
  }

  private append(make: Pending, { runtime, purpose }: Note): void {
    const { source, args } = this.common;
    this.pending.push((where) => ({
      ...make(where),
      ...(source === undefined ? {} : { source }),
      ...(runtime === undefined ? {} : { runtime }),
      ...(purpose === undefined ? {} : { purpose: sentence(purpose, args) }),
    }));
  }

  /** Appends an access of memory that others can see: it takes time, and the first one stands for the operation. */
  private access(instruction: Instruction, note: Note): void {
    const { touches } = this;
    this.touches = undefined;
    this.append(() => ({ ...instruction, ...(touches === undefined ? {} : { touches }) }), note);
  }

  /** Appends what concerns the goroutine alone: it belongs to the access before it. */
  private silent(make: Pending, note: Note = {}): void {
    this.append((where) => ({ ...make(where), silent: true }), note);
  }
}

function at(index: Term | null): { readonly index?: Expression } {
  return index === null ? {} : { index: term(index) };
}
