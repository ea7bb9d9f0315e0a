/** Who calls the exported functions of a module's packages, and what that tells of the hazards found in them. */
import type { Flow, OutsideCall } from "../../effects/outsideCalls.ts";
import type { Finding } from "../finding.ts";
import type { Side } from "./sides.ts";

/** How something is reached from all over the module. */
interface Reach {
  /** The flows of control that reach it on an object which others may know. */
  readonly flows: ReadonlySet<Flow>;
  /** Is some lock held on each of these ways? */
  readonly locked: boolean;
  /** Does anybody call it at all? */
  readonly called: boolean;
}

/** The calls between the packages of a module. */
export class Survey {
  readonly #calls = new Map<string, OutsideCall[]>();
  /** The types of which some method is called, and the packages of which some function is. */
  readonly #used = new Set<string>();
  readonly #reached = new Map<string, Reach>();

  /** Takes note of what a package calls. */
  add(calls: readonly OutsideCall[]): void {
    for (const call of calls) {
      const known = this.#calls.get(call.callee);
      if (known === undefined) this.#calls.set(call.callee, [call]);
      else known.push(call);
      this.#used.add(homeOf(call.callee));
    }
    this.#reached.clear();
  }

  /**
   * Do the callers all over the module bear a finding out? They do not where one side has none, holds a lock each
   * time or has each object for itself, or where the two sides never run at the same time. Where the code does not
   * say itself that several goroutines use it, two of the callers have to be seen to run at the same time.
   */
  bearsOut({ sides }: Finding): boolean {
    if (sides === undefined) return true;
    const at = this.#reachOf(sides.at);
    const other = this.#reachOf(sides.other);
    if (this.#isLibrary(sides.at) || this.#isLibrary(sides.other)) return true;
    if (at.locked) return false;
    return sides.toldByCode ? mayMeet(at.flows, other.flows) : doMeet(at.flows, other.flows);
  }

  #reachOf({ flows, entries }: Side): Pick<Reach, "flows" | "locked"> {
    const ways = entries.map((entry) => this.#reach(entry)).filter(({ called }) => called);
    return {
      flows: new Set([...flows, ...ways.flatMap((way) => [...way.flows])]),
      locked: flows.length === 0 && ways.length > 0 && ways.every(({ locked }) => locked),
    };
  }

  /**
   * Is it reached by exported functions alone, of which the module calls none, nor any other method of their type
   * or function of their package? Then it is there for other modules, and who calls it is not known.
   */
  #isLibrary({ flows, entries }: Side): boolean {
    return (
      flows.length === 0 &&
      entries.length > 0 &&
      entries.every((entry) => !this.#used.has(homeOf(entry)) && !this.#reach(entry).called)
    );
  }

  /** Looks from the function up its callers. */
  #reach(name: string): Reach {
    const known = this.#reached.get(name) ?? this.#lookUp(name);
    this.#reached.set(name, known);
    return known;
  }

  #lookUp(name: string): Reach {
    const flows = this.#flowsTo(name, ({ owned }) => !owned);
    const unlocked = this.#flowsTo(name, ({ owned, locked }) => !owned && !locked);
    const called = this.#flowsTo(name, () => true).size > 0;
    return { flows, locked: flows.size > 0 && unlocked.size === 0, called };
  }

  /** The flows that reach a function by certain calls alone. */
  #flowsTo(name: string, follows: (call: OutsideCall) => boolean): ReadonlySet<Flow> {
    const flows = new Set<Flow>();
    const functions = new Set([name]);
    for (const each of functions) {
      for (const call of this.#callsOf(each)) {
        if (!follows(call)) continue;
        for (const flow of call.flows) flows.add(flow);
        for (const caller of call.callers) functions.add(caller);
      }
    }
    return flows;
  }

  #callsOf(name: string): readonly OutsideCall[] {
    const method = name.slice(name.lastIndexOf("."));
    return [...(this.#calls.get(name) ?? []), ...(this.#calls.get(method) ?? [])];
  }
}

/** The type of a method, the package of a function. */
function homeOf(name: string): string {
  return name.slice(0, name.lastIndexOf("."));
}

/** Can a flow of the one run beside a flow of the other? */
function mayMeet(some: ReadonlySet<Flow>, others: ReadonlySet<Flow>): boolean {
  return [...some].some((a) =>
    [...others].some((b) => (a === b ? isParallel(a) : !(isOfMain(a) && isOfMain(b)))),
  );
}

/** Does one of them surely run beside the other, as a goroutine or as a handler of requests? */
function doMeet(some: ReadonlySet<Flow>, others: ReadonlySet<Flow>): boolean {
  const known = (flows: ReadonlySet<Flow>): ReadonlySet<Flow> =>
    new Set([...flows].filter((flow) => flow !== "callback" && flow !== "init"));
  return mayMeet(known(some), known(others));
}

/** Does it run beside itself? */
function isParallel(flow: Flow): boolean {
  return flow === "handler" || flow.endsWith("*");
}

/** The program's own flow, and what comes before it. */
function isOfMain(flow: Flow): boolean {
  return flow === "main" || flow === "init";
}
