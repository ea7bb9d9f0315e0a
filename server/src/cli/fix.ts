/** `--fix` and `--diff`: applies fixes one map at a time until nothing changes. */
import path from "node:path";
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { Fix } from "../fixes/fix.ts";
import type { Finding } from "../hazards/finding.ts";
import type { Engine, RunResult } from "../workspace/api.ts";
import type { Files } from "./host.ts";
import { Overlay } from "./overlay.ts";

/** After this many rounds the rest waits for another run. */
export const maxRounds = 20;

/** What the fixes came to; nothing is written yet. */
export interface FixRun {
  /** The findings before the first fix. */
  readonly before: RunResult;
  /** The findings of the fixed texts. */
  readonly after: RunResult;
  readonly applied: readonly { readonly finding: Finding; readonly fix: Fix }[];
  /** Why a finding of `after` is left. */
  readonly left: readonly { readonly finding: Finding; readonly reason: Message }[];
  /** By path. */
  readonly changes: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

interface Attempt {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The texts before it. */
  readonly undo: ReadonlyMap<string, string>;
  /** Findings of its package before it. */
  readonly findings: number;
}

/** The same for the same finding in the next round. */
export function findingKey(finding: Finding): string {
  return `${finding.range.path}\0${finding.rule}\0${finding.fingerprint}`;
}

/** The fix to take without asking: the preferred one, or the only one that is possible. */
export function chooseFix(fixes: readonly Fix[]): Fix | undefined {
  const possible = fixes.filter((fix) => fix.disabledReason === undefined && fix.edits.length > 0);
  return possible.find((fix) => fix.preferred) ?? (possible.length === 1 ? possible[0] : undefined);
}

/**
 * Analyses, fixes and analyses again. In one round each package gets one fix, so that a fix is always made
 * for the text it is applied to; a fix that does not lessen the findings of its package is taken back.
 */
export async function fixAll(
  engine: Engine,
  analyse: () => Promise<RunResult>,
  files: Files,
  display: (path: string) => string,
): Promise<FixRun> {
  const overlay = new Overlay(engine, files);
  const refused = new Map<string, Message>();
  const applied: Attempt[] = [];
  const before = await analyse();
  let after = before;
  let round = 0;
  for (; round < maxRounds; round++) {
    const attempts = await applyRound(engine, after, overlay, refused, display);
    if (attempts.length === 0) break;
    after = await analyse();
    const failed = attempts.filter((attempt) => inPackage(after, attempt.finding) >= attempt.findings);
    applied.push(...attempts.filter((attempt) => !failed.includes(attempt)));
    if (failed.length === 0) continue;
    for (const attempt of failed) {
      for (const [file, text] of attempt.undo) overlay.set(file, text);
      refused.set(findingKey(attempt.finding), message("cli.left.notGone"));
    }
    after = await analyse();
  }
  const left = await Promise.all(
    after.findings.map(async (finding) => ({
      finding,
      reason: refused.get(findingKey(finding)) ?? whyLeft(await engine.fixes(finding)),
    })),
  );
  return { before, after, applied, left, changes: overlay.changes() };
}

async function applyRound(
  engine: Engine,
  result: RunResult,
  overlay: Overlay,
  refused: Map<string, Message>,
  display: (path: string) => string,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const touched = new Set<string>();
  for (const finding of result.findings) {
    if (touched.has(packageOf(finding.range.path)) || refused.has(findingKey(finding))) continue;
    const fix = chooseFix(await engine.fixes(finding));
    if (fix === undefined) continue;
    const paths = fix.edits.map((edit) => edit.path);
    if (paths.some((file) => touched.has(packageOf(file)))) continue;
    const done = overlay.apply(fix.edits, display);
    if ("problem" in done) {
      refused.set(findingKey(finding), done.problem);
      continue;
    }
    attempts.push({ finding, fix, undo: done.undo, findings: inPackage(result, finding) });
    for (const file of [finding.range.path, ...paths]) touched.add(packageOf(file));
  }
  return attempts;
}

function inPackage(result: RunResult, of: Finding): number {
  const folder = packageOf(of.range.path);
  return result.findings.filter((finding) => packageOf(finding.range.path) === folder).length;
}

/** Go keeps a package in one folder. */
function packageOf(file: string): string {
  return path.posix.dirname(file);
}

function whyLeft(fixes: readonly Fix[]): Message {
  if (chooseFix(fixes) !== undefined) return message("cli.left.rounds", { n: maxRounds });
  if (fixes.some((fix) => fix.disabledReason === undefined)) return message("cli.left.notPreferred");
  const disabled = fixes.find((fix) => fix.preferred) ?? fixes.at(0);
  return disabled?.disabledReason ?? message("cli.left.noFix");
}
