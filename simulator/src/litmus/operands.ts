/** Instructions of x86 as text: mnemonic and operands, in Intel's order or in AT&T's. */
import { LitmusError, type TextRange } from "./problem.ts";
import { type Architecture, registerOf } from "./registers.ts";
import { numberOf, type Token, Tokens } from "./tokens.ts";

export type Operand = TextRange &
  (
    | { readonly kind: "immediate"; readonly value: number }
    | { readonly kind: "register"; readonly name: string }
    /** Memory by its name: `[x]`, `(x)`. */
    | { readonly kind: "memory"; readonly location: string }
    /** Memory whose address is in a register: `[EAX]`, `(%rax)`. */
    | { readonly kind: "indirect"; readonly register: string }
  );

/** A cell of code. */
export interface Cell extends TextRange {
  readonly labels: readonly Token[];
  /** Null where the cell has labels only. */
  readonly instruction: ParsedInstruction | null;
}

export interface ParsedInstruction extends TextRange {
  /** In lower case, as written, without `lock`. */
  readonly mnemonic: Token;
  readonly locked: Token | null;
  /** As they are written. */
  readonly operands: readonly Operand[];
  /** Of a jump. */
  readonly label: Token | null;
}

/** Reads a cell. Throws a LitmusError at what is no instruction. */
export function parseCell(architecture: Architecture, text: string, range: TextRange): Cell {
  const tokens = new Tokens(text, range);
  const labels: Token[] = [];
  for (
    let name = tokens.peek();
    name?.kind === "name" && tokens.peek(1)?.text === ":";
    name = tokens.peek()
  ) {
    labels.push(name);
    tokens.take("name");
    tokens.accept(":");
  }
  if (tokens.done) return { ...range, labels, instruction: null };
  const first = word(tokens);
  const locked = first.text.toLowerCase() === "lock" ? first : null;
  const mnemonic = locked === null ? first : word(tokens);
  const label = /^j[a-z]+$/i.test(mnemonic.text) ? word(tokens) : null;
  const operands: Operand[] = [];
  if (label === null && !tokens.done) {
    do operands.push(operand(architecture, tokens));
    while (tokens.accept(","));
  }
  if (!tokens.done) throw tokens.problem("rest");
  return { ...range, labels, instruction: { ...range, mnemonic, locked, operands, label } };
}

function word(tokens: Tokens): Token {
  const found = tokens.take("name");
  if (found === undefined) throw tokens.problem("instruction-word");
  return found;
}

function operand(architecture: Architecture, tokens: Tokens): Operand {
  const token = tokens.peek();
  if (token === undefined) throw tokens.problem("operand");
  const range = { start: token.start, end: token.end };
  if (tokens.take("immediate") !== undefined) {
    return { kind: "immediate", value: numberOf(token), ...range };
  }
  if (tokens.take("number") !== undefined) {
    const value = numberOf(token);
    if (!tokens.is("(") && !tokens.is("[")) return { kind: "immediate", value, ...range };
    // A displacement: 0(%rax).
    if (value !== 0) throw new LitmusError("address", range);
  }
  if (tokens.is("(") || tokens.is("[")) return memory(architecture, tokens, token.start);
  if (tokens.take("name") === undefined) throw tokens.problem("operand");
  const name = registerOf(architecture, token.text, token);
  if (name === undefined) throw new LitmusError("operand-name", range, { name: token.text });
  return { kind: "register", name, ...range };
}

function memory(architecture: Architecture, tokens: Tokens, start: number): Operand {
  const closing = tokens.accept("[") ? "]" : ")";
  tokens.accept("(");
  const name = tokens.peek();
  if (name === undefined || tokens.take("name") === undefined) throw tokens.problem("address");
  const end = tokens.peek();
  if (end?.text !== closing) throw tokens.problem("address");
  tokens.accept(closing);
  const range = { start, end: end.end };
  const register = registerOf(architecture, name.text, name);
  if (register === undefined) return { kind: "memory", location: name.text, ...range };
  return { kind: "indirect", register, ...range };
}
