/** The maps of a package that live in fields and package variables, with all that happens to them. */

import type { MapKind } from "../../../protocol/src/report.ts";
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import { type Context, type Contexts, isBeforeMain } from "../effects/contexts.ts";
import { join, withoutOwnLocks } from "../effects/lockset.ts";
import type { Held, Lockset, MapAccess, Moment } from "../effects/model.ts";
import type { Package } from "../types/package.ts";
import { type Func, type Type, type TypeName, underlying, type Var } from "../types/types.ts";
import { assertsLock, assertsTest } from "./assertions.ts";
import { assumesLock, endsObjectOf, isForTests, isLifecycle, setsUp } from "./conventions.ts";
import { perFunction } from "./perFunction.ts";

/** The struct, or the variable of a struct type without a name, that a field belongs to. */
export interface StructOwner {
  readonly name: string;
  readonly typeName?: TypeName;
  readonly fields: readonly Var[];
}

/** One access to a map of a class, with what is known of the way there. */
export interface ClassAccess {
  readonly access: MapAccess;
  readonly owner: AnalysedFunc;
  /** The locks held, those of the callers included. */
  readonly locks: Lockset;
  readonly context: Context;
  /** The function says by its name or comment that its caller holds the lock. */
  readonly assumed: boolean;
  /** The function prepares or ends the object: it usually has it for itself. */
  readonly lifecycle: boolean;
}

/** All maps that one field or package variable holds, over all objects of the type. */
export interface MapClass {
  readonly key: string;
  readonly variable: Var;
  /** `Type.field` or the variable's name; `[...]` follows for maps inside it. */
  readonly name: string;
  readonly kind: MapKind;
  readonly struct?: StructOwner;
  readonly accesses: readonly ClassAccess[];
}

/** Does an access change the map, or the variable that holds it? */
export function isWrite(access: Pick<MapAccess, "kind">): boolean {
  return access.kind !== "read" && access.kind !== "iterate";
}

/** What a function's name and comment say of it, and what it makes sure of by itself. */
export const customsOf = perFunction((owner) => {
  const { func, decl } = owner;
  const forTests = isForTests(func, decl) || assertsTest(owner);
  return { assumed: assumesLock(decl), lifecycle: forTests || isLifecycle(func, decl), forTests };
});

/** Does the caller hold the lock, as the function says, or as it makes sure before it does anything? */
export function isAssumed(owner: AnalysedFunc, effects: PackageEffects): boolean {
  return customsOf(owner).assumed || assertsLock(owner, effects);
}

/** The classes of a package, in order of their keys' first access. */
export function mapClasses(
  effects: PackageEffects,
  contexts: Contexts,
  owners: ReadonlyMap<Var, StructOwner>,
): readonly MapClass[] {
  const classes = new Map<string, { variable: Var; accesses: ClassAccess[] }>();
  for (const owner of effects.all()) {
    const replaced = replacedMaps(owner);
    const assumed = isAssumed(owner, effects);
    for (const access of owner.effects.accesses) {
      const { target } = access;
      const { variable } = target;
      if (variable === undefined || variable.pkg !== effects.pkg || target.owned) continue;
      if (target.viaAlias && replaced.has(target.key)) continue;
      if (variable.role !== "field" && variable.role !== "package") continue;
      const context = contexts.ofStrand(owner, access.strand);
      if (context.roots.size === 0) continue;
      const entry = classes.get(target.key) ?? { variable, accesses: [] };
      classes.set(target.key, entry);
      entry.accesses.push({
        access,
        owner,
        locks: join(context.entry, sharedLocks(owner, access)),
        context,
        assumed,
        lifecycle: isPreparation(owner, context, contexts, effects),
      });
    }
  }
  return [...classes].map(([key, { variable, accesses: all }]) => {
    const struct = owners.get(variable);
    const ends = (func: Func): boolean => struct !== undefined && endsObjectOf(func, struct.name);
    const accesses = all.map((access) => (ends(access.owner.func) ? { ...access, lifecycle: true } : access));
    const kind = variable.role === "field" ? "field" : "package";
    return { key, variable, name: nameOf(variable, key, struct), kind, struct, accesses };
  });
}

/** `Type.field` or the variable's name, with `[...]` for each element step of the key. */
export function nameOf(variable: Var, key: string, struct: StructOwner | undefined): string {
  const base = struct === undefined ? variable.name : `${struct.name}.${variable.name}`;
  return base + "[...]".repeat((key.match(/\[\]/g) ?? []).length);
}

/**
 * The classes of maps that a function takes for itself: after `old := s.m; s.m = make(...)`, or
 * `old := s.m[k]; delete(s.m, k)`, the old map belongs to the function, which reaches it through the alias.
 */
