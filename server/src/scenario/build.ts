/** From a place in the reader's code to a program for the simulator. */
import { type Message, message } from "../../../protocol/src/messages.ts";
import { explore } from "../../../simulator/src/explore.ts";
import type { Program } from "../../../simulator/src/program.ts";
import type { PackageEffects } from "../effects/analyse.ts";
import type { Finding } from "../hazards/finding.ts";
import { functionName } from "../hazards/render.ts";
import type { Func, Var } from "../types/types.ts";
import { inline } from "./functions.ts";
import { sharedObject } from "./objects.ts";
import { functionAt, methodsOf, startersOf, startsGoroutines } from "./pick.ts";
import { Spans } from "./spans.ts";
import { Translator } from "./translator.ts";
import { shapeOf, type Value } from "./value.ts";
import { type Knowledge, type Limits, maxThreads, nothing, TooLarge, World } from "./world.ts";

/** What to simulate. */
export interface ScenarioRequest {
  readonly effects: PackageEffects;
  /** The file, as the package names it. */
  readonly path: string;
  /** UTF-16 offset in the file. */
  readonly offset: number;
  /** The finding the reader comes from. */
  readonly finding?: Finding;
  /** How many goroutines call the function, or the functions of the finding, on one object. */
  readonly callers?: number;
  /** The text of a file of the package. */
  readonly text: (path: string) => string | undefined;
}

/** A program made of the reader's code, and what it leaves out. */
export interface BuiltScenario {
  readonly program: Program;
  readonly abstractions: readonly Message[];
}

type Built = BuiltScenario | { readonly problem: Message };

/** Enough to find a fatal error where there is one, and quick. */
const statesToRank = 20_000;

/** The code is translated until nothing new is found out about what goroutines share; never more often. */
const maxPasses = 6;

/** Code that makes too many instructions is followed less far. */
const attempts: readonly Omit<Limits, "failures">[] = [
  { depth: 4, turns: 2, knownTurns: 8 },
  { depth: 4, turns: 2, knownTurns: 2 },
  { depth: 2, turns: 2, knownTurns: 2 },
  { depth: 1, turns: 2, knownTurns: 2 },
  { depth: 0, turns: 2, knownTurns: 2 },
];

/** A program with more instructions than this is not tried: its interleavings could not be explored at once. */
const maxInstructions = 160;

/** A program with more than this is refused even when nothing less can be made of the code. */
const mostInstructions = 600;

/**
 * The scenario of the function at an offset, when it starts goroutines; otherwise that of the functions
 * a finding names, each run by a goroutine on the same object. The problem says what to do instead.
 */
export function buildScenario(request: ScenarioRequest): Built {
  const { effects, finding, callers } = request;
  const at = functionAt(effects.pkg, request.path, request.offset);
  const spans = new Spans(request.text);
  if (finding === undefined) {
    if (at === undefined) return { problem: message("scenario.noFunction") };
    if (callers !== undefined) return build(effects, spans, repeated([at], callers), false);
    const built = build(effects, spans, [at], false);
    if ("problem" in built || built.program.threads.length > 1) return built;
    return { problem: message("scenario.noGoroutines", { name: functionName(at) }) };
  }
  const own = at !== undefined && startsGoroutines(effects, at) ? [at] : [];
  const starters = new Set([...own, ...startersOf(effects, finding)]);
  const pairs = methodsOf(effects, finding).map((funcs) => repeated(funcs, callers ?? funcs.length));
  const choices = callers === undefined ? [...[...starters].map((func) => [func]), ...pairs] : pairs;
  return forFinding(effects, spans, finding, choices);
}

/** So many functions, one after the other and again from the first. */
function repeated(funcs: readonly Func[], count: number): readonly Func[] {
  return Array.from({ length: count }, (_, i) => funcs[i % funcs.length]);
}

/**
 * Of the ways to run the functions of a finding, the first that shows what it says. Which one does is found
 * by exploring: locks and conditions on the way decide.
 */
function forFinding(
  effects: PackageEffects,
  spans: Spans,
  finding: Finding,
  choices: readonly (readonly Func[])[],
): Built {
  let best: { readonly built: Built; readonly rank: number } | undefined;
  for (const failures of [false, true]) {
    for (const funcs of choices) {
      const built = build(effects, spans, funcs, failures);
      const rank = "problem" in built ? -1 : rankOf(built.program, spans, finding);
      if (rank === shown) return built;
      if (best === undefined || rank > best.rank) best = { built, rank };
    }
  }
  return best?.built ?? { problem: message("scenario.noFunction") };
}

/** The rank of a program that shows a fatal error or a race. */
const shown = 2;

/** How well a program shows a finding: not at all, its access, or what comes of it. */
function rankOf(program: Program, spans: Spans, finding: Finding): number {
  const at = spans.ofFile(finding.range.path, finding.range.start, finding.range.end);
  const reached = program.threads.some(({ instructions }) =>
    instructions.some(({ source }) => source?.file === at?.file && source?.line === at?.line),
  );
  if (!reached) return 0;
  const { outcomes } = explore(program, { model: "sc", maxStates: statesToRank, witnesses: false });
  return outcomes.some(({ kind }) => kind === "fatal" || kind === "data-race") ? shown : 1;
}

