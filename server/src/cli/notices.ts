/** What `--format text` says about suppressing comments, and about the findings they suppress. */
import { render } from "../../../protocol/src/messages.ts";
import { severityOf } from "../../../protocol/src/rules.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { codeFrame } from "./frame.ts";
import { relativePath } from "./paths.ts";
import type { Outcome } from "./report.ts";
import type { Style } from "./style.ts";
import { number, say } from "./words.ts";

/** A notice with its comment, as a block like that of a finding. */
export function noticeText(notice: Notice, outcome: Outcome, style: Style): string {
  const { id, message, range } = notice;
  const severity = severityOf(notice);
  const { locale, sources, cwd } = outcome;
  const { line, column } = sources.range(range).start;
  const place = style.bold(`${relativePath(cwd, range.path)}:${line}:${column}`);
  const word = style.severity(severity, say(locale, `cli.tier.${severity}`));
  const frame = codeFrame(sources.get(range.path).lines, sources.place(range), {
    context: 0,
    maxLines: 1,
    gutter: String(line).length + 1,
    mark: "^",
    label: "",
    paint: (text) => style.severity(severity, text),
    style,
  });
  return [`${place}: ${word}: ${render(message, locale)} ${style.dim(`[${id}]`)}`, "", ...frame, ""].join(
    "\n",
  );
}

/** The findings that do not count, a line for each with the reason below it; empty when there are none. */
export function suppressedText(outcome: Outcome, style: Style): string {
  const { locale, sources, cwd, result, known } = outcome;
  const line = ({ range, message, rule }: Finding, id: "cli.suppressed" | "baseline.known"): string => {
    const { start } = sources.range(range);
    const place = style.bold(`${relativePath(cwd, range.path)}:${start.line}:${start.column}`);
    return `${place}: ${style.dim(say(locale, id))}: ${render(message, locale)} ${style.dim(`[${rule}]`)}\n`;
  };
  const byComment = result.suppressed.map(({ finding, reason }) => {
    const first = line(finding, "cli.suppressed");
    return reason === "" ? first : `${first}  ${style.bold(say(locale, "cli.reason"))}  ${reason}\n`;
  });
  const byBaseline = known?.findings.map((finding) => line(finding, "baseline.known")) ?? [];
  return [...byComment, ...byBaseline].join("");
}

/** How many findings do not count, when there are any. */
export function suppressedCount({ locale, result, known }: Outcome): string[] {
  const tell = (n: number, id: "cli.suppressedCount" | "baseline.knownCount"): string[] =>
    n === 0 ? [] : [say(locale, n === 1 ? `${id}.one` : `${id}.many`, { n: number(n) })];
  return [
    ...tell(result.suppressed.length, "cli.suppressedCount"),
    ...tell(known?.findings.length ?? 0, "baseline.knownCount"),
  ];
}
