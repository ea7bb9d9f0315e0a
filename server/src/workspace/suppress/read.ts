/** What one comment says, in each of the three ways to suppress a finding. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import { nearest } from "../../../../protocol/src/nearest.ts";
import { isRuleId, type RuleId, rules } from "../../../../protocol/src/rules.ts";
import type { Comment } from "../../syntax/ast.ts";
import type { NamedRule } from "./model.ts";

/** A comment that was understood, or at least addressed to Mapvet. */
export interface Said {
  readonly syntax: "mapvet" | "nolint" | "lint";
  readonly rules: readonly NamedRule[] | "all";
  readonly reason: string;
  /** True for `//lint:file-ignore`. */
  readonly wholeFile: boolean;
  /** What is wrong with it. */
  readonly problems: readonly Message[];
}

/** A quick look: false for nearly all files. */
export function maySuppress(text: string): boolean {
  return text.includes("//mapvet:") || text.includes("nolint") || text.includes("//lint:");
}

/** Reads a comment; undefined when it has nothing to do with Mapvet. */
export function readComment(comment: Comment): Said | undefined {
  return readMapvet(comment) ?? readLint(comment) ?? readNolint(comment.text);
}

/** `//mapvet:ignore RULE[,RULE] reason` */
function readMapvet({ pos, text }: Comment): Said | undefined {
  const match = /^\/\/mapvet:(\S*)[ \t]*/.exec(text);
  if (match === null) return undefined;
  const said = { syntax: "mapvet", rules: [], reason: "", wholeFile: false } as const;
  if (match[1] !== "ignore") {
    return { ...said, problems: [message("suppress.verb", { text: `//mapvet:${match[1]}` })] };
  }
  return { ...said, ...readRules(text, match[0].length, pos, "") };
}

/**
 * `//lint:ignore mapvet/RULE[,CHECK] reason`, and `//lint:file-ignore` for the whole file. The names are
 * patterns: `mapvet/*` is every rule. https://staticcheck.dev/docs/configuration/#ignoring-problems
 */
function readLint({ pos, text }: Comment): Said | undefined {
  const match = /^\/\/lint:(file-)?ignore[ \t]+/.exec(text);
  if (match === null) return undefined;
  const names = /^\S*/.exec(text.slice(match[0].length))?.[0] ?? "";
  if (!names.split(",").some((name) => name.startsWith("mapvet/"))) return undefined;
  const said = readRules(text, match[0].length, pos, "mapvet/");
  return { syntax: "lint", wholeFile: match[1] !== undefined, ...said };
}

/**
 * `//nolint`, `//nolint:all` and `//nolint:mapvet,other // reason`, spaces in front allowed
 * (golangci-lint, pkg/result/processors/nolint_filter.go).
 */
function readNolint(text: string): Said | undefined {
  const match = /^[/ ]*nolint(?:$| |:([^/]*))/.exec(text);
  if (match === null) return undefined;
  const linters = match[1]?.split(",").map((name) => name.trim().toLowerCase());
  // A bare comment is for all linters, as is one that begins like `:all`.
  const meant = linters === undefined || linters[0].startsWith("all");
  if (!meant && !linters.includes("mapvet") && !linters.includes("all")) return undefined;
  const reason = /\/\/(.*)$/.exec(text.slice(match[0].length))?.[1].trim() ?? "";
  return { syntax: "nolint", rules: "all", reason, wholeFile: false, problems: [] };
}

/** Reads `RULE[,RULE] reason` from an offset of a comment on; names without the prefix are others' checks. */
function readRules(
  text: string,
  from: number,
  pos: number,
  prefix: string,
): Pick<Said, "rules" | "reason" | "problems"> {
  const list = /^(?:[^\s,]+(?:,[ \t]*(?=[^\s,]))?)*/.exec(text.slice(from))?.[0] ?? "";
  const reason = text.slice(from + list.length).trim();
  const named: NamedRule[] = [];
  const problems: Message[] = [];
  if (list === "") problems.push(message("suppress.noRule"));
  for (const { 0: name, index } of list.matchAll(/[^\s,]+/g)) {
    if (!name.startsWith(prefix)) continue;
    const id = name.slice(prefix.length);
    const start = pos + from + index;
    const range = { pos: start, end: start + name.length };
    if (id === "*" && prefix !== "") return { rules: "all", reason, problems: reasonProblem(reason) };
    if (isRuleId(id)) named.push({ id, range });
    else problems.push(unknownRule(id));
  }
  if (problems.length === 0) problems.push(...reasonProblem(reason));
  return { rules: named, reason, problems };
}

function reasonProblem(reason: string): Message[] {
  return /[\p{L}\p{N}]/u.test(reason) ? [] : [message("suppress.noReason")];
}

function unknownRule(rule: string): Message {
  const known: readonly RuleId[] = rules.map(({ id }) => id);
  const guess = nearest(rule, known);
  return guess === undefined
    ? message("suppress.unknownRule", { rule })
    : message("suppress.unknownRule.guess", { rule, guess });
}
