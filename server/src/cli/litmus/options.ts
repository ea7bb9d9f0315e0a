/** The arguments of `mapvet litmus`. */
import { type Locale, message } from "../../../../protocol/src/messages.ts";
import type { Model } from "../../../../simulator/src/index.ts";
import {
  type ColorChoice,
  choice,
  collect,
  colors,
  commonFlags,
  type FlagSet,
  isProblem,
  locales,
  problem,
  type UsageProblem,
} from "../flags.ts";

/** A run of litmus tests, as asked for. */
export interface LitmusRequest {
  readonly kind: "litmus";
  readonly paths: readonly string[];
  readonly model: Model;
  readonly format: "text" | "json";
  readonly color: ColorChoice;
  readonly locale: Locale | undefined;
}

const models = ["sc", "tso", "pso"] as const satisfies readonly Model[];
const formats = ["text", "json"] as const;

const flags = {
  ...commonFlags,
  model: { type: "string", takes: models.join(", ") },
  format: { type: "string", takes: formats.join(", ") },
} as const;

const litmus: FlagSet<keyof typeof flags> = { command: "mapvet litmus", flags };

/** Reads the arguments behind `mapvet litmus`. Never throws. */
export function parseLitmusArguments(
  argv: readonly string[],
):
  | LitmusRequest
  | UsageProblem
  | { readonly kind: "help"; readonly topic: "litmus"; readonly locale: Locale | undefined } {
  const given = collect(litmus, argv);
  if (isProblem(given)) return given;
  const locale = choice(given, "lang", locales);
  if (isProblem(locale)) return locale;
  if (given.switches.has("help")) return { kind: "help", topic: "litmus", locale };
  const color = choice(given, "color", colors);
  if (isProblem(color)) return color;
  const model = choice(given, "model", models);
  if (isProblem(model)) return model;
  const format = choice(given, "format", formats);
  if (isProblem(format)) return format;
  if (given.paths.length === 0) return problem(litmus.command, message("cli.litmus.noFile"));
  return {
    kind: "litmus",
    paths: given.paths,
    model: model ?? "tso",
    format: format ?? "text",
    color: color ?? "auto",
    locale,
  };
}
