/** What every lowering function gets, and the small readers they share. */
import type { BadExpr, Ident, Range } from "../ast.ts";
import type { FlatTree } from "../flat.ts";
import { K } from "../kinds.ts";

/** One lowering run: over one declaration, or over one chunk of a file. */
export interface Context {
  readonly tree: FlatTree;
  /** The text the offsets of `tree` point into. */
  readonly text: string;
  /** Names of node type ids, for operators. */
  readonly names: readonly string[];
  /** Unreadable lines the parser was not shown; each becomes a BadStmt in its block. */
  readonly omitted: readonly Range[];
  /** How deep the lowering has recursed; see {@link MAX_DEPTH}. */
  depth: number;
}

/**
 * Deeper nesting becomes a BadExpr or BadStmt, so that neither lowering nor any later walk over the
 * tree can overflow the stack. Go's own sources stay far below it.
 */
export const MAX_DEPTH = 1000;

/** How much deeper a block counts than an expression: it takes that many more calls. */
export const BLOCK_DEPTH = 8;

const EXPRESSIONS = new Uint8Array(256);
for (let kind = K.identifier; kind <= K.parenthesized; kind++) EXPRESSIONS[kind] = 1;
for (let kind = K.qualifiedType; kind <= K.parenthesizedType; kind++) EXPRESSIONS[kind] = 1;
for (const kind of [K.literalValue, K.literalElement, K.keyedElement, K.variadicArgument])
  EXPRESSIONS[kind] = 1;
for (const kind of [K.typeArguments, K.fieldDeclarationList, K.fieldDeclaration, K.methodElem]) {
  EXPRESSIONS[kind] = 0;
}

/** True for kinds that stand for an expression or a type. */
export function isExpression(kind: number): boolean {
  return EXPRESSIONS[kind] === 1;
}

/** The source text of a node. */
export function textOf(c: Context, n: number): string {
  return c.text.slice(c.tree.start[n], c.tree.end[n]);
}

/** The node as an identifier; an invented one keeps its empty name. */
export function identOf(c: Context, n: number): Ident {
  return { kind: "Ident", pos: c.tree.start[n], end: c.tree.end[n], name: textOf(c, n) };
}

/** An empty or partly read place. */
export function bad(pos: number, end: number): BadExpr {
  return { kind: "BadExpr", pos, end };
}

/** The first child of a kind, or -1. */
export function childOf(c: Context, n: number, kind: number): number {
  const { next, kind: kinds } = c.tree;
  const stop = next[n];
  for (let child = n + 1; child < stop; child = next[child]) if (kinds[child] === kind) return child;
  return -1;
}
