/** The call graph of a package, from the leaves up. */
import type { AnalysedFunc, PackageEffects } from "./analyse.ts";

/**
 * Groups of nodes that reach each other, those that others lead to first (Tarjan's strongly connected
 * components, without recursion: real call graphs are deeper than the stack).
 */
export function componentsOf<T>(
  roots: Iterable<T>,
  next: (node: T) => readonly T[],
): readonly (readonly T[])[] {
  const components: T[][] = [];
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  const enter = (node: T): { node: T; successors: readonly T[]; at: number } => {
    low.set(node, index.size);
    index.set(node, index.size);
    open.push(node);
    isOpen.add(node);
    return { node, successors: next(node), at: 0 };
  };
  const lower = (node: T, to: number): void => {
    low.set(node, Math.min(low.get(node) ?? to, to));
  };
  for (const root of roots) {
    if (index.has(root)) continue;
    const stack = [enter(root)];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const successor = top.successors[top.at++];
      if (successor !== undefined) {
        const known = index.get(successor);
        if (known === undefined) stack.push(enter(successor));
        else if (isOpen.has(successor)) lower(top.node, known);
        continue;
      }
      stack.pop();
      const mine = low.get(top.node) ?? 0;
      if (stack.length > 0) lower(stack[stack.length - 1].node, mine);
      if (mine !== index.get(top.node)) continue;
      const component = open.splice(open.lastIndexOf(top.node));
      for (const member of component) isOpen.delete(member);
      components.push(component);
    }
  }
  return components;
}

/** The functions of a package, or those that some of them call, callees before their callers. */
export function componentsBottomUp(
  effects: PackageEffects,
  roots: readonly AnalysedFunc[] = effects.all(),
): readonly (readonly AnalysedFunc[])[] {
  return componentsOf(roots, (owner) => calleesOf(owner, effects));
}

/** The functions of the package that a function calls. */
export function calleesOf(owner: AnalysedFunc, effects: PackageEffects): readonly AnalysedFunc[] {
  const callees = new Set<AnalysedFunc>();
  for (const { callee } of owner.effects.calls) {
    const analysed = effects.get(callee);
    if (analysed !== undefined) callees.add(analysed);
  }
  return [...callees];
}

/** Circles of calls with more members are followed once, not until nothing changes. */
export const maxCircle = 2000;

/** How often a circle of calls is gone round, at most: real ones settle in two rounds. */
export function roundsOf(members: number, isCircle: boolean): number {
  return !isCircle || members > maxCircle ? 1 : 4;
}
