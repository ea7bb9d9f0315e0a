/**
 * For tests only: packages of Go code with `// want "rule: regular expression"` on every line where a
 * finding must be. A `.go` file is a package by itself, a `.txtar` archive one of several files; a folder in it
 * is a package that the others import as `example.com/p/RULE/ARCHIVE/FOLDER`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { render } from "../../../../protocol/src/messages.ts";
import { ruleInfo } from "../../../../protocol/src/rules.ts";
import { linksOf } from "../../effects/links.ts";
import { parseTxtar } from "../../fixes/testing/txtar.ts";
import { analyseAll } from "../../testkit/analyse.ts";
import type { Finding } from "../finding.ts";
import { Survey, standsAlone } from "../survey/survey.ts";

/** Packages by name of file. */
export interface Fixture {
  /** Such as `inconsistent-guard/hat.go`. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

/** All fixtures that stand in the `testdata` of the rules. */
export function readFixtures(rules: readonly string[]): readonly Fixture[] {
  return rules.flatMap((rule) => {
    const folder = new URL(`../${rule}/testdata/`, import.meta.url);
    return readdirSync(folder)
      .sort()
      .map((file) => {
        const text = readFileSync(new URL(file, folder), "utf8");
        const files = file.endsWith(".go") ? { [file]: text } : Object.fromEntries(parseTxtar(text).files);
        return { name: `${rule}/${file}`, files };
      });
  });
}

/** A finding or an expectation of one, at its line. */
interface At {
  readonly where: string;
  readonly text: string;
}

/**
 * Lines that tell how wants and findings differ; empty when all is as it should be.
 * @param which all that the packages themselves show, or what all callers bear out
 */
export function differences({ name, files }: Fixture, which: "all" | "borne out" = "all"): readonly string[] {
  const analysed = analyseAll(files, `example.com/p/${name.replace(/\.\w+$/, "")}`);
  const survey = new Survey();
  for (const { effects, result } of analysed) survey.add(linksOf(effects, result.contexts));
  const found = analysed
    .flatMap(({ result }) => result.findings)
    .filter((finding) => which === "all" || (survey.bearsOut(finding) && survey.mayHappen(finding)))
    .map(
      (finding): At => ({
        where: `${finding.range.path}:${lineOf(finding, files)}`,
        text: `${finding.rule}${which === "all" && !standsAlone(finding) ? leftToCallers : tierNote(finding)}: ${render(finding.message, "en")}`,
      }),
    );
  const wanted = Object.entries(files).flatMap(([path, text]) => wants(path, text));
  const missing = wanted.filter((want) => {
    const index = found.findIndex(
      ({ where, text }) => where === want.where && new RegExp(want.text).test(text),
    );
    if (index >= 0) found.splice(index, 1);
    return index < 0;
  });
  return [
    ...analysed.flatMap(({ effects, result }) => [
      ...effects.failures.map(({ func, error }) => `failure in ${func.name}: ${error.message}`),
      ...result.failures.map(({ rule, error }) => `failure of ${rule}: ${error.message}`),
    ]),
    ...analysed.flatMap(({ result }) => result.findings.flatMap((finding) => nowhere(finding, files))),
    ...missing.map(({ where, text }) => `${where}: missing: ${text}`),
    // What callers elsewhere may bear out is told by none of these packages: it may be wanted, and need not.
    ...found
      .filter(({ text }) => !text.includes(`${leftToCallers}:`))
      .map(({ where, text }) => `${where}: unexpected: ${text}`),
  ];
}

/** In the place of a tier, for a finding that only callers in other packages may bear out. */
const leftToCallers = "[callers]";

/** A tier that is not the rule's own, as `[warning]`. */
function tierNote({ rule, tier }: Finding): string {
  return tier === ruleInfo(rule).tier ? "" : `[${tier}]`;
}

/** What a finding points at must be there to be looked at. */
function nowhere({ rule, map, related }: Finding, files: Fixture["files"]): readonly string[] {
  return [map.declaredAt, ...related.map(({ range }) => range)]
    .filter((range) => range !== undefined && !(range.path in files))
    .map((range) => `${rule}: points into ${range?.path}, which is no file`);
}

function wants(path: string, text: string): readonly At[] {
  return text.split("\n").flatMap((line, i) => {
    const comment = /\/\/ want (.*)$/.exec(line)?.[1] ?? "";
    return [...comment.matchAll(/"([^"]*)"/g)].map(([, expected]) => ({
      where: `${path}:${i + 1}`,
      // The brackets of a tier are themselves.
      text: `^${expected.replace(/^([\w-]+)\[(\w+)\]:/, "$1\\[$2\\]:")}`,
    }));
  });
}

function lineOf({ range }: Finding, files: Readonly<Record<string, string>>): number {
  return files[range.path].slice(0, range.start).split("\n").length;
}
