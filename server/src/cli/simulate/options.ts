/** The arguments of `mapvet simulate`. */
import { type Locale, message } from "../../../../protocol/src/messages.ts";
import {
  GO_SLOTS,
  LEAST_SLOTS,
  type MapDepth,
  type MapRuntime,
  type Model,
} from "../../../../simulator/src/index.ts";
import { maxThreads } from "../../scenario/world.ts";
import {
  type ColorChoice,
  choice,
  collect,
  colors,
  commonFlags,
  type FlagSet,
  type Given,
  isProblem,
  locales,
  problem,
  type UsageProblem,
} from "../flags.ts";

/** A simulation, as asked for. */
export interface SimulateRequest {
  readonly kind: "simulate";
  /** As given, without the line. */
  readonly path: string;
  /** From 1; undefined when none was given. */
  readonly line: number | undefined;
  readonly func: string | undefined;
  /** How many goroutines call the function; undefined when it starts its own. */
  readonly goroutines: number | undefined;
  /** How many CPUs run goroutines; undefined for one each. */
  readonly cpus: number | undefined;
  readonly model: Model;
  readonly map: MapDepth;
  /** Undefined for the map of the module's Go version. */
  readonly runtime: MapRuntime | undefined;
  /** Slots of a bucket or group at structure depth; undefined for as many as in Go. */
  readonly slots: number | undefined;
  /** Whether the reorderings that Go's compiler may make are explored, too. */
  readonly compiler: boolean;
  /** Where the exploration stops; undefined for the engine's own bounds. */
  readonly states: number | undefined;
  readonly seconds: number | undefined;
  readonly megabytes: number | undefined;
  readonly format: "text" | "json";
  readonly color: ColorChoice;
  readonly locale: Locale | undefined;
}

const models = ["sc", "tso", "pso"] as const satisfies readonly Model[];
const depths = ["operation", "protocol", "structure"] as const satisfies readonly MapDepth[];
const runtimes = ["hmap", "swiss"] as const satisfies readonly MapRuntime[];
const formats = ["text", "json"] as const;

/** The largest bounds that can be asked for: the engine numbers states in 24 bits. */
const [maxStates, maxSeconds, maxMegabytes] = [16_000_000, 86_400, 65_536];

const flags = {
  ...commonFlags,
  func: { type: "string", takes: message("cli.values.func") },
  goroutines: { type: "string", takes: message("cli.values.number") },
  cpus: { type: "string", takes: message("cli.values.number") },
  model: { type: "string", takes: models.join(", ") },
  map: { type: "string", takes: depths.join(", ") },
  runtime: { type: "string", takes: runtimes.join(", ") },
  slots: { type: "string", takes: message("cli.values.number") },
  compiler: { type: "boolean" },
  states: { type: "string", takes: message("cli.values.number") },
  seconds: { type: "string", takes: message("cli.values.number") },
  megabytes: { type: "string", takes: message("cli.values.number") },
  format: { type: "string", takes: formats.join(", ") },
} as const;

const simulate: FlagSet<keyof typeof flags> = { command: "mapvet simulate", flags };

/** Reads the arguments behind `mapvet simulate`. Never throws. */
export function parseSimulateArguments(
  argv: readonly string[],
):
  | SimulateRequest
  | UsageProblem
  | { readonly kind: "help"; readonly topic: "simulate"; readonly locale: Locale | undefined } {
  const given = collect(simulate, argv);
  if (isProblem(given)) return given;
  const locale = choice(given, "lang", locales);
  if (isProblem(locale)) return locale;
  if (given.switches.has("help")) return { kind: "help", topic: "simulate", locale };
  const color = choice(given, "color", colors);
  if (isProblem(color)) return color;
  const model = choice(given, "model", models);
  if (isProblem(model)) return model;
  const map = choice(given, "map", depths);
  if (isProblem(map)) return map;
  const runtime = choice(given, "runtime", runtimes);
  if (isProblem(runtime)) return runtime;
  const format = choice(given, "format", formats);
  if (isProblem(format)) return format;
  const goroutines = count(given, "goroutines", 1, maxThreads);
  if (isProblem(goroutines)) return goroutines;
  const cpus = count(given, "cpus", 1, maxThreads);
  if (isProblem(cpus)) return cpus;
  const slots = count(given, "slots", LEAST_SLOTS, GO_SLOTS);
  if (isProblem(slots)) return slots;
  const states = count(given, "states", 1, maxStates);
  if (isProblem(states)) return states;
  const seconds = count(given, "seconds", 1, maxSeconds);
  if (isProblem(seconds)) return seconds;
  const megabytes = count(given, "megabytes", 1, maxMegabytes);
  if (isProblem(megabytes)) return megabytes;
  const [first, ...more] = given.paths;
  if (first === undefined) return problem(simulate.command, message("cli.simulate.noFile"));
  if (more.length > 0) return problem(simulate.command, message("cli.simulate.oneFile", { path: first }));
  const place = /^(.*?)(?::([1-9]\d*))?(?::\d+)?:?$/.exec(first);
  return {
    kind: "simulate",
    path: place?.[1] ?? first,
    line: place?.[2] === undefined ? undefined : Number(place[2]),
    func: given.texts.get("func"),
    goroutines,
    cpus,
    model: model ?? "tso",
    map: map ?? "operation",
    runtime,
    slots,
    compiler: given.switches.has("compiler"),
    states,
    seconds,
    megabytes,
    format: format ?? "text",
    color: color ?? "auto",
    locale,
  };
}

/** A number within bounds. */
function count(
  given: Given<keyof typeof flags>,
  name: "goroutines" | "cpus" | "slots" | "states" | "seconds" | "megabytes",
  least: number,
  limit: number,
): number | undefined | UsageProblem {
  const text = given.texts.get(name);
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= least && value <= limit) return value;
  const args = { flag: `--${name}`, value: text, least, limit };
  return problem(simulate.command, message("cli.simulate.count", args));
}
