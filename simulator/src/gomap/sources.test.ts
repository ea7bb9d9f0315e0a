/**
 * The lines that steps name, held against Go's sources where they are in the module cache. To have them there:
 * `GOTOOLCHAIN=go1.23.5 go version` and `GOTOOLCHAIN=go1.24.4 go version`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Instruction, Program } from "../program.ts";
import { mapIncrement, mapWrite, num, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import { runtimeReleases } from "./sources.ts";

const key = num(0);
const everything: Instruction[] = [
  mapWrite(0, 1),
  ...mapIncrement(0),
  { kind: "map-read", map: "m", key, register: "v", ok: "ok" },
  { kind: "map-delete", map: "m", key },
  { kind: "map-range", map: "m", key, register: "v" },
  { kind: "map-range", map: "m", count: "n" },
  { kind: "map-clear", map: "m" },
  { kind: "map-len", map: "m", register: "n" },
];

/** What must stand in a line, by the purpose of its step. */
const patterns: Readonly<Record<string, RegExp>> = {
  "map.check.write": /writing != 0|flags&hashWriting != 0/,
  "map.check.read": /writing != 0|flags&hashWriting != 0/,
  "map.check.iterate": /writing != 0|flags&hashWriting != 0/,
  "map.set": /writing \^= 1|flags \^= hashWriting/,
  "map.recheck": /writing == 0|flags&hashWriting == 0/,
  "map.clear-bit": /flags &\^= hashWriting/,
  "map.toggle-back": /writing \^= 1/,
  "map.empty": /== 0/,
  "map.count.up": /(used|count)\+\+/,
  "map.count.down": /(used|count)--/,
  "map.count.zero": /(used|count) = 0/,
  "map.room.less": /growthLeft--/,
  "map.publish.table": /dirPtr =/,
  "map.publish.length": /dirLen =/,
  "map.stale": /index = -1/,
  "map.grow.size": /h\.B \+= bigger/,
  "map.grow.old-array": /h\.oldbuckets = /,
  "map.grow.new-array": /h\.buckets = /,
  "map.copy.key": /key|Key|dst\.k/,
  "map.copy.elem": /[eE]lem|dst\.e/,
  "map.drop.tombstone": /ctrlDeleted/,
  "map.overflow.link": /= ovf/,
  "map.evacuate.mark": /tophash\[i\] = evacuated/,
};

function program(): Program {
  return {
    name: "test",
    locations: [{ kind: "map", name: "m", keys: [..."abcdef"], initial: [1, 2, 3] }],
    syncs: [],
    threads: [thread("A", everything), thread("B", everything)],
  };
}

/** The file of a release, as far as it is in the module cache. */
function sourceOf(release: string, path: string): string[] | null {
  try {
    const cache = execFileSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" }).trim();
    const root = `golang.org/toolchain@v0.0.1-go${release}.linux-amd64`;
    const file = join(cache, root, path);
    return existsSync(file) ? readFileSync(file, "utf8").split("\n") : null;
  } catch {
    return null;
  }
}

const steps = (["protocol", "structure"] as const).flatMap((depth) =>
  (["hmap", "swiss"] as const).flatMap((runtime) =>
    expandMaps(program(), {
      depth,
      runtime,
      slots: 2,
      tableSlots: 4,
    }).program.threads[0].instructions.flatMap(({ runtime: place, purpose }) =>
      place === undefined ? [] : [{ place, purpose: purpose?.id ?? "" }],
    ),
  ),
);
const named = new Map(steps.map((step) => [`${step.place} ${step.purpose}`, step]));

describe.each(Object.entries(runtimeReleases))("the lines of Go %s", (short, release) => {
  const lines = [...named.values()].filter(({ place }) => place.startsWith(`${short}:`));
  const available = sourceOf(release, "src/runtime/map.go") ?? sourceOf(release, "src/runtime/map_swiss.go");

  it("are many", () => {
    expect(lines.length).toBeGreaterThan(60);
  });

  it.skipIf(available === null)(`are what they are said to be (needs the sources of go${release})`, () => {
    const files = new Map<string, string[] | null>();
    for (const { place, purpose } of lines) {
      const [, path, line] = place.split(":");
      if (!files.has(path)) files.set(path, sourceOf(release, path));
      const text = files.get(path)?.[Number(line) - 1]?.trim() ?? "";
      expect(text, place).toMatch(/\w/);
      expect(text, place).not.toMatch(/^\/\//);
      const pattern = patterns[purpose];
      if (pattern !== undefined) expect(text, `${place} ${purpose}`).toMatch(pattern);
    }
  });
});
