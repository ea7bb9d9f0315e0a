/** How a program uses its maps: who may write, delete or read a key, and how often. */
import type { Expression, Instruction, MapLocation, Program } from "../program.ts";
import type { MapUse } from "./model.ts";

/** A summary of what a program does with a map. */
export function useOf(program: Program, location: MapLocation): MapUse {
  const present = (location.initial ?? []).filter((value) => value !== null).length;
  const writes = timesOf(program, location, ["map-write"]);
  const removals = timesOf(program, location, ["map-delete", "map-clear"]);
  return {
    location,
    claims: writes.reduce((sum, count) => sum + count, present),
    shrinks: removals.some((count) => count > 0),
    writes,
    removals,
  };
}

/** For each thread, how often it may run instructions of some kinds on a map. */
function timesOf(program: Program, location: MapLocation, kinds: readonly Instruction["kind"][]): number[] {
  return program.threads.map(({ instructions }) => {
    const count = instructions.filter(
      (item) => "map" in item && item.map === location.name && kinds.includes(item.kind),
    ).length;
    // What stands before a jump back may run any number of times.
    return count > 0 && instructions.some(goesBack) ? Number.POSITIVE_INFINITY : count;
  });
}

function goesBack(instruction: Instruction, index: number): boolean {
  return targetsOf(instruction).some((target) => target <= index);
}

function targetsOf(instruction: Instruction): number[] {
  const targets = "target" in instruction ? [instruction.target] : [];
  if (instruction.next !== undefined) targets.push(instruction.next);
  if (instruction.kind === "select") {
    targets.push(...instruction.cases.map((item) => item.target));
    if (instruction.default !== undefined) targets.push(instruction.default);
  }
  if (instruction.kind === "choose") targets.push(...instruction.choices.map((choice) => choice.target));
  return targets;
}

/** Whether some instruction of a list may do one of these things to a key. */
export function touches(
  instructions: readonly Instruction[],
  kinds: readonly Instruction["kind"][],
  map: string,
  key: number,
): boolean {
  return instructions.some((item) => {
    if (!("map" in item) || item.map !== map || !kinds.includes(item.kind)) return false;
    const named: Expression | undefined = "key" in item ? item.key : undefined;
    // A whole iteration asks for no key, a clear means all of them.
    if (named === undefined) return item.kind === "map-clear";
    return named.op !== "const" || named.value === key;
  });
}

/** Whether a program may take a key out of a map. */
export function mayGo(program: Program, map: string, key: number): boolean {
  return program.threads.some(({ instructions }) =>
    touches(instructions, ["map-delete", "map-clear"], map, key),
  );
}

/** Whether a program may store a value under a key. */
export function isWritten(program: Program, map: string, key: number): boolean {
  return program.threads.some(({ instructions }) => touches(instructions, ["map-write"], map, key));
}

/** Whether all writes of a key are updates of the value that was read, and nobody takes the key out. */
export function isOnlyUpdated(program: Program, map: string, key: number): boolean {
  const stores = program.threads.flatMap(({ instructions }) =>
    instructions.filter((item) => touches([item], ["map-write"], map, key)),
  );
  return !mayGo(program, map, key) && stores.every((item) => "update" in item && item.update !== undefined);
}
