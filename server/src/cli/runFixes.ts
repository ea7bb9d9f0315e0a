/** `--fix` and `--diff` from the engine to the terminal and the disk. */
import { type Locale, type Message, message } from "../../../protocol/src/messages.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Engine } from "../workspace/api.ts";
import { analyse } from "./analyse.ts";
import { configProblems, warnOfConfig } from "./configuration.ts";
import { unifiedDiff } from "./diff.ts";
import { reasonOf } from "./errors.ts";
import { format, outcomeOf, status, unreadable, usage } from "./finish.ts";
import { type FixRun, findingKey, fixAll } from "./fix.ts";
import type { Host } from "./host.ts";
import type { RunRequest } from "./options.ts";
import { decode } from "./overlay.ts";
import { relativePath } from "./paths.ts";
import { type Baseline, narrow } from "./runBaseline.ts";
import { Sources } from "./sources.ts";
import { styleFor } from "./style.ts";
import { count, number, say } from "./words.ts";

/** Applies the fixes, writes the files or prints the diff, and says what was done and what is left. */
export async function runFixes(
  host: Host,
  engine: Engine,
  request: RunRequest,
  patterns: readonly string[],
  baseline: Baseline | undefined,
  locale: Locale,
  started: number,
): Promise<number> {
  const places = new Map<string, string>();
  const run = await fixAll(
    engine,
    async () => {
      const found = await analyse(host, engine, request, patterns, locale);
      const { result } = narrow(found, baseline);
      notePlaces(host, engine, result.findings, places);
      return result;
    },
    host.files,
    (path) => relativePath(host.cwd, path),
  );
  const problem = unreadable(run.before, patterns, request, host.cwd);
  if (problem !== undefined) return usage(host, locale, [problem]);
  warnOfConfig(host, configProblems(engine, host.cwd, locale), locale);
  const dry = request.action === "diff";
  if (!dry) {
    const failure = writeChanges(host, run);
    if (failure !== undefined) return usage(host, locale, [failure]);
  }
  const report = `${describe(run, places, locale, dry).join("\n")}\n`;
  if (dry) {
    const changes = run.changes.map((change) => ({ ...change, file: relativePath(host.cwd, change.path) }));
    host.stdout.write(unifiedDiff(changes, styleFor(request.color, host.stdout.isTerminal, host.env)));
    host.stderr.write(report);
    return status(host, run.before.findings, run.before, request, locale);
  }
  if (request.format === "text") {
    host.stdout.write(report);
  } else {
    host.stderr.write(report);
    host.stdout.write(
      format(host, await outcomeOf(host, engine, run.after, request, locale, started, undefined), request),
    );
  }
  return status(host, run.after.findings, run.after, request, locale);
}

/** Remembers where findings stood when they were first seen: in the text on disk, but for new ones. */
function notePlaces(
  host: Host,
  engine: Engine,
  findings: readonly Finding[],
  places: Map<string, string>,
): void {
  const sources = new Sources(engine);
  for (const finding of findings) {
    const key = findingKey(finding);
    if (places.has(key)) continue;
    const { line, column } = sources.range(finding.range).start;
    places.set(key, `${relativePath(host.cwd, finding.range.path)}:${line}:${column}`);
  }
}

function describe(run: FixRun, places: ReadonlyMap<string, string>, locale: Locale, dry: boolean): string[] {
  const placeOf = (finding: Finding): string => places.get(findingKey(finding)) ?? finding.range.path;
  const done = run.applied.map(({ finding, fix }) =>
    say(locale, dry ? "cli.wouldFix" : "cli.fixed", { place: placeOf(finding), title: fix.title }),
  );
  const left = run.left.map(({ finding, reason }) =>
    say(locale, "cli.left", { place: placeOf(finding), message: finding.message, reason }),
  );
  const fixed = run.before.findings.length - run.after.findings.length;
  if (done.length === 0) return [...left, say(locale, left.length > 0 ? "cli.fixNone" : "cli.fixNothing")];
  const kind = dry ? "cli.diffSummary" : "cli.fixSummary";
  const summary = say(locale, fixed === 1 ? `${kind}.one` : `${kind}.many`, {
    n: number(fixed),
    files: count(locale, "file", run.changes.length),
  });
  return [...done, ...left, summary];
}

/** Writes every changed file whose text on disk is still the one that was fixed. */
function writeChanges(host: Host, run: FixRun): Message | undefined {
  for (const { path, before, after } of run.changes) {
    const shown = relativePath(host.cwd, path);
    try {
      if (decode(host.files.readBytes(path)) !== before) return message("cli.left.changed", { path: shown });
      host.files.writeAtomic(path, after);
    } catch (error) {
      return message("cli.usage.cannotWrite", { path: shown, reason: reasonOf(error) });
    }
  }
  return undefined;
}
