import { expect, it } from "vitest";
import { explore } from "../explore.ts";
import type { Program } from "../program.ts";
import { mapWrite, num, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";

it.each(["hmap", "swiss"] as const)(
  "a later reader finds nothing where the count is 0, whatever is stored: %s",
  (runtime) => {
    const given: Program = {
      name: "test",
      locations: [{ kind: "map", name: "m", keys: ["1", "2"], initial: [1, null] }],
      syncs: [],
      threads: [thread("A", [mapWrite(1, 12)]), thread("B", [{ kind: "map-delete", map: "m", key: num(0) }])],
    };
    const { program } = expandMaps(given, { depth: "structure", runtime });
    const { outcomes } = explore(program, { model: "sc", races: false, witnesses: false });
    const lost = outcomes.filter(({ verdicts }) => verdicts.some(({ kind }) => kind === "lost-insert"));
    expect(lost.length).toBeGreaterThan(0);
    // B counted down what A had not counted up yet: both entries of memory are behind a count of 0.
    expect(lost.map(({ final }) => final.maps[0].entries)).toContainEqual([]);
  },
);
