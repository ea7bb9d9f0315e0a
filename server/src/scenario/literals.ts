/** Composite literals: the objects they make. */
import type { CompositeLit } from "../syntax/ast.ts";
import { asMap, deref, type Type, typeString, underlying } from "../types/types.ts";
import { evaluate, keyText, typeOf } from "./expressions.ts";
import { elementPlace, fieldPlace, write } from "./memory.ts";
import type { Translator } from "./translator.ts";
import { constant, known, type Place, type Value } from "./value.ts";

/** A struct, array, map or slice literal. Structs and arrays are made in memory of their own. */
export function composite(t: Translator, expr: CompositeLit): Value {
  const type = typeOf(t, expr);
  const literalType = expr.type === undefined ? deref(type) : type;
  const name = t.hint ?? typeString(literalType);
  const map = asMap(literalType);
  if (map !== undefined) {
    const entries = expr.elts.flatMap((elt) => {
      if (elt.kind !== "KeyValueExpr") return [];
      const key = keyText(t, elt.key);
      const value = known(
        t.expression(t.live ? quietly(t, () => evaluate(t, elt.value)) : evaluate(t, elt.value)),
      );
      return [{ key: key.text, value: value ?? t.world.token(`${name}[${key.text}]`) }];
    });
    const key = `${t.path}!${expr.pos}`;
    t.world.spans.declare(key, t.world.spans.of(t.code, expr));
    return { kind: "map", map: { key, name, elem: map.elem, outside: false, entries } };
  }
  const under = underlying(literalType);
  const place: Place = {
    key: `${t.path}!${expr.pos}`,
    name,
    type: literalType,
    owner: "other",
    outside: false,
  };
  if (under.kind === "Slice") {
    const elements = expr.elts.map((elt) => evaluate(t, elt));
    return { kind: "slice", length: constant(elements.length), thread: -1, elements, memory: place };
  }
  fill(t, place, expr, under);
  return expr.type === undefined && type !== literalType
    ? { kind: "pointer", to: place }
    : { kind: "memory", at: place };
}

function fill(t: Translator, place: Place, expr: CompositeLit, under: Type): void {
  const { hint } = t;
  expr.elts.forEach((elt, i) => {
    const field =
      under.kind !== "Struct"
        ? undefined
        : elt.kind === "KeyValueExpr" && elt.key.kind === "Ident"
          ? under.fields.find((candidate) => elt.key.kind === "Ident" && candidate.name === elt.key.name)
          : under.fields[i];
    const to =
      field !== undefined
        ? fieldPlace(place, field)
        : under.kind === "Array"
          ? elementPlace(place, i, under.elem)
          : undefined;
    t.hint = to?.name;
    const value = evaluate(t, elt);
    if (to !== undefined) write(t, to, value);
  });
  t.hint = hint;
}

/** Works something out without emitting instructions. */
function quietly<T>(t: Translator, run: () => T): T {
  const { block } = t;
  t.block = undefined;
  try {
    return run();
  } finally {
    t.block = block;
  }
}
