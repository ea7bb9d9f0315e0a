/** The instructions of a thread while they are made: blocks with jumps between them, laid out in the end. */

import type { Expression, Instruction, SelectCase, SourceSpan } from "../../../simulator/src/program.ts";
import { layOut } from "./layout.ts";
import { simplify } from "./simplify.ts";

/** A communication of a select and the block that follows it. */
export type CaseTo = DistributiveOmit<SelectCase, "target"> & { readonly to: Block };

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

type Jumping = "jump" | "branch" | "select" | "once-begin";

/** An instruction without a jump. */
export type Plain = Exclude<Instruction, { readonly kind: Jumping }>;

/** How a block goes on. */
export type End =
  | { readonly kind: "jump"; readonly to: Block }
  | {
      readonly kind: "branch";
      readonly condition: Expression;
      readonly yes: Block;
      readonly no: Block;
      readonly source?: SourceSpan;
    }
  | {
      readonly kind: "select";
      readonly cases: readonly CaseTo[];
      readonly otherwise: Block | undefined;
      readonly source?: SourceSpan;
    }
  | {
      readonly kind: "once";
      readonly sync: string;
      readonly first: Block;
      readonly done: Block;
      readonly source?: SourceSpan;
    };

/** Instructions that run one after the other. */
export class Block {
  items: Plain[] = [];
  /** Missing where the thread ends. */
  end: End | undefined;

  add(item: Plain): void {
    this.items.push(item);
  }

  jump(to: Block): void {
    this.end = { kind: "jump", to };
  }
}

/** The blocks of one thread. */
export class ThreadBlocks {
  readonly thread: number;
  readonly entry = new Block();
  /** Registers that a reader cares for: their last values are part of the outcome. */
  readonly results: string[] = [];
  readonly #registers = new Map<string, number>();

  constructor(thread: number) {
    this.thread = thread;
  }

  fresh(): Block {
    return new Block();
  }

  /** A register that nothing else uses, named after what it holds. */
  register(name: string): string {
    const register = this.next(name);
    this.#registers.set(name, (this.#registers.get(name) ?? 0) + 1);
    return register;
  }

  /** The register that the next call of `register` with this name gives. */
  next(name: string): string {
    const count = (this.#registers.get(name) ?? 0) + 1;
    return count === 1 ? name : `${name}#${count}`;
  }

  /** The instructions in one list, without what nothing needs. */
  layOut(): Instruction[] {
    simplify(this.entry, new Set(this.results));
    return layOut(this.entry);
  }
}
