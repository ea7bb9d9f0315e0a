/**
 * Small types that hand a package's objects to code elsewhere: `batch.Replay(&cleaner{db})` has the methods of
 * `cleaner` called while it runs, under the locks that are held then.
 */
import { isExported } from "../types/package.ts";
import { asNamed, type Type, type TypeName, underlying } from "../types/types.ts";
import type { PackageEffects } from "./analyse.ts";

/**
 * The unexported types whose values are arguments of calls of other packages' functions, and live no longer
 * than these: no field or package variable holds one, no function returns one, none is registered as a
 * service, and no method hands on its receiver.
 */
export function adaptersOf(effects: PackageEffects): ReadonlySet<TypeName> {
  const adapters = new Set<TypeName>();
  const kept = new Set<TypeName>();
  for (const { effects: found } of effects.all()) {
    for (const type of found.services) kept.add(type);
    for (const { type, fromReceiver } of found.lends) (fromReceiver ? kept : adapters).add(type);
  }
  // Most packages have none: the rest is looked at for nothing then, at each keystroke.
  if (adapters.size === 0) return adapters;
  const keep = (type: Type): void => {
    const named = asNamed(elementOf(type));
    if (named !== undefined) kept.add(named.obj);
  };
  const { pkg } = effects;
  for (const typeName of pkg.typeNames) {
    const under = typeName.alias ? undefined : underlying(typeName.type());
    if (under?.kind === "Struct") for (const field of under.fields) keep(field.type());
  }
  for (const variable of pkg.vars) keep(variable.type());
  for (const func of pkg.funcs) for (const result of func.signature().results) keep(result.type());
  for (const type of adapters) if (isExported(type.name) || kept.has(type)) adapters.delete(type);
  return adapters;
}

/**
 * The types whose objects code elsewhere gets: as arguments of its functions, as services, as results of exported
 * functions, and in exported fields and variables.
 */
export function typesGivenElsewhere(effects: PackageEffects): ReadonlySet<TypeName> {
  const given = new Set<TypeName>();
  for (const { effects: found } of effects.all()) {
    for (const type of found.services) given.add(type);
    for (const { type } of found.lends) given.add(type);
  }
  const add = (type: Type): void => {
    const named = asNamed(elementOf(type));
    if (named !== undefined) given.add(named.obj);
  };
  const { pkg } = effects;
  for (const typeName of pkg.typeNames) {
    const under = typeName.alias ? undefined : underlying(typeName.type());
    if (under?.kind !== "Struct") continue;
    for (const field of under.fields) if (isExported(field.name)) add(field.type());
  }
  for (const variable of pkg.vars) if (isExported(variable.name)) add(variable.type());
  for (const func of pkg.funcs)
    if (isExported(func.name)) for (const result of func.signature().results) add(result.type());
  return given;
}

function elementOf(type: Type): Type {
  if (type.kind === "Slice" || type.kind === "Array" || type.kind === "Map" || type.kind === "Chan")
    return elementOf(type.elem);
  return type;
}
