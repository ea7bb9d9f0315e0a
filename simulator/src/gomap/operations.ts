/** The map operations of one goroutine, written out with the code of a model. */
import type { Expression, Instruction, Register, Thread, TouchAccess } from "../program.ts";
import { registersOf } from "../registers.ts";
import type { Assembler } from "./assembler.ts";
import { type GhostBook, ghostOf } from "./ghosts.ts";
import { COUNT, FOUND, type MapModel, POINTER } from "./model.ts";
import { differs, either, equal, minus, plus } from "./terms.ts";

type MapInstruction = Extract<Instruction, { readonly map: string }>;
type MapRead = Extract<Instruction, { readonly kind: "map-read" }>;
type MapLookup = Extract<Instruction, { readonly kind: "map-read" | "map-range" }>;
type MapWrite = Extract<Instruction, { readonly kind: "map-write" }>;

/** What the race detector is told of an operation. */
const accesses: Readonly<Record<MapInstruction["kind"], TouchAccess>> = {
  "map-read": "read",
  "map-len": "read",
  "map-range": "iterate",
  "map-write": "write",
  "map-delete": "delete",
  "map-clear": "clear",
};

/** Writes the operations of a goroutine into an assembler. */
export class OperationWriter {
  private readonly code: Assembler;
  private readonly thread: Thread;
  private readonly models: ReadonlyMap<string, MapModel>;
  private readonly book: GhostBook;
  /** Reads of `m[k]++` that the write at the given index makes: mapassign finds the cell for both. */
  private readonly fused = new Map<number, MapRead>();

  constructor(code: Assembler, thread: Thread, models: ReadonlyMap<string, MapModel>, book: GhostBook) {
    this.code = code;
    this.thread = thread;
    this.models = models;
    this.book = book;
  }

  /** Writes an instruction if it is a map operation; false when it is not. */
  write(instruction: Instruction, index: number): boolean {
    if (!("map" in instruction)) return false;
    const model = this.models.get(instruction.map);
    if (model === undefined) return false;
    if (instruction.kind === "map-read" && instruction.unchecked === true) {
      const write = this.updateAfter(instruction, index);
      if (write >= 0) {
        this.fused.set(write, instruction);
        return true;
      }
    }
    this.begin(instruction);
    switch (instruction.kind) {
      case "map-read":
        this.forKey(model, instruction.key, (key) => {
          model.access(this.code, key, instruction.unchecked === true ? "none" : "read");
          this.takeValue(model, instruction, key);
        });
        break;
      case "map-write":
        this.forKey(model, instruction.key, (key) => this.store(model, instruction, key, index));
        break;
      case "map-delete":
        this.forKey(model, instruction.key, (key) => {
          model.remove(this.code, key);
          const ghost = ghostOf(this.book, this.thread.name, instruction.map, key);
          if (ghost?.deleted != null) this.code.set(ghost.deleted, 1);
        });
        break;
      case "map-range":
        if (instruction.key === undefined) {
          model.iterate(this.code);
          this.takeCount(instruction.count);
        } else {
          this.forKey(model, instruction.key, (key) => {
            model.access(this.code, key, "iterate");
            this.takeValue(model, instruction, key);
          });
        }
        break;
      case "map-len":
        this.code.load(COUNT, model.count, null, { purpose: "map.len" });
        this.takeCount(instruction.register);
        break;
      case "map-clear":
        model.clear(this.code);
        break;
    }
    return true;
  }

  private begin({ kind, map, source }: MapInstruction): void {
    this.code.begin({ source, args: { map } }, { location: map, access: accesses[kind] });
  }

  /** mapassign, and then the caller stores the value where the runtime said. */
  private store(model: MapModel, instruction: MapWrite, key: number, index: number): void {
    const { code } = this;
    model.assign(code, key);
    const read = this.fused.get(index);
    if (read?.register !== undefined) {
      code.load(read.register, model.elements, POINTER, { purpose: "map.value.read" });
    }
    const { value, update } = instruction;
    const ghost = ghostOf(this.book, this.thread.name, instruction.map, key);
    const moved = update === undefined ? null : (ghost?.moved ?? null);
    // Where the epilogue adds the updates up, the machine need not watch them.
    code.store(
      model.elements,
      POINTER,
      value,
      { purpose: "map.value.write" },
      moved === null ? update : undefined,
    );
    if (ghost?.put == null) return;
    code.set(ghost.put.value, value);
    code.set(ghost.put.done, 1);
    if (moved !== null && update !== undefined) code.set(moved, plus(moved, minus(value, update)));
  }

  /** Loads the value that was found, and remembers when it was not what it should have been. */
  private takeValue(model: MapModel, { map, register, ok }: MapLookup, key: number): void {
    const { code } = this;
    const [absent, end] = code.labels(2);
    const missed = ghostOf(this.book, this.thread.name, map, key)?.missed ?? null;
    if (missed !== null) code.set(missed.seen, either(missed.seen, equal(FOUND, 0)));
    if (register !== undefined) {
      code.branch(equal(FOUND, 0), absent);
      code.load(register, model.elements, POINTER, { purpose: "map.value.read" });
      if (missed !== null && missed.value !== null) {
        code.set(missed.seen, either(missed.seen, differs(register, missed.value)));
      }
      code.jump(end);
      code.place(absent);
      code.set(register, 0);
      code.place(end);
    }
    if (ok !== undefined) code.set(ok, FOUND);
  }

  private takeCount(register: Register | undefined): void {
    if (register !== undefined) this.code.set(register, COUNT);
  }

  /** The code for a key; for one that a register names, the code of every key with a choice before it. */
  private forKey(model: MapModel, key: Expression, write: (key: number) => void): void {
    if (key.op === "const") {
      write(key.value);
      return;
    }
    const { code } = this;
    const end = code.label();
    for (const each of model.keys.keys()) {
      const other = code.label();
      code.branch(equal(equal(key, each), 0), other);
      write(each);
      code.jump(end);
      code.place(other);
    }
    code.place(end);
  }

  /**
   * The index of the write that the read of `m[k]++` belongs to, -1 when it does not belong to one: another
   * instruction uses the value, or control may go elsewhere in between.
   */
  private updateAfter(read: MapRead, index: number): number {
    const { instructions } = this.thread;
    if (read.register === undefined || read.key.op !== "const") return -1;
    for (let at = index + 1; at < instructions.length; at++) {
      const instruction = instructions[at];
      if (instruction.kind === "map-write" && instruction.update === read.register) {
        const same = instruction.map === read.map && instruction.key.op === "const";
        return same && instruction.key.value === read.key.value ? at : -1;
      }
      if ("target" in instruction || instruction.next !== undefined) return -1;
      if (registersOf(instruction).includes(read.register)) return -1;
    }
    return -1;
  }
}
