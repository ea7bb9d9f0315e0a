/** The words of a litmus test, each with its place. */
import { LitmusError, type LitmusProblemId, type TextRange } from "./problem.ts";

export interface Token extends TextRange {
  /** `immediate` is a number behind a dollar; a register may begin with a per cent sign and is a name. */
  readonly kind: "name" | "number" | "immediate" | "sign";
  readonly text: string;
}

const pattern =
  /\s*(?:(?<number>-?(?:0[xX][0-9a-fA-F]+|\d+)\b)|(?<immediate>\$-?(?:0[xX][0-9a-fA-F]+|\d+)\b)|(?<name>%?[A-Za-z_][\w.]*)|(?<sign>\/\\|\\\/|=>|==|!=|<>|[-~=()[\]{};:,|*&%$+]))/y;

/** A stretch of the text as a row of tokens, read from left to right. */
export class Tokens {
  private readonly tokens: readonly Token[];
  private readonly range: TextRange;
  private at = 0;

  /** Throws a LitmusError at a character that belongs to no token. */
  constructor(text: string, range: TextRange) {
    this.tokens = split(text, range);
    this.range = range;
  }

  get done(): boolean {
    return this.at === this.tokens.length;
  }

  /** The next token, or the one `ahead` of it; undefined behind the last. */
  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** Whether the next token is this sign or word. */
  is(text: string): boolean {
    return this.peek()?.text === text;
  }

  /** Takes the next token when it is this sign or word. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  /** Takes the next token when it is of this kind. */
  take(kind: Token["kind"]): Token | undefined {
    const token = this.peek();
    if (token?.kind !== kind) return undefined;
    this.at += 1;
    return token;
  }

  /** Takes this sign; throws the problem when something else stands here. */
  expect(text: string, id: LitmusProblemId, args: Readonly<Record<string, string>> = {}): void {
    if (!this.accept(text)) throw this.problem(id, args);
  }

  /** A problem at the next token, or at the end; its sentence can name what was `found`. */
  problem(id: LitmusProblemId, args: Readonly<Record<string, string>> = {}): LitmusError {
    const token = this.peek();
    const end = this.tokens[this.tokens.length - 1]?.end ?? this.range.start;
    const range = token ?? { start: end, end };
    return new LitmusError(id, range, { found: token?.text ?? "", ...args });
  }

  /** From the first token to the last one that was taken. */
  taken(): TextRange {
    const first = this.tokens[0] ?? this.range;
    const last = this.tokens[Math.max(this.at - 1, 0)] ?? this.range;
    return { start: first.start, end: last.end };
  }
}

function split(text: string, range: TextRange): Token[] {
  const tokens: Token[] = [];
  const part = text.slice(0, range.end);
  const end = part.trimEnd().length;
  pattern.lastIndex = range.start;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(part);
    if (match === null) {
      const start = from + (/\S/.exec(part.slice(from))?.index ?? 0);
      const found = String.fromCodePoint(part.codePointAt(start) ?? 0);
      throw new LitmusError("character", { start, end: start + found.length }, { found });
    }
    const [kind, word] = kindOf(match.groups ?? {});
    tokens.push({ kind, text: word, start: pattern.lastIndex - word.length, end: pattern.lastIndex });
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): [Token["kind"], string] {
  if (groups.number !== undefined) return ["number", groups.number];
  if (groups.immediate !== undefined) return ["immediate", groups.immediate];
  return groups.name === undefined ? ["sign", groups.sign ?? ""] : ["name", groups.name];
}

/** The value of a number or an immediate. Throws when it cannot be held exactly. */
export function numberOf(token: Token): number {
  const digits = token.text.replace("$", "");
  const value = digits.startsWith("-") ? -Number(digits.slice(1)) : Number(digits);
  if (!Number.isSafeInteger(value)) throw new LitmusError("number", token, { value: digits });
  // No negative zero: it would be a state of its own.
  return value === 0 ? 0 : value;
}
