/** Lexical scopes. */
import type { Obj } from "./types.ts";

/** Names declared in a block, inside another scope. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #names = new Map<string, Obj>();
  /** Where a name is looked up that no scope around declares; set for the outermost one only. */
  readonly #outer: ((name: string) => Obj | undefined) | undefined;

  constructor(parent: Scope | undefined, outer?: (name: string) => Obj | undefined) {
    this.parent = parent;
    this.#outer = outer;
  }

  /** Declares a name; `_` is never declared. */
  insert(obj: Obj): void {
    if (obj.name !== "_") this.#names.set(obj.name, obj);
  }

  /** The object of a name declared in this very scope. */
  own(name: string): Obj | undefined {
    return this.#names.get(name);
  }

  /** The object that a name denotes here. */
  lookup(name: string): Obj | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const obj = scope.#names.get(name) ?? scope.#outer?.(name);
      if (obj !== undefined) return obj;
    }
    return undefined;
  }
}
