/**
 * Who calls a function, from which goroutines, and with which locks held: found from the roots of a
 * package down its call graph.
 */

import { isExported } from "../types/package.ts";
import { type Func, type Place, type TypeName, underlying } from "../types/types.ts";
import { adaptersOf, typesGivenElsewhere } from "./adapters.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import { isEndless } from "./endless.ts";
import { entryOf } from "./entry.ts";
import type { Runs } from "./frameworks.ts";
import { hasMethods, methodNames } from "./implementations.ts";
import { isIteratorForCallers } from "./iterators.ts";
import { isParallelFromTheStart } from "./known.ts";
import { join, meet, noLocks, sameLocks } from "./lockset.ts";
import type { CallEvent, Lockset, Registration, Strand } from "./model.ts";
import { union } from "./sets.ts";

/** Where a flow of control begins: each `go` and each parallel test is one of its own, the others are one of each kind. */
export type Root =
  | { readonly kind: "api" | "main" | "init" | "handler" | "callback" }
  /** What a package variable is declared with: when it is called, and by which goroutine, is not known. */
  | { readonly kind: "kept" }
  /** With the function where that is a test that runs beside others. */
  | { readonly kind: "test"; readonly func?: Func }
  | {
      readonly kind: "go";
      /** The function that starts it, and where. */
      readonly func: Func;
      readonly place: Place;
      readonly inLoop: boolean;
      /** The function itself is what some library calls, one time after the other. */
      readonly called?: true;
      /** The function registers what some library calls, one after the other. */
      readonly registered?: true;
      /** The function waits for it before it goes on. */
      readonly awaited?: true;
    };

const roots = {
  api: { kind: "api" },
  main: { kind: "main" },
  init: { kind: "init" },
  handler: { kind: "handler" },
  callback: { kind: "callback" },
  kept: { kind: "kept" },
  test: { kind: "test" },
} as const satisfies Record<string, Root>;

/** Where a flow of control begins that a library starts. */
function rootOf(func: Func, runs: Runs): Root {
  if (runs === "beside-itself") return roots.handler;
  if (runs === "as-main") return roots.main;
  return { kind: "go", func, place: func.place, inLoop: false, called: true };
}

/** Can two flows of control run at the same time? Those that begin with a call from outside can, also with themselves. */
export function mayRunBeside(a: ReadonlySet<Root>, b: ReadonlySet<Root>): boolean {
  const parallel = (root: Root): boolean =>
    root.kind === "api" || root.kind === "handler" || (root.kind === "go" && root.inLoop);
  const others = [...b].filter(isKnownToMeet);
  return [...a].some(
    (one) => isKnownToMeet(one) && others.some((other) => (one === other ? parallel(one) : true)),
  );
}

/** Nothing tells that what comes before `main`, or what a variable keeps, runs beside anything. */
function isKnownToMeet({ kind }: Root): boolean {
  return kind !== "init" && kind !== "kept";
}

/** Does it all happen before `main` is called, and anybody else is there? */
export function isBeforeMain(flows: ReadonlySet<Root>): boolean {
  return flows.size > 0 && [...flows].every(({ kind }) => kind === "init");
}

/** How a function, or a strand of it, is reached. */
export interface Context {
  /** Locks held at entry on every way in. */
  readonly entry: Lockset;
  readonly roots: ReadonlySet<Root>;
}

const nowhere: Context = { entry: noLocks, roots: new Set() };

/** A method of an interface is looked up in no more types than this. */
const maxImplementations = 64;

interface Edge {
  readonly caller: AnalysedFunc;
  readonly call: CallEvent;
  readonly callee: Func;
  /** The call is made by code elsewhere that was given the object here. */
  readonly lent?: true;
}

/** A strand that sends on a channel, closes it, or is done for a group. */
export interface Signaller {
  readonly caller: AnalysedFunc;
  readonly strand: number;
}

/** The contexts of all functions and strands of a package. */
export class Contexts {
  readonly #effects: PackageEffects;
  readonly #functions = new Map<Func, Context>();
  readonly #edges: readonly Edge[];
  readonly #callers = new Map<Func, Edge[]>();
  readonly #strands = new Map<Strand, Context>();
  readonly #registrations = new Map<Registration, Root>();
  readonly #roots = new Map<Func, Root["kind"][]>();
  readonly #servers = new Set<TypeName>();
  readonly #adapters: ReadonlySet<TypeName>;
  readonly #endless = new Map<Root, boolean>();
  #signallers: Map<string, Signaller[]> | undefined;
  #given: ReadonlySet<TypeName> | undefined;

