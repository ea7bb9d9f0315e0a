/** What `.mapvet.json` says, read with care: what is wrong in it is told, and the rest counts. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import { nearest } from "../../../../protocol/src/nearest.ts";
import {
  type CheckId,
  isCheckId,
  notices,
  rules,
  type Severity,
  severities,
} from "../../../../protocol/src/rules.ts";
import type { Range } from "../../syntax/ast.ts";
import { globMatcher } from "./glob.ts";
import { type JsonMember, type JsonNode, type JsonProblem, parseJson } from "./json.ts";

/** The name of the file, at the root of a module. */
export const configName = ".mapvet.json";

/** What a team has agreed on for a module. */
export interface Config {
  /** How findings and notices are shown that are not shown as their tier. */
  readonly severity: ReadonlyMap<CheckId, Severity | "off">;
  /** Whether `_test.go` files are looked at; undefined when the file does not say. */
  readonly tests: boolean | undefined;
  /** True for a path, relative to the module's root, in which nothing is reported. */
  readonly excludes: (path: string) => boolean;
}

/** What holds where nothing is said. */
export const defaultConfig: Config = { severity: new Map(), tests: undefined, excludes: () => false };

/** A configuration with what is wrong in its text. */
export interface ReadConfig {
  readonly config: Config;
  readonly problems: readonly JsonProblem[];
}

/** The settings, by name. `$schema` is for editors. */
export const settingNames = ["$schema", "severity", "tests", "exclude"] as const;

/** Reads the text of a configuration. Never throws. */
export function readConfig(text: string): ReadConfig {
  const parsed = parseJson(text);
  if ("problem" in parsed) return { config: defaultConfig, problems: [parsed.problem] };
  const { node } = parsed;
  if (node.kind !== "object") {
    return { config: defaultConfig, problems: [{ range: node, message: message("config.object") }] };
  }
  return new Reader().read(node.members);
}

class Reader {
  readonly #problems: JsonProblem[] = [];
  readonly #severity = new Map<CheckId, Severity | "off">();
  #tests: boolean | undefined;
  #exclude: readonly string[] = [];

  read(members: readonly JsonMember[]): ReadConfig {
    this.#eachOnce(members, (member) => this.#setting(member));
    const matchers = this.#exclude.map(globMatcher);
    const config: Config = {
      severity: this.#severity,
      tests: this.#tests,
      excludes: (path) => matchers.some((matches) => matches(path)),
    };
    return { config, problems: this.#problems.sort((a, b) => a.range.pos - b.range.pos) };
  }

  #setting(member: JsonMember): void {
    const { key, keyRange, value } = member;
    switch (settingNames.find((name) => name === key)) {
      case "$schema":
        return;
      case "severity":
        this.#readSeverity(value);
        return;
      case "tests":
        if (value.kind === "other" && typeof value.value === "boolean") this.#tests = value.value;
        else this.#wrong(value, message("config.boolean", { key }));
        return;
      case "exclude":
        this.#exclude = this.#strings(key, value);
        return;
      case undefined: {
        const guess = nearest(key, settingNames);
        const values = settingNames.slice(1).join(", ");
        this.#wrong(
          keyRange,
          guess === undefined
            ? message("config.unknown", { key, values })
            : message("config.unknown.guess", { key, guess }),
        );
      }
    }
  }

  #readSeverity(node: JsonNode): void {
    if (node.kind !== "object") {
      this.#wrong(node, message("config.severity.object"));
      return;
    }
    this.#eachOnce(node.members, ({ key, keyRange, value }) => {
      const level = levels.find((name) => value.kind === "other" && name === value.value);
      if (!isCheckId(key)) this.#wrong(keyRange, unknownRule(key));
      else if (level === undefined)
        this.#wrong(value, message("config.severity", { values: levels.join(", ") }));
      else this.#severity.set(key, level);
    });
  }

  #strings(key: string, node: JsonNode): string[] {
    if (node.kind !== "array") {
      this.#wrong(node, message("config.strings", { key }));
      return [];
    }
    return node.items.flatMap((item) => {
      if (item.kind === "other" && typeof item.value === "string" && item.value !== "") return [item.value];
      this.#wrong(item, message("config.pattern"));
      return [];
    });
  }

  /** Calls back for each member; of several with one name the last one counts, as in JavaScript. */
  #eachOnce(members: readonly JsonMember[], use: (member: JsonMember) => void): void {
    for (const [index, member] of members.entries()) {
      const { key, keyRange } = member;
      if (members.findLastIndex((other) => other.key === key) === index) use(member);
      else this.#wrong(keyRange, message("config.twice", { key }));
    }
  }

  #wrong({ pos, end }: Range, problem: Message): void {
    this.#problems.push({ range: { pos, end }, message: problem });
  }
}

const levels = [...severities, "off"] as const;

function unknownRule(rule: string): Message {
  const known: readonly string[] = [...rules, ...notices].map(({ id }) => id);
  const guess = nearest(rule, known);
  return guess === undefined
    ? message("suppress.unknownRule", { rule })
    : message("suppress.unknownRule.guess", { rule, guess });
}
