/** The flags of the command and of its sub-commands: from words of the shell to texts and switches. */
import { parseArgs } from "node:util";
import { type Locale, type Message, message } from "../../../protocol/src/messages.ts";
import { nearest } from "../../../protocol/src/nearest.ts";

export type ColorChoice = "auto" | "always" | "never";

/** A flag as it is declared. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** Of a text: what it takes, said where it is missing. */
  readonly takes?: string | Message;
  /** Of a text that may be given several times: the texts are joined by commas. The last one counts otherwise. */
  readonly adds?: true;
}

/** The flags of a command. */
export interface FlagSet<Name extends string> {
  /** The command as the reader types it, such as `mapvet litmus`. */
  readonly command: string;
  readonly flags: Readonly<Record<Name, Flag>>;
}

/** The flags that were given. */
export interface Given<Name extends string> {
  readonly command: string;
  readonly texts: ReadonlyMap<Name, string>;
  readonly switches: ReadonlySet<Name>;
  /** The words that are no flags. */
  readonly paths: readonly string[];
}

/** Wrong usage: what is wrong and what to do. */
export interface UsageProblem {
  readonly kind: "problem";
  readonly messages: readonly Message[];
}

export const colors = ["auto", "always", "never"] as const satisfies readonly ColorChoice[];
export const locales = ["en", "zh-cn"] as const satisfies readonly Locale[];

/** The flags that every command has. */
export const commonFlags = {
  lang: { type: "string", takes: locales.join(", ") },
  color: { type: "string", takes: colors.join(", ") },
  help: { type: "boolean", short: "h" },
} as const satisfies Readonly<Record<string, Flag>>;

/** Reads the arguments of a command (without its own name). Never throws. */
export function collect<Name extends string>(
  set: FlagSet<Name>,
  argv: readonly string[],
): Given<Name> | UsageProblem {
  const { command, flags } = set;
  const { tokens } = parseArgs({
    args: [...argv],
    options: flags,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const texts = new Map<Name, string>();
  const switches = new Set<Name>();
  const paths: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") paths.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!isFlag(flags, name)) return unknownFlag(set, rawName);
    const { type, takes, adds } = flags[name];
    if (type === "boolean") {
      if (value !== undefined) return problem(command, message("cli.usage.needlessValue", { flag: rawName }));
      switches.add(name);
    } else if (value === undefined || value === "") {
      return problem(command, message("cli.usage.noValue", { flag: rawName, values: takes ?? "" }));
    } else {
      const before = texts.get(name);
      texts.set(name, adds === true && before !== undefined ? `${before},${value}` : value);
    }
  }
  return { command, texts, switches, paths };
}

function isFlag<Name extends string>(flags: Readonly<Record<Name, Flag>>, name: string): name is Name {
  return Object.hasOwn(flags, name);
}

/** The value of a flag that takes one of a few words; undefined when it was not given. */
export function choice<Name extends string, T extends string>(
  given: Given<Name>,
  name: Name,
  values: readonly T[],
): T | undefined | UsageProblem {
  const value = given.texts.get(name);
  if (value === undefined) return undefined;
  const found = values.find((candidate) => candidate === value.toLowerCase());
  return (
    found ??
    problem(
      given.command,
      message("cli.usage.badValue", { flag: `--${name}`, value, values: values.join(", ") }),
    )
  );
}

function unknownFlag<Name extends string>(set: FlagSet<Name>, rawName: string): UsageProblem {
  const guess = nearest(rawName.replace(/^-+/, ""), Object.keys(set.flags));
  return problem(
    set.command,
    message("cli.usage.unknownFlag", { flag: rawName }),
    ...(guess === undefined ? [] : [message("cli.usage.didYouMean", { guess: `--${guess}` })]),
  );
}

/** Wrong usage of a command: what is wrong, and where its flags are listed. */
export function problem(command: string, ...messages: Message[]): UsageProblem {
  return { kind: "problem", messages: [...messages, message("cli.usage.hint", { command })] };
}

export function isProblem(value: unknown): value is UsageProblem {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "problem";
}
