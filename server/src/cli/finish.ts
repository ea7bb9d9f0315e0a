/** The end of a run: from the engine's result to what is printed and the exit status. */
import { type Locale, type Message, message, render } from "../../../protocol/src/messages.ts";
import { severities, severityOf } from "../../../protocol/src/rules.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Engine, RunResult } from "../workspace/api.ts";
import { configProblems } from "./configuration.ts";
import { internalReport } from "./errors.ts";
import { formatGithub } from "./github.ts";
import type { Host } from "./host.ts";
import type { RunRequest } from "./options.ts";
import { relativePath } from "./paths.ts";
import { formatJson, type KnownFindings, type Outcome, sortedItems } from "./report.ts";
import { formatSarif } from "./sarif.ts";
import { Sources } from "./sources.ts";
import { styleFor } from "./style.ts";
import { formatText } from "./text.ts";

/** What the shell sees: clean, findings, wrong usage or unreadable input, an error of Mapvet's own. */
export const exitStatus = { clean: 0, findings: 1, usage: 2, internal: 3 } as const;

/** A result with its fixes and figures, ready to be printed. */
export async function outcomeOf(
  host: Host,
  engine: Engine,
  result: RunResult,
  request: RunRequest,
  locale: Locale,
  started: number,
  known: KnownFindings | undefined,
): Promise<Outcome> {
  const sources = new Sources(engine);
  const withFixes: { finding: Finding; fixes: readonly Fix[] }[] = [];
  for (const finding of result.findings) {
    // Annotations have no place for fixes.
    const fixes = request.format === "github" ? [] : await engine.fixes(finding);
    host.freeMemory();
    withFixes.push({ finding, fixes });
  }
  const { findings: _, ...rest } = result;
  return {
    items: sortedItems(withFixes, sources, host.cwd),
    result: rest,
    known,
    sources,
    cwd: host.cwd,
    configuration: configProblems(engine, host.cwd, locale),
    locale,
    showSuppressed: request.showSuppressed,
    version: host.version,
    milliseconds: host.now() - started,
    peakMemoryBytes: host.peakMemory(),
  };
}

/** The outcome in the format that was asked for. */
export function format(host: Host, outcome: Outcome, request: RunRequest): string {
  switch (request.format) {
    case "text":
      return formatText(outcome, styleFor(request.color, host.stdout.isTerminal, host.env));
    case "json":
      return formatJson(outcome);
    case "sarif":
      return formatSarif(outcome, (rule, locale) => host.rulePage(rule, locale).text);
    case "github":
      return formatGithub(outcome);
  }
}

/** The exit status of findings; reports failures of Mapvet's own on standard error. */
export function status(
  host: Host,
  findings: readonly Finding[],
  result: Omit<RunResult, "findings">,
  request: RunRequest,
  locale: Locale,
): number {
  if (failed(host, result, locale)) return exitStatus.internal;
  const limit = severities.indexOf(request.failOn);
  const counts = [...findings, ...result.notices].some(
    (reported) => severities.indexOf(severityOf(reported)) <= limit,
  );
  return counts ? exitStatus.findings : exitStatus.clean;
}

/** True when something of Mapvet's own failed; reports it on standard error. */
export function failed(host: Host, { failures }: Pick<RunResult, "failures">, locale: Locale): boolean {
  if (failures.length === 0) return false;
  const shown = failures.map(({ path, error }) => ({ path: relativePath(host.cwd, path), error }));
  host.stderr.write(internalReport(host, locale, shown));
  return true;
}

/** Says why a run saw nothing of what it was given: a named path that was skipped, only tests, or no Go file at all. */
export function unreadable(
  result: RunResult,
  patterns: readonly string[],
  request: RunRequest,
  cwd: string,
): Message | undefined {
  const named = result.skipped.find((skip) => patterns.includes(skip.path));
  if (named !== undefined) {
    const path = relativePath(cwd, named.path);
    return message("cli.usage.unreadable", { path, reason: named.reason });
  }
  if (result.files > 0 || result.failures.length > 0) return undefined;
  if (result.onlyTests.length > 0) return message("cli.usage.onlyTests", { paths: request.paths.join(" ") });
  return message("cli.usage.noGoFiles", { paths: request.paths.join(" ") });
}

/** Prints what is wrong with the usage or the input. */
export function usage(host: Host, locale: Locale, messages: readonly Message[]): number {
  host.stderr.write(`${messages.map((text) => `mapvet: ${render(text, locale)}`).join("\n")}\n`);
  return exitStatus.usage;
}
