/** What the rest of a package tells about what a function has borrowed. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import type { Contexts } from "../../effects/contexts.ts";
import { calleeName } from "../../effects/known.ts";
import { join } from "../../effects/lockset.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { customsOf, isAssumed } from "../classes.ts";
import { type LendingFuncs, loanOf } from "./lenders.ts";

/** The functions that use a map, by its class. */
type Users = ReadonlyMap<string, ReadonlySet<AnalysedFunc>>;

/** Facts about a package, gathered once. */
export interface Surroundings {
  /** Who uses a map through an object that was loaded from an atomic, with no lock held. */
  readonly published: Users;
  /** Who uses a map of an object that may be known to others. */
  readonly users: Users;
  /** The keys under which the package itself puts values into contexts. */
  readonly contextKeys: ReadonlySet<string>;
}

export function surroundingsOf(
  effects: PackageEffects,
  contexts: Contexts,
  lending: LendingFuncs,
): Surroundings {
  const published = new Map<string, Set<AnalysedFunc>>();
  const users = new Map<string, Set<AnalysedFunc>>();
  const contextKeys = new Set<string>();
  for (const owner of effects.all()) {
    if (owner.decl.text.includes("WithValue")) addContextKeys(owner, contextKeys);
    const { lifecycle } = customsOf(owner);
    for (const { target, strand, locks } of owner.effects.accesses) {
      if (!target.owned && !lifecycle) add(users, target.key, owner);
      const borrowed = target.path && loanOf(target.path, owner, lending);
      if (borrowed?.loan.lender !== "atomic" || isAssumed(owner, effects)) continue;
      if (join(contexts.ofStrand(owner, strand).entry, locks).size === 0) add(published, target.key, owner);
    }
  }
  return { published, users, contextKeys };
}

function add(users: Map<string, Set<AnalysedFunc>>, key: string, user: AnalysedFunc): void {
  users.set(key, (users.get(key) ?? new Set()).add(user));
}

function addContextKeys({ body, info }: AnalysedFunc, keys: Set<string>): void {
  walk(body, (node) => {
    if (
      node.kind === "CallExpr" &&
      calleeName(node, info) === "context.WithValue" &&
      node.args[1] !== undefined
    )
      keys.add(exprString(node.args[1]));
    return true;
  });
}
