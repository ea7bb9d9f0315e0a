/** Operators on numbers, bools and strings, as far as they can be worked out. */
import type { BinaryOperator, Expression } from "../../../simulator/src/program.ts";
import type { Translator } from "./translator.ts";
import { constant, fold, known, number, type Value } from "./value.ts";
import { firstToken } from "./world.ts";

const operators: ReadonlyMap<string, BinaryOperator> = new Map([
  ["+", "add"],
  ["-", "sub"],
  ["*", "mul"],
  ["/", "div"],
  ["%", "rem"],
  ["^", "xor"],
  ["&", "bit-and"],
  ["|", "bit-or"],
  ["<<", "shl"],
  [">>", "shr"],
  ["==", "eq"],
  ["!=", "ne"],
  ["<", "lt"],
  ["<=", "le"],
  [">", "gt"],
  [">=", "ge"],
]);

/**
 * `x OP y` for two words, of strings where `text` says so; undefined where the result is not known. A division
 * by zero panics.
 */
export function arithmetic(t: Translator, op: string, x: Value, y: Value, text: boolean): Value | undefined {
  if (x.kind !== "word" || y.kind !== "word") return undefined;
  const [left, right] = [x.value, y.value];
  if (op === "+" && text) return joined(t, left, right);
  // Numbers that stand for something else are equal or not, and nothing more.
  const isToken = text || [left, right].some((side) => (known(side) ?? 0) >= firstToken);
  if (isToken && op !== "==" && op !== "!=") return undefined;
  if (op === "&^")
    return t.word(
      fold({ op: "bit-and", left, right: fold({ op: "xor", left: right, right: constant(-1) }) }),
    );
  const operator = operators.get(op);
  if (operator === undefined) return undefined;
  if (operator === "div" || operator === "rem") notZero(t, right);
  return t.word(fold({ op: operator, left, right }));
}

/** Two strings that are known, one behind the other. The empty string is the number 0. */
function joined(t: Translator, left: Expression, right: Expression): Value | undefined {
  const texts = [left, right].map((side) => {
    const value = known(side);
    return value === 0 ? '""' : value === undefined ? undefined : t.world.tokenText(value);
  });
  const [first, second] = texts;
  if (first === undefined || second === undefined || !isQuoted(first) || !isQuoted(second)) return undefined;
  return number(t.world.token(first.slice(0, -1) + second.slice(1)));
}

function isQuoted(text: string): boolean {
  return /^".*"$/.test(text);
}

function notZero(t: Translator, divisor: Expression): void {
  const value = known(divisor);
  if (value !== undefined && value !== 0) return;
  const fails = t.word(fold({ op: "eq", left: divisor, right: constant(0) }));
  t.branch(
    fails,
    undefined,
    () => t.panic("runtime error: integer divide by zero"),
    () => {},
  );
}
