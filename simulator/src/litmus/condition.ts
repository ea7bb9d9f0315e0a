/** Conditions of litmus tests: what they say about a final state, and how they are written. */

/** A final state: registers as `0:EAX`, memory by its name. */
export type FinalState = Readonly<Record<string, number>>;

/** A statement about a final state. */
export type Proposition =
  | { readonly op: "is"; readonly key: string; readonly value: number }
  | { readonly op: "not"; readonly of: Proposition }
  /** All of some, or one of some; of none, true and false. */
  | { readonly op: "and" | "or"; readonly of: readonly Proposition[] };

export type Quantifier = "exists" | "~exists" | "forall";

/** What a test asks of its final states. */
export interface Condition {
  readonly quantifier: Quantifier;
  readonly proposition: Proposition;
}

/** Whether a final state is as the proposition says. What a state does not name is 0. */
export function holds(proposition: Proposition, state: FinalState): boolean {
  switch (proposition.op) {
    case "is":
      return (state[proposition.key] ?? 0) === proposition.value;
    case "not":
      return !holds(proposition.of, state);
    case "and":
      return proposition.of.every((part) => holds(part, state));
    case "or":
      return proposition.of.some((part) => holds(part, state));
  }
}

/** The registers and locations that a proposition names, in its order. */
export function keysOf(proposition: Proposition): string[] {
  if (proposition.op === "is") return [proposition.key];
  const parts = proposition.op === "not" ? [proposition.of] : proposition.of;
  return [...new Set(parts.flatMap(keysOf))];
}

/** A condition as herd7 writes it: `exists (0:EAX=0 /\ 1:EAX=0)`. */
export function formatCondition({ quantifier, proposition }: Condition): string {
  return `${quantifier} (${format(proposition)})`;
}

function format(proposition: Proposition): string {
  switch (proposition.op) {
    case "is":
      return `${proposition.key}=${proposition.value}`;
    case "not":
      return `not (${format(proposition.of)})`;
    case "and":
      if (proposition.of.length === 0) return "true";
      return proposition.of
        .map((part) => (part.op === "or" ? `(${format(part)})` : format(part)))
        .join(" /\\ ");
    case "or":
      if (proposition.of.length === 0) return "false";
      return proposition.of.map(format).join(" \\/ ");
  }
}