  constructor(effects: PackageEffects) {
    this.#effects = effects;
    this.#adapters = adaptersOf(effects);
    this.#edges = this.#collectEdges();
    for (const edge of this.#edges) append(this.#callers, edge.callee, edge);
    this.#seed();
    this.#propagate();
  }

  /** How a function is reached; nowhere when nothing is known to call it. */
  of(func: Func): Context {
    return this.#functions.get(func) ?? nowhere;
  }

  /**
   * Does a flow of control begin with the function: may it be called by somebody else than the package's functions?
   * The exported methods of an unexported type are where code elsewhere gets such objects.
   */
  isRoot(func: Func): boolean {
    const kinds = this.#roots.get(func) ?? [];
    const type = func.recv?.named.obj;
    if (type === undefined || isExported(type.name) || kinds.some((kind) => kind !== "api"))
      return kinds.length > 0;
    return kinds.length > 0 && this.isGivenElsewhere(type);
  }

  /** May code elsewhere get an object of the type: as an argument, a result or in a variable? */
  isGivenElsewhere(type: TypeName): boolean {
    this.#given ??= typesGivenElsewhere(this.#effects);
    return this.#given.has(type);
  }

  /** Are all calls of the function made in its package? Nobody else calls a program's functions. */
  seesAllCalls(func: Func): boolean {
    if (!this.isRoot(func)) return true;
    return func.pkg.name === "main" && this.#roots.get(func)?.every((kind) => kind === "api") === true;
  }

  /** How a strand of a function is reached. */
  ofStrand(owner: AnalysedFunc, id: number): Context {
    const strand = owner.effects.strands[id];
    switch (strand.kind) {
      case "self":
        return this.of(owner.func);
      case "argument": {
        const outer = this.ofStrand(owner, strand.parent);
        const { argumentOf } = strand;
        if (argumentOf === undefined) return outer;
        const calledUnder = this.#effects.faceOf(argumentOf.callee)?.paramCalls.get(argumentOf.index);
        return {
          entry: join(outer.entry, join(strand.locksAtStart, calledUnder ?? noLocks)),
          roots: outer.roots,
        };
      }
      default:
        return this.#started(owner, strand);
    }
  }

  /** Does the type have a method that serves several requests at once? Then these share its objects. */
  serves(type: TypeName): boolean {
    return this.#servers.has(type);
  }

  /** Does the goroutine go on for long after it was started? */
  isEndless(root: Root): boolean {
    const known = this.#endless.get(root);
    if (known !== undefined) return known;
    const started = this.startOf(root);
    const get = (func: Func): AnalysedFunc | undefined => this.#effects.get(func);
    const endless = started !== undefined && isEndless(started.owner, started.strand, get);
    this.#endless.set(root, endless);
    return endless;
  }

  /**
   * The flows in which something runs: a short goroutine that its starter waits for is a part of the starter's
   * own flow for everybody else.
   */
  flowsOf(flows: ReadonlySet<Root>): ReadonlySet<Root> {
    const isBrief = (root: Root): root is Extract<Root, { kind: "go" }> =>
      root.kind === "go" && root.awaited === true && !this.isEndless(root);
    const all = new Set(flows);
    for (const root of all) {
      if (isBrief(root)) for (const outer of this.of(root.func).roots) all.add(outer);
    }
    return new Set([...all].filter((root) => !isBrief(root)));
  }

  /** Is the goroutine started by a method of the type, or does it run one? */
  runsMethodOf(root: Root, type: TypeName | undefined): boolean {
    const started = this.startOf(root);
    if (started === undefined || type === undefined) return false;
    const { owner, strand } = started;
    return [owner.func, strand.callee].some((func) => func?.recv?.named.obj === type);
  }

  /** Did the caller start the object before, so that a goroutine of its own uses it meanwhile? */
  #isUsedBeside({ effects }: AnalysedFunc, { recv, order }: CallEvent): boolean {
    const root = recv?.path?.root;
    return effects.calls.some(
      (call) =>
        call.order < order && root !== undefined && call.recv?.path?.root === root && this.#starts(call),
    );
  }

