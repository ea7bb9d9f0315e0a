/** What ties a package to others: how its functions call theirs, which tells an exported function who calls it. */
import { functionIn } from "../types/funcVars.ts";
import { isExported, type Package } from "../types/package.ts";
import { asNamed, type Named, type Type } from "../types/types.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import type { Contexts, Root } from "./contexts.ts";
import { globalName, homeIn, isOfTests, pathOf } from "./globalNames.ts";
import { type Mentions, mentionsOf } from "./mentions.ts";
import type { Lockset } from "./model.ts";

/**
 * Where a flow of control begins, for comparing flows of different packages: `main`, `init`, `handler`,
 * `callback`, `kept`, or `go` with the name of what starts it, the place, and a star where it is started again and again.
 */
export type Flow = string;

/** Calls of one function by another package, made in the same way. Plain data, so that it can be kept on disk. */
export interface OutsideCall {
  /**
   * As `globalName` has it; without package and type, as in `.Method/1`, for a method of whatever type: a call
   * through an interface, or of a value whose type is not known.
   */
  readonly callee: string;
  /** For a call through an interface: its methods that are exported, in order. */
  readonly through?: readonly string[];
  /** The exported functions of the calling package in whose own flow the call is made. */
  readonly callers: readonly string[];
  /** The other flows of control that make it. */
  readonly flows: readonly Flow[];
  /** Is some lock surely held meanwhile? */
  readonly locked: boolean;
  /** Is it called on an object that the caller has for itself? */
  readonly owned: boolean;
  /** The arguments, by their numbers, that are such objects; left out where there are none. */
  readonly ownedArgs?: readonly number[];
}

/** All that other packages may have to know of one. Plain data. */
export interface Links {
  /** Its path, as `globalName` has it. */
  readonly from: string;
  readonly calls: readonly OutsideCall[];
  /**
   * The exported methods of its types, by `path:Type`. Types that embed what is not known, and those without methods
   * of their own, are left out.
   */
  readonly methods: Readonly<Record<string, readonly string[]>>;
  /** Its types, as `path:Type`, of which it calls methods from elsewhere than the type's own. */
  readonly used: readonly string[];
  readonly mentions: Mentions;
  /** The types, as `path:Type`, of which it hands objects to functions that are not known, as those of other modules. */
  readonly given: readonly string[];
}

/** The links of a package; what its tests call does not count. */
export function linksOf(effects: PackageEffects, contexts: Contexts): Links {
  const { pkg } = effects;
  return {
    from: pathOf(pkg),
    calls: outsideCalls(effects, contexts),
    methods: methodsOf(pkg),
    used: usedTypes(effects),
    mentions: mentionsOf(effects),
    given: givenTypes(effects),
  };
}

function usedTypes(effects: PackageEffects): Links["used"] {
  const homes = new Set<string>();
  for (const { func, effects: does } of effects.all()) {
    if (isOfTests(func)) continue;
    for (const { callee } of does.calls) {
      if (callee.pkg !== func.pkg || callee.recv === undefined || callee.ofInterface) continue;
      const { obj } = callee.recv.named;
      if (obj !== func.recv?.named.obj) homes.add(homeIn(callee.pkg, obj.name));
    }
  }
  return [...homes].sort();
}

function givenTypes(effects: PackageEffects): Links["given"] {
  const homes = new Set<string>();
  for (const { func, effects: does } of effects.all()) {
    if (isOfTests(func)) continue;
    for (const { pkg, name } of does.given) if (pkg !== undefined) homes.add(homeIn(pkg, name));
  }
  return [...homes].sort();
}

function methodsOf({ funcs }: Package): Links["methods"] {
  const methods = new Map<string, readonly string[]>();
  for (const { recv, pkg } of funcs) {
    if (recv === undefined) continue;
    const home = homeIn(pkg, recv.named.obj.name);
    if (methods.has(home)) continue;
    const names = new Set<string>();
    if (addMethods(recv.named, names, new Set())) methods.set(home, [...names].filter(isExported).sort());
  }
  return Object.fromEntries(methods);
}

