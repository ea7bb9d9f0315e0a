/**
 * Each Go file of testdata becomes a program, and the simulator explores it: what can happen stands in the
 * golden file beside it. UPDATE=1 writes the golden files anew.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { render } from "../../../protocol/src/messages.ts";
import {
  type Exploration,
  exploreAndCompare,
  type Instruction,
  type Outcome,
  type Program,
} from "../../../simulator/src/index.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { scenarioFixtures, scenarioOf, testdata } from "./testing/scenarios.ts";

beforeAll(loadSyntax);

/** A program as one can read it: a line for each instruction. */
function listing(program: Program): string[] {
  return program.threads.flatMap((thread) => [
    `${thread.name}:`,
    ...thread.instructions.map((item, i) => `  ${i} ${instructionText(item)}`),
  ]);
}

function instructionText({ source, ...item }: Instruction): string {
  const at = source === undefined ? "" : `  // ${source.line}:${source.column} ${source.text}`;
  return `${JSON.stringify(item)}${at}`;
}

/** Outcomes with what is left at the end, each once. */
function outcomes(program: Program, exploration: Exploration): string[] {
  const texts = exploration.outcomes.map(
    (outcome) =>
      `${outcome.kind}${outcome.only === null ? "" : ` (${outcome.only})`}: ${outcome.text}${left(program, outcome)}`,
  );
  return [...new Set(texts)].sort();
}

function left(program: Program, { kind, final }: Outcome): string {
  if (!["ok", "lost-update", "stale-read"].includes(kind)) return "";
  const shown = (value: number): string => program.tokens?.[String(value)] ?? String(value);
  const parts = [
    ...final.results.map((item) => `${item.thread}.${item.register}=${shown(item.value)}`),
    ...final.variables.map((item) => `${item.name}=${shown(item.value)}`),
    ...final.maps.map(
      (item) => `${item.name}={${item.entries.map(({ key, value }) => `${key}:${shown(value)}`).join(" ")}}`,
    ),
  ];
  return parts.length === 0 ? "" : ` [${parts.join(", ")}]`;
}

function golden(text: string): unknown {
  const { program, abstractions } = scenarioOf(text);
  const { exploration, sc } = exploreAndCompare(program, { model: "tso", maxStates: 200_000 });
  return {
    sc: outcomes(program, sc),
    tso: outcomes(program, exploration),
    complete: exploration.complete && sc.complete,
    states: exploration.states,
    abstractions: abstractions.map((note) => render(note, "en")),
    locations: program.locations.map((location) =>
      location.kind === "map" ? `${location.name}[${location.keys.join(" ")}]` : location.name,
    ),
    syncs: program.syncs.map((sync) => `${sync.kind} ${sync.name}`),
    program: listing(program),
  };
}

describe("what can happen", () => {
  for (const { name, text } of scenarioFixtures()) {
    test(name, () => {
      const actual = `${JSON.stringify(golden(text), null, 2)}\n`;
      const expected = new URL(`${name}.json`, testdata);
      if (process.env.UPDATE === "1" || !existsSync(expected)) writeFileSync(expected, actual);
      expect(actual).toBe(readFileSync(expected, "utf8"));
    });
  }
});
