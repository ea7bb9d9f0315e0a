/** Which registers instructions name. */
import type { Instruction } from "./program.ts";

/** The registers an instruction names as operands or results; those in expressions included. */
export function registersOf(instruction: Instruction): string[] {
  return uses(instruction).map(({ name }) => name);
}

/** The registers whose values an instruction needs. */
export function registersRead(instruction: Instruction): string[] {
  return uses(instruction).flatMap(({ name, written }) => (written ? [] : [name]));
}

/** The registers that an instruction surely writes. */
export function registersWritten(instruction: Instruction): string[] {
  // Of a select one case is taken.
  if (instruction.kind === "select") return [];
  return uses(instruction).flatMap(({ name, written }) => (written ? [name] : []));
}

interface Use {
  readonly name: string;
  readonly written: boolean;
}

function uses(instruction: Instruction): Use[] {
  const found: Use[] = [];
  const pending: unknown[] = [instruction];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== "object" || item === null) continue;
    for (const [key, value] of Object.entries(item)) {
      if (notOperands.has(key)) continue;
      if (key === "registers" && Array.isArray(value)) {
        for (const name of value) if (typeof name === "string") found.push({ name, written: true });
      } else if (typeof value !== "string") {
        pending.push(value);
      } else if (key === "update" || (key === "name" && "op" in item)) {
        found.push({ name: value, written: false });
      } else if (written.has(key) || (key === "count" && instruction.kind === "map-range")) {
        found.push({ name: value, written: true });
      }
    }
  }
  return found.reverse();
}

const notOperands: ReadonlySet<string> = new Set(["source", "sentence", "touches", "purpose"]);

const written: ReadonlySet<string> = new Set(["register", "ok", "old", "new", "success", "finished"]);
