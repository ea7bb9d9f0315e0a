/** How a new lock is named: as the other locks of the package are, and free wherever it is visible. */
import type { AnalysedFunc, PackageEffects } from "../effects/analyse.ts";
import type { FuncDecl } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { lookupMember, structFieldsOf } from "../types/lookup.ts";
import { deref, qualifiedName, type Type, underlying, type Var } from "../types/types.ts";
import { freeName } from "./names.ts";
import type { FieldTarget, Target } from "./target.ts";

const words = ["mu", "mutex", "lock", "mtx", "mux"] as const;

/** The name of the lock to declare. */
export function lockName(target: Target, effects: PackageEffects): string {
  const word = usualWord(effects);
  const suffix = word[0].toUpperCase() + word.slice(1);
  const long = lowerFirst(target.map.name) + suffix;
  if (target.kind === "local") {
    const used = namesIn(target.func, effects);
    return freeName([word, long], (name) => used.has(name));
  }
  if (target.kind === "variable")
    return freeName([long, `${lowerFirst(target.map.name)}Guard`], takenAtTop(effects));
  const lonely = !structFieldsOf(target.named).some(
    (field) => field !== target.map && (isLock(field.type()) || underlying(field.type()).kind === "Map"),
  );
  const candidates = lonely ? [word, long] : [long];
  return freeName([...candidates, `${lowerFirst(target.map.name)}Guard`], takenInStruct(target, effects));
}

/** The word that the package's own locks are named with most; `mu` where it has none. */
function usualWord(effects: PackageEffects): string {
  const { pkg } = effects;
  const votes = new Map<string, number>();
  const vote = (variable: Var): void => {
    if (!isLock(variable.type())) return;
    const name = variable.name.toLowerCase();
    const word = words.find((one) => name === one) ?? words.find((one) => name.endsWith(one));
    if (word !== undefined) votes.set(word, (votes.get(word) ?? 0) + 1);
  };
  for (const variable of pkg.vars) vote(variable);
  for (const typeName of pkg.typeNames) {
    const type = typeName.type();
    if (!typeName.alias && underlying(type).kind === "Struct")
      for (const field of structFieldsOf(type)) vote(field);
  }
  const best = [...votes].sort(
    (a, b) => b[1] - a[1] || words.indexOf(a[0] as never) - words.indexOf(b[0] as never),
  );
  return best[0]?.[0] ?? "mu";
}

/** A sync.Mutex or sync.RWMutex, or a pointer to one. */
export function isLock(type: Type): boolean {
  return /^sync\.(RW)?Mutex$/.test(qualifiedName(deref(type)));
}

function lowerFirst(name: string): string {
  // An initialism keeps together: `URLs` becomes `urls`.
  const head = /^\p{Lu}+(?=\p{Lu}\p{Ll}|$|s$|\P{L})/u.exec(name)?.[0] ?? name[0];
  return head.toLowerCase() + name.slice(head.length);
}

function namesIn(decl: FuncDecl, effects: PackageEffects): ReadonlySet<string> {
  const func = effects.all().find((one) => one.decl === decl);
  return func === undefined ? new Set() : identifiers(func);
}

function takenAtTop(effects: PackageEffects): (name: string) => boolean {
  const used = new Set<string>();
  for (const func of effects.all()) for (const name of identifiers(func)) used.add(name);
  return (name) => used.has(name) || effects.pkg.lookup(name) !== undefined;
}

function identifiers(func: AnalysedFunc): Set<string> {
  const found = new Set<string>();
  for (const node of [func.decl, func.body]) {
    walk(node, (inner) => {
      if (inner.kind === "Ident") found.add(inner.name);
      return true;
    });
  }
  return found;
}

/** Taken in the struct itself, by promotion, or in a type that embeds the struct. */
function takenInStruct(target: FieldTarget, effects: PackageEffects): (name: string) => boolean {
  const outer: Type[] = [target.named];
  for (const typeName of effects.pkg.typeNames) {
    if (typeName.alias) continue;
    const type = typeName.type();
    const embeds = lookupMember(type, target.map.name);
    if (
      embeds?.obj === target.map ||
      structFieldsOf(type).some((field) => field.embedded && deref(field.type()) === target.named)
    ) {
      outer.push(type);
    }
  }
  return (name) => outer.some((type) => lookupMember(type, name) !== undefined);
}
