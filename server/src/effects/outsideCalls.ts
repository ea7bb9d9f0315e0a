/** How the functions of a package call those of others: what tells an exported function who calls it. */
import type { Func } from "../types/types.ts";
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";
import type { Contexts, Root } from "./contexts.ts";
import type { Lockset } from "./model.ts";

/**
 * Where a flow of control begins, for comparing flows of different packages: `main`, `init`, `handler`,
 * `callback`, or `go` with the name of what starts it, the place, and a star where it is started again and again.
 */
export type Flow = string;

/** Calls of one function by another package, made in the same way. Plain data, so that it can be kept on disk. */
export interface OutsideCall {
  /**
   * As `globalName` has it; without package and type, as in `.Method/1`, for a method of whatever type: a call
   * through an interface, or of a value whose type is not known.
   */
  readonly callee: string;
  /** The exported functions of the calling package in whose own flow the call is made. */
  readonly callers: readonly string[];
  /** The other flows of control that make it. */
  readonly flows: readonly Flow[];
  /** Is some lock surely held meanwhile? */
  readonly locked: boolean;
  /** Is it called on an object that the caller has for itself? */
  readonly owned: boolean;
}

/**
 * The name of a function all over the module: `path:Func/1` or `path:Type.Method/2`, with the number of parameters.
 * The path of a program ends with a star: nobody imports it.
 */
export function globalName({ pkg, recv, name, signature }: Func): string {
  const path = pkg.name === "main" ? `${pkg.path}*` : pkg.path;
  const method = recv === undefined ? name : `${recv.named.obj.name}.${name}`;
  return `${path}:${method}/${signature().params.length}`;
}

/** The calls of other packages' functions, those of the standard library left out; what tests call does not count. */
export function outsideCalls(effects: PackageEffects, contexts: Contexts): readonly OutsideCall[] {
  const calls = new Map<string, OutsideCall>();
  const add = (call: OutsideCall): void => {
    if (call.callers.length + call.flows.length > 0) calls.set(JSON.stringify(call), call);
  };
  const note = (
    owner: AnalysedFunc,
    strand: number,
    locks: Lockset,
    callee: string,
    owned: boolean,
  ): void => {
    const { entry, roots } = contexts.ofStrand(owner, strand);
    add({
      callee,
      callers: [...roots].some(({ kind }) => kind === "api")
        ? contexts.entriesOf(owner.func).map(globalName)
        : [],
      flows: flowsOf(roots),
      locked: [...locks.values(), ...entry.values()].some(({ must }) => must),
      owned,
    });
  };
  for (const owner of effects.all()) {
    const { pkg } = owner.func;
    if (isOfTests(owner.func)) continue;
    for (const { callee, strand, locks, recv } of owner.effects.calls) {
      if (callee.pkg !== pkg && !callee.ofInterface)
        note(owner, strand, locks, globalName(callee), recv?.owned === true);
    }
    for (const { name, strand, locks } of owner.effects.openCalls) note(owner, strand, locks, name, false);
    for (const { func, as } of owner.effects.uses) {
      if (func.pkg === pkg || func.pkg.indexed) continue;
      const flow = as === "beside-itself" ? "handler" : "callback";
      add({ callee: globalName(func), callers: [], flows: [flow], locked: false, owned: false });
    }
  }
  return [...calls.values()];
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

/** Does it stand in a file of tests? */
export function isOfTests({ pkg, decl }: Func): boolean {
  return (decl && pkg.placementOf(decl)?.unit.path)?.endsWith("_test.go") === true;
}