  /** Does a method leave a goroutine running that runs a method of the same type, or its own code? */
  #starts({ callee }: CallEvent): boolean {
    const owner = this.#effects.get(callee);
    return (
      owner?.effects.strands.some((strand) => {
        if (strand.kind !== "go") return false;
        const [root] = this.#started(owner, strand).roots;
        return this.isEndless(root) && this.runsMethodOf(root, callee.recv?.named.obj);
      }) === true
    );
  }

  /** Where a goroutine is started; undefined for all other flows, and where a library starts it. */
  startOf(root: Root): { readonly owner: AnalysedFunc; readonly strand: Strand } | undefined {
    const owner = root.kind === "go" ? this.#effects.get(root.func) : undefined;
    if (owner === undefined || root.kind !== "go") return undefined;
    const strand = owner.effects.strands.find(({ kind, place }) => kind === "go" && place === root.place);
    return strand && { owner, strand };
  }

  /** Who signals under a key. */
  signallersOf(key: string): readonly Signaller[] {
    if (this.#signallers === undefined) {
      this.#signallers = new Map();
      for (const caller of this.#effects.all())
        for (const signal of caller.effects.signals)
          append(this.#signallers, signal.key, { caller, strand: signal.strand });
    }
    return this.#signallers.get(key) ?? [];
  }

  /** The calls of a function inside the package. */
  callersOf(func: Func): readonly { readonly caller: AnalysedFunc; readonly call: CallEvent }[] {
    return this.#callers.get(func) ?? [];
  }

  /**
   * The exported functions in whose own flow a function runs, also by calls of calls; it may be one itself.
   * @param counts which calls lead up to others; one on an object that the caller has for itself usually does not
   */
  entriesOf(
    func: Func,
    counts: (call: CallEvent, caller: AnalysedFunc) => boolean = ({ recv }) => recv?.owned !== true,
  ): readonly Func[] {
    const flow = new Set([func]);
    for (const each of flow) {
      for (const { caller, call } of this.callersOf(each)) {
        if (counts(call, caller) && this.ofStrand(caller, call.strand).roots.has(roots.api))
          flow.add(caller.func);
      }
    }
    return [...flow].filter(({ name }) => isExported(name));
  }

  /** The context of a strand that begins a flow of control of its own. */
  #started(owner: AnalysedFunc, strand: Strand): Context {
    const known = this.#strands.get(strand);
    if (known !== undefined) return known;
    const { place, inLoop } = strand;
    const awaited = isAwaited(owner, strand);
    const root: Root =
      strand.kind === "go"
        ? { kind: "go", func: owner.func, place, inLoop, ...(awaited ? { awaited } : {}) }
        : strand.registration !== undefined
          ? this.#registered(owner.func, strand.registration)
          : roots[kindOfRoot(owner, strand)];
    const entry = awaited ? strand.locksAtStart : noLocks;
    const context: Context = { entry, roots: new Set([root]) };
    this.#strands.set(strand, context);
    return context;
  }

  /** The goroutine that calls the functions of a registration. */
  #registered(func: Func, registration: Registration): Root {
    const { place, inLoop } = registration;
    const root = this.#registrations.get(registration) ?? {
      kind: "go",
      func,
      place,
      inLoop,
      registered: true,
    };
    this.#registrations.set(registration, root);
    return root;
  }

  #collectEdges(): Edge[] {
    const edges: Edge[] = [];
    const methods = methodsOf(this.#effects);
    for (const caller of this.#effects.all()) {
      for (const call of caller.effects.calls) {
        if (call.callee.pkg !== this.#effects.pkg) continue;
        if (!call.callee.ofInterface) edges.push({ caller, call, callee: call.callee });
        else for (const callee of methods.behind(call.callee)) edges.push({ caller, call, callee });
      }
      for (const lend of caller.effects.lends) {
        for (const callee of methods.of.get(lend.type) ?? []) {
          if (!this.#isLent(callee)) continue;
          edges.push({ caller, call: { ...lend, callee, args: [], deferred: false }, callee, lent: true });
        }
      }
    }
    return edges;
  }

  /** Is the method called through an object that is lent, by code elsewhere? */
  #isLent(func: Func): boolean {
    if (func.recv === undefined || !this.#adapters.has(func.recv.named.obj)) return false;
    return isExported(func.name) && entryOf(func) === undefined;
  }

  #seed(): void {
    const services = new Set(this.#effects.all().flatMap(({ effects }) => [...effects.services]));
    const add = (func: Func, root: Root): void => {
      append(this.#roots, func, root.kind);
      if (root === roots.handler && func.recv !== undefined) this.#servers.add(func.recv.named.obj);
      const before = this.#functions.get(func);
      const known = [...(before?.roots ?? [])];
      if (
        root.kind === "go" &&
        root.called &&
        known.some((other) => other.kind === "go" && other.func === func)
      )
        return;
      this.#functions.set(func, { entry: noLocks, roots: new Set([...known, root]) });
    };
    const registered = new Set<Func>();
    for (const { effects } of this.#effects.all())
      for (const { func, registration } of effects.uses) if (registration !== undefined) registered.add(func);
    for (const owner of this.#effects.all()) {
      const { func, effects } = owner;
      if (func.initialises || (func.recv === undefined && func.name === "init")) add(func, roots.init);
      else if (func.recv === undefined && func.name === "main" && func.pkg.name === "main")
        add(func, roots.main);
      // One that is registered is exported for tests, if at all.
      else if (isExported(func.name) && !this.#isLent(func) && !registered.has(func)) {
        const runs = entryOf(func, func.recv !== undefined && services.has(func.recv.named.obj));
        add(func, runs !== undefined ? rootOf(func, runs) : isTestFunc(func) ? testRoot(owner) : roots.api);
      }
      for (const use of effects.uses) {
        if (use.func.pkg !== func.pkg || use.func.ofInterface) continue;
        if (use.registration !== undefined) add(use.func, this.#registered(func, use.registration));
        else if (use.as !== undefined) add(use.func, rootOf(use.func, use.as));
        else add(use.func, func.initialises ? roots.kept : roots.callback);
      }
    }
  }

  /** Contexts only grow in roots and shrink in locks, so this ends. */
  #propagate(): void {
    const outgoing = new Map<Func, Edge[]>();
    for (const edge of this.#edges) append(outgoing, edge.caller.func, edge);
    const waiting = new Set(outgoing.keys());
    for (const func of waiting) {
      waiting.delete(func);
      for (const edge of outgoing.get(func) ?? []) if (this.#pass(edge)) waiting.add(edge.callee);
    }
  }

  /** Hands a caller's context on to its callee. A method of an object nobody else knows, nor uses, is not reached. */
  #pass({ caller, call, callee, lent }: Edge): boolean {
    if (call.recv?.owned === true && !this.#isUsedBeside(caller, call)) return false;
    const outer = this.ofStrand(caller, call.strand);
    if (outer.roots.size === 0) return false;
    const entry = join(outer.entry, call.locks);
    const reached = lent ? union(outer.roots, new Set<Root>([roots.api])) : outer.roots;
    const before = this.#functions.get(callee);
    if (before === undefined) {
      this.#functions.set(callee, { entry, roots: reached });
      return true;
    }
    const merged = union(before.roots, reached);
    const met = entryOfBoth(before, { entry, roots: reached });
    if (merged.size === before.roots.size && sameLocks(met, before.entry)) return false;
    this.#functions.set(callee, { entry: met, roots: merged });
    return true;
  }
}

/**
 * The locks held on both ways in. What comes before `main` needs none, and who calls what a variable keeps may hold
 * them: such a way says nothing of the other one.
 */
function entryOfBoth(one: Context, other: Context): Lockset {
  const [tells, otherTells] = [one, other].map(({ roots: flows }) => [...flows].some(isKnownToMeet));
  if (tells === otherTells) return meet(one.entry, other.entry);
  return tells ? one.entry : other.entry;
}

/** The methods of a package, in source order. */
interface Methods {
  readonly of: ReadonlyMap<TypeName, readonly Func[]>;
  /** Those that a call through an interface of the package may reach. */
  behind(called: Func): readonly Func[];
}

function methodsOf({ pkg }: PackageEffects): Methods {
  const named = new Map<string, Func[]>();
  const of = new Map<TypeName, Func[]>();
  for (const func of pkg.funcs) {
    const { name, recv } = func;
    if (recv === undefined) continue;
    append(named, name, func);
    append(of, recv.named.obj, func);
  }
  const interfaces = new Map<Func, ReadonlySet<string>>();
  for (const typeName of pkg.typeNames) {
    const type = typeName.alias ? undefined : underlying(typeName.type());
    if (type?.kind !== "Interface") continue;
    const names = methodNames(type);
    for (const method of type.methods) interfaces.set(method, names);
  }
  const known = new Map<Func, readonly Func[]>();
  const find = (called: Func): readonly Func[] => {
    const { length } = called.signature().params;
    const names = interfaces.get(called) ?? new Set<string>();
    const found = (named.get(called.name) ?? []).filter(
      ({ recv, signature }) =>
        signature().params.length === length && recv !== undefined && hasMethods(recv.named, names),
    );
    return found.length > maxImplementations ? [] : found;
  };
  const behind = (called: Func): readonly Func[] => {
    const found = known.get(called) ?? find(called);
    known.set(called, found);
    return found;
  };
  return { of, behind };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function kindOfRoot(owner: AnalysedFunc, strand: Strand): keyof typeof roots {
  if (strand.kind === "handler") return "handler";
  if (strand.kind === "subtest") return "test";
  if (strand.asMain) return "main";
  if (owner.func.initialises) return "kept";
  return isIteratorForCallers(owner, strand) ? "api" : "callback";
}

/**
 * Does the function wait for the goroutine that it starts? Then the locks it holds meanwhile keep
 * others out of what the goroutine does.
 */
function isAwaited({ effects }: AnalysedFunc, strand: Strand): boolean {
  if (strand.kind !== "go") return false;
  return effects.signals.some((signal) => signal.strand === strand.id && effects.waits.has(signal.key));
}

function testRoot({ func, body, info }: AnalysedFunc): Root {
  return isParallelFromTheStart(body, info) ? { kind: "test", func } : roots.test;
}

function isTestFunc(func: Func): boolean {
  return func.recv === undefined && /^(Test|Benchmark|Fuzz|Example)/.test(func.name);
}
