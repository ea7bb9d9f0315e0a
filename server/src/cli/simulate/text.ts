/** `--format text` of a simulation: what can happen, and the shortest way to the worst of it. */
import type { Locale } from "../../../../protocol/src/messages.ts";
import type { SimulateOutcome, SimulateReport, SimulateStep } from "../../../../protocol/src/simulate.ts";
import { displayWidth } from "../frame.ts";
import type { Style } from "../style.ts";
import { number, say, seconds } from "../words.ts";

/** What the text shows beside the report. */
export interface TextOptions {
  /** Which steps of the first outcome's witness a reader wants to see: others only lead from one to the next. */
  readonly shows: (step: number) => boolean;
  /** What is simulated. */
  readonly name: string;
  /** Where it stands: `main.go:12`. */
  readonly place: string;
  readonly locale: Locale;
  readonly style: Style;
  /** The reader's line that a step stands for, without space around it; empty where there is none. */
  readonly line: (step: SimulateStep) => string;
}

/** Outcomes of one kind beyond these are only counted. */
const maxOfKind = 6;

/** The text. */
export function simulateText(report: SimulateReport, options: TextOptions): string {
  const { locale, style, name, place } = options;
  const head = say(locale, "cli.simulate.head", { name, place, model: report.model.toUpperCase() });
  const lines = [style.bold(head), "", ...outcomeLines(report.outcomes, options)];
  const [worst] = report.outcomes;
  if (worst !== undefined && worst.kind !== "ok") lines.push("", ...witnessLines(worst, options));
  lines.push("", figures(report, locale));
  if (report.abstractions.length > 0) {
    lines.push("", say(locale, "cli.simulate.abstractions"));
    lines.push(...report.abstractions.map((note) => style.dim(`  - ${note}`)));
  }
  return `${lines.join("\n")}\n`;
}

/** A line for each outcome: its kind, what Go prints or what is left, and how many schedules lead there. */
function outcomeLines(outcomes: readonly SimulateOutcome[], options: TextOptions): string[] {
  const { style, locale } = options;
  const counts = new Map<string, number>();
  const width = Math.max(...outcomes.map(({ kind }) => kind.length));
  const lines: string[] = [];
  for (const outcome of outcomes) {
    const { kind } = outcome;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > maxOfKind) continue;
    const notes = [
      ...(outcome.schedules === null ? [] : [schedules(outcome.schedules, locale)]),
      ...(outcome.only === null ? [] : [say(locale, `cli.simulate.only.${outcome.only}`)]),
    ];
    const note = notes.length === 0 ? "" : style.dim(`  (${notes.join(say(locale, "cli.comma"))})`);
    const left = leftOf(outcome);
    lines.push(`  ${paint(outcome, kind.padEnd(width), style)}  ${outcome.message}${note}`);
    for (const { message } of outcome.also) {
      lines.push(`  ${" ".repeat(width)}  ${say(locale, "cli.simulate.also", { message })}`);
    }
    if (left !== "") lines.push(`  ${" ".repeat(width)}  ${style.code(left)}`);
  }
  const hidden = [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - maxOfKind), 0);
  if (hidden > 0) lines.push(`  ${style.dim(say(locale, "cli.simulate.more", { n: number(hidden) }))}`);
  return lines;
}

function paint({ kind }: SimulateOutcome, text: string, style: Style): string {
  if (kind === "ok") return style.added(text);
  return style.severity(kind === "stale-read" || kind === "data-race" ? "warning" : "error", text);
}

function schedules(count: string, locale: Locale): string {
  const n = count.replace(/\B(?=(\d{3})+$)/g, ",");
  return say(locale, count === "1" ? "cli.simulate.schedules.one" : "cli.simulate.schedules.many", { n });
}

/** What is left at the end, where that tells one outcome from another. */
function leftOf({ kind, final }: SimulateOutcome): string {
  if (["fatal", "panic", "deadlock", "data-race"].includes(kind)) return "";
  const results = Object.entries(final.results).map(([goroutine, values]) => {
    const given = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
    return `${goroutine}: ${given.join(", ")}`;
  });
  const variables = Object.entries(final.variables).map(([name, value]) => `${name} = ${value}`);
  const maps = Object.entries(final.maps).map(([name, entries]) => {
    const inside = Object.entries(entries).map(([key, value]) => `${key}: ${value}`);
    return `${name} = {${inside.join(", ")}}`;
  });
  return [...results, ...variables, ...maps].join("; ");
}

/** A line for each step: where, the reader's code, and what happens. */
function witnessLines(outcome: SimulateOutcome, options: TextOptions): string[] {
  const { locale, style, line, shows } = options;
  const witness = outcome.witness.filter((_, i) => shows(i));
  const id = witness.length === 1 ? "cli.simulate.steps.one" : "cli.simulate.steps.many";
  const places = witness.map((step) => (step.file === null ? "" : `${baseName(step.file)}:${step.line}`));
  const codes = witness.map((step) => clip(line(step)));
  const placeWidth = Math.max(...places.map((place) => displayWidth(place)));
  const codeWidth = Math.max(...codes.map((code) => displayWidth(code)));
  return [
    say(locale, id, { outcome: outcome.message, n: number(witness.length) }),
    "",
    ...witness.map((step, i) => {
      const place = style.dim(pad(places[i], placeWidth));
      const runtime = step.runtime === null ? "" : style.dim(`  (${runtimePlace(step.runtime)})`);
      return `  ${place}  ${style.code(pad(codes[i], codeWidth))}  ${step.text}${runtime}`;
    }),
  ];
}

/** `Go 1.24 map.go:479` for a line of the runtime. */
function runtimePlace(runtime: string): string {
  const [release, file] = [runtime.slice(0, runtime.indexOf(":")), runtime.slice(runtime.indexOf(":") + 1)];
  return `Go ${release} ${baseName(file)}`;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

/** Longer lines of code are cut, so that the steps stay in their columns. */
const maxCode = 44;

function clip(code: string): string {
  return code.length <= maxCode ? code : `${code.slice(0, maxCode - 1)}…`;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

function figures({ advice, explored }: SimulateReport, locale: Locale): string {
  const args = { states: number(explored.states), seconds: seconds(explored.milliseconds) };
  return advice === null
    ? say(locale, "cli.simulate.complete", args)
    : say(locale, "cli.simulate.incomplete", { ...args, advice });
}
