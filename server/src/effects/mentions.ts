/**
 * What the functions and types of a package mention: from it the survey finds what a program can come to at all, as
 * rapid type analysis does (David F. Bacon, Peter F. Sweeney: Fast Static Analysis of C++ Virtual Function Calls,
 * OOPSLA 1996).
 */
import { walk } from "../syntax/walk.ts";
import { functionIn, initialValue, objectOf } from "../types/funcVars.ts";
import type { Info } from "../types/info.ts";
import { deref, type Func, type Obj, type Type, type TypeName, type Var } from "../types/types.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import { entryOf } from "./entry.ts";
import { globalName, homeIn, isOfTests } from "./globalNames.ts";

/** Plain data, so that it can be kept on disk. */
export interface Mentions {
  /**
   * What each function and type mentions, by their names all over the module: functions, types, and `.Method/1` where
   * the method of any type may be meant. What happens in any case stands under the package itself, `path:`.
   */
  readonly by: Readonly<Record<string, readonly string[]>>;
  /** The functions that code outside the module finds, by their signatures or otherwise. */
  readonly found: readonly string[];
}

/** The mentions of a package; what its tests mention does not count. */
export function mentionsOf(effects: PackageEffects): Mentions {
  const { pkg } = effects;
  const by: Record<string, readonly string[]> = {};
  const found: string[] = [];
  const always = new Set(pkg.vars.flatMap(mentionedByVariable));
  for (const owner of effects.all()) {
    const { func } = owner;
    if (isOfTests(func)) continue;
    const name = globalName(func);
    // A package may have several functions `init`.
    by[name] = [...(by[name] ?? []), ...mentionedIn(owner)];
    if (runsAnyway(func)) always.add(name);
    if (isFound(func)) found.push(name);
  }
  for (const type of pkg.typeNames) by[homeIn(pkg, type.name)] = typesHeldBy(underlyingOf(type));
  by[homeIn(pkg, "")] = [...always];
  return { by, found };
}

/** Does a function run in every program that has the package? */
function runsAnyway({ pkg, recv, name, initialises }: Func): boolean {
  if (initialises) return true;
  return recv === undefined && (name === "init" || (name === "main" && pkg.name === "main"));
}

/** Is it found by its signature, as `ServeHTTP` is, or by code in C, or as the symbol of a plugin? */
function isFound(func: Func): boolean {
  const { pkg } = func;
  if (entryOf(func) !== undefined) return true;
  if (pkg.units.some(({ file }) => file.imports.some(({ path }) => path === "C"))) return true;
  return pkg.name === "main" && pkg.lookup("main") === undefined;
}

/** The types of which a package variable has values, and what its initial value names. */
function mentionedByVariable(variable: Var): readonly string[] {
  const names = typesHeldBy(variable.type()).slice();
  const value = initialValue(variable);
  if (value !== undefined)
    walk(value, (node) => {
      const obj =
        node.kind === "Ident" || node.kind === "SelectorExpr" ? objectOf(node, variable) : undefined;
      if (obj !== undefined) names.push(...namesOf(obj));
      return node.kind !== "FuncLit";
    });
  return names;
}

function mentionedIn({ info, targets, effects }: AnalysedFunc): readonly string[] {
  const names = new Set(effects.openCalls.map(({ name }) => name));
  const objects = [
    ...info.uses.values(),
    ...[...info.selections.values()].map(({ obj }) => obj),
    ...info.callees.values(),
    ...targets.values(),
  ];
  for (const obj of new Set(objects)) for (const name of namesOf(obj)) names.add(name);
  for (const name of typesMadeIn(info)) names.add(name);
  return [...names];
}

/** The types of which a body makes values, or may: it names them, or has variables of them. */
function typesMadeIn({ types, typeExprs, defs }: Info): readonly string[] {
  const made = new Set<Type>();
  for (const [expr, type] of types)
    if (expr.kind === "CompositeLit" || typeExprs.has(expr)) made.add(deref(type));
  for (const obj of defs.values()) if (obj.kind === "Var" && obj.role === "local") made.add(obj.type());
  return [...made].flatMap(typesHeldBy);
}

/** What is mentioned with an object; nothing of the standard library. */
function namesOf(obj: Obj): readonly string[] {
  switch (obj.kind) {
    case "Func":
      if (obj.ofInterface) return [`.${obj.name}/${obj.signature().params.length}`];
      return obj.pkg.indexed ? [] : [globalName(obj)];
    case "TypeName":
      return obj.alias ? typesHeldBy(obj.type()) : declared(obj);
    case "Var": {
      const func = functionIn(obj);
      return func === undefined ? [] : namesOf(func);
    }
    default:
      return [];
  }
}

function declared({ pkg, name, local }: TypeName): readonly string[] {
  return pkg === undefined || pkg.indexed || local ? [] : [homeIn(pkg, name)];
}

function underlyingOf(type: TypeName): Type {
  const own = type.type();
  return own.kind === "Named" && !type.alias ? own.underlying() : own;
}

/**
 * The declared types of which values come with a value of the type. What lies behind a pointer is made by somebody
 * who mentions it.
 */
function typesHeldBy(type: Type): readonly string[] {
  switch (type.kind) {
    case "Named":
      return [...declared(type.obj), ...type.typeArgs.flatMap(typesHeldBy)];
    case "Slice":
    case "Array":
    case "Chan":
      return typesHeldBy(type.elem);
    case "Map":
      return [...typesHeldBy(type.key), ...typesHeldBy(type.elem)];
    case "Struct":
      return type.fields.flatMap((field) => typesHeldBy(field.type()));
    default:
      return [];
  }
}
