/** Bodies on demand, kept while there is room. */
import type { BlockStmt, FuncDecl } from "./ast.ts";
import { lowerBody } from "./chunk.ts";

/**
 * Bodies by declaration; the least recently used ones are dropped first. A dropped body is made
 * again on the next request, equal to the first but not identical.
 */
export class BodyCache {
  readonly #bodies = new Map<FuncDecl, BlockStmt>();
  readonly #capacity: number;
  #size = 0;

  /** `capacity` is in characters of the functions' text. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The body of a function; an empty block when it has none. */
  bodyOf(decl: FuncDecl): BlockStmt {
    const known = this.#bodies.get(decl);
    const body = known ?? lowerBody(decl);
    this.#bodies.delete(decl);
    this.#bodies.set(decl, body);
    if (!known) {
      this.#size += decl.text.length;
      this.#shrink();
    }
    return body;
  }

  /** Puts in a body that was lowered together with its file. */
  add(decl: FuncDecl, body: BlockStmt): void {
    if (this.#bodies.has(decl)) return;
    this.#bodies.set(decl, body);
    this.#size += decl.text.length;
    this.#shrink();
  }

  #shrink(): void {
    for (const decl of this.#bodies.keys()) {
      if (this.#size <= this.#capacity || this.#bodies.size === 1) return;
      this.#bodies.delete(decl);
      this.#size -= decl.text.length;
    }
  }
}

const shared = new BodyCache(2_000_000);

/** The body of a function, from a cache that is shared by the whole process. */
export function bodyOf(decl: FuncDecl): BlockStmt {
  return shared.bodyOf(decl);
}
