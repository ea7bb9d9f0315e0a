/** New groups, tables and directories, out of the goroutine's own pool. */
import type { Assembler, Label } from "../assembler.ts";
import { above, minus, plus, type Term } from "../terms.ts";
import { capacityFor, type Pool, type SwissMemory } from "./memory.ts";

/** Takes `count` items of a kind: leaves the number of the first in `into`. */
export function allocate(
  code: Assembler,
  memory: SwissMemory,
  kind: keyof Pool,
  count: Term,
  into: string,
  bail: Label,
): void {
  const pool = memory.pools[code.pool]?.[kind] ?? { first: 0, count: 0 };
  const taken = `$${kind} ${memory.name}`;
  code.broken(memory.name, "map.because.model", above(plus(taken, count), pool.count), bail);
  code.set(into, plus(taken, pool.first));
  code.set(taken, plus(taken, count));
}

/** A new table (newTable, table.go:74): fields that are not published yet. */
export function newTable(
  code: Assembler,
  memory: SwissMemory,
  given: { readonly into: string; readonly groups: Term; readonly slots: Term; readonly depth: Term },
  bail: Label,
): void {
  const { into } = given;
  allocate(code, memory, "tables", 1, into, bail);
  allocate(code, memory, "groups", given.groups, "$new", bail);
  const field = (name: Parameters<SwissMemory["field"]>[1], value: Term): void =>
    code.storeFresh(memory.table, memory.field(into, name), value);
  field("group", "$new");
  field("mask", minus(given.groups, 1));
  field("localDepth", given.depth);
  field("growthLeft", given.slots);
}

/** The slots that a new table of so many groups may fill (resetGrowthLeft, table.go:115). */
export function growthLeft(memory: SwissMemory, groups: number): number {
  const slots = groups * memory.slots;
  return groups <= 1 ? slots - 1 : capacityFor(slots);
}
