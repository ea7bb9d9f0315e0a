/** From the blocks of a thread to its list of instructions. */
import type { Expression, Instruction, SelectCase } from "../../../simulator/src/program.ts";
import type { Block } from "./blocks.ts";
import { successors } from "./simplify.ts";

/**
 * The instructions of the blocks that can be reached. A block stands behind those that lead to it, so that only
 * loops jump back.
 */
export function layOut(entry: Block): Instruction[] {
  const blocks = inOrder(entry).filter((block) => !isEnd(block));
  const parts = blocks.map((block, i) => partsOf(block, blocks[i + 1]));
  const starts = new Map<Block, number>();
  let end = 0;
  for (const [i, block] of blocks.entries()) {
    starts.set(block, end);
    end += parts[i].length;
  }
  const start = (block: Block): number => starts.get(block) ?? end;
  return parts.flat().map((make) => make(start));
}

/** Makes an instruction when it is known where blocks start. */
type Part = (start: (block: Block) => number) => Instruction;

/** Reverse postorder, without recursion. Of several successors the first one is placed next where it can be. */
function inOrder(entry: Block): Block[] {
  const order: Block[] = [];
  const seen = new Set<Block>([entry]);
  const stack = [{ block: entry, next: [...successors(entry.end)] }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const block = top.next.pop();
    if (block === undefined) {
      order.push(top.block);
      stack.pop();
    } else if (!seen.has(block)) {
      seen.add(block);
      stack.push({ block, next: [...successors(block.end)] });
    }
  }
  return order.reverse();
}

/** The instructions of a block; `next` is the block that is placed behind it. */
function partsOf(block: Block, next: Block | undefined): Part[] {
  const items = block.items.map(
    (item): Part =>
      () =>
        item,
  );
  return [...items, ...endOf(block, next)];
}

function endOf({ items, end }: Block, next: Block | undefined): Part[] {
  const goTo = (target: Block): Part[] => {
    if (target === next || (isEnd(target) && next === undefined)) return [];
    return isEnd(target)
      ? [() => ({ kind: "exit" })]
      : [(start) => ({ kind: "jump", target: start(target) })];
  };
  switch (end?.kind) {
    case undefined: {
      const last = items.at(-1)?.kind;
      return last === "panic" || last === "exit" || next === undefined ? [] : [() => ({ kind: "exit" })];
    }
    case "jump":
      return goTo(end.to);
    case "branch": {
      const { condition, yes, no, source } = end;
      if (yes === no) return goTo(yes);
      if (no === next) return [(start) => ({ kind: "branch", condition, target: start(yes), source })];
      const negated: Expression =
        condition.op === "not" ? condition.operand : { op: "not", operand: condition };
      return [(start) => ({ kind: "branch", condition: negated, target: start(no), source }), ...goTo(yes)];
    }
    case "once": {
      const { sync, first, done, source } = end;
      return [(start) => ({ kind: "once-begin", sync, target: start(done), source }), ...goTo(first)];
    }
    case "select": {
      const { cases, otherwise, source } = end;
      return [
        (start) => ({
          kind: "select",
          cases: cases.map(({ to, ...item }): SelectCase => ({ ...item, target: start(to) })),
          default: otherwise === undefined ? undefined : start(otherwise),
          source,
        }),
      ];
    }
  }
}

/** Does the thread end at this block? */
function isEnd(block: Block): boolean {
  return block.items.length === 0 && block.end === undefined;
}
