/** JSON (RFC 8259) with the place of each value, so that what is wrong in it can be pointed at. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { Range } from "../../syntax/ast.ts";

/** A value of JSON. Offsets are UTF-16 offsets into the text. */
export type JsonNode = Range &
  (
    | { readonly kind: "object"; readonly members: readonly JsonMember[] }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "other"; readonly value: string | number | boolean | null }
  );

export interface JsonMember {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: JsonNode;
}

/** Something in a text that is wrong. */
export interface JsonProblem {
  readonly range: Range;
  readonly message: Message;
}

/** Values inside values deeper than this are refused, lest the stack overflow. */
const maxDepth = 100;

/** Parses a text; at the first thing that is no JSON, says what should stand there. */
export function parseJson(text: string): { readonly node: JsonNode } | { readonly problem: JsonProblem } {
  try {
    return { node: new Parser(text).parse() };
  } catch (error) {
    if (error instanceof Unexpected) return { problem: error.problem };
    throw error;
  }
}

class Unexpected extends Error {
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem) {
    super("unexpected");
    this.problem = problem;
  }
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith("\uFEFF")) this.#at = 1;
  }

  parse(): JsonNode {
    const node = this.#value(0);
    if (this.#peek() !== "") this.#fail(message("config.expected.end"));
    return node;
  }

  /** The next character that is no white space; empty at the end. */
  #peek(): string {
    while (/^[ \t\r\n]$/.test(this.#text.charAt(this.#at))) this.#at++;
    return this.#text.charAt(this.#at);
  }

  #value(depth: number): JsonNode {
    const next = this.#peek();
    if (depth > maxDepth) this.#fail(message("config.expected.value"));
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    const pos = this.#at;
    const value = next === '"' ? this.#string() : this.#word();
    return { kind: "other", value, pos, end: this.#at };
  }

  #object(depth: number): JsonNode {
    const pos = this.#at++;
    const members: JsonMember[] = [];
    while (this.#peek() !== "}") {
      if (members.length > 0) this.#take(",", "',' or '}'");
      if (this.#peek() !== '"') this.#fail(message("config.expected.name"));
      const keyPos = this.#at;
      const key = this.#string();
      const keyRange = { pos: keyPos, end: this.#at };
      this.#take(":", "':'");
      members.push({ key, keyRange, value: this.#value(depth + 1) });
    }
    return { kind: "object", members, pos, end: ++this.#at };
  }

  #array(depth: number): JsonNode {
    const pos = this.#at++;
    const items: JsonNode[] = [];
    while (this.#peek() !== "]") {
      if (items.length > 0) this.#take(",", "',' or ']'");
      items.push(this.#value(depth + 1));
    }
    return { kind: "array", items, pos, end: ++this.#at };
  }

  #string(): string {
    const match = /"(?:[^"\\\n\r]|\\.)*"/y;
    match.lastIndex = this.#at;
    const literal = match.exec(this.#text)?.[0];
    const value = literal === undefined ? undefined : parsed(literal);
    if (literal === undefined || typeof value !== "string") this.#fail(message("config.expected.string"));
    this.#at += literal.length;
    return value;
  }

  /** A number, `true`, `false` or `null`. */
  #word(): number | boolean | null {
    const match = /[\w.+-]+/y;
    match.lastIndex = this.#at;
    const word = match.exec(this.#text)?.[0] ?? "";
    const value = parsed(word);
    if (value === undefined || typeof value === "string") this.#fail(message("config.expected.value"));
    this.#at += word.length;
    return value;
  }

  #take(char: string, expected: string): void {
    if (this.#peek() !== char) this.#fail(expected);
    this.#at++;
  }

  /** What stands here is not what should: from here to the end of the word. */
  #fail(expected: Message | string): never {
    this.#peek();
    const length = /^\w*/.exec(this.#text.slice(this.#at, this.#at + 80))?.[0].length ?? 0;
    const range = { pos: this.#at, end: Math.min(this.#at + Math.max(length, 1), this.#text.length) };
    throw new Unexpected({ range, message: message("config.syntax", { expected }) });
  }
}

/** A single literal by the rules of the language itself; undefined when it is none. */
function parsed(literal: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    if (value === null || typeof value === "number" || typeof value === "boolean") return value;
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
