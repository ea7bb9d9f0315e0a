/** Which memory the variables of the reader's code stand for at a point of the translation. */
import type { Var } from "../types/types.ts";
import type { Place } from "./value.ts";

/** A chain of scopes. Each turn of a loop has its own, since each has its own variables. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #places = new Map<Var, Place>();

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  /** Gives a variable its memory. */
  declare(variable: Var, place: Place): void {
    this.#places.set(variable, place);
  }

  /** The memory of a variable; undefined when it is declared elsewhere. */
  find(variable: Var): Place | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.#parent) {
      const place = scope.#places.get(variable);
      if (place !== undefined) return place;
    }
    return undefined;
  }
}
