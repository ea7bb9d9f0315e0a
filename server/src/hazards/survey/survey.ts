/** Who calls the exported functions of a module's packages, and what that tells of the hazards found in them. */
import type { Flow, Links, OutsideCall } from "../../effects/links.ts";
import type { Mentions } from "../../effects/mentions.ts";
import { isExported } from "../../types/package.ts";
import { isTestSupport } from "../conventions.ts";
import type { Finding } from "../finding.ts";
import { homeOf, isOpen, methodOf, packageOf } from "./names.ts";
import { reachable, usedByPrograms } from "./reachable.ts";
import type { Side } from "./sides.ts";

/** How something is reached from all over the module. */
interface Reach {
  /** The flows of control that reach it on an object which others may know; `others` for those of other modules. */
  readonly flows: ReadonlySet<Flow>;
  /** Those of them that are told by more than the name of a method, called on something of which nothing is known. */
  readonly sure: ReadonlySet<Flow>;
  /** Those that reach it by calls of which hardly another function can be meant. */
  readonly plain: ReadonlySet<Flow>;
  /** Is some lock held on each of these ways? */
  readonly locked: boolean;
}

/** Is there evidence for the finding as long as it is not known who calls what? */
export function standsAlone({ sides }: Finding): boolean {
  return sides?.evidence !== "callers";
}

/** The flows of whoever uses the module. */
const others: Flow = "others";

/** The calls between the packages of a module. */
export class Survey {
  readonly #calls = new Map<string, OutsideCall[]>();
  /** The types of which other packages call some method. */
  readonly #used = new Set<string>();
  /** The types of which their own package calls some method. */
  readonly #usedAtHome = new Set<string>();
  /** The types of which code outside the module gets objects. */
  readonly #given = new Set<string>();
  /** The exported methods of types, where all are known. */
  readonly #methods = new Map<string, ReadonlySet<string>>();
  readonly #reached = new Map<string, Reach>();
  readonly #mentions = new Map<string, Mentions[]>();
  #ofPrograms: ReadonlySet<string> | undefined;
  #reachable: ReadonlySet<string> | undefined;

  /** Takes note of a package. */
  add({ from, calls, methods, used, given, mentions }: Links): void {
    this.#mentions.set(from, [...(this.#mentions.get(from) ?? []), mentions]);
    this.#reachable = undefined;
    for (const home of used) this.#usedAtHome.add(home);
    for (const home of given) this.#given.add(home);
    this.#ofPrograms = undefined;
    for (const [home, names] of Object.entries(methods)) this.#methods.set(home, new Set(names));
    for (const call of calls) {
      const known = this.#calls.get(call.callee);
      if (known === undefined) this.#calls.set(call.callee, [call]);
      else known.push(call);
      if (!tellsNothing(call)) this.#used.add(homeOf(call.callee));
    }
    this.#reached.clear();
  }