export function replacedMaps({ effects }: AnalysedFunc): ReadonlySet<string> {
  return new Set(
    effects.accesses.flatMap(({ kind, target }) => {
      if (kind === "reassign") return [target.key];
      return kind === "delete" || kind === "clear" ? [`${target.key}[]`] : [];
    }),
  );
}

/** Does the function prepare or end its object, before or after others use it, itself or as a part of one that does? */
export function isPreparation(
  owner: AnalysedFunc,
  context: Context,
  contexts: Contexts,
  effects: PackageEffects,
): boolean {
  const { func } = owner;
  if (isBeforeMain(context.roots)) return true;
  if (isLoop(func, context) || isStarted(func, context, effects)) return false;
  return customsOf(owner).lifecycle || isPartOfSetUp(owner, contexts);
}

/** How many calls up a function that sets an object up is looked for. */
const maxCalls = 3;

/** Do only functions that set the object up call it, before these start a goroutine? */
export function isPartOfSetUp({ func }: AnalysedFunc, contexts: Contexts, depth = maxCalls): boolean {
  if (contexts.isRoot(func)) return false;
  const callers = contexts.callersOf(func).filter(({ caller }) => caller.func !== func);
  return (
    callers.length > 0 &&
    callers.every(
      ({ caller, call }) =>
        call.strand === 0 &&
        call.live.size === 0 &&
        (setsUp(caller.func, func) || (depth > 0 && isPartOfSetUp(caller, contexts, depth - 1))),
    )
  );
}

/** A `run` that is started with `go` goes on while the others are called; a `startup` comes before them. */
function isLoop(func: Func, { roots }: Context): boolean {
  return /^(run|serve|listen|start(?!up))/i.test(func.name) && [...roots].some(({ kind }) => kind === "go");
}

/** Is the function started with `go`, all by itself? What it prepares, it prepares beside the rest. */
function isStarted(func: Func, { roots }: Context, effects: PackageEffects): boolean {
  return [...roots].some(
    (root) =>
      root.kind === "go" &&
      effects
        .get(root.func)
        ?.effects.strands.some(({ place, callee }) => place === root.place && callee === func) === true,
  );
}

/** The locks at a moment without those that each run of the function has for itself. */
export function sharedLocks({ decl, effects }: AnalysedFunc, { strand, locks }: Moment): Lockset {
  const { kind, code } = effects.strands[strand];
  // A goroutine and its starter share the starter's own mutex.
  return kind === "go" ? withoutOwnLocks(locks, decl, code) : withoutOwnLocks(locks, decl);
}

/** The structs of each package: it is made anew when one of its types changes. */
const knownOwners = new WeakMap<Package, ReadonlyMap<Var, StructOwner>>();

/** The struct of every field that the package declares. */
export function structOwners(pkg: Package): ReadonlyMap<Var, StructOwner> {
  const known = knownOwners.get(pkg);
  if (known !== undefined) return known;
  const owners = new Map<Var, StructOwner>();
  knownOwners.set(pkg, owners);
  const add = (name: string, typeName: TypeName | undefined, type: Type, depth: number): void => {
    const under = typeName === undefined && type.kind === "Named" ? undefined : underlying(type);
    const struct = under?.kind === "Pointer" ? under.elem : under;
    if (struct?.kind !== "Struct" || depth > 4) return;
    const owner: StructOwner = { name, typeName, fields: struct.fields };
    for (const field of struct.fields) {
      owners.set(field, owner);
      if (field.type().kind !== "Named") add(`${name}.${field.name}`, undefined, field.type(), depth + 1);
    }
  };
  for (const typeName of pkg.typeNames) if (!typeName.alias) add(typeName.name, typeName, typeName.type(), 0);
  for (const variable of pkg.vars) add(variable.name, undefined, variable.type(), 0);
  return owners;
}

/** Do all accesses happen in one goroutine that is started once, or before `main`? */
export function isConfined(map: MapClass): boolean {
  const all = map.accesses.flatMap(({ context }) => [...context.roots]);
  const roots = new Set(all.filter(({ kind }) => kind !== "init"));
  const [only] = roots;
  return roots.size === 1 && only.kind === "go" && !only.inLoop;
}

/** Is the lock a field of the same struct as the map, or a package variable beside a package map? */
export function standsBeside(held: Held, map: MapClass, owners: ReadonlyMap<Var, StructOwner>): boolean {
  const { variable } = held.lock;
  if (variable === undefined || held.lock.pseudo) return false;
  if (map.kind === "package") return variable.role === "package" || owners.get(variable)?.name === map.name;
  return map.struct !== undefined && owners.get(variable) === map.struct;
}
