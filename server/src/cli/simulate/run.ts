/** `mapvet simulate`: makes a program of the reader's code, explores it, and prints what can happen. */
import path from "node:path";
import { type Locale, type Message, message, render } from "../../../../protocol/src/messages.ts";
import type { SimulateStep } from "../../../../protocol/src/simulate.ts";
import {
  expandMaps,
  exploreAndCompare,
  renderSentence,
  SimulatorError,
  seeded,
} from "../../../../simulator/src/index.ts";
import type { Engine, Scenario } from "../../workspace/api.ts";
import { exitStatus, usage } from "../finish.ts";
import type { Host } from "../host.ts";
import { relativePath, slashes } from "../paths.ts";
import { Sources } from "../sources.ts";
import { styleFor } from "../style.ts";
import type { SimulateRequest } from "./options.ts";
import { reportOf } from "./report.ts";
import { type Target, targetOf } from "./target.ts";
import { simulateText } from "./text.ts";

/** Runs the simulation and returns the exit status. */
export async function runSimulate(host: Host, request: SimulateRequest, locale: Locale): Promise<number> {
  const file = slashes(path.resolve(host.cwd, request.path));
  const shown = relativePath(host.cwd, file);
  if (host.files.kind(file) === undefined)
    return usage(host, locale, [message("cli.simulate.missing", { path: request.path })]);
  if (host.files.kind(file) !== "file" || !file.endsWith(".go"))
    return usage(host, locale, [message("cli.simulate.notGo", { path: request.path })]);
  const engine = await host.createEngine(true);
  try {
    const functions = await engine.functions(file);
    const { findings } = await engine.check(file);
    const text = engine.text(file) ?? "";
    const target = targetOf({ path: shown, text, functions, findings }, request);
    if ("problem" in target) return usage(host, locale, [target.problem]);
    const built = await scenarioAt(engine, file, target, request);
    if ("problem" in built) return usage(host, locale, [built.problem]);
    print(host, engine, built, { file, target, request, locale });
    return exitStatus.clean;
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    const reason = renderSentence(error.sentence, locale);
    return usage(host, locale, [message("cli.simulate.refused", { reason })]);
  } finally {
    engine.dispose();
  }
}

async function scenarioAt(
  engine: Engine,
  file: string,
  { offset, finding, func }: Target,
  { goroutines }: SimulateRequest,
): Promise<Scenario | { readonly problem: Message }> {
  const built = await engine.scenario(file, offset, {
    fingerprint: finding?.fingerprint,
    callers: goroutines,
  });
  if (!("problem" in built) || func === undefined || built.problem.id !== "scenario.noGoroutines")
    return built;
  return { problem: message("cli.simulate.alone", { name: func.name }) };
}

/** Steps of the machine that are no event for the reader. */
const silent = /^step\.(assign|jump|branch|exit$)/;

/** Where the bound on states is reached, so many runs are taken at random beyond it. */
const samples = 1000;

/** The bounds that were asked for, in the engine's units. */
function boundsOf({ states, seconds, megabytes }: SimulateRequest) {
  return {
    ...(states !== undefined && { maxStates: states }),
    ...(seconds !== undefined && { maxMilliseconds: seconds * 1000 }),
    ...(megabytes !== undefined && { maxBytes: megabytes * 1_000_000 }),
  };
}

interface Context {
  readonly file: string;
  readonly target: Target;
  readonly request: SimulateRequest;
  readonly locale: Locale;
}

function print(host: Host, engine: Engine, built: Scenario, context: Context): void {
  const { request, locale, target, file } = context;
  const started = host.now();
  const { model, cpus, compiler, map: depth, runtime = built.runtime, slots } = request;
  const { program, abstractions } = expandMaps(built.program, { depth, runtime, slots });
  const { exploration } = exploreAndCompare(program, {
    model,
    cpus,
    compiler,
    ...boundsOf(request),
    sample: { runs: samples, random: seeded(1) },
    now: () => host.now(),
  });
  const report = reportOf({
    program,
    exploration,
    abstractions: [
      ...built.abstractions.map((note) => render(note, locale)),
      ...new Set(abstractions.map((note) => renderSentence(note, locale))),
    ],
    map: depth,
    runtime,
    milliseconds: host.now() - started,
    cwd: host.cwd,
    locale,
  });
  if (request.format === "json") {
    host.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const sources = new Sources(engine);
  const line = (step: SimulateStep): string =>
    step.file === null || step.line === null
      ? ""
      : (sources.get(slashes(path.resolve(host.cwd, step.file))).lines[step.line - 1] ?? "").trim();
  const at = sources.range({ path: file, start: target.offset, end: target.offset }).start;
  host.stdout.write(
    simulateText(report, {
      name: program.name,
      place: `${relativePath(host.cwd, file)}:${at.line}`,
      locale,
      style: styleFor(request.color, host.stdout.isTerminal, host.env),
      line,
      shows: (step) => {
        const at = exploration.outcomes[0].witness[step];
        return at.source !== null && !silent.test(at.sentence.id);
      },
    }),
  );
}
