/** What is shown of the findings of a package. */
import type { CheckId, RuleId } from "../../../protocol/src/rules.ts";
import type { PackageEffects } from "../effects/analyse.ts";
import type { PackageResult } from "../hazards/check.ts";
import type { Finding, SourceRange } from "../hazards/finding.ts";
import { oneForEachHazard } from "../hazards/oneHazard.ts";
import type { Config } from "./config/config.ts";
import { relativeTo } from "./modules/paths.ts";
import { reportable, reportedFiles } from "./reportable.ts";
import { type Suppression, suppress } from "./suppress/apply.ts";
import type { Notice } from "./suppress/model.ts";
import type { Texts } from "./texts.ts";
import type { PackageUnit } from "./units.ts";

/**
 * Takes comments that suppress findings into account, leaves out code that somebody else has to mend, and tells
 * each hazard once.
 * Where something could not be analysed, no comment is called unused.
 */
export function review(
  result: PackageResult,
  effects: PackageEffects,
  unit: PackageUnit,
  texts: Texts,
  config: Config,
  rules?: ReadonlySet<RuleId>,
): Suppression {
  const { pkg } = effects;
  const files = pkg.units.flatMap(({ path, file }) => {
    const text = texts.known(path)?.text;
    return text === undefined ? [] : [{ path, file, text }];
  });
  const { findings, suppressed, notices } = suppress(result.findings, files, (path) => texts.known(path));
  const isMendable = reportable(unit, pkg);
  const isForPeople = reportedFiles(unit);
  const complete = result.failures.length === 0 && effects.failures.length === 0;
  const isIncluded = ({ range }: { readonly range: SourceRange }): boolean =>
    !config.excludes(relativeTo(unit.module?.dir ?? "", range.path) ?? range.path);
  const isWanted = (finding: Finding): boolean =>
    isMendable(finding) && isIncluded(finding) && (rules?.has(finding.rule) ?? true);
  return {
    findings: oneForEachHazard(findings.filter(isWanted)).flatMap((finding) =>
      withSeverity(finding, finding.rule),
    ),
    suppressed: suppressed.filter(({ finding }) => isWanted(finding)),
    // Who asks for some rules only does not ask about comments.
    notices: (rules === undefined ? notices : [])
      .filter((notice) => isForPeople(notice.range.path) && isIncluded(notice))
      .filter(({ id }) => complete || id !== "unused-suppression")
      .flatMap((notice) => withSeverity(notice, notice.id)),
  };

  /** With the severity of the configuration; nothing for what is off, unless it was asked for by name. */
  function withSeverity<T extends Finding | Notice>(reported: T, id: CheckId): T[] {
    const severity = config.severity.get(id);
    if (severity === undefined || (severity === "off" && rules !== undefined)) return [reported];
    return severity === "off" ? [] : [{ ...reported, severity }];
  }
}

/**
 * A comment may be needed for what only the tests show. So one that is unused without them is looked at again
 * with the package's tests, which `withTests` analyses; most packages have no unused comment.
 */
export async function confirmUnused(
  notices: readonly Notice[],
  unit: PackageUnit,
  withTests: () => Promise<readonly Notice[]>,
): Promise<readonly Notice[]> {
  const isUnused = ({ id }: Notice): boolean => id === "unused-suppression";
  if (unit.testFiles.length === 0 || !notices.some(isUnused)) return notices;
  const keyOf = ({ range }: Notice): string => `${range.start} ${range.path}`;
  const unused = new Set((await withTests()).filter(isUnused).map(keyOf));
  return notices.filter((notice) => !isUnused(notice) || unused.has(keyOf(notice)));
}

/** The files whose texts are needed to show what was found: to name places in them, and to quote them. */
export function pathsOf({ findings, suppressed, notices }: Suppression): ReadonlySet<string> {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  const ranges = all.flatMap(({ range, related, map }) => [
    range,
    ...related.map((other) => other.range),
    ...(map.declaredAt === undefined ? [] : [map.declaredAt]),
  ]);
  const comments = [...suppressed.map(({ comment }) => comment), ...notices.map(({ range }) => range)];
  return new Set([...ranges, ...comments].map(({ path }) => path));
}
