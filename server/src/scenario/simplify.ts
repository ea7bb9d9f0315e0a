/** Makes the blocks of a thread fewer and smaller, without changing what they do. */
import type { Expression } from "../../../simulator/src/program.ts";
import type { Block, End, Plain } from "./blocks.ts";
import { fold, known } from "./value.ts";

/** The blocks that a block may go on with; the first one is the usual way. */
export function successors(end: End | undefined): readonly Block[] {
  switch (end?.kind) {
    case undefined:
      return [];
    case "jump":
      return [end.to];
    case "branch":
      return [end.yes, end.no];
    case "select":
      return [...end.cases.map((item) => item.to), ...(end.otherwise === undefined ? [] : [end.otherwise])];
    case "once":
      return [end.first, end.done];
  }
}

/** All blocks that can be reached, the entry first. */
function reachable(entry: Block): Block[] {
  const seen = new Set<Block>([entry]);
  for (const block of seen) for (const next of successors(block.end)) seen.add(next);
  return [...seen];
}

/**
 * Takes away what makes no difference, as long as there is something: empty blocks on the way, branches
 * whose ways are the same or decided by what was just assigned, values that nothing reads.
 */
export function simplify(entry: Block, results: ReadonlySet<string>): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of reachable(entry)) {
      if (propagate(block)) changed = true;
      if (retarget(block)) changed = true;
      if (shortcut(block)) changed = true;
    }
    if (dropUnread(entry, results)) changed = true;
  }
}

/** Fills in what was assigned before in the same block. */
function propagate(block: Block): boolean {
  const assigned = new Map<string, Expression>();
  let changed = false;
  block.items = block.items.map((item) => {
    if (item.kind !== "assign") return item;
    const value = substitute(item.value, assigned);
    assigned.set(item.register, value);
    if (known(value) === known(item.value)) return item;
    changed = true;
    return { ...item, value };
  });
  const { end } = block;
  if (end?.kind !== "branch") return changed;
  const decided = known(substitute(end.condition, assigned));
  if (decided === undefined) return changed;
  block.end = { kind: "jump", to: decided !== 0 ? end.yes : end.no };
  return true;
}

/** Leads past empty blocks. */
function retarget(block: Block): boolean {
  const { end } = block;
  if (end === undefined) return false;
  const before = successors(end);
  switch (end.kind) {
    case "jump":
      block.end = { kind: "jump", to: skip(end.to) };
      break;
    case "branch": {
      const [yes, no] = [skip(end.yes), skip(end.no)];
      block.end = yes === no ? { kind: "jump", to: yes } : { ...end, yes, no };
      break;
    }
    case "select": {
      const cases = end.cases.map((item) => ({ ...item, to: skip(item.to) }));
      block.end = { ...end, cases, otherwise: end.otherwise && skip(end.otherwise) };
      break;
    }
    case "once":
      block.end = { ...end, first: skip(end.first), done: skip(end.done) };
  }
  const after = successors(block.end);
  return after.length !== before.length || after.some((target, i) => target !== before[i]);
}

/** The block that an empty one leads to. */
function skip(block: Block): Block {
  const seen = new Set<Block>();
  let at = block;
  while (at.items.length === 0 && at.end?.kind === "jump" && !seen.has(at)) {
    seen.add(at);
    at = at.end.to;
  }
  return at;
}

/** A jump to a branch on something that is known here leads to where that branch leads. */
function shortcut(block: Block): boolean {
  const { end } = block;
  if (end?.kind !== "jump" || end.to === block) return false;
  if (end.to.items.length > 0 || end.to.end?.kind !== "branch") return false;
  const assigned = new Map<string, Expression>();
  for (const item of block.items) {
    if (item.kind === "assign") assigned.set(item.register, item.value);
  }
  const { condition, yes, no } = end.to.end;
  const decided = known(substitute(condition, assigned));
  if (decided === undefined) return false;
  block.end = { kind: "jump", to: decided !== 0 ? yes : no };
  return true;
}

/** An expression with what is known of registers filled in, worked out. */
function substitute(expression: Expression, values: ReadonlyMap<string, Expression>): Expression {
  switch (expression.op) {
    case "const":
      return expression;
    case "reg": {
      const value = values.get(expression.name);
      return value !== undefined && known(value) !== undefined ? value : expression;
    }
    case "not":
    case "neg":
      return fold({ ...expression, operand: substitute(expression.operand, values) });
    default:
      return fold({
        ...expression,
        left: substitute(expression.left, values),
        right: substitute(expression.right, values),
      });
  }
}

/** Takes away assignments and choices that nothing reads, and destinations of other instructions. */
function dropUnread(entry: Block, results: ReadonlySet<string>): boolean {
  const blocks = reachable(entry);
  let any = false;
  for (;;) {
    const read = new Set<string>(results);
    for (const block of blocks) {
      for (const item of block.items) noteRead(item, read);
      if (block.end?.kind === "branch") noteExpression(block.end.condition, read);
      if (block.end?.kind === "select") {
        for (const item of block.end.cases) if (item.kind === "send") noteExpression(item.value, read);
      }
    }
    let dropped = false;
    for (const block of blocks) {
      const kept = block.items.filter(
        (item) => !((item.kind === "assign" || item.kind === "havoc") && !read.has(item.register)),
      );
      if (kept.length < block.items.length) {
        dropped = true;
        any = true;
      }
      block.items = kept;
    }
    if (dropped) continue;
    for (const block of blocks) block.items = block.items.map((item) => withoutUnread(item, read));
    return any;
  }
}

function noteExpression(expression: Expression, read: Set<string>): void {
  switch (expression.op) {
    case "const":
      return;
    case "reg":
      read.add(expression.name);
      return;
    case "not":
    case "neg":
      noteExpression(expression.operand, read);
      return;
    default:
      noteExpression(expression.left, read);
      noteExpression(expression.right, read);
  }
}

function noteRead(item: Plain, read: Set<string>): void {
  if ("value" in item) noteExpression(item.value, read);
  if ("key" in item && item.key !== undefined) noteExpression(item.key, read);
  if (item.kind === "cas") noteExpression(item.expected, read);
  if (item.kind === "wg-add") noteExpression(item.delta, read);
  if ((item.kind === "store" || item.kind === "map-write") && item.update !== undefined)
    read.add(item.update);
}

/** The register that takes what nobody reads: states must not differ by it more than needed. */
const unread = "_";

function withoutUnread(item: Plain, read: ReadonlySet<string>): Plain {
  const keep = (register: string | undefined): string | undefined =>
    register === undefined || read.has(register) ? register : undefined;
  switch (item.kind) {
    case "load":
    case "atomic-load":
      return read.has(item.register) ? item : { ...item, register: unread };
    case "map-read":
    case "recv":
      return { ...item, register: keep(item.register), ok: keep(item.ok) };
    case "map-range":
      return { ...item, register: keep(item.register), ok: keep(item.ok), count: keep(item.count) };
    case "map-len":
    case "try-lock":
    case "try-rlock":
    case "xchg":
      return { ...item, register: keep(item.register) };
    case "xadd":
    case "atomic-update":
      return { ...item, old: keep(item.old), new: keep(item.new) };
    case "cas":
      return { ...item, old: keep(item.old), success: keep(item.success) };
    default:
      return item;
  }
}
