/**
 * A baseline: the findings that a code base had when Mapvet was adopted. They are known by fingerprint, not by
 * position, and by the folder of their package, so that they survive edits and may move between its files.
 */
import path from "node:path";
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { Finding } from "../hazards/finding.ts";
import { type JsonNode, parseJson } from "../workspace/config/json.ts";
import { relativePath } from "./paths.ts";
import { compare } from "./report.ts";
import { Source } from "./sources.ts";

/** Equal findings of one file. */
export interface BaselineEntry {
  /** Relative to the folder of the baseline, with forward slashes. */
  readonly file: string;
  readonly rule: string;
  readonly fingerprint: string;
  /** From 1. */
  readonly count: number;
}

/** Findings held against a baseline. */
export interface Compared {
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** Entries of findings that are no longer there, with how many are missing. */
  readonly stale: readonly BaselineEntry[];
}

/** The entries of findings, sorted; `folder` is that of the baseline. */
export function entriesOf(findings: readonly Finding[], folder: string): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { range, rule, fingerprint } of findings) {
    const file = relativePath(folder, range.path);
    const key = JSON.stringify([file, rule, fingerprint]);
    entries.set(key, { file, rule, fingerprint, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return [...entries.values()].sort(
    (a, b) => compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
  );
}

/** The text of a baseline: the same for the same findings, in whatever order they come. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  return `${JSON.stringify({ version: 1, tool: "mapvet", findings: entries }, null, 2)}\n`;
}

/** Reads the text of a baseline, or says where it is damaged. */
export function parseBaseline(text: string): readonly BaselineEntry[] | { readonly problem: Message } {
  const at = (offset: number, problem: Message): { problem: Message } => {
    const { line, column } = new Source(text).position(offset);
    return { problem: message("baseline.place", { line, column, problem }) };
  };
  const parsed = parseJson(text);
  if ("problem" in parsed) return at(parsed.problem.range.pos, message("baseline.noJson"));
  const { node } = parsed;
  const version = plainOf(member(node, "version"));
  if (typeof version === "number" && version !== 1) {
    return at(member(node, "version")?.pos ?? 0, message("baseline.version", { version }));
  }
  const list = member(node, "findings");
  if (version !== 1 || list?.kind !== "array") return at(node.pos, message("baseline.noBaseline"));
  const entries: BaselineEntry[] = [];
  for (const item of list.items) {
    const entry = entryOf(item);
    if (entry === undefined) return at(item.pos, message("baseline.entry"));
    entries.push(entry);
  }
  return entries;
}

function entryOf(node: JsonNode): BaselineEntry | undefined {
  const [file, rule, fingerprint, count] = ["file", "rule", "fingerprint", "count"].map((name) =>
    plainOf(member(node, name)),
  );
  if (typeof file !== "string" || typeof rule !== "string" || typeof fingerprint !== "string")
    return undefined;
  const whole = typeof count === "number" && Number.isInteger(count) && count > 0;
  return whole ? { file, rule, fingerprint, count } : undefined;
}

function member(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === "object" ? node.members.findLast((one) => one.key === key)?.value : undefined;
}

function plainOf(node: JsonNode | undefined): unknown {
  return node?.kind === "other" ? node.value : undefined;
}

/**
 * Holds findings against the entries: of equal ones as many are known as the entries say, in the order of the
 * findings. Both are equal in rule, fingerprint and folder.
 */
export function compareBaseline(
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
  folder: string,
): Compared {
  const left = new Map<string, number>();
  for (const entry of entries) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const { rule, fingerprint, range } = finding;
    const key = keyOf({ rule, fingerprint, file: relativePath(folder, range.path) });
    const expected = left.get(key) ?? 0;
    if (expected > 0) left.set(key, expected - 1);
    (expected > 0 ? known : fresh).push(finding);
  }
  const stale = entries.flatMap((entry) => {
    const key = keyOf(entry);
    const count = Math.min(left.get(key) ?? 0, entry.count);
    left.set(key, (left.get(key) ?? 0) - count);
    return count === 0 ? [] : [{ ...entry, count }];
  });
  return { fresh, known, stale };
}

function keyOf({ file, rule, fingerprint }: Omit<BaselineEntry, "count">): string {
  return JSON.stringify([path.posix.dirname(file), rule, fingerprint]);
}