/** Adds the names of a type's methods, those of embedded types included; false where one of these is not known. */
function addMethods(type: Type, names: Set<string>, seen: Set<Named>): boolean {
  const named = asNamed(type);
  if (named?.obj.pkg === undefined || isInPart(named.obj.pkg)) return false;
  if (seen.has(named)) return true;
  seen.add(named);
  for (const name of named.obj.pkg.methodsOf(named.origin).keys()) names.add(name);
  const under = named.underlying();
  if (under.kind === "Interface") {
    for (const { name } of under.methods) names.add(name);
    return under.embeds.every((embed) => addMethods(embed, names, seen));
  }
  return (
    under.kind !== "Struct" ||
    under.fields.every((field) => !field.embedded || addMethods(field.type(), names, seen))
  );
}

/** Is only a part of the package known? The index has all of the standard library, and little of other modules. */
function isInPart({ indexed, path }: Package): boolean {
  return indexed && /^[^/]*\./.test(path);
}

/** The calls of other packages' functions, those of the standard library left out. */
function outsideCalls(effects: PackageEffects, contexts: Contexts): readonly OutsideCall[] {
  const calls = new Map<string, OutsideCall>();
  const add = (call: OutsideCall): void => {
    if (call.callers.length + call.flows.length > 0) calls.set(JSON.stringify(call), call);
  };
  const note = (
    owner: AnalysedFunc,
    strand: number,
    locks: Lockset,
    callee: string,
    more: Pick<OutsideCall, "owned" | "ownedArgs" | "through">,
  ): void => {
    const { entry, roots } = contexts.ofStrand(owner, strand);
    add({
      callee,
      callers: [...roots].some(({ kind }) => kind === "api")
        ? contexts.entriesOf(owner.func).map(globalName)
        : [],
      flows: flowsOf(withMaker(owner, strand, contexts)),
      locked: [...locks.values(), ...entry.values()].some(({ must }) => must),
      ...more,
    });
  };
  for (const owner of effects.all()) {
    const { pkg } = owner.func;
    if (isOfTests(owner.func)) continue;
    for (const { callee, strand, locks, recv, args } of owner.effects.calls) {
      if (callee.pkg === pkg || callee.ofInterface) continue;
      const ownedArgs = args.flatMap(({ owned }, i) => (owned ? i : []));
      const own = ownedArgs.length > 0 ? { ownedArgs } : {};
      note(owner, strand, locks, globalName(callee), { owned: recv?.owned === true, ...own });
    }
    for (const { name, through, strand, locks } of owner.effects.openCalls)
      note(owner, strand, locks, name, { owned: false, ...(through && { through }) });
    for (const { func, as } of owner.effects.uses) {
      if (func.pkg === pkg || func.pkg.indexed) continue;
      const unknown = owner.func.initialises ? "kept" : "callback";
      const flow = as === "beside-itself" ? "handler" : as === "as-main" ? "main" : unknown;
      add({ callee: globalName(func), callers: [], flows: [flow], locked: false, owned: false });
    }
  }
  // What a variable holds is called through it, or handed on with it to somebody who does.
  const called = new Set([...calls.values()].map(({ callee }) => callee));
  for (const func of effects.pkg.vars.flatMap((variable) => functionIn(variable) ?? [])) {
    const callee = globalName(func);
    if (func.pkg === effects.pkg || func.pkg.indexed || called.has(callee)) continue;
    add({ callee, callers: [], flows: ["callback"], locked: false, owned: false });
  }
  return [...calls.values()];
}

/**
 * The flows of a strand. A literal that a handler gives somebody is called beside the literals of other requests: what
 * walks a tree, or a list, calls it at once.
 */
function withMaker(owner: AnalysedFunc, id: number, contexts: Contexts): ReadonlySet<Root> {
  const { roots } = contexts.ofStrand(owner, id);
  const { kind, parent } = owner.effects.strands[id];
  if (kind !== "callback") return roots;
  const ofMaker = [...withMaker(owner, parent, contexts)].filter((root) => root.kind === "handler");
  return new Set([...roots, ...ofMaker]);
}

/** The flows of a package that begin inside it, but for tests. */
export function flowsOf(roots: ReadonlySet<Root>): readonly Flow[] {
  const flows = new Set<Flow>();
  for (const root of roots) {
    if (root.kind === "go" && !isOfTests(root.func))
      flows.add(`go ${globalName(root.func)}:${root.place.pos}${root.inLoop ? "*" : ""}`);
    else if (root.kind !== "go" && root.kind !== "api" && root.kind !== "test") flows.add(root.kind);
  }
  return [...flows].sort();
}
