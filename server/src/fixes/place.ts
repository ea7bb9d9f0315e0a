/** Where new lines go among the statements of a function. */
import type { BlockStmt, Node, Stmt } from "../syntax/ast.ts";
import { type Draft, indentOf, lineEnd, lineStart } from "./draft.ts";
import { type FuncSource, listsOf } from "./funcs.ts";
import { refuse } from "./refusal.ts";

/** Puts lines before and after statements of one function, and unfolds bodies that stand on one line. */
export class Placer {
  readonly source: FuncSource;
  readonly draft: Draft;
  /** Bodies on one line that were unfolded. */
  readonly #unfolded: Set<BlockStmt>;
  readonly #newline: string;
  /** Branches that {@link Placer.nest} put into blocks, with their new indentation. */
  readonly #nested = new Map<Stmt, string>();

  constructor(source: FuncSource, draft: Draft, unfolded: Set<BlockStmt>) {
    this.source = source;
    this.draft = draft;
    this.#unfolded = unfolded;
    this.#newline = source.text.includes("\r\n") ? "\r\n" : "\n";
  }

  /** Puts the `if` behind an `else` into a block of its own; lines before it go into the block. */
  nest(branch: Extract<Stmt, { kind: "IfStmt" }>, indent: string): void {
    const { text } = this.source;
    const [start, end] = [this.#at(branch.pos), this.#at(branch.end)];
    this.#nested.set(branch, `${indent}\t`);
    this.draft.insert(start, `{${this.#newline}${indent}\t`);
    for (let at = text.indexOf("\n", start) + 1; at > 0 && at < end; at = text.indexOf("\n", at) + 1) {
      if (!/^\r?\n/.test(text.slice(at, at + 2))) this.draft.insert(at, "\t");
    }
    this.draft.insert(end, `${this.#newline}${indent}}`);
  }

  /** Lines before a statement of a list. */
  before(inner: Stmt, lines: readonly string[]): void {
    const around = this.source.parents.get(inner);
    // A label belongs to its statement.
    const stmt = around?.kind === "LabeledStmt" ? around : inner;
    const at = this.#at(stmt.pos);
    const nested = this.#nested.get(stmt);
    if (nested !== undefined) {
      this.draft.insert(at, lines.map((line) => `${line}${this.#newline}${nested}`).join(""));
      return;
    }
    this.#unfoldAround(stmt);
    const indent = this.#indent(stmt);
    const block = this.#block(stmt);
    if (
      !this.#isUnfolded(block) &&
      !/^[ \t]*$/.test(this.source.text.slice(lineStart(this.source.text, at), at))
    ) {
      refuse("fix.no.layout");
    }
    if (stmt.kind === "LabeledStmt") {
      const label = indentOf(this.source.text, at);
      this.draft.insert(at, lines.map((line) => `\t${line}${this.#newline}${label}`).join(""));
    } else this.draft.insert(at, lines.map((line) => `${line}${this.#newline}${indent}`).join(""));
  }

  /** Lines after a statement of a list. */
  after(stmt: Stmt, lines: readonly string[]): void {
    const { text } = this.source;
    const at = this.#at(stmt.end);
    this.#unfoldAround(stmt);
    const indent = this.#indent(stmt);
    const block = this.#block(stmt);
    const inserted = lines.map((line) => `${this.#newline}${indent}${line}`).join("");
    if (this.#isUnfolded(block)) {
      this.draft.insert(at, inserted);
      return;
    }
    const end = lineEnd(text, at);
    if (!/^[ \t]*(\/\/.*|\/\*[^*]*\*\/[ \t]*)?$/.test(text.slice(at, end))) refuse("fix.no.layout");
    this.draft.insert(end, inserted);
  }

  /** Replaces a node's text. */
  replace(node: { readonly pos: number; readonly end: number }, text: string): void {
    this.draft.replace(this.#at(node.pos), this.#at(node.end), text);
  }

  /** Removes the text between two positions of the declaration. */
  cut(from: number, to: number): void {
    this.draft.replace(this.#at(from), this.#at(to), "");
  }

  /** The indentation that a statement of a list has in the end. */
  indentOf(stmt: Stmt): string {
    return this.#indent(stmt);
  }

  #at(pos: number): number {
    return this.source.offset + pos;
  }

  #block(node: Node): BlockStmt | undefined {
    for (let at = this.source.parents.get(node); at !== undefined; at = this.source.parents.get(at)) {
      if (at.kind === "BlockStmt") return at;
      if (at.kind === "CaseClause" || at.kind === "CommClause") return undefined;
    }
    return this.source.func.body;
  }

  #isUnfolded(block: BlockStmt | undefined): boolean {
    return block !== undefined && this.#unfolded.has(block);
  }

  /** Unfolds every block around a statement that stands on one line: it gets several now. */
  #unfoldAround(stmt: Node): void {
    const around: BlockStmt[] = [];
    for (let block = this.#enclosing(stmt); block !== undefined; block = this.#enclosing(block)) {
      around.unshift(block);
    }
    for (const block of around) this.#unfold(block);
  }

  #enclosing(node: Node): BlockStmt | undefined {
    for (let at = this.source.parents.get(node); at !== undefined; at = this.source.parents.get(at)) {
      if (at.kind === "BlockStmt") return at;
    }
    return node === this.source.func.body ? undefined : this.source.func.body;
  }

  #unfold(block: BlockStmt): void {
    if (this.#unfolded.has(block) || block.list.length === 0) return;
    const { text } = this.source;
    const [start, end] = [this.#at(block.pos), this.#at(block.end)];
    if (text.slice(start, end).includes("\n")) return;
    this.#unfolded.add(block);
    const inner = this.#indent(block.list[0]);
    const gap = (from: number, to: number, indent: string): void => {
      if (!/^[ \t;]*$/.test(text.slice(from, to))) refuse("fix.no.layout");
      this.draft.replace(from, to, `${this.#newline}${indent}`);
    };
    // Bodies on one line stand in a column of their own.
    const padding = /[ \t]{2,}$/.exec(text.slice(0, start))?.[0];
    if (padding !== undefined && lineStart(text, start) < start - padding.length) {
      this.draft.replace(start - padding.length, start, " ");
    }
    gap(start + 1, this.#at(block.list[0].pos), inner);
    block.list.forEach((stmt, i) => {
      const next = block.list[i + 1];
      if (next !== undefined) gap(this.#at(stmt.end), this.#at(next.pos), inner);
    });
    gap(this.#at(block.list.at(-1)?.end ?? block.pos), end - 1, inner.slice(0, -1));
  }

  #indent(stmt: Stmt): string {
    const block = this.#block(stmt);
    const { text } = this.source;
    if (block === undefined || !this.#isUnfolded(block)) {
      const own = indentOf(text, this.#at(stmt.pos));
      return stmt.kind === "LabeledStmt" ? `${own}\t` : own;
    }
    return `${this.#lineIndent(block)}\t`;
  }

  /** The indentation of the line that a block starts on, once everything around it is unfolded. */
  #lineIndent(block: BlockStmt): string {
    const around = this.#enclosing(block);
    const stmt = around?.list.find((candidate) => candidate.pos <= block.pos && block.end <= candidate.end);
    if (around !== undefined && stmt !== undefined && this.#isUnfolded(around)) return this.#indent(stmt);
    return indentOf(this.source.text, this.#at(block.pos));
  }
}

/** All statement lists of a body, function literals left out: each with the statements in it. */
export function allLists(list: readonly Stmt[]): (readonly Stmt[])[] {
  return [list, ...list.flatMap((stmt) => listsOf(stmt).flatMap(allLists))];
}
