/**
 * `--format github`: workflow commands that GitHub Actions turns into annotations.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import { render } from "../../../protocol/src/messages.ts";
import { noticeInfo, ruleInfo, type Severity, severityOf } from "../../../protocol/src/rules.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { relativePath } from "./paths.ts";
import { type Item, type Outcome, skippedOf } from "./report.ts";
import { say } from "./words.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/** One command for each finding, and one for each path that was not analysed. */
export function formatGithub(outcome: Outcome): string {
  const skipped = skippedOf(outcome.result, outcome.cwd).map(({ path, reason }) =>
    command("notice", { file: path }, say(outcome.locale, "cli.skipped", { path, reason })),
  );
  const configuration = outcome.configuration.map(({ file, line, column, message }) =>
    command("warning", { file, line, col: column }, message),
  );
  const notices = outcome.result.notices.map((notice) => noticeAnnotation(notice, outcome));
  return [
    ...outcome.items.map((item) => annotation(item, outcome)),
    ...notices,
    ...configuration,
    ...skipped,
  ].join("");
}

function noticeAnnotation(notice: Notice, outcome: Outcome): string {
  const { id, message, range } = notice;
  const { locale, sources, cwd } = outcome;
  const { line, column } = sources.range(range).start;
  const title = `${id}: ${noticeInfo(id).description[locale]}`;
  const properties = { file: relativePath(cwd, range.path), line, col: column, title };
  return command(commands[severityOf(notice)], properties, render(message, locale));
}

function annotation(item: Item, outcome: Outcome): string {
  const { finding, file, line, column } = item;
  const { locale, sources } = outcome;
  const { end } = sources.range(finding.range);
  const paragraphs = [finding.message, ...finding.evidence].map((text) => render(text, locale));
  // GitHub refuses an end column when the annotation spans lines.
  const endColumn = end.line === line ? end.column : undefined;
  const title = `${finding.rule}: ${ruleInfo(finding.rule).description[locale]}`;
  return command(
    commands[severityOf(finding)],
    { file, line, endLine: end.line, col: column, endColumn, title },
    paragraphs.join("\n"),
  );
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escapeData(text)}\n`;
}

/** The escapes of the runner's own toolkit (actions/toolkit, core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
