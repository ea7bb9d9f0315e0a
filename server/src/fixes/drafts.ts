/** The drafts of all files that a fix changes. */
import type { BlockStmt } from "../syntax/ast.ts";
import { Draft } from "./draft.ts";
import type { FuncSource } from "./funcs.ts";
import { Placer } from "./place.ts";
import { refuse } from "./refusal.ts";

/** One draft for each file, made when it is first needed. */
export class Drafts {
  readonly #text: (path: string) => string | undefined;
  readonly #drafts = new Map<string, Draft>();
  readonly #unfolded = new Map<object, Set<BlockStmt>>();

  constructor(text: (path: string) => string | undefined) {
    this.#text = text;
  }

  of(path: string): Draft {
    const known = this.#drafts.get(path);
    if (known !== undefined) return known;
    const text = this.#text(path);
    if (text === undefined) return refuse("fix.no.unreadable", { file: path });
    const draft = new Draft(path, text);
    this.#drafts.set(path, draft);
    return draft;
  }

  /** Places lines in one function. */
  placer(source: FuncSource): Placer {
    const unfolded = this.#unfolded.get(source.func) ?? new Set<BlockStmt>();
    this.#unfolded.set(source.func, unfolded);
    return new Placer(source, this.of(source.path), unfolded);
  }

  /** The drafts asked for so far. */
  everything(): readonly Draft[] {
    return [...this.#drafts.values()];
  }
}
