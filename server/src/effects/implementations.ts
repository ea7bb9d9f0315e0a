/** Which method a call through an interface reaches, where the packages at hand leave only one. */
import type { CallExpr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { lookupMember } from "../types/lookup.ts";
import type { Package } from "../types/package.ts";
import { asNamed, type Func, type Interface, type Type, underlying } from "../types/types.ts";

/** Interfaces with more methods, and packages with more types, are not looked through. */
const maxMethods = 40;
const maxTypes = 2000;

/** Looks for the types that implement interfaces, among the types of some packages. */
export class Implementations {
  readonly #packages: readonly Package[];
  readonly #known = new Map<Type, readonly Type[]>();

  constructor(packages: readonly Package[]) {
    this.#packages = packages;
  }

  /** The methods that calls through interfaces of these packages reach, where there is only one. */
  targetsIn(info: Info): ReadonlyMap<CallExpr, Func> {
    const targets = new Map<CallExpr, Func>();
    for (const [call, callee] of info.callees) {
      if (!callee.ofInterface || call.kind !== "CallExpr" || !this.#packages.includes(callee.pkg)) continue;
      const fun = unparen(call.fun);
      const type = fun.kind === "SelectorExpr" ? info.types.get(fun.x) : undefined;
      const only = type === undefined ? [] : this.#implementing(type);
      const method =
        only.length === 1 && !isDouble(only[0]) ? lookupMember(only[0], callee.name)?.obj : undefined;
      if (method?.kind === "Func" && method.decl !== undefined) targets.set(call, method);
    }
    return targets;
  }

  #implementing(type: Type): readonly Type[] {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const under = underlying(type);
    const methods = under.kind === "Interface" ? methodNames(under) : new Set<string>();
    const found: Type[] = [];
    if (methods.size > 0 && methods.size <= maxMethods) {
      for (const candidate of this.#types()) {
        if (hasMethods(candidate, methods)) found.push(candidate);
        if (found.length > 1) break;
      }
    }
    this.#known.set(type, found);
    return found;
  }

  *#types(): Iterable<Type> {
    for (const { typeNames } of this.#packages) {
      if (typeNames.length > maxTypes) continue;
      for (const typeName of typeNames) {
        const type = typeName.alias ? undefined : typeName.type();
        if (type !== undefined && underlying(type).kind !== "Interface") yield type;
      }
    }
  }
}

/** A mock stands in tests for what packages elsewhere implement: it is never the only one. */
function isDouble(type: Type): boolean {
  const named = asNamed(type);
  if (named === undefined) return false;
  const { name, pkg } = named.obj;
  const words = /^(mock|fake|stub|dummy|noop|nop)|(mock|fake|stub|dummy|noop|nop)$/i;
  return (
    words.test(name) ||
    pkg?.path.split("/").some((part) => /^(mock|fake|testutil|testing)s?$/.test(part)) === true
  );
}

/** Does a type have methods of these names, its own or those of what it embeds? */
export function hasMethods(type: Type, names: ReadonlySet<string>): boolean {
  for (const name of names) if (lookupMember(type, name)?.obj.kind !== "Func") return false;
  return true;
}

/** The names of all methods of an interface, those of embedded ones included. */
export function methodNames(
  { methods, embeds }: Interface,
  seen: Set<Type> = new Set(),
): ReadonlySet<string> {
  const names = new Set(methods.map(({ name }) => name));
  for (const embed of embeds) {
    const under = underlying(embed);
    if (under.kind !== "Interface" || seen.has(under)) continue;
    seen.add(under);
    for (const name of methodNames(under, seen)) names.add(name);
  }
  return names;
}