  /**
   * Do the callers all over the module bear a finding out? They do not where nobody calls one of the sides, where its
   * callers hold a lock each time or have each object for themselves, or where the two sides never run at the same
   * time. Unless the code itself is evidence, one of them has to be seen to run beside others. What other modules
   * do is not known: a finding stands by its own evidence then.
   */
  bearsOut({ sides }: Finding): boolean {
    if (sides === undefined) return true;
    const isShared = sides.evidence === "variable";
    const at = this.#reachOf(sides.at, isShared);
    const other = this.#reachOf(sides.other, isShared);
    if (at.locked || at.flows.size === 0 || other.flows.size === 0) return false;
    if (sides.ofOneCall && !mayRunBesideItself([...at.sure, ...other.sure])) return false;
    // A library: what its users do is not known, unless the module itself uses it.
    const isForOthers = [at, other].some(({ flows }) =>
      sides.evidence === "code" ? flows.has(others) : isLeftToOthers(flows),
    );
    if (isForOthers)
      return (
        sides.evidence !== "callers" &&
        ![sides.at, sides.other].some((side) => this.#isUnused(side, isShared))
      );
    if (!mayMeet(at.flows, other.flows)) return false;
    switch (sides.evidence) {
      case "code":
        return true;
      case "variable":
        return [at, other].some(({ sure }) => [...sure].some(isConcurrent));
      case "vote":
        // Where the package itself tells nothing of the access, all that lead to it have to be known, or a goroutine
        // that plainly does.
        if (sides.at.flows.length === 0 && at.flows.has(others) && ![...at.plain].some(isConcurrent))
          return false;
        if (isOneFlow(sides.at, sides.other)) return false;
        return [at, other].some(({ flows }) => [...flows].some(isConcurrent));
      case "package":
        return [at, other].some(({ flows }) => [...flows].some(isConcurrent));
      case "possible":
        // Callers that are known, and a vote that is weak: they may well have an order of their own.
        return false;
      case "callers":
        return [at, other].every(({ flows }) =>
          [...flows].some((flow) => isConcurrent(flow) || isOfMain(flow)),
        );
    }
  }

  /**
   * Can all of it run in the programs of the module, or in those of others? Where somebody is writing the code, what
   * will call it may only be to come.
   */
  mayHappen({ happensIn }: Finding): boolean {
    if (happensIn === undefined) return true;
    const { at, others } = happensIn;
    const isKnown = (name: string): boolean =>
      this.#mentions.get(packageOf(name))?.some(({ by }) => name in by) === true;
    const mayRun = (name: string): boolean => {
      this.#reachable ??= reachable(this.#mentions, (path) => this.#isOfProgram(path));
      return this.#reachable.has(name) || !isKnown(name);
    };
    return mayRun(at) && (others.length === 0 || others.some(mayRun));
  }

  /** Does it stand in a file that helps tests, or in a package for them that no program of the module uses? */
  isForTests({ happensIn }: Finding): boolean {
    if (happensIn === undefined) return true;
    const path = packageOf(happensIn.at);
    return !path.endsWith("*") && isTestSupport({ path }) && !this.#isOfProgram(path);
  }

  #reachOf({ flows, entries, helpers, given }: Side, isShared: boolean): Reach {
    const ways = entries
      .filter((entry) => !helpers.includes(entry) || this.#callsOf(entry).length > 0)
      .map((entry) => this.#reach(entry, isShared, given[entry]))
      .filter((way) => way.flows.size > 0);
    return {
      flows: new Set([...flows, ...ways.flatMap((way) => [...way.flows])]),
      sure: new Set([...flows, ...ways.flatMap((way) => [...way.sure])]),
      plain: new Set([...flows, ...ways.flatMap((way) => [...way.plain])]),
      locked: flows.length === 0 && ways.length > 0 && ways.every(({ locked }) => locked),
    };
  }

  /**
   * Looks from the function up its callers.
   * @param isShared is what it reaches the same for all objects, also for those that a caller has for itself?
   * @param given the parameter that is the object, where that is not the receiver
   */
  #reach(name: string, isShared: boolean, given: number | undefined): Reach {
    const key = isShared ? `${name} shared` : `${name} ${given}`;
    const known = this.#reached.get(key) ?? this.#lookUp(name, isShared, given);
    this.#reached.set(key, known);
    return known;
  }

  #lookUp(name: string, isShared: boolean, given: number | undefined): Reach {
    const counts = ({ callee, owned, ownedArgs = [] }: OutsideCall): boolean =>
      isShared || !(given === undefined || callee !== name ? owned : ownedArgs.includes(given));
    const flows = this.#flowsTo(name, counts);
    const sure = this.#flowsTo(name, (call) => counts(call) && !isGuessed(call));
    const plain = this.#flowsTo(name, (call) => counts(call) && isPlain(call));
    // A call of which only the method's name is known tells of no missing lock, where others are known better.
    const tells = (call: OutsideCall): boolean => sure.size === 0 || !isGuessed(call);
    const unlocked = this.#flowsTo(name, (call) => counts(call) && tells(call) && !call.locked);
    return { flows, sure, plain, locked: flows.size > 0 && unlocked.size === 0 };
  }

  /** The flows that reach a function by certain calls alone. */
  #flowsTo(name: string, follows: (call: OutsideCall) => boolean): ReadonlySet<Flow> {
    const flows = new Set<Flow>();
    const functions = new Set([name]);
    for (const each of functions) {
      const calls = this.#callsOf(each);
      if (calls.every(tellsNothing) && this.#isForOthers(each)) flows.add(others);
      for (const call of calls) {
        if (!follows(call)) continue;
        for (const flow of call.flows) flows.add(flow);
        for (const caller of call.callers) functions.add(caller);
      }
    }
    return flows;
  }

