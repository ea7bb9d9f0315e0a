/** Expressions over registers: compiled to postfix, evaluated with a stack and no recursion. */
import type { BinaryOperator, Expression } from "./program.ts";
import type { ValueTable } from "./values.ts";

/** State words: bytes while everything fits in them, wider words otherwise. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

const CONST = 0;
const REG = 1;
const CODE = 2;

/** A compiled expression: a constant's value id, a register's place in the state, or postfix code. */
export interface Operand {
  readonly kind: 0 | 1 | 2;
  /** Value id of a constant, or offset of a register. */
  readonly index: number;
  readonly code: readonly PostfixItem[];
}

type PostfixItem = { readonly op: Expression["op"]; readonly index: number; readonly value: number };

/** Compiles an expression. `registerOffset` tells where in the state a register lives. */
export function compileExpression(
  expression: Expression,
  registerOffset: (name: string) => number,
  values: ValueTable,
): Operand {
  if (expression.op === "const") return { kind: CONST, index: values.intern(expression.value), code: [] };
  if (expression.op === "reg") return { kind: REG, index: registerOffset(expression.name), code: [] };
  const code: PostfixItem[] = [];
  const pending: Expression[] = [expression];
  // Root, right, left: the reverse of postfix order.
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === undefined) break;
    switch (node.op) {
      case "const":
        code.push({ op: "const", index: 0, value: node.value });
        break;
      case "reg":
        code.push({ op: "reg", index: registerOffset(node.name), value: 0 });
        break;
      case "not":
      case "neg":
        code.push({ op: node.op, index: 0, value: 0 });
        pending.push(node.operand);
        break;
      case "add":
      case "sub":
      case "mul":
      case "div":
      case "rem":
      case "eq":
      case "ne":
      case "lt":
      case "le":
      case "gt":
      case "ge":
      case "and":
      case "or":
      case "xor":
      case "bit-and":
      case "bit-or":
      case "shl":
      case "shr":
        code.push({ op: node.op, index: 0, value: 0 });
        pending.push(node.left, node.right);
        break;
    }
  }
  return { kind: CODE, index: 0, code: code.reverse() };
}

/** The id of an operand's value in the state at `offset`. */
export function evaluate(operand: Operand, words: Words, offset: number, values: ValueTable): number {
  if (operand.kind === CONST) return operand.index;
  if (operand.kind === REG) return words[offset + operand.index];
  return values.intern(run(operand.code, words, offset, values));
}

/** Kept from one evaluation to the next, which never overlap: a new one each time would be most of the work. */
let stack = new Float64Array(64);

function run(code: readonly PostfixItem[], words: Words, offset: number, values: ValueTable): number {
  if (code.length > stack.length) stack = new Float64Array(code.length);
  let top = -1;
  for (let place = 0; place < code.length; place++) {
    const item = code[place];
    switch (item.op) {
      case "const":
        stack[++top] = item.value;
        break;
      case "reg":
        stack[++top] = values.number(words[offset + item.index]);
        break;
      case "not":
        stack[top] = stack[top] === 0 ? 1 : 0;
        break;
      case "neg":
        stack[top] = 0 - stack[top];
        break;
      default:
        top -= 1;
        stack[top] = applyOperator(item.op, stack[top], stack[top + 1]);
    }
  }
  return stack[0];
}

/** The value of an operator. */
export function applyOperator(op: BinaryOperator, left: number, right: number): number {
  switch (op) {
    case "add":
      return left + right;
    case "sub":
      return left - right;
    case "mul":
      // -0 would be a second zero.
      return left * right + 0;
    // Without a second zero, here too.
    case "div":
      return right === 0 ? 0 : Math.trunc(left / right) + 0;
    case "rem":
      return right === 0 ? 0 : (left % right) + 0;
    case "eq":
      return left === right ? 1 : 0;
    case "ne":
      return left !== right ? 1 : 0;
    case "lt":
      return left < right ? 1 : 0;
    case "le":
      return left <= right ? 1 : 0;
    case "gt":
      return left > right ? 1 : 0;
    case "ge":
      return left >= right ? 1 : 0;
    case "and":
      return left !== 0 && right !== 0 ? 1 : 0;
    case "or":
      return left !== 0 || right !== 0 ? 1 : 0;
    case "xor":
      return left ^ right;
    case "bit-and":
      return left & right;
    case "bit-or":
      return left | right;
    case "shl":
      return left << right;
    case "shr":
      return left >>> right;
  }
}
