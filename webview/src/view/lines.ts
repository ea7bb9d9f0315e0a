/** A goroutine's own lines at one step: where it stands, and what its line consists of. */
import type { LaneCode, Line } from "./panel-view.ts";

/**
 * The lines of a goroutine in the order of the code. `next` is the instruction it stands before, or null;
 * `last` the one of the last step when it made it.
 */
export function linesOf(code: LaneCode, next: number | null, last: number | null): Line[] {
  return code.lines.map(({ source, text, runs }) => {
    const run = next === null ? undefined : runs.find((instructions) => instructions.includes(next));
    return {
      source,
      text,
      next: run !== undefined,
      last: last !== null && runs.some((instructions) => instructions.includes(last)),
      parts:
        run === undefined || run.length < 2
          ? []
          : run.map((index) => ({ text: code.instructions[index], next: index === next })),
    };
  });
}