function build(effects: PackageEffects, spans: Spans, funcs: readonly Func[], failures: boolean): Built {
  const name = funcs.map(functionName).join(" ∥ ");
  const broken = funcs.find((func) => func.decl?.hasError === true);
  if (broken !== undefined)
    return { problem: message("scenario.unreadable", { name: functionName(broken) }) };
  let best: { readonly world: World; readonly size: number } | undefined;
  for (const limits of attempts) {
    const world = settle(effects, spans, funcs, { ...limits, failures });
    if (world === undefined) continue;
    // What is left when less is followed must still have goroutines.
    if (best !== undefined && world.threads.length < Math.min(best.world.threads.length, 2)) break;
    const size = world.size();
    if (best === undefined || best.world.crowded !== undefined || size < best.size) best = { world, size };
    const { turns, knownTurns } = limits;
    if (size <= maxInstructions && world.crowded === undefined) {
      if (knownTurns <= turns || canExplore(world.program(name))) break;
      // Loops with fewer turns can be explored; what that leaves out is said.
      best = undefined;
    }
  }
  if (best?.world.crowded !== undefined) {
    return { problem: message("scenario.threads", { name, where: best.world.crowded, count: maxThreads }) };
  }
  if (best === undefined || best.size > mostInstructions) {
    return { problem: message("scenario.tooLarge", { name, count: best?.size ?? "?" }) };
  }
  const program = best.world.program(name);
  return { program, abstractions: best.world.notes(program) };
}

/** Can all interleavings be explored at once? */
function canExplore(program: Program): boolean {
  const options = { model: "sc", maxStates: statesToRank, witnesses: false, races: false } as const;
  return explore(program, options).complete;
}

/** Passes over the code until nothing new is found out; undefined when there is too much of it. */
function settle(
  effects: PackageEffects,
  spans: Spans,
  funcs: readonly Func[],
  limits: Limits,
): World | undefined {
  let knowledge: Knowledge = nothing;
  try {
    for (let pass = 1; ; pass++) {
      const world = new World(effects, spans, knowledge, limits, funcs.length > 1);
      translate(world, funcs);
      const learned = world.learn();
      if (pass >= maxPasses || !grew(knowledge, learned)) return world;
      knowledge = learned;
    }
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return undefined;
  }
}

/** A number that is another one when more is known of what something may hold. */
function sizes(numbers: Knowledge["numbers"]): string {
  return [...numbers.values()].map((set) => set?.size ?? "any").join();
}

function grew(before: Knowledge, after: Knowledge): boolean {
  const keys = (knowledge: Knowledge): number =>
    [...knowledge.mapKeys.values()].reduce((sum, list) => sum + list.length, knowledge.mapKeys.size);
  return (
    after.shared.size > before.shared.size ||
    after.assigned.size !== before.assigned.size ||
    after.merged.size !== before.merged.size ||
    after.cuts.size !== before.cuts.size ||
    after.varied.size !== before.varied.size ||
    sizes(after.numbers) !== sizes(before.numbers) ||
    after.escaped.size > before.escaped.size ||
    keys(after) > keys(before)
  );
}

/** One pass: the functions as goroutines, and those they start. */
function translate(world: World, funcs: readonly Func[]): void {
  const several = funcs.length > 1;
  const translators = funcs.flatMap((func, index) => {
    const analysed = world.effects.get(func);
    if (analysed === undefined) return [];
    const { decl, info } = analysed;
    const code = { pkg: func.pkg, decl, info };
    const frame = { code, depth: -1, callers: [], results: [], returns: [], deferred: [], targets: [] };
    const t = new Translator(world, index, frame, new Map(), `thread${index}`);
    const isMain = func.recv === undefined && func.name === "main" && func.pkg.name === "main";
    const name = several ? `goroutine ${index + 1}: ${functionName(func)}` : functionName(func);
    world.threads.push({ name, start: "initial", blocks: t.blocks, endsProgram: isMain && !several });
    return [{ t, func, analysed }];
  });
  for (const { t, func, analysed } of translators) {
    const { effects } = analysed;
    const given = effects.params.map((param) => sharedObject(t, param, several));
    const recv = effects.recv === undefined ? undefined : sharedObject(t, effects.recv, several);
    t.span = world.spans.of(t.code, func.place);
    const value = inline(t, { kind: "declared", func, recv }, given, func.place);
    giveResults(t, analysed.info.results.get(analysed.decl) ?? [], value);
  }
}

/** What a function returns is part of the outcome, as far as it is made of numbers, bools and strings. */
function giveResults(t: Translator, results: readonly Var[], value: Value): void {
  const values = value.kind === "tuple" ? value.values : [value];
  results.forEach((result, i) => {
    const given = values[i];
    if (given?.kind !== "word" || shapeOf(result.type()) !== "word") return;
    const plain = values.length === 1 ? "result" : `result ${i + 1}`;
    t.result(result.name === "" || result.name === "_" ? plain : result.name, given);
  });
}
