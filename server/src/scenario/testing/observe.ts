/** What real runs of a fixture show, held against what the simulator says can happen. */
import { spawnSync } from "node:child_process";
import type { Outcome, Program } from "../../../../simulator/src/index.ts";

/** What one real run shows. */
export type Observation =
  /** It ended: the results of `run`, then package variables and maps by name; `*` stands for anything. */
  | {
      readonly kind: "end";
      readonly results: readonly string[];
      readonly variables: Readonly<Record<string, string>>;
      readonly maps: Readonly<Record<string, Readonly<Record<string, string>>>>;
    }
  /** Go stopped it: the first line that it printed. */
  | { readonly kind: "stopped"; readonly line: string }
  /** Goroutines were left that never ended. */
  | { readonly kind: "stuck" };

/** Runs a fixture of the built module for some milliseconds, and gives the different things seen. */
export function observe(binary: string, fixture: string, milliseconds: number): Observation[] {
  const seen = new Map<string, Observation>();
  const start = performance.now();
  for (let i = 0; performance.now() - start < milliseconds || i < processors.length; i++) {
    const run = spawnSync(binary, [fixture, String(Math.ceil(milliseconds / processors.length))], {
      encoding: "utf8",
      timeout: 5_000 + milliseconds,
      // A fixture that prints would be ended at the default of 1 MB, and look as if it never ended.
      maxBuffer: 2 ** 30,
      env: { ...process.env, GOMAXPROCS: processors[i % processors.length] },
    });
    for (const [, line] of run.stdout.matchAll(/^@ (.*)$/gm)) seen.set(line, parse(line));
    // Nobody ended it but the time limit: it never ends.
    if (run.signal !== null) seen.set("stuck", { kind: "stuck" });
    const stopped = /^(fatal error|panic): .*$/m.exec(run.stderr)?.[0];
    if (stopped !== undefined)
      seen.set(stopped, { kind: "stopped", line: stopped.replace(/ \[recovered.*/, "") });
    else if (run.status !== 0 && run.signal === null) throw new Error(`${fixture}: ${run.stderr}`);
  }
  return [...seen.values()];
}

/** Several processors, more than most machines have, and one. */
const processors = ["4", "2", "1"];

function parse(line: string): Observation {
  if (line === "stuck") return { kind: "stuck" };
  const {
    Results: results,
    Variables: variables,
    Maps: maps,
  }: {
    Results: string[];
    Variables: Record<string, string>;
    Maps: Record<string, Record<string, string>>;
  } = JSON.parse(line);
  return { kind: "end", results, variables, maps };
}

/** Is this outcome what a real run has shown? Only what both know is compared. */
export function agrees(program: Program, outcome: Outcome, seen: Observation): boolean {
  const goesOn = outcome.message.id === "outcome.background";
  if (seen.kind === "stuck") return goesOn || outcome.kind === "deadlock";
  if (seen.kind === "stopped") {
    return outcome.kind === "deadlock"
      ? /all goroutines are asleep/.test(seen.line)
      : outcome.text === seen.line;
  }
  if (["fatal", "panic", "deadlock", "endless-probe", "data-race"].includes(outcome.kind)) return false;
  const { variables, maps, results } = outcome.final;
  const shown = (value: number): string => textOf(program, value);
  const names = program.threads[0].results ?? [];
  const given = names.slice(Math.max(0, names.length - seen.results.length));
  const modelled = given.length === seen.results.length ? given : [];
  return (
    modelled.every((register, i) => {
      const result = results.find((item) => item.thread === 0 && item.register === register);
      return result === undefined || same(shown(result.value), seen.results[i]);
    }) &&
    variables.every(({ name, value }) => same(shown(value), seen.variables[name] ?? "*")) &&
    maps.every(({ name, entries }) => {
      const real = seen.maps[name];
      if (real === undefined) return true;
      if (Object.keys(real).length !== entries.length) return false;
      return entries.every(({ key, value }) => key in real && same(shown(value), real[key]));
    })
  );
}

function same(simulated: string, real: string): boolean {
  return simulated === "*" || real === "*" || simulated === real;
}

/** A value of the simulator: a number or a text in quotes; what it does not know may be anything. */
function textOf(program: Program, value: number): string {
  const token = program.tokens?.[String(value)];
  return token === undefined || token.startsWith('"') ? (token ?? String(value)) : "*";
}
