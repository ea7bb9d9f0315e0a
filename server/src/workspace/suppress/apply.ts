/** Takes out the findings that comments suppress, and finds the comments that suppress nothing. */
import { message } from "../../../../protocol/src/messages.ts";
import { noticeInfo } from "../../../../protocol/src/rules.ts";
import type { Finding, SourceRange } from "../../hazards/finding.ts";
import type { LoweredText } from "../texts.ts";
import { directivesOf } from "./directives.ts";
import type { Directive, NamedRule, Notice, Suppressed } from "./model.ts";
import { removalOf } from "./removal.ts";

/** A file with its text. */
export interface SuppressionFile extends LoweredText {
  readonly path: string;
}

/** The findings of a package with its comments taken into account. */
export interface Suppression {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly notices: readonly Notice[];
}

/**
 * Applies the comments of some files to the findings of their package. A map may be declared in another package:
 * `elsewhere` gives the files of those, where they are at hand.
 */
export function suppress(
  findings: readonly Finding[],
  files: readonly SuppressionFile[],
  elsewhere: (path: string) => LoweredText | undefined,
): Suppression {
  const byPath = new Map(files.map((file) => [file.path, directivesOf(file.text, file.file)]));
  const directivesAt = (path: string): readonly Directive[] => {
    const other = byPath.has(path) ? undefined : elsewhere(path);
    const found = other === undefined ? byPath.get(path) : directivesOf(other.text, other.file);
    return found?.directives ?? [];
  };
  const used = new Map<Directive, Set<string>>();
  const shown: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const matching = placesOf(finding).flatMap(({ path, start }) =>
      directivesAt(path)
        .filter((directive) => covers(directive, finding, start))
        .map((directive) => ({ directive, path })),
    );
    for (const { directive } of matching) {
      used.set(directive, (used.get(directive) ?? new Set()).add(finding.rule));
    }
    if (matching.length === 0) {
      shown.push(finding);
      continue;
    }
    const { path, directive } = matching[0];
    suppressed.push({ finding, comment: rangeIn(path, directive.comment), reason: directive.reason });
  }
  const notices = files.flatMap((file) => noticesOf(file, used));
  return { findings: shown, suppressed, notices };
}

/** A comment counts where the finding stands, and where its map is declared. */
function placesOf({ range, map }: Finding): SourceRange[] {
  return map.declaredAt === undefined ? [range] : [range, map.declaredAt];
}

function covers({ rules, scopes }: Directive, finding: Finding, offset: number): boolean {
  return (
    (rules === "all" || rules.some(({ id }) => id === finding.rule)) &&
    scopes.some(({ pos, end }) => pos <= offset && offset <= end)
  );
}

function noticesOf(file: SuppressionFile, used: ReadonlyMap<Directive, ReadonlySet<string>>): Notice[] {
  const { path, text } = file;
  const { directives, bad } = directivesOf(text, file.file);
  const wrong = bad.map(
    ({ comment, problem }): Notice => ({
      id: "bad-suppression",
      tier: noticeInfo("bad-suppression").tier,
      message: problem,
      range: rangeIn(path, comment),
      removal: [],
    }),
  );
  // In code that does not parse, nothing is found and everything would seem unused.
  if (file.file.errors.length > 0) return wrong;
  const unused = directives.flatMap((directive): Notice[] => {
    // The comments of other tools are theirs to judge.
    if (directive.syntax !== "mapvet" || directive.rules === "all" || directive.exportsMap) return [];
    const idle = directive.rules.filter(({ id }) => used.get(directive)?.has(id) !== true);
    return idle.length === 0 ? [] : [unusedNotice(file, directive, directive.rules, idle)];
  });
  return [...wrong, ...unused].sort((a, b) => a.range.start - b.range.start);
}

function unusedNotice(
  { path, text }: SuppressionFile,
  directive: Directive,
  rules: readonly NamedRule[],
  idle: readonly NamedRule[],
): Notice {
  return {
    id: "unused-suppression",
    tier: noticeInfo("unused-suppression").tier,
    message: message("suppress.unused", { rules: idle.map(({ id }) => id).join(", ") }),
    range: rangeIn(path, directive.comment),
    removal: removalOf(text, directive.comment, rules, idle),
  };
}

function rangeIn(path: string, { pos, end }: { readonly pos: number; readonly end: number }): SourceRange {
  return { path, start: pos, end };
}
