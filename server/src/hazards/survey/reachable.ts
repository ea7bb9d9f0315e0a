/** What the programs of a module can come to, and those that use it as a library. */
import type { Mentions } from "../../effects/mentions.ts";
import { isExported } from "../../types/package.ts";
import { homeOf, isProgram, methodOf, packageOf } from "./names.ts";

/** The mentions of all packages of a module, by their paths, a star behind that of a program. */
export type MentionsByPackage = ReadonlyMap<string, readonly Mentions[]>;

/** The packages that the programs of a module use, each by those before it. */
export function usedByPrograms(packages: MentionsByPackage): ReadonlySet<string> {
  const used = new Set([...packages.keys()].filter(isProgram));
  for (const each of used)
    for (const { by } of packages.get(each) ?? [])
      for (const mention of Object.values(by).flat())
        if (!mention.startsWith(".")) used.add(packageOf(mention));
  return used;
}

/**
 * The functions that can run, and the types of which there can be values. Of the packages that the module's programs
 * do not use, that is all that others can get at, or that somebody has only begun; of the rest, what these programs come to. A method that nobody in
 * the module mentions is called by code outside, if there is such an object.
 * @param isOfProgram does a program of the module use the package, or is it one?
 */
export function reachable(
  packages: MentionsByPackage,
  isOfProgram: (path: string) => boolean,
): ReadonlySet<string> {
  const all = [...packages.values()].flat();
  const by = new Map(all.flatMap((mentions) => Object.entries(mentions.by)));
  const mentioned = new Set(
    [...by].flatMap(([name, mentions]) => mentions.filter((to) => !handsOn(name, to))),
  );
  const found = new Set(all.flatMap((mentions) => mentions.found));
  const methods = methodsOf(by.keys());

  const reached = new Set<string>();
  const called = new Set<string>();
  const isCalledOutside = (method: string): boolean =>
    found.has(method) ||
    (isExported(nameOf(method)) &&
      (!isOfProgram(packageOf(method)) ||
        (!mentioned.has(method) && !mentioned.has(methodOf(method) ?? ""))));
  const methodsReached = (type: string): readonly string[] =>
    (methods.ofType.get(type) ?? []).filter(
      (method) => called.has(methodOf(method) ?? "") || isCalledOutside(method),
    );

  for (const name of by.keys()) if (isRoot(name)) reached.add(name);
  for (const name of reached) {
    for (const mention of by.get(name) ?? []) {
      if (!mention.startsWith(".")) reached.add(mention);
      else if (!called.has(mention)) {
        called.add(mention);
        for (const method of methods.named.get(mention) ?? [])
          if (reached.has(homeOf(method))) reached.add(method);
      }
    }
    for (const method of methodsReached(name)) reached.add(method);
  }
  return reached;

  /** What happens in any case, and what others find or can get at in a library. */
  function isRoot(name: string): boolean {
    if (name.endsWith(":")) return true;
    if (methodOf(name) !== undefined) return false;
    return (
      found.has(name) || (!isOfProgram(packageOf(name)) && (isExported(nameOf(name)) || !mentioned.has(name)))
    );
  }
}

/** Does a method only hand on to one of its own name? Nobody calls either for that: code outside may do so by its name. */
function handsOn(name: string, mention: string): boolean {
  const method = methodOf(name);
  return method !== undefined && method === (mention.startsWith(".") ? mention : methodOf(mention));
}

/** The methods among names, by their types and by their own names. */
function methodsOf(names: Iterable<string>): {
  readonly ofType: ReadonlyMap<string, readonly string[]>;
  readonly named: ReadonlyMap<string, readonly string[]>;
} {
  const ofType = new Map<string, string[]>();
  const named = new Map<string, string[]>();
  const append = (lists: Map<string, string[]>, key: string, method: string): void => {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [method]);
    else list.push(method);
  };
  for (const method of names) {
    const name = methodOf(method);
    if (name === undefined) continue;
    append(ofType, homeOf(method), method);
    append(named, name, method);
  }
  return { ofType, named };
}

/** `Method` of `path:Type.Method/1`, `Func` of `path:Func/1`, and the name of a type. */
function nameOf(name: string): string {
  const own = methodOf(name)?.slice(1) ?? name.slice(name.indexOf(":") + 1);
  return own.replace(/\/\d+$/, "");
}
