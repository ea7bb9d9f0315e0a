/** Which numbers registers and memory can hold, where they are few: a map's key may come over a channel. */
import type { Expression } from "../../../simulator/src/program.ts";
import { fold, known } from "./value.ts";

/** The numbers something may be; null for any number. */
export type Numbers = ReadonlySet<number> | null;

/** More numbers than these are taken for any number. */
const most = 6;

/** Both together. */
export function either(one: Numbers, other: Numbers): Numbers {
  if (one === null || other === null) return null;
  const all = new Set([...one, ...other]);
  return all.size > most ? null : all;
}

/** What an expression may give, by what its registers may hold. */
export function numbersOf(expression: Expression, register: (name: string) => Numbers): Numbers {
  switch (expression.op) {
    case "const":
      return new Set([expression.value]);
    case "reg":
      return register(expression.name);
    case "not":
      return new Set([0, 1]);
    case "neg":
      return each([expression.operand], register, ([operand]) => ({ op: "neg", operand }));
    default: {
      const { op } = expression;
      return each([expression.left, expression.right], register, ([left, right]) => ({ op, left, right }));
    }
  }
}

/** What an operator gives for all that its operands may be. */
function each(
  operands: readonly Expression[],
  register: (name: string) => Numbers,
  make: (constants: readonly Expression[]) => Expression,
): Numbers {
  let rows: readonly Expression[][] = [[]];
  for (const operand of operands) {
    const numbers = numbersOf(operand, register);
    if (numbers === null) return null;
    rows = rows.flatMap((row) => [...numbers].map((value): Expression[] => [...row, { op: "const", value }]));
  }
  const results = new Set<number>();
  for (const row of rows) {
    const value = known(fold(make(row)));
    if (value === undefined) return null;
    results.add(value);
  }
  return results.size > most ? null : results;
}
