/** Functions in which a panic may be recovered: there an Unlock must not be skipped. */
import type { PackageEffects } from "../effects/analyse.ts";
import { walk } from "../syntax/walk.ts";
import type { Func } from "../types/types.ts";

/** Functions that call recover, and those they call, directly or not. */
export function recovers(effects: PackageEffects): ReadonlySet<Func> {
  const found = new Set<Func>();
  const queue: Func[] = [];
  const add = (func: Func): void => {
    if (found.has(func)) return;
    found.add(func);
    queue.push(func);
  };
  for (const { func, decl, body, info } of effects.all()) {
    if (!decl.text.includes("recover")) continue;
    walk(body, (node) => {
      if (node.kind === "Ident" && node.name === "recover" && info.uses.get(node)?.kind === "Builtin")
        add(func);
      return true;
    });
  }
  for (let func = queue.pop(); func !== undefined; func = queue.pop()) {
    for (const call of effects.get(func)?.effects.calls ?? []) add(call.callee);
  }
  return found;
}
