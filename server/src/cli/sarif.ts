/**
 * `--format sarif`: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html),
 * within the limits of GitHub's code scanning.
 */
import type {
  CodeFlow,
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
  Suppression,
} from "sarif";
import { type Locale, type Message, render } from "../../../protocol/src/messages.ts";
import type { ReportConfigProblem } from "../../../protocol/src/report.ts";
import {
  type CheckId,
  notices,
  type RuleInfo,
  rules,
  type Severity,
  severities,
  severityOf,
  type Tier,
} from "../../../protocol/src/rules.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { relativePath } from "./paths.ts";
import { type Item, type Outcome, skippedOf } from "./report.ts";
import { artifact, physical, region } from "./sarifPlaces.ts";
import { say } from "./words.ts";

/**
 * GitHub refuses files with more
 * (https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
export const githubLimits = { results: 25_000, locations: 1_000, threadFlowLocations: 10_000 } as const;

const levels = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
} as const satisfies Record<Severity, string>;
/** How GitHub words it; the tiers promise 95, 85 and 60 percent right. */
const precisions: Readonly<Record<Tier, string>> = { error: "very-high", warning: "high", hint: "medium" };
const problemSeverities: Readonly<Record<Tier, string>> = {
  error: "error",
  warning: "warning",
  hint: "recommendation",
};

/** The page of a rule in Markdown, where it is installed. */
export type RulePages = (rule: CheckId, locale: Locale) => string | undefined;

/** The log as text. */
export function formatSarif(outcome: Outcome, pages: RulePages, limits = githubLimits): string {
  return `${JSON.stringify(sarifLog(outcome, pages, limits), null, 2)}\n`;
}

/** One run with all findings. What exceeds a limit is left out, hints first, and said in a notification. */
export function sarifLog(
  outcome: Outcome,
  pages: RulePages,
  limits: Readonly<Record<keyof typeof githubLimits, number>> = githubLimits,
): Log {
  const { locale } = outcome;
  const kept = keepMostImportant(outcome.items, limits.results - outcome.result.notices.length);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mapvet",
            version: outcome.version,
            semanticVersion: outcome.version,
            language: locale === "zh-cn" ? "zh-CN" : "en",
            rules: [
              ...rules.map((rule) => descriptor(rule, locale, pages)),
              ...notices.map((notice) => descriptor(notice, locale, pages)),
            ],
          },
        },
        invocations: [
          {
            executionSuccessful: outcome.result.failures.length === 0,
            toolConfigurationNotifications: outcome.configuration.map((problem) =>
              configNotification(problem, outcome),
            ),
            toolExecutionNotifications: notifications(outcome, outcome.items.length - kept.length),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: withSuppressions(outcome, limits, [
          ...kept.map((item) => result(item, outcome, limits)),
          ...outcome.result.notices.map((notice) => noticeResult(notice, outcome)),
        ]),
      },
    ],
  };
}

/** The first `limit` items by severity, in their old order. */
function keepMostImportant(items: readonly Item[], limit: number): readonly Item[] {
  if (items.length <= limit) return items;
  const kept = new Set(
    severities
      .flatMap((severity) => items.filter(({ finding }) => severityOf(finding) === severity))
      .slice(0, limit),
  );
  return items.filter((item) => kept.has(item));
}

function descriptor(rule: RuleInfo<CheckId>, locale: Locale, pages: RulePages): ReportingDescriptor {
  const description = rule.description[locale];
  const page = pages(rule.id, locale);
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: description },
    fullDescription: { text: description },
    help: { text: page ?? description, markdown: page ?? description },
    defaultConfiguration: { level: levels[rule.tier] },
    properties: {
      tags: ["concurrency", "data-race", "go", "map"],
      precision: precisions[rule.tier],
      "problem.severity": problemSeverities[rule.tier],
    },
  };
}

function notifications(outcome: Outcome, dropped: number): Notification[] {
  const failed = new Set(outcome.result.failures.map((failure) => relativePath(outcome.cwd, failure.path)));
  const skipped = skippedOf(outcome.result, outcome.cwd).map(
    (skip): Notification => ({
      level: failed.has(skip.path) ? "error" : "note",
      message: { text: say(outcome.locale, "cli.skipped", { ...skip }) },
      locations: [{ physicalLocation: { artifactLocation: artifact(outcome, skip.path) } }],
    }),
  );
  if (dropped === 0) return skipped;
  return [
    ...skipped,
    { level: "warning", message: { text: say(outcome.locale, "cli.sarifDropped", { n: dropped }) } },
  ];
}

/**
 * The results, and where asked for those that do not count. Then all say what suppresses them, be it nothing:
 * SARIF 2.1.0, section 3.27.23.
 */
