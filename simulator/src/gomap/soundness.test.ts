/**
 * The structures against Go itself: small programs that race on a map are compiled and run many times, and what a
 * real run shows must be among the simulated ends. MAPVET_SOUNDNESS is the time for each program in milliseconds.
 * hmap needs the toolchain of Go 1.23.5 in the module cache (`GOTOOLCHAIN=go1.23.5 go version`).
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explore } from "../explore.ts";
import type { Exploration, Outcome } from "../outcome.ts";
import type { Instruction, Program } from "../program.ts";
import { mapIncrement, mapWrite, num, thread } from "../testing/programs.ts";
import { expandMaps } from "./expand.ts";
import { messages } from "./flag.ts";
import type { MapRuntime } from "./options.ts";

const KEYS = 10;
const milliseconds = Number(process.env.MAPVET_SOUNDNESS ?? 250);

const remove = (key: number): Instruction => ({ kind: "map-delete", map: "m", key: num(key) });
const read: Instruction = { kind: "map-read", map: "m", key: num(0), register: "v", ok: "ok" };

/**
 * The programs of testdata/gomap/main.go: entries at the start, and what each goroutine does. Two writers while
 * buckets of eight are evacuated are too many states for a test.
 */
const programs: readonly (readonly [string, number, readonly (readonly Instruction[])[]])[] = [
  ["two-keys", 0, [[mapWrite(0, 11)], [mapWrite(1, 12)]]],
  ["one-key", 0, [[mapWrite(0, 11)], [mapWrite(0, 12)]]],
  ["increment", 0, [mapIncrement(0), mapIncrement(0)]],
  ["second-entry", 1, [[mapWrite(1, 12)], [mapWrite(2, 13)]]],
  ["write-delete", 1, [[mapWrite(1, 12)], [remove(0)]]],
  ["delete-delete", 1, [[remove(0)], [remove(0)]]],
  ["write-clear", 1, [[mapWrite(1, 12)], [{ kind: "map-clear", map: "m" }]]],
  ["full-read", 8, [[mapWrite(8, 19)], [read]]],
  ["full-update", 8, [[mapWrite(8, 19)], [mapWrite(0, 11)]]],
];

/** The simulated ends of a program; the length that a later reader sees is the variable `len`. */
function simulate(
  entries: number,
  bodies: readonly (readonly Instruction[])[],
  runtime: MapRuntime,
): Exploration {
  const keys = Array.from({ length: KEYS }, (_, key) => String(key + 1));
  const initial = Array.from({ length: entries }, (_, key) => key + 1);
  const given: Program = {
    name: "test",
    locations: [
      { kind: "map", name: "m", keys, initial },
      { kind: "variable", name: "len", initial: 0 },
    ],
    syncs: [],
    threads: bodies.map((body, index) => thread("AB"[index], body)),
  };
  const { program } = expandMaps(given, { depth: "structure", runtime });
  const count = runtime === "hmap" ? "m.count" : "m.used";
  const epilogue: Instruction[] = [
    ...(program.epilogue ?? []),
    { kind: "load", location: count, register: "$len" },
    { kind: "store", location: "len", value: { op: "reg", name: "$len" } },
  ];
  return explore({ ...program, epilogue }, { model: "tso", races: false, witnesses: false });
}

/** The line that the Go program prints for an end; null for one after which nothing is certain. */
function lineOf(outcome: Outcome): string | null {
  if (outcome.kind === "fatal" || outcome.kind === "panic") return outcome.text;
  const said = outcome.verdicts.map(({ message }) => JSON.stringify(message));
  const values = new Map(outcome.final.maps[0].entries.map(({ key, value }) => [key, String(value)]));
  const keys = Array.from({ length: KEYS }, (_, key) => String(key + 1));
  const twice = keys.filter((key) =>
    outcome.verdicts.some(
      (item) => item.kind === "duplicate-key" && item.message.args.location === `m[${key}]`,
    ),
  );
  const missed = said.some((text) => text.includes("map.because.missed"));
  const broken = said.some((text) => /map\.because\.(directory|slots|index|nowhere|bucket)/.test(text));
  if (broken || outcome.kind === "endless-probe") return null;
  const length = outcome.final.variables.find(({ name }) => name === "len")?.value;
  return [
    length,
    ...keys.map((key) => values.get(key) ?? "-"),
    ...twice.map((key) => `twice:${key}`),
    ...(missed ? ["missed"] : []),
  ].join(" ");
}

