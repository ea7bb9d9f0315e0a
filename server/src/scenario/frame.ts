/** A function while it is translated. */
import type { Decl } from "../syntax/ast.ts";
import type { Info } from "../types/info.ts";
import type { Package } from "../types/package.ts";
import type { Func } from "../types/types.ts";
import type { Block } from "./blocks.ts";
import type { Env } from "./env.ts";
import type { Place } from "./value.ts";

/** The text a function comes from, with what the checker knows of it. */
export interface Code {
  readonly pkg: Package;
  readonly decl: Decl;
  readonly info: Info;
}

/** A way into a join: the block it comes from, and what is known there. */
export interface Edge {
  readonly block: Block;
  readonly env: Env;
}

/** A call that waits for the end of its function; it runs when its flag is set. */
export interface Deferred {
  readonly flag: Place;
  readonly run: () => void;
}

/** Where `break` and `continue` lead. */
export interface Target {
  readonly label: string | undefined;
  readonly breaks: Edge[];
  /** Missing for switch and select. */
  readonly continues?: Edge[];
}

export interface Frame {
  readonly code: Code;
  /** How many calls deep it is. */
  readonly depth: number;
  /** The functions on the way here, to stop recursion. */
  readonly callers: readonly Func[];
  /** The memory of the results. */
  readonly results: readonly Place[];
  /** What the caller calls the object that it is given. */
  readonly hint?: string;
  readonly returns: Edge[];
  readonly deferred: Deferred[];
  readonly targets: Target[];
}
