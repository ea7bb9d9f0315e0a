/** What the rest of a package tells about what a function has borrowed. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { calleeName } from "../../effects/known.ts";
import { exprString } from "../../syntax/print.ts";
import { walk } from "../../syntax/walk.ts";
import { loansOf } from "./lenders.ts";

/** Facts about a package, gathered once. */
export interface Surroundings {
  /** The functions that use a map, by its class, through an object that they loaded from an atomic. */
  readonly published: ReadonlyMap<string, ReadonlySet<AnalysedFunc>>;
  /** The keys under which the package itself puts values into contexts. */
  readonly contextKeys: ReadonlySet<string>;
}

export function surroundingsOf(effects: PackageEffects): Surroundings {
  const published = new Map<string, Set<AnalysedFunc>>();
  const contextKeys = new Set<string>();
  for (const owner of effects.all()) {
    if (owner.decl.text.includes("WithValue")) addContextKeys(owner, contextKeys);
    const { accesses } = owner.effects;
    const loans = accesses.length === 0 ? undefined : loansOf(owner);
    for (const { target } of accesses) {
      const root = target.path?.root;
      if (root === undefined || loans?.get(root)?.lender !== "atomic") continue;
      const known = published.get(target.key) ?? new Set();
      published.set(target.key, known.add(owner));
    }
  }
  return { published, contextKeys };
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