  /**
   * Is a function that nobody calls there for other modules? Not where they cannot get at it, nor where the module
   * uses the type otherwise: then it is a function that is no longer, or not yet, used.
   */
  #isForOthers(name: string): boolean {
    return isOpen(name) && !this.#used.has(homeOf(name));
  }

  /**
   * Does nobody call the functions of a side, but before `main`, in packages that the module's own programs use? Then they are no
   * longer, or not yet, used; a package that no program uses is there for other modules.
   */
  #isUnused({ flows, entries }: Side, isShared: boolean): boolean {
    return (
      flows.every((flow) => flow === "init") &&
      entries.every(
        (name) =>
          this.#isOfProgram(packageOf(name)) && !this.#isServed(name) && (isShared || this.#isDead(name)),
      )
    );
  }

  /** Is it a method of a type that code outside the module gets, and of which nobody in the module calls any? */
  #isServed(name: string): boolean {
    const home = homeOf(name);
    return this.#given.has(home) && !this.#used.has(home) && !this.#usedAtHome.has(home);
  }

  /** Does a program of the module use the package, or is it one? */
  #isOfProgram(path: string): boolean {
    this.#ofPrograms ??= usedByPrograms(this.#mentions);
    return this.#ofPrograms.has(path);
  }

  /**
   * Is a function that nobody calls in a used package no way for others? An exported type that the package itself
   * does not use may be made and used by them, and templates find methods by their names.
   */
  #isDead(name: string): boolean {
    if (this.#callsOf(name).length > 0) return false;
    const home = homeOf(name);
    return home === name || !isExported(home.slice(home.indexOf(":") + 1)) || this.#usedAtHome.has(home);
  }

  #callsOf(name: string): readonly OutsideCall[] {
    const methods = this.#methods.get(homeOf(name));
    const implement = ({ through = [] }: OutsideCall): boolean =>
      methods === undefined || through.every((method) => methods.has(method));
    const open = this.#calls.get(methodOf(name) ?? "") ?? [];
    return [...(this.#calls.get(name) ?? []), ...open.filter(implement)];
  }
}

/** Do none but the users of the module tell when it happens? */
function isLeftToOthers(flows: ReadonlySet<Flow>): boolean {
  return (
    flows.has(others) && [...flows].every((flow) => flow === others || flow === "init" || flow === "kept")
  );
}

/** Is it made by initial values alone, or by functions that variables keep? That tells nothing of when, and by whom. */
function tellsNothing({ callers, flows }: OutsideCall): boolean {
  return callers.length === 0 && flows.every((flow) => flow === "init" || flow === "kept");
}

/** Is it known of the call only that some method has this name? */
function isGuessed({ callee, through }: OutsideCall): boolean {
  return callee.startsWith(".") && through === undefined;
}

/** Does the call name its function, or go through an interface of more than one method, which few types have? */
function isPlain({ callee, through = [] }: OutsideCall): boolean {
  return !callee.startsWith(".") || through.length > 1;
}

/**
 * Can a flow of the one run beside a flow of the other? Function values that somebody keeps may be called by
 * anybody, also at the same time.
 */
function mayMeet(some: ReadonlySet<Flow>, more: ReadonlySet<Flow>): boolean {
  // What comes before `main` is over when anything else runs.
  const [ones, theirs] = [some, more].map((flows) => [...flows].filter((flow) => flow !== "init"));
  return ones.some((a) =>
    theirs.some((b) => (a === b ? !isSingle(a) : !(isQuiet(a) && isQuiet(b)) && !areOfTwoPrograms(a, b))),
  );
}

/** Does the package itself show one flow for both sides, that does not run beside itself? Who keeps a function mostly calls it there. */
function isOneFlow(at: Side, other: Side): boolean {
  const known = new Set([...at.flows, ...other.flows].filter((flow) => flow !== "callback"));
  const isShown = (side: Side): boolean => side.flows.some((flow) => known.has(flow));
  return known.size === 1 && isShown(at) && isShown(other) && [...known].every(isSingle);
}

/**
 * Do the flows that lead to one call show that it runs beside itself? Where nothing but other modules lead there, that
 * is theirs to tell; who keeps a function to call it may call it one time after the other.
 */
function mayRunBesideItself(flows: readonly Flow[]): boolean {
  const known = flows.filter((flow) => flow !== others);
  const sure = new Set(known.filter((flow) => flow !== "callback"));
  return known.length === 0 || mayMeet(sure, sure);
}

/** Do two programs start the goroutines? They share no memory. */
function areOfTwoPrograms(a: Flow, b: Flow): boolean {
  const [one, other] = [programOf(a), programOf(b)];
  return one !== undefined && other !== undefined && one !== other;
}

/** The program that starts the goroutine: nobody imports it, so that its path ends with a star. */
function programOf(flow: Flow): string | undefined {
  return /^go ([^:]+)\*:/.exec(flow)?.[1];
}

/** Is it one flow, that does not run beside itself? */
function isSingle(flow: Flow): boolean {
  return isQuiet(flow) || (flow.startsWith("go ") && !flow.endsWith("*"));
}

/** Is it one that runs beside others for sure? */
function isConcurrent(flow: Flow): boolean {
  return flow === "handler" || flow.startsWith("go ");
}

/** Does nothing tell that it runs beside others? So it is with functions that package variables keep as well. */
function isQuiet(flow: Flow): boolean {
  return isOfMain(flow) || flow === "kept";
}

/** The program's own flow, and what comes before it. */
function isOfMain(flow: Flow): boolean {
  return flow === "main" || flow === "init";
}
