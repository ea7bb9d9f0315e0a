/** `--baseline` and `--write-baseline` from the disk to the terminal. */
import path from "node:path";
import { type Locale, type Message, message } from "../../../protocol/src/messages.ts";
import { isRuleId } from "../../../protocol/src/rules.ts";
import type { RunResult } from "../workspace/api.ts";
import { type BaselineEntry, compareBaseline, entriesOf, formatBaseline, parseBaseline } from "./baseline.ts";
import { fileErrorCode, reasonOf } from "./errors.ts";
import { exitStatus, failed, usage } from "./finish.ts";
import type { Host } from "./host.ts";
import type { RunRequest } from "./options.ts";
import { decode } from "./overlay.ts";
import { slashes } from "./paths.ts";
import type { KnownFindings } from "./report.ts";
import { count, number, say } from "./words.ts";

/** A baseline that was read. */
export interface Baseline {
  /** Absolute. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
}

/** Reads the baseline of a request; undefined when it asks for none. */
export function loadBaseline(
  host: Host,
  { baseline: name }: RunRequest,
): Baseline | undefined | { readonly problem: Message } {
  if (name === undefined) return undefined;
  const file = slashes(path.resolve(host.cwd, name));
  try {
    const text = decode(host.files.readBytes(file));
    const entries =
      text === undefined ? { problem: message("cli.left.text", { path: name }) } : parseBaseline(text);
    if ("problem" in entries) return { problem: message("baseline.damaged", { path: name, ...entries }) };
    return { path: file, entries };
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return { problem: message("baseline.missing", { path: name }) };
    return { problem: message("cli.usage.unreadable", { path: name, reason: reasonOf(error) }) };
  }
}

/** A result without the findings of the baseline, and those findings. */
export interface Narrowed {
  readonly result: RunResult;
  readonly known: KnownFindings | undefined;
  readonly stale: readonly BaselineEntry[];
}

/** Takes the findings of a baseline out of a result. */
export function narrow(result: RunResult, baseline: Baseline | undefined): Narrowed {
  if (baseline === undefined) return { result, known: undefined, stale: [] };
  const folder = path.posix.dirname(baseline.path);
  const { fresh, known, stale } = compareBaseline(result.findings, baseline.entries, folder);
  return {
    result: { ...result, findings: fresh },
    known: { baseline: baseline.path, findings: known },
    stale,
  };
}

/**
 * Says on standard error how many findings of a baseline are gone. Only those count that the run could have
 * found: what it did not look at may still be there.
 */
export function tellStale(
  host: Host,
  { result, stale }: Narrowed,
  baseline: Baseline | undefined,
  request: RunRequest,
  patterns: readonly string[],
  locale: Locale,
): void {
  if (baseline === undefined || result.failures.length > 0) return;
  const folder = path.posix.dirname(baseline.path);
  const skipped = new Set(result.skipped.map((skip) => skip.path));
  const n = stale
    .filter(({ file, rule }) => {
      const absolute = path.posix.join(folder, file);
      if (isRuleId(rule) && request.rules?.has(rule) === false) return false;
      if (file.endsWith("_test.go") && !request.tests) return false;
      return !skipped.has(absolute) && patterns.some((pattern) => covers(pattern, absolute));
    })
    .reduce((sum, entry) => sum + entry.count, 0);
  if (n === 0) return;
  const text = say(locale, n === 1 ? "baseline.stale.one" : "baseline.stale.many", {
    n: number(n),
    path: request.baseline ?? "",
  });
  host.stderr.write(`mapvet: ${text}\n`);
}

function covers(pattern: string, file: string): boolean {
  if (pattern.endsWith("/...")) return file.startsWith(pattern.slice(0, -"...".length));
  return file === pattern || path.posix.dirname(file) === pattern;
}

/** Writes the findings of a result as a baseline, and says so. */
export function writeBaseline(host: Host, result: RunResult, name: string, locale: Locale): number {
  const file = slashes(path.resolve(host.cwd, name));
  const entries = entriesOf(result.findings, path.posix.dirname(file));
  try {
    host.files.writeAtomic(file, formatBaseline(entries));
  } catch (error) {
    return usage(host, locale, [message("baseline.cannotWrite", { path: name, reason: reasonOf(error) })]);
  }
  const n = result.findings.length;
  const files = count(locale, "file", new Set(entries.map((entry) => entry.file)).size);
  const id = n === 1 ? "baseline.written.one" : "baseline.written.many";
  host.stdout.write(`${say(locale, id, { n: number(n), files, path: name })}\n`);
  return failed(host, result, locale) ? exitStatus.internal : exitStatus.clean;
}
