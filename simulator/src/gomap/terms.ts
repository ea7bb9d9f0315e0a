/** Expressions, written shortly. */
import type { BinaryOperator, Expression } from "../program.ts";

/** An expression, a register by its name, or a constant. */
export type Term = Expression | string | number;

/** The expression of a term. */
export function term(given: Term): Expression {
  if (typeof given === "number") return { op: "const", value: given };
  return typeof given === "string" ? { op: "reg", name: given } : given;
}

/** An operator applied to two terms. Constants are computed at once. */
function binary(op: BinaryOperator, fold: (left: number, right: number) => number) {
  return (one: Term, other: Term): Expression => {
    const [left, right] = [term(one), term(other)];
    if (left.op === "const" && right.op === "const") return term(fold(left.value, right.value));
    return { op, left, right };
  };
}

export const plus = binary("add", (left, right) => left + right);
export const minus = binary("sub", (left, right) => left - right);
export const times = binary("mul", (left, right) => left * right);
export const equal = binary("eq", (left, right) => Number(left === right));
export const differs = binary("ne", (left, right) => Number(left !== right));
export const less = binary("lt", (left, right) => Number(left < right));
export const atLeast = binary("ge", (left, right) => Number(left >= right));
export const above = binary("gt", (left, right) => Number(left > right));
export const both = binary("and", (left, right) => Number(left !== 0 && right !== 0));
export const either = binary("or", (left, right) => Number(left !== 0 || right !== 0));
export const xor = binary("xor", (left, right) => left ^ right);
export const bits = binary("bit-and", (left, right) => left & right);
export const withBits = binary("bit-or", (left, right) => left | right);
export const shiftLeft = binary("shl", (left, right) => left << right);
export const shiftRight = binary("shr", (left, right) => left >>> right);

/** 1 when the term is 0, else 0. */
export function not(given: Term): Expression {
  const operand = term(given);
  return operand.op === "const" ? term(Number(operand.value === 0)) : { op: "not", operand };
}

/** All of `given` without the bits of `mask` (Go's `&^`). */
export function withoutBits(given: Term, mask: number): Expression {
  return minus(given, bits(given, mask));
}

/** The index of the first condition that holds; their number when none does. */
export function firstOf(conditions: readonly Expression[]): Expression {
  // (not c0) * (1 + (not c1) * (1 + ...))
  return conditions.reduceRight<Expression>(
    (rest, condition, index) => times(not(condition), index === conditions.length - 1 ? 1 : plus(1, rest)),
    term(0),
  );
}

/** A table looked up by a term: `values[index]`, 0 outside. */
export function lookup(values: readonly number[], index: Term): Expression {
  return values.reduce<Expression>(
    (sum, value, at) => (value === 0 ? sum : plus(sum, times(equal(index, at), value))),
    term(0),
  );
}
