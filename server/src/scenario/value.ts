/** Values as the translation knows them: partly worked out already, partly left to registers. */
import { applyOperator } from "../../../simulator/src/expression.ts";
import type { Expression, OwnerKind } from "../../../simulator/src/program.ts";
import type { FuncLit, Range } from "../syntax/ast.ts";
import { asMap, type Func, qualifiedName, type Type, underlying } from "../types/types.ts";
import type { Code } from "./frame.ts";
import type { Scope } from "./scope.ts";
import type { Translator } from "./translator.ts";

/** A piece of memory of the reader's program: a variable, a field, an element. */
export interface Place {
  /** Tells it from every other piece of memory, in every pass over the code. */
  readonly key: string;
  /** As the reader would write it. */
  readonly name: string;
  readonly type: Type;
  readonly owner: OwnerKind;
  /** True where the code that gave it its value is not part of the scenario. */
  readonly outside: boolean;
}

/** A map of the reader's program. */
export interface MapRef {
  readonly key: string;
  readonly name: string;
  /** Of one of its values. */
  readonly elem: Type;
  /** True where it may hold entries that the scenario does not know of. */
  readonly outside: boolean;
  /** The entries of the literal that makes it. */
  readonly entries: readonly { readonly key: string; readonly value: number }[];
}

/** A channel of the reader's program; one from outside is served by code that is not simulated. */
export interface ChanRef {
  readonly key: string;
  readonly name: string;
  readonly elem: Type;
  readonly capacity: number;
  readonly outside: boolean;
  /** A receive is also ready when one of these is: the ends of the contexts that a context is made from. */
  readonly also?: readonly ChanRef[];
}

/** A function value. */
export type Callable =
  | { readonly kind: "literal"; readonly literal: FuncLit; readonly scope: Scope; readonly code: Code }
  | { readonly kind: "declared"; readonly func: Func; readonly recv?: Value }
  /** Of a library, done by the translation itself: what `context.WithCancel` gives, say. */
  | {
      readonly kind: "native";
      readonly run: (t: Translator, args: readonly Value[], node: Range) => Value;
    };

/** `word`, where there is one, is 0 for nil: it was loaded from memory that several goroutines use. */
interface Reference {
  readonly word?: Expression;
}

export type Value =
  /** A number, bool or token, computed from registers of the thread with that index. */
  | { readonly kind: "word"; readonly value: Expression; readonly thread: number }
  | ({ readonly kind: "pointer"; readonly to: Place } & Reference)
  /** A struct, an array or a lock: the memory itself. */
  | { readonly kind: "memory"; readonly at: Place }
  | ({ readonly kind: "map"; readonly map: MapRef } & Reference)
  | ({ readonly kind: "chan"; readonly chan: ChanRef } & Reference)
  | ({ readonly kind: "func"; readonly func: Callable } & Reference)
  /** A slice by its length; its elements where they are written in the code, else they are memory. */
  | {
      readonly kind: "slice";
      readonly length: Expression | undefined;
      readonly thread: number;
      readonly elements?: readonly Value[];
      readonly memory: Place;
    }
  | ({ readonly kind: "nil" } & Reference)
  | { readonly kind: "tuple"; readonly values: readonly Value[] }
  /** A value that stands for itself, such as a parameter. */
  | { readonly kind: "unknown"; readonly text: string; readonly type: Type };

/** What kind of memory a type needs. */
export type Shape = "word" | "pointer" | "memory" | "map" | "chan" | "func" | "slice";

/** The shape of a type; what is not known is taken for a word. */
export function shapeOf(type: Type): Shape {
  if (asMap(type) !== undefined) return "map";
  switch (underlying(type).kind) {
    case "Pointer":
      return "pointer";
    case "Struct":
    case "Array":
      return "memory";
    case "Chan":
      return "chan";
    case "Signature":
      return "func";
    case "Slice":
      return "slice";
    case "Interface":
      return "word";
    default:
      return /^(sync|sync\/atomic)\.|errgroup\.Group$/.test(qualifiedName(type)) ? "memory" : "word";
  }
}

/** A constant expression. */
export function constant(value: number): Expression {
  return { op: "const", value };
}

/** A constant value. */
export function number(value: number): Value {
  return { kind: "word", value: constant(value), thread: -1 };
}

/** The number that an expression always has, or undefined. */
export function known(expression: Expression | undefined): number | undefined {
  return expression?.op === "const" ? expression.value : undefined;
}

/** Are the values surely the same? */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "word":
      return (
        b.kind === "word" &&
        sameExpression(a.value, b.value) &&
        (known(a.value) !== undefined || a.thread === b.thread)
      );
    case "pointer":
      return b.kind === "pointer" && a.to.key === b.to.key;
    case "memory":
      return b.kind === "memory" && a.at.key === b.at.key;
    case "map":
      return b.kind === "map" && a.map.key === b.map.key;
    case "chan":
      return b.kind === "chan" && a.chan.key === b.chan.key;
    case "slice":
      return (
        b.kind === "slice" &&
        a.memory.key === b.memory.key &&
        a.length !== undefined &&
        b.length !== undefined &&
        sameExpression(a.length, b.length)
      );
    case "func":
      return b.kind === "func" && a.func === b.func;
    case "nil":
      return b.kind === "nil";
    case "unknown":
      return b.kind === "unknown" && a.text === b.text;
    default:
      return false;
  }
}

function sameExpression(a: Expression, b: Expression): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Works out what does not depend on registers. */
export function fold(expression: Expression): Expression {
  switch (expression.op) {
    case "const":
    case "reg":
      return expression;
    case "not":
    case "neg": {
      const value = known(expression.operand);
      if (value === undefined) return expression;
      return constant(expression.op === "not" ? (value === 0 ? 1 : 0) : 0 - value);
    }
    default: {
      const [left, right] = [known(expression.left), known(expression.right)];
      if (left === undefined || right === undefined) return expression;
      return constant(applyOperator(expression.op, left, right));
    }
  }
}
