/** JSON with the place of every value in the text, so that a problem in a value can be shown where it stands. */
import { LitmusError, type TextRange } from "./problem.ts";

export type JsonNode = TextRange &
  (
    | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonMember> }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "word"; readonly value: boolean | null }
  );

/** A member of an object, with the place of its key. */
export interface JsonMember {
  readonly key: TextRange;
  readonly value: JsonNode;
}

/** Deeper than any test; deeper texts would need a stack of their own. */
const maxDepth = 64;

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const word = /true|false|null/y;

/** Parses a text (RFC 8259). Throws a LitmusError at the first place that is not JSON. */
export function parseJsonTree(text: string): JsonNode {
  const parser = new Parser(text);
  const root = parser.value(0);
  parser.expectEnd();
  return root;
}

class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): JsonNode {
    this.skip();
    const start = this.at;
    if (depth > maxDepth) throw new LitmusError("json-deep", { start, end: start + 1 });
    const next = this.text[start];
    if (next === "{") return this.object(start, depth);
    if (next === "[") return this.array(start, depth);
    const quoted = this.take(string);
    if (quoted !== null) return { kind: "string", value: unquote(quoted), start, end: this.at };
    const digits = this.take(number);
    if (digits !== null) return { kind: "number", value: Number(digits), start, end: this.at };
    const found = this.take(word);
    if (found === null) throw this.unexpected();
    return { kind: "word", value: found === "null" ? null : found === "true", start, end: this.at };
  }

  expectEnd(): void {
    this.skip();
    if (this.at < this.text.length) throw this.unexpected();
  }

  private object(start: number, depth: number): JsonNode {
    const members = new Map<string, JsonMember>();
    for (const _ of this.elements("}")) {
      const from = this.at;
      const key = this.take(string);
      if (key === null) throw this.unexpected();
      const range = { start: from, end: this.at };
      this.skip();
      this.expect(":");
      members.set(unquote(key), { key: range, value: this.value(depth + 1) });
    }
    return { kind: "object", members, start, end: this.at };
  }

  private array(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    for (const _ of this.elements("]")) items.push(this.value(depth + 1));
    return { kind: "array", items, start, end: this.at };
  }

  /** Stops at the start of each element of a list, and reads the commas between and the end. */
  private *elements(end: string): Generator<void> {
    this.at += 1;
    this.skip();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      yield;
      this.skip();
      if (this.text[this.at] === end) {
        this.at += 1;
        return;
      }
      this.expect(",");
      this.skip();
    }
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) throw this.unexpected();
    this.at += 1;
  }

  private skip(): void {
    this.take(space);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private unexpected(): LitmusError {
    const start = this.at;
    if (start >= this.text.length) return new LitmusError("json-end", { start, end: start });
    const found = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
    return new LitmusError("json", { start, end: start + found.length }, { found });
  }
}

/** The value of a string that was matched as one. */
function unquote(text: string): string {
  return String(JSON.parse(text));
}
