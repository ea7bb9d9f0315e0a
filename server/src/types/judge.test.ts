/** Judged by go/types, where Go is on the machine: no map is missed and none is invented. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { Checker, compare, goSources, judgedByGo } from "./testing/judge.ts";

beforeAll(loadSyntax);

/** With many maps, generics, embedded types, or maps of other packages. */
const packages = [
  "archive/zip",
  "database/sql",
  "encoding/gob",
  "encoding/json",
  "expvar",
  "go/ast",
  "go/doc",
  "go/types",
  "html/template",
  "log/slog",
  "maps",
  "mime/multipart",
  "net/http",
  "net/url",
  "slices",
  "text/template",
];

const sources = goSources();

describe.skipIf(sources === undefined)("against go/types (needs Go)", () => {
  it("takes the same operands for maps", async () => {
    const checker = new Checker();
    let maps = 0;
    for (const theirs of judgedByGo(packages.map((name) => join(sources ?? "", name)))) {
      expect(theirs.error, theirs.dir).toBe("");
      const result = compare(await checker.judged(theirs.dir), theirs);
      maps += result.maps;
      expect(result.unpaired, theirs.dir).toBe(0);
      expect(result.falseMaps.map(([path, operand]) => checker.excerpt(path, operand))).toEqual([]);
      expect(result.missed.map(([path, operand]) => checker.excerpt(path, operand))).toEqual([]);
    }
    expect(maps).toBeGreaterThan(500);
  }, 300_000);
});
