/** From the engine's findings to the report that every format prints. */
import { type Locale, render } from "../../../protocol/src/messages.ts";
import type {
  Report,
  ReportConfigProblem,
  ReportFinding,
  ReportNotice,
  ReportSuppressed,
} from "../../../protocol/src/report.ts";
import { severityOf } from "../../../protocol/src/rules.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { RunResult } from "../workspace/api.ts";
import type { Notice, Suppressed } from "../workspace/suppress/model.ts";
import { relativePath } from "./paths.ts";
import type { Sources } from "./sources.ts";

/** A finding with its fixes, ready to be printed. */
export interface Item {
  readonly finding: Finding;
  readonly fixes: readonly Fix[];
  /** Relative to the working folder. */
  readonly file: string;
  /** From 1, columns in bytes. */
  readonly line: number;
  readonly column: number;
}

/** The findings that a baseline has. */
export interface KnownFindings {
  /** Absolute. */
  readonly baseline: string;
  readonly findings: readonly Finding[];
}

/** Everything that a format prints. */
export interface Outcome {
  readonly items: readonly Item[];
  readonly result: Omit<RunResult, "findings">;
  readonly known: KnownFindings | undefined;
  readonly sources: Sources;
  readonly cwd: string;
  readonly configuration: readonly ReportConfigProblem[];
  readonly locale: Locale;
  readonly showSuppressed: boolean;
  readonly version: string;
  readonly milliseconds: number;
  readonly peakMemoryBytes: number;
}

/** Items of findings, sorted by file, line, column and rule; equal places by message, so that runs agree. */
export function sortedItems(
  findings: readonly { readonly finding: Finding; readonly fixes: readonly Fix[] }[],
  sources: Sources,
  cwd: string,
): Item[] {
  const items = findings.map(({ finding, fixes }) => {
    const start = sources.range(finding.range).start;
    const file = relativePath(cwd, finding.range.path);
    return { finding, fixes, file, line: start.line, column: start.column };
  });
  return items.sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.finding.rule, b.finding.rule) ||
      compare(render(a.finding.message, "en"), render(b.finding.message, "en")),
  );
}

/** Order by UTF-16 units: the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The report in version 1, its keys in the order of the specification. */
export function reportOf(outcome: Outcome): Report {
  const { items, result, cwd } = outcome;
  return {
    version: 1,
    tool: { name: "mapvet", version: outcome.version },
    summary: {
      packages: result.packages,
      files: result.files,
      lines: result.lines,
      findings: items.length,
      notices: result.notices.length,
      suppressed: result.suppressed.length + (outcome.known?.findings.length ?? 0),
      milliseconds: Math.round(outcome.milliseconds),
      peakMemoryBytes: outcome.peakMemoryBytes,
      skipped: skippedOf(result, cwd),
      configuration: outcome.configuration,
    },
    findings: items.map((item) => reportFinding(item, outcome)),
    notices: result.notices.map((notice) => reportNotice(notice, outcome)),
    suppressed: [
      ...result.suppressed.map((suppressed) => reportSuppressed(suppressed, outcome)),
      ...reportKnown(outcome),
    ],
  };
}

function reportNotice(notice: Notice, outcome: Outcome): ReportNotice {
  const { sources, cwd, locale } = outcome;
  return {
    id: notice.id,
    tier: notice.tier,
    severity: severityOf(notice),
    message: render(notice.message, locale),
    file: relativePath(cwd, notice.range.path),
    range: sources.range(notice.range),
  };
}

function reportSuppressed({ finding, comment, reason }: Suppressed, outcome: Outcome): ReportSuppressed {
  const file = relativePath(outcome.cwd, comment.path);
  const { line } = outcome.sources.range(comment).start;
  return { ...briefly(finding, outcome), by: { kind: "comment", file, line, reason } };
}

function reportKnown(outcome: Outcome): ReportSuppressed[] {
  const { known, cwd } = outcome;
  if (known === undefined) return [];
  const file = relativePath(cwd, known.baseline);
  return known.findings.map((finding) => ({ ...briefly(finding, outcome), by: { kind: "baseline", file } }));
}

function briefly(finding: Finding, { sources, cwd, locale }: Outcome): Omit<ReportSuppressed, "by"> {
  return {
    rule: finding.rule,
    tier: finding.tier,
    message: render(finding.message, locale),
    file: relativePath(cwd, finding.range.path),
    range: sources.range(finding.range),
  };
}

/** What was not analysed, with failures of Mapvet's own among it; paths relative to the working folder. */
export function skippedOf(
  result: Omit<RunResult, "findings">,
  cwd: string,
): { readonly path: string; readonly reason: string }[] {
  const failures = result.failures.map(({ path, error }) => ({
    path,
    reason: `internal error: ${error.message}`,
  }));
  return [...result.skipped, ...failures]
    .map(({ path, reason }) => ({ path: relativePath(cwd, path), reason }))
    .sort((a, b) => compare(a.path, b.path) || compare(a.reason, b.reason));
}

function reportFinding(item: Item, outcome: Outcome): ReportFinding {
  const { finding, fixes, file } = item;
  const { sources, cwd, locale } = outcome;
  const declared = finding.map.declaredAt;
  return {
    rule: finding.rule,
    tier: finding.tier,
    severity: severityOf(finding),
    message: render(finding.message, locale),
    file,
    range: sources.range(finding.range),
    map: {
      name: finding.map.name,
      kind: finding.map.kind,
      declaredAt:
        declared === undefined
          ? null
          : { file: relativePath(cwd, declared.path), ...sources.range(declared).start },
    },
    access: { kind: finding.access.kind, function: finding.access.function },
    related: finding.related.map((related) => ({
      role: related.role,
      file: relativePath(cwd, related.range.path),
      range: sources.range(related.range),
      message: render(related.message, locale),
    })),
    evidence: finding.evidence.map((line) => render(line, locale)),
    fixes: fixes.map((fix) => ({
      id: fix.id,
      title: render(fix.title, locale),
      preferred: fix.preferred,
      disabledReason: fix.disabledReason === undefined ? null : render(fix.disabledReason, locale),
    })),
  };
}

/** The text of `--format json`. */
export function formatJson(outcome: Outcome): string {
  return `${JSON.stringify(reportOf(outcome), null, 2)}\n`;
}
