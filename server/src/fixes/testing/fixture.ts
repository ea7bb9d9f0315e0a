/** For tests only: a fixture of testdata, and what the fixes make of it. */
import { render } from "../../../../protocol/src/messages.ts";
import { fixesFor } from "../all.ts";
import { applyEdits, effectsOf, type Files, findingsOf, requestOf } from "./analyse.ts";
import type { Archive } from "./txtar.ts";

/** A result of one fix, for the Go tools to look at. */
export interface Result {
  readonly id: string;
  readonly files: Files;
}

/**
 * Runs the fixes of a fixture's finding. The comment names it: `finding: RULE MAP FUNCTION KIND`, each of
 * them `*` for any. The outcome goes into files named `want: ...`.
 */
export function runFixture(archive: Archive): {
  readonly archive: Archive;
  readonly results: readonly Result[];
} {
  const sources = new Map([...archive.files].filter(([name]) => !name.startsWith("want: ")));
  const effects = effectsOf(sources);
  const wanted = /^finding: (\S+) (\S+) (\S+) (\S+)$/m.exec(archive.comment)?.slice(1) ?? [
    "*",
    "*",
    "*",
    "*",
  ];
  const all = findingsOf(effects);
  const finding = all.find(({ rule, map, access }) =>
    [rule, map.name, access.function, access.kind].every(
      (value, i) => wanted[i] === "*" || wanted[i] === value,
    ),
  );
  const files = new Map<string, string>(sources);
  const results: Result[] = [];
  if (finding === undefined) {
    const list = all.map((one) => [one.rule, one.map.name, one.access.function, one.access.kind].join(" "));
    files.set("want: no such finding", `${list.join("\n")}\n`);
    return { archive: { comment: archive.comment, files }, results };
  }
  for (const fix of fixesFor(requestOf(sources, effects, finding))) {
    const lines = [render(fix.title, "en")];
    if (fix.preferred) lines.push("preferred");
    if (fix.reason !== undefined) lines.push(render(fix.reason, "en"));
    if (fix.disabledReason !== undefined) lines.push(`disabled: ${render(fix.disabledReason, "en")}`);
    files.set(`want: ${fix.id}`, `${lines.join("\n")}\n`);
    if (fix.disabledReason !== undefined) continue;
    const after = applyEdits(sources, fix.edits);
    results.push({ id: fix.id, files: after });
    for (const { path } of fix.edits) files.set(`want: ${fix.id} ${path}`, after.get(path) ?? "");
  }
  return { archive: { comment: archive.comment, files }, results };
}
