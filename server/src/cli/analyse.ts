/** One run of the engine: over paths, or over a text from standard input. */
import path from "node:path";
import type { Locale } from "../../../protocol/src/messages.ts";
import type { Engine, RunResult } from "../workspace/api.ts";
import type { Host } from "./host.ts";
import type { RunRequest } from "./options.ts";
import { slashes } from "./paths.ts";
import { progressLine } from "./progress.ts";

/** Analyses what the patterns name, with progress on standard error. */
export async function analyse(
  host: Host,
  engine: Engine,
  request: RunRequest,
  patterns: readonly string[],
  locale: Locale,
): Promise<RunResult> {
  const progress = progressLine(host.stderr, () => host.now(), locale);
  try {
    return await engine.run(patterns, {
      ...(request.rules === undefined ? {} : { rules: request.rules }),
      tests: request.tests ? true : undefined,
      onProgress: progress.show,
      pause: async () => host.freeMemory(),
    });
  } finally {
    progress.clear();
  }
}

/** Analyses one text as if it were the file `name`, beside the files of its package on disk. */
export async function analyseStdin(
  host: Host,
  engine: Engine,
  request: RunRequest,
  name: string,
  text: string,
): Promise<RunResult> {
  const file = slashes(path.resolve(host.cwd, name));
  engine.open(file, text, 1);
  const { findings, notices } = await engine.check(file);
  const { rules } = request;
  return {
    findings: findings.filter((finding) => rules?.has(finding.rule) ?? true),
    suppressed: [],
    notices: rules === undefined ? notices : [],
    packages: 1,
    files: 1,
    lines: lineCount(text),
    skipped: [],
    onlyTests: [],
    failures: [],
  };
}

/** Lines as `wc` and the engine count them, with an unfinished last one. */
function lineCount(text: string): number {
  if (text === "") return 0;
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
