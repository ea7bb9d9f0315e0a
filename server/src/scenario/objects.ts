/** What the functions of a scenario are given: receivers and parameters. */
import { deref, qualifiedName, typeString, underlying, type Var } from "../types/types.ts";
import { unknownOf } from "./memory.ts";
import type { Translator } from "./translator.ts";
import type { Value } from "./value.ts";

/**
 * A value from outside for a parameter. Where several functions of a type run side by side, a struct of
 * this package is the same object for all of them.
 */
export function sharedObject(t: Translator, variable: Var, several: boolean): Value {
  const type = variable.type();
  const base = deref(type);
  const isOwn = base.kind === "Named" && base.obj.pkg === t.world.effects.pkg;
  const isReference = underlying(type).kind === "Pointer" || variable.role === "recv";
  const name = variable.name === "" || variable.name === "_" ? typeString(base) : variable.name;
  if (!several || !isOwn || !isReference) return unknownOf(t, type, name, `${t.path}.${name}`);
  t.world.note("scenario.sameObject", { type: typeString(base) });
  return unknownOf(t, type, name, `object:${qualifiedName(base)}`);
}
