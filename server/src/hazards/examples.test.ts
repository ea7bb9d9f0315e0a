/** What readers of the documentation are told: the racy examples give findings, and their twins none. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../../protocol/src/rules.ts";
import { analyse } from "../testkit/analyse.ts";
import { loadSyntax } from "../testkit/syntax.ts";

const root = new URL("../../../", import.meta.url);

function rulesFound(text: string): readonly string[] {
  return analyse({ "main.go": text }).result.findings.map(({ rule }) => rule);
}

beforeAll(loadSyntax);

describe.each(rules)("$id", ({ id }) => {
  const example = (kind: string): string =>
    readFileSync(new URL(`examples/${id}/${kind}/main.go`, root), "utf8");

  it("has a racy program that gives findings of this rule alone", () => {
    const found = new Set(rulesFound(example("racy")));
    // A recover is of no use because of a collision, which is found, too.
    if (id === "recover-cannot-catch") found.delete("concurrent-map-access");
    expect(found).toEqual(new Set([id]));
  });

  it("has a safe program that gives none", () => {
    expect(rulesFound(example("safe"))).toEqual([]);
  });

  const page = readFileSync(new URL(`docs/rules/${id}.md`, root), "utf8");
  const blocks = [...page.matchAll(/^```go (fail|pass)\n(.*?)^```$/gms)].map(([, kind, text]) => ({
    kind,
    text,
  }));

  it.each(blocks)("has a block on its page that must $kind", ({ kind, text }) => {
    if (kind === "fail") expect(rulesFound(text)).toContain(id);
    else expect(rulesFound(text)).toEqual([]);
  });
});