function withSuppressions(
  outcome: Outcome,
  limits: Readonly<Record<keyof typeof githubLimits, number>>,
  results: readonly Result[],
): Result[] {
  if (!outcome.showSuppressed) return [...results];
  return [...results.map((shown) => ({ ...shown, suppressions: [] })), ...suppressedResults(outcome, limits)];
}

/**
 * The findings that do not count. GitHub's code scanning shows such results as open alerts
 * (https://github.com/github/codeql-action/issues/1230), so they are written only when asked for.
 */
function suppressedResults(
  outcome: Outcome,
  limits: Readonly<Record<keyof typeof githubLimits, number>>,
): Result[] {
  const suppressed = ({ range, ...rest }: Finding, suppression: Suppression): Result => {
    const { line, column } = outcome.sources.range(range).start;
    const file = relativePath(outcome.cwd, range.path);
    const item: Item = { finding: { range, ...rest }, fixes: [], file, line, column };
    return { ...result(item, outcome, limits), suppressions: [suppression] };
  };
  return [
    ...outcome.result.suppressed.map(({ finding, comment, reason }) =>
      suppressed(finding, {
        kind: "inSource",
        location: { physicalLocation: physical(comment, outcome) },
        ...(reason === "" ? {} : { justification: reason }),
      }),
    ),
    ...(outcome.known?.findings ?? []).map((finding) => suppressed(finding, { kind: "external" })),
  ];
}

function noticeResult(notice: Notice, outcome: Outcome): Result {
  const { id, message, range } = notice;
  return {
    ruleId: id,
    ruleIndex: rules.length + notices.findIndex((notice) => notice.id === id),
    level: levels[severityOf(notice)],
    message: { text: render(message, outcome.locale) },
    locations: [{ physicalLocation: physical(range, outcome) }],
  };
}

function configNotification(
  { file, line, column, message }: ReportConfigProblem,
  outcome: Outcome,
): Notification {
  const region = { startLine: line, startColumn: column };
  const physicalLocation = { artifactLocation: artifact(outcome, file), region };
  return { level: "warning", message: { text: message }, locations: [{ physicalLocation }] };
}

function result(
  item: Item,
  outcome: Outcome,
  limits: Readonly<Record<keyof typeof githubLimits, number>>,
): Result {
  const { finding } = item;
  const { locale } = outcome;
  const words = (message: Message): string => render(message, locale);
  const codeFlows = codeFlow(finding, outcome, limits.threadFlowLocations);
  const fixes = item.fixes.filter((fix) => fix.edits.length > 0);
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex((rule) => rule.id === finding.rule),
    level: levels[severityOf(finding)],
    message: { text: [finding.message, ...finding.evidence].map(words).join("\n") },
    locations: [
      {
        physicalLocation: physical(finding.range, outcome),
        logicalLocations: [{ fullyQualifiedName: finding.access.function, kind: "function" }],
      },
    ],
    relatedLocations: finding.related.slice(0, limits.locations - 1).map((related, index) => ({
      id: index + 1,
      physicalLocation: physical(related.range, outcome),
      message: { text: words(related.message) },
    })),
    partialFingerprints: { "mapvet/v1": finding.fingerprint },
    ...(codeFlows.length > 0 ? { codeFlows } : {}),
    ...(fixes.length > 0 ? { fixes: fixes.map((fix) => sarifFix(fix, outcome)) } : {}),
    properties: { map: finding.map.name, mapKind: finding.map.kind, access: finding.access.kind },
  };
}

/** The goroutines that collide: one thread flow each, their steps in their own order. */
function codeFlow(finding: Finding, outcome: Outcome, limit: number): CodeFlow[] {
  let left = limit;
  const threadFlows = finding.threads.flatMap((thread, index) => {
    const steps = thread.steps.slice(0, left);
    left -= steps.length;
    if (steps.length === 0) return [];
    return {
      id: `goroutine ${index + 1}`,
      message: { text: render(thread.name, outcome.locale) },
      locations: steps.map((step) => ({
        location: {
          physicalLocation: physical(step.range, outcome),
          message: { text: render(step.message, outcome.locale) },
        } satisfies Location,
      })),
    };
  });
  return threadFlows.length > 0 ? [{ threadFlows }] : [];
}

function sarifFix(fix: Fix, outcome: Outcome): SarifFix {
  return {
    description: { text: render(fix.title, outcome.locale) },
    artifactChanges: fix.edits.map(({ path: changed, edits }) => ({
      artifactLocation: artifact(outcome, relativePath(outcome.cwd, changed)),
      replacements: edits.map(({ start, end, text }) => ({
        deletedRegion: region({ path: changed, start, end }, outcome),
        insertedContent: { text },
      })),
    })),
  };
}
