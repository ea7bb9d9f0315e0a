/** The arguments of the command: from the words of the shell to what is to be done. */
import { type Locale, message } from "../../../protocol/src/messages.ts";
import { nearest } from "../../../protocol/src/nearest.ts";
import {
  type CheckId,
  isCheckId,
  isRuleId,
  type RuleId,
  rules,
  type Severity,
  severities,
} from "../../../protocol/src/rules.ts";
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
} from "./flags.ts";
import { type LitmusRequest, parseLitmusArguments } from "./litmus/options.ts";
import { parseSimulateArguments, type SimulateRequest } from "./simulate/options.ts";

export type Format = "text" | "json" | "sarif" | "github";

/** A run of the analysis, as asked for. */
export interface RunRequest {
  readonly kind: "run";
  /** As given; `./...` when nothing was given. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly rules: ReadonlySet<RuleId> | undefined;
  readonly tests: boolean;
  readonly failOn: Severity;
  /** Name the findings that do not count, with the reasons, in text and SARIF. */
  readonly showSuppressed: boolean;
  /** The baseline whose findings do not count, as given. */
  readonly baseline: string | undefined;
  /** Where the findings are written as a baseline, as given. */
  readonly writeBaseline: string | undefined;
  readonly action: "report" | "fix" | "diff";
  /** The path of the text on standard input; undefined when files are read. */
  readonly stdinName: string | undefined;
  readonly color: ColorChoice;
  readonly locale: Locale | undefined;
}

export type Request =
  | RunRequest
  | LitmusRequest
  | SimulateRequest
  | { readonly kind: "help"; readonly topic: HelpTopic; readonly locale: Locale | undefined }
  | { readonly kind: "version"; readonly locale: Locale | undefined }
  | {
      readonly kind: "explain";
      readonly rule: CheckId;
      readonly color: ColorChoice;
      readonly locale: Locale | undefined;
    };

/** What `--help` tells about: the analysis, or a sub-command. */
export type HelpTopic = "analysis" | SubCommand;

/**
 * The sub-commands: the first word of the arguments chooses one. A folder of that name is still analysed
 * when it is written as a path, `./litmus`.
 */
const subCommands = { litmus: parseLitmusArguments, simulate: parseSimulateArguments } as const;

export type SubCommand = keyof typeof subCommands;

const formats = ["text", "json", "sarif", "github"] as const satisfies readonly Format[];

const flags = {
  ...commonFlags,
  format: { type: "string", takes: formats.join(", ") },
  fix: { type: "boolean" },
  diff: { type: "boolean" },
  rules: { type: "string", takes: message("cli.values.rules"), adds: true },
  tests: { type: "boolean" },
  "fail-on": { type: "string", takes: severities.join(", ") },
  "show-suppressed": { type: "boolean" },
  baseline: { type: "string", takes: message("cli.values.path") },
  "write-baseline": { type: "string", takes: message("cli.values.path") },
  explain: { type: "string", takes: message("cli.values.rule") },
  stdin: { type: "boolean" },
  "stdin-name": { type: "string", takes: message("cli.values.path") },
  version: { type: "boolean" },
} as const;

type FlagName = keyof typeof flags;

const command = "mapvet";
const analysis: FlagSet<FlagName> = { command, flags };

/** Reads the arguments (without the program's own name). Never throws. */
export function parseArguments(argv: readonly string[]): Request | UsageProblem {
  const [first, ...rest] = argv;
  if (isSubCommand(first)) return subCommands[first](rest);
  const given = collect(analysis, argv);
  if (isProblem(given)) return given;
  const locale = choice(given, "lang", locales);
  if (isProblem(locale)) return locale;
  if (given.switches.has("help")) return { kind: "help", topic: "analysis", locale };
  if (given.switches.has("version")) return { kind: "version", locale };
  const color = choice(given, "color", colors);
  if (isProblem(color)) return color;
  const explain = given.texts.get("explain");
  if (explain !== undefined) {
    if (!isCheckId(explain)) return unknownRule(explain);
    return { kind: "explain", rule: explain, color: color ?? "auto", locale };
  }
  return runRequest(given, color ?? "auto", locale);
}

function isSubCommand(word: string | undefined): word is SubCommand {
  return word !== undefined && Object.hasOwn(subCommands, word);
}

function runRequest(
  given: Given<FlagName>,
  color: ColorChoice,
  locale: Locale | undefined,
): RunRequest | UsageProblem {
  const format = choice(given, "format", formats);
  if (isProblem(format)) return format;
  const failOn = choice(given, "fail-on", severities);
  if (isProblem(failOn)) return failOn;
  const only = ruleSet(given.texts.get("rules"));
  if (isProblem(only)) return only;
  const clash = conflict(given, format);
  if (clash !== undefined) return clash;
  return {
    kind: "run",
    paths: given.paths.length > 0 ? given.paths : ["./..."],
    format: format ?? "text",
    rules: only,
    tests: given.switches.has("tests"),
    failOn: failOn ?? "warning",
    showSuppressed: given.switches.has("show-suppressed"),
    baseline: given.texts.get("baseline"),
    writeBaseline: given.texts.get("write-baseline"),
    action: given.switches.has("fix") ? "fix" : given.switches.has("diff") ? "diff" : "report",
    stdinName: given.switches.has("stdin") ? (given.texts.get("stdin-name") ?? "stdin.go") : undefined,
    color,
    locale,
  };
}

function ruleSet(text: string | undefined): ReadonlySet<RuleId> | undefined | UsageProblem {
  if (text === undefined) return undefined;
  const set = new Set<RuleId>();
  for (const name of text.split(",").map((part) => part.trim())) {
    if (name === "") continue;
    if (!isRuleId(name)) return unknownRule(name);
    set.add(name);
  }
  return set.size > 0
    ? set
    : problem(command, message("cli.usage.noValue", { flag: "--rules", values: flags.rules.takes }));
}

/** Flags that contradict each other. */
function conflict(given: Given<FlagName>, format: Format | undefined): UsageProblem | undefined {
  const { switches, texts, paths } = given;
  const together = (a: string, b: string): UsageProblem =>
    problem(command, message("cli.usage.together", { a, b }));
  if (switches.has("fix") && switches.has("diff")) return together("--fix", "--diff");
  if (switches.has("stdin")) {
    if (switches.has("fix")) return together("--stdin", "--fix");
    if (switches.has("diff")) return together("--stdin", "--diff");
    if (paths.length > 0) return together("--stdin", paths[0]);
  } else if (texts.has("stdin-name")) {
    return problem(command, message("cli.usage.needs", { a: "--stdin-name", b: "--stdin" }));
  }
  if (texts.has("write-baseline")) {
    const clash = (["fix", "diff", "stdin", "show-suppressed"] as const).find((name) => switches.has(name));
    if (clash !== undefined) return together("--write-baseline", `--${clash}`);
    if (texts.has("baseline")) return together("--write-baseline", "--baseline");
    if (format !== undefined && format !== "text") return together("--write-baseline", `--format ${format}`);
  }
  if (switches.has("diff") && format !== undefined && format !== "text") {
    return together("--diff", `--format ${format}`);
  }
  return undefined;
}

function unknownRule(rule: string): UsageProblem {
  const known = rules.map((info) => info.id);
  const guess = nearest(rule, known);
  return problem(
    command,
    message("cli.usage.unknownRule", { rule, values: known.join(", ") }),
    ...(guess === undefined ? [] : [message("cli.usage.didYouMean", { guess })]),
  );
}
