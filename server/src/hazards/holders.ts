/** Which object a map belongs to, as far as a path tells. */
import type { Path } from "../effects/path.ts";
import { underlying } from "../types/types.ts";

/** The object whose field holds the map that a path leads to. */
export function holderOf(path: Path): Path {
  return {
    ...path,
    steps: path.steps.slice(
      0,
      Math.max(
        0,
        path.steps.findLastIndex((step) => step !== "[]"),
      ),
    ),
  };
}

/** Is what the path leads to a part of the object at its root? What a pointer or a collection leads to may be known to others. */
export function isPartOfRoot({ steps }: Path): boolean {
  return steps.every((step) => step !== "[]" && underlying(step.type()).kind === "Struct");
}
