/** `--format text`: findings for a person at a terminal. */
import { type Locale, render } from "../../../protocol/src/messages.ts";
import { severities, severityOf } from "../../../protocol/src/rules.ts";
import type { Related } from "../hazards/finding.ts";
import { codeFrame, displayWidth } from "./frame.ts";
import { noticeText, suppressedCount, suppressedText } from "./notices.ts";
import { relativePath } from "./paths.ts";
import { type Item, type Outcome, skippedOf } from "./report.ts";
import type { Style } from "./style.ts";
import { count, number, say, seconds } from "./words.ts";

/** More skipped paths than these are only counted. */
const skippedShown = 5;
/** More related places than these are named without their code. */
const framesShown = 4;

/** The findings, one block each, and a last line with the tally. */
export function formatText(outcome: Outcome, style: Style): string {
  const blocks = [
    ...outcome.items.map((item) => findingText(item, outcome, style)),
    ...outcome.result.notices.map((notice) => noticeText(notice, outcome, style)),
    ...(outcome.showSuppressed ? [suppressedText(outcome, style)] : []),
  ].filter((block) => block !== "");
  return [
    ...blocks,
    [...skippedText(outcome, style), tally(outcome, style), ...suppressedCount(outcome), ""].join("\n"),
  ].join("\n");
}

function findingText(item: Item, outcome: Outcome, style: Style): string {
  const { finding } = item;
  const { locale, sources, cwd } = outcome;
  const shown = finding.related.slice(0, framesShown);
  const gutter = gutterWidth(item, shown, outcome);
  const severity = severityOf(finding);
  const word = style.severity(severity, say(locale, `cli.tier.${severity}`));
  const place = style.bold(`${item.file}:${item.line}:${item.column}`);
  const out = [
    `${place}: ${word}: ${render(finding.message, locale)} ${style.dim(`[${finding.rule}]`)}`,
    "",
    ...codeFrame(sources.get(finding.range.path).lines, sources.place(finding.range), {
      context: 1,
      maxLines: 4,
      gutter,
      mark: "^",
      label: say(locale, "cli.here"),
      paint: (text) => style.severity(severity, text),
      style,
    }),
  ];
  for (const related of finding.related) {
    const start = sources.range(related.range).start;
    const at = `${relativePath(cwd, related.range.path)}:${start.line}:${start.column}`;
    const words = render(related.message, locale);
    if (!shown.includes(related)) {
      out.push(`${" ".repeat(gutter)} ${style.dim("=")} ${at}: ${words}`);
      continue;
    }
    out.push(
      `${" ".repeat(gutter)} ${style.dim("=")} ${at}`,
      ...codeFrame(sources.get(related.range.path).lines, sources.place(related.range), {
        context: 0,
        // A whole goroutine is named by its first line.
        maxLines: 1,
        gutter,
        mark: "-",
        label: words,
        paint: style.code,
        style,
      }),
    );
  }
  out.push(
    "",
    ...labelled(
      say(locale, "cli.why"),
      finding.evidence.map((line) => render(line, locale)),
      style,
    ),
    ...labelled(say(locale, "cli.fix"), fixLines(item, locale, style), style),
  );
  while (out.at(-1) === "") out.pop();
  return `${out.join("\n")}\n`;
}

function fixLines(item: Item, locale: Locale, style: Style): string[] {
  return item.fixes.map((fix) => {
    const title = render(fix.title, locale);
    if (fix.disabledReason !== undefined) {
      const reason = render(fix.disabledReason, locale);
      return style.dim(`${title} (${say(locale, "cli.notPossible", { reason })})`);
    }
    return fix.preferred ? `${title} ${style.dim(`(${say(locale, "cli.preferred")})`)}` : title;
  });
}

/** Lines behind a word in the margin, which stands at the first of them. */
function labelled(label: string, lines: readonly string[], style: Style): string[] {
  const indent = " ".repeat(displayWidth(label) + 4);
  return lines.map((line, index) => (index === 0 ? `  ${style.bold(label)}  ${line}` : `${indent}${line}`));
}

function gutterWidth(item: Item, shown: readonly Related[], outcome: Outcome): number {
  const { sources } = outcome;
  const ends = [item.finding.range, ...shown.map((related) => related.range)].map(
    (range) => sources.place(range).endLine + 2,
  );
  return String(Math.max(...ends)).length + 1;
}

function skippedText(outcome: Outcome, style: Style): string[] {
  const { locale } = outcome;
  const skipped = skippedOf(outcome.result, outcome.cwd);
  const lines = skipped.slice(0, skippedShown).map((entry) => say(locale, "cli.skipped", { ...entry }));
  const more = skipped.length - lines.length;
  if (more > 0) lines.push(say(locale, "cli.skippedMore", { n: number(more) }));
  return lines.map(style.dim);
}

function tally(outcome: Outcome, style: Style): string {
  const { items, locale, result } = outcome;
  const packages = count(locale, "package", result.packages);
  const files = count(locale, "file", result.files);
  const lines = count(locale, "line", result.lines);
  const parts = severities.flatMap((severity) => {
    const n = [...items.map(({ finding }) => finding), ...result.notices].filter(
      (shown) => severityOf(shown) === severity,
    ).length;
    return n === 0 ? [] : [style.severity(severity, count(locale, severity, n))];
  });
  return say(locale, parts.length > 0 ? "cli.tally" : "cli.calm", {
    findings: parts.join(say(locale, "cli.comma")),
    packages,
    files,
    lines,
    seconds: seconds(outcome.milliseconds),
  });
}
