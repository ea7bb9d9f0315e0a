/**
 * Goroutines that their starter waits for: whoever the starter calls before or after them, or who calls the starter,
 * does not run beside them. For these they are a part of the starter's own flow.
 */
import type { AnalysedFunc } from "../effects/analyse.ts";
import type { Contexts, Root } from "../effects/contexts.ts";
import type { CallEvent, Strand } from "../effects/model.ts";

/** A strand of a function. */
export interface Stage {
  readonly owner: AnalysedFunc;
  readonly strand: number;
}

/** A stage, and the flows of control in which it happens. */
export interface Flowing {
  readonly stage: Stage;
  readonly roots: ReadonlySet<Root>;
}

/** On the ways up from what may meet a goroutine no more functions are looked at. */
const maxFunctions = 100;

/** The flows of a stage as others see them: its own, and instead of some those of the functions that wait for them. */
export function flowsBeside(stage: Stage, others: readonly Stage[], contexts: Contexts): readonly Flowing[] {
  const flows: Flowing[] = [];
  const stages = [stage];
  for (const each of stages) {
    const roots = new Set<Root>();
    for (const root of contexts.ofStrand(each.owner, each.strand).roots) {
      const start = isAwaited(root, contexts) ? contexts.startOf(root) : undefined;
      if (start === undefined || others.some((other) => isMet(start, other, contexts))) roots.add(root);
      else {
        const outer = { owner: start.owner, strand: start.strand.parent };
        if (stages.every(({ owner, strand }) => owner !== outer.owner || strand !== outer.strand))
          stages.push(outer);
      }
    }
    flows.push({ stage: each, roots });
  }
  return flows;
}

/** All flows of control of a stage as another one sees them. */
export function rootsBeside(stage: Stage, other: Stage, contexts: Contexts): ReadonlySet<Root> {
  return new Set(flowsBeside(stage, [other], contexts).flatMap(({ roots }) => [...roots]));
}

function isAwaited(root: Root, contexts: Contexts): boolean {
  return root.kind === "go" && root.awaited === true && !contexts.isEndless(root);
}

/** Where a goroutine is started. */
interface Start {
  readonly owner: AnalysedFunc;
  readonly strand: Strand;
}

/** Does the starter, or one of its goroutines, do the other thing while the goroutine may run? */
function isMet(start: Start, other: Stage, contexts: Contexts): boolean {
  if (other.owner === start.owner) return true;
  const ways = new Set([other.owner]);
  for (const { func } of ways) {
    for (const { caller, call } of contexts.callersOf(func)) {
      if (caller !== start.owner) ways.add(caller);
      else if (!isApart(call, start)) return true;
    }
    if (ways.size > maxFunctions) return true;
  }
  return false;
}

/** Is a call made by the starter itself, before the goroutine or after it? */
function isApart({ strand, live }: CallEvent, { owner, strand: started }: Start): boolean {
  if (strand !== started.parent) return false;
  const liveness = live.get(started.id);
  return (
    liveness === undefined ||
    owner.effects.signals.some((signal) => signal.strand === started.id && liveness.waited.has(signal.key))
  );
}