/** Whether a real run may print a line. */
function allows({ outcomes }: Exploration, line: string): boolean {
  if (outcomes.some((outcome) => lineOf(outcome) === line)) return true;
  const kinds = new Set(outcomes.map((outcome) => outcome.kind));
  // A mark that stays set stops the reader who comes later; memory that is taken for something else may do anything.
  if (line.startsWith("fatal error: concurrent map")) return kinds.has("stuck-flag");
  if (line === "hangs") return kinds.has("endless-probe");
  return outcomes.some((outcome) => outcome.kind === "corruption" && lineOf(outcome) === null);
}

/** The different things that a Go program shows in the time it has. */
function observe(binary: string, name: string): string[] {
  const seen = new Set<string>();
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    const left = Math.max(20, end - Date.now());
    const ran = spawnSync(binary, [name, String(left)], { encoding: "utf8", timeout: left + 10_000 });
    for (const line of ran.stdout.split("\n")) if (/^-?\d/.test(line)) seen.add(line);
    if (ran.error !== undefined) seen.add("hangs");
    else if (ran.status !== 0) seen.add(stopOf(ran.stderr));
  }
  return [...seen];
}

/** What stopped a run. Before Go 1.24 two reports may be printed into each other (issue 69447): one is told. */
function stopOf(stderr: string): string {
  const line = /^(?:fatal error|panic): .*/m.exec(stderr)?.[0] ?? stderr;
  if (!/fatal error: (?:fatal error: |.*fatal error: )/.test(line)) return line;
  const told = Object.values(messages).find((text) => line.includes(text));
  return told === undefined ? line : `fatal error: ${told}`;
}

function goVersion(toolchain: string): string | null {
  const env = { ...process.env, GOTOOLCHAIN: toolchain, GOPROXY: "off" };
  const ran = spawnSync("go", ["version"], { encoding: "utf8", env });
  return ran.status === 0 ? (/go(1\.\d+)/.exec(ran.stdout)?.[1] ?? null) : null;
}

const local = goVersion("local");
const toolchains: readonly (readonly [string, MapRuntime, boolean])[] = [
  ["go1.23.5", "hmap", goVersion("go1.23.5") !== null],
  ["local", "swiss", local !== null && Number(local.split(".")[1]) >= 24],
];

describe.each(toolchains)("what real maps show is simulated: %s, %s", (toolchain, runtime, available) => {
  const folder = mkdtempSync(join(tmpdir(), "mapvet-maps-"));
  const binary = join(folder, "maps");
  const unseen: string[] = [];

  beforeAll(() => {
    if (!available) return;
    copyFileSync(new URL("../../testdata/gomap/main.go", import.meta.url), join(folder, "main.go"));
    writeFileSync(join(folder, "go.mod"), "module example.com/maps\n\ngo 1.23\n");
    const env = { ...process.env, GOTOOLCHAIN: toolchain, GOPROXY: "off", GOFLAGS: "-mod=mod" };
    const built = spawnSync("go", ["build", "-o", binary, "."], { cwd: folder, encoding: "utf8", env });
    if (built.status !== 0) throw new Error(built.stderr);
  }, 300_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    if (unseen.length > 0) console.info(`simulated, and not shown by ${toolchain}:\n${unseen.join("\n")}`);
  });

  const possible = programs.filter(([name]) => runtime === "swiss" || name !== "full-update");

  it.skipIf(!available).each(possible)(
    `%s (needs ${toolchain === "local" ? "Go 1.24 or later" : toolchain})`,
    (name, entries, bodies) => {
      const simulated = simulate(entries, bodies, runtime);
      expect(simulated.complete).toBe(true);
      const seen = observe(binary, name);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.filter((line) => !allows(simulated, line))).toEqual([]);
      for (const outcome of simulated.outcomes) {
        const line = lineOf(outcome);
        if (line !== null && !seen.includes(line)) unseen.push(`  ${name}: ${line} (${outcome.text})`);
      }
    },
    120_000 + milliseconds,
  );
});
