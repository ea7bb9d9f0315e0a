/** The end of a `.litmus` file: `locations [x; 0:EAX;]`, `filter`, and the condition. */
import type { Condition, Proposition, Quantifier } from "./condition.ts";
import { threadNumber } from "./init.ts";
import { LitmusError } from "./problem.ts";
import { type Architecture, registerOf } from "./registers.ts";
import type { Sections } from "./sections.ts";
import { numberOf, type Token, Tokens } from "./tokens.ts";

/** What a test looks at in the end. */
export interface Question {
  readonly locations: readonly string[];
  readonly filter: Proposition | null;
  readonly condition: Condition | null;
}

/** Deeper brackets than these are no one's condition. */
const maxDepth = 100;

/** Reads the end of a test with this many threads. Throws a LitmusError at what it does not know. */
export function parseQuestion({ text, architecture, condition }: Sections, threads: number): Question {
  const tokens = new Tokens(text, condition);
  const parser = new Parser(tokens, architecture, threads);
  const locations = tokens.accept("locations") ? parser.locations() : [];
  const filter = tokens.accept("filter") ? parser.proposition(0) : null;
  const quantifier = parser.quantifier();
  const asked = quantifier === null ? null : { quantifier, proposition: parser.proposition(0) };
  if (!tokens.done) throw tokens.problem("condition");
  return { locations, filter, condition: asked };
}

class Parser {
  private readonly tokens: Tokens;
  private readonly architecture: Architecture;
  private readonly threads: number;

  constructor(tokens: Tokens, architecture: Architecture, threads: number) {
    this.tokens = tokens;
    this.architecture = architecture;
    this.threads = threads;
  }

  quantifier(): Quantifier | null {
    const { tokens } = this;
    tokens.accept("final");
    if (tokens.done) return null;
    const negated = tokens.accept("~") || tokens.accept("not");
    if (tokens.accept("exists")) return negated ? "~exists" : "exists";
    if (!negated && tokens.accept("forall")) return "forall";
    throw tokens.problem("condition");
  }

  /** `[x; 0:EAX;]`, each with a type behind it that does not matter here. */
  locations(): string[] {
    const { tokens } = this;
    const found: string[] = [];
    tokens.expect("[", "condition");
    while (!tokens.accept("]")) {
      found.push(this.key());
      while (tokens.take("name") !== undefined || tokens.accept("*"));
      if (!tokens.accept(";") && !tokens.is("]")) throw tokens.problem("condition");
    }
    return found;
  }

  /** As herd7 binds: `not`, then `=>`, then `/\`, then `\/`. */
  proposition(depth: number): Proposition {
    const of = [this.conjunction(depth)];
    while (this.tokens.accept("\\/")) of.push(this.conjunction(depth));
    return of.length === 1 ? of[0] : { op: "or", of };
  }

  private conjunction(depth: number): Proposition {
    const of = [this.implication(depth)];
    while (this.tokens.accept("/\\")) of.push(this.implication(depth));
    return of.length === 1 ? of[0] : { op: "and", of };
  }

  private implication(depth: number): Proposition {
    const left = this.negation(depth);
    if (!this.tokens.accept("=>")) return left;
    return { op: "or", of: [{ op: "not", of: left }, this.implication(this.deeper(depth))] };
  }

  private negation(depth: number): Proposition {
    const { tokens } = this;
    if (tokens.accept("~") || tokens.accept("not"))
      return { op: "not", of: this.negation(this.deeper(depth)) };
    if (tokens.accept("true")) return { op: "and", of: [] };
    if (tokens.accept("false")) return { op: "or", of: [] };
    if (!tokens.accept("(")) return this.comparison();
    const inner = this.proposition(this.deeper(depth));
    tokens.expect(")", "condition");
    return inner;
  }

  private comparison(): Proposition {
    const { tokens } = this;
    const key = this.key();
    const negated = tokens.accept("!=") || tokens.accept("<>");
    if (!negated && !tokens.accept("=") && !tokens.accept("==")) throw tokens.problem("condition");
    const value = tokens.take("number");
    if (value === undefined) throw tokens.problem("condition-value");
    const is: Proposition = { op: "is", key, value: numberOf(value) };
    return negated ? { op: "not", of: is } : is;
  }

  /** A register or a location as a key of a final state. */
  private key(): string {
    const { tokens } = this;
    const place = tokens.peek();
    const thread = threadNumber(tokens);
    if (thread !== undefined && place !== undefined) return this.register(thread, place);
    const bracket = tokens.accept("[");
    const name = tokens.take("name");
    if (name === undefined) throw tokens.problem("condition");
    if (bracket) tokens.expect("]", "condition");
    return name.text;
  }

  private register(thread: number, place: Token): string {
    const word = this.tokens.take("name");
    const name = word === undefined ? undefined : registerOf(this.architecture, word.text, word);
    if (name === undefined) throw this.tokens.problem("condition-register");
    if (thread >= this.threads) {
      throw new LitmusError("condition-thread", place, { thread, last: this.threads - 1 });
    }
    return `${thread}:${name}`;
  }

  private deeper(depth: number): number {
    if (depth < maxDepth) return depth + 1;
    throw this.tokens.problem("condition-deep");
  }
}
