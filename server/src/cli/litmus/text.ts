/** `--format text` of litmus tests: close to what herd7 prints, so that both can be laid side by side. */
import type { Locale } from "../../../../protocol/src/messages.ts";
import {
  compareKeys,
  type FinalState,
  formatCondition,
  holds,
  type Litmus,
  type LitmusResult,
  satisfied,
} from "../../../../simulator/src/index.ts";
import type { Style } from "../style.ts";
import { number, say } from "../words.ts";
import type { Explored } from "./report.ts";

/** herd7's first line says what the quantifier asks for. */
const wanted = { exists: "Allowed", "~exists": "Forbidden", forall: "Required" } as const;

/** A block for each test, and a tally where there are several. */
export function litmusText(tests: readonly Explored[], locale: Locale, style: Style): string {
  const blocks = tests.map((explored) => testText(explored, locale, style));
  if (tests.length > 1) blocks.push(tally(tests, locale, style));
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function testText({ test, result }: Explored, locale: Locale, style: Style): string[] {
  const { condition } = test;
  const shown = observedStates(test, result.states);
  const lines = [
    style.bold(`Test ${test.name} ${condition === null ? "" : wanted[condition.quantifier]}`.trimEnd()),
    `States ${shown.length}`,
    ...shown.map(({ text, matches }) => (matches ? style.code(`* ${text}`) : `  ${text}`)),
  ];
  if (condition === null) lines.push(style.dim(say(locale, "cli.litmus.noCondition")));
  else {
    const matching = shown.filter(({ matches }) => matches).length;
    const verdict = say(locale, `cli.litmus.${matching > 0 ? "allowed" : "forbidden"}`);
    lines.push(
      satisfied(condition, shown.length, matching) ? "Ok" : "No",
      `Condition ${formatCondition(condition)}: ${style.bold(verdict)}`,
      `Observation ${test.name} ${frequency(shown.length, matching)} ${matching} ${shown.length - matching}`,
    );
  }
  lines.push(...figures(result, locale, style));
  return lines;
}

interface Shown {
  readonly text: string;
  readonly matches: boolean;
}

/** The states by what the test looks at, each once. */
function observedStates(test: Litmus, states: readonly FinalState[]): Shown[] {
  const { condition, observed } = test;
  const found = new Map<string, Shown>();
  for (const state of states) {
    const keys = observed.length === 0 ? Object.keys(state) : observed.toSorted(compareKeys);
    const text = keys.map((key) => `${key}=${state[key] ?? 0};`).join(" ");
    found.set(text, { text, matches: condition !== null && holds(condition.proposition, state) });
  }
  return [...found.values()];
}

function frequency(states: number, matching: number): string {
  if (matching === 0) return "Never";
  return matching === states ? "Always" : "Sometimes";
}

function figures({ exploration }: LitmusResult, locale: Locale, style: Style): string[] {
  const explored = say(locale, "cli.litmus.explored", {
    states: number(exploration.states),
    transitions: number(exploration.transitions),
    milliseconds: exploration.milliseconds.toFixed(1),
  });
  const endless = exploration.outcomes.some(({ kind }) => kind === "deadlock");
  return [
    style.dim(explored),
    ...(endless ? [say(locale, "cli.litmus.endless")] : []),
    ...(exploration.complete ? [] : [say(locale, "cli.litmus.incomplete")]),
  ];
}

function tally(tests: readonly Explored[], locale: Locale, style: Style): string[] {
  const having = (verdict: "allowed" | "forbidden"): number =>
    tests.filter(({ result }) => result.verdict === verdict).length;
  const text = say(locale, "cli.litmus.total", {
    tests: number(tests.length),
    model: tests[0].result.exploration.model.toUpperCase(),
    allowed: number(having("allowed")),
    forbidden: number(having("forbidden")),
  });
  return [style.bold(text)];
}
