import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import type { Outcome } from "./report.ts";
import { sortedItems } from "./report.ts";
import { runCommand } from "./run.ts";
import { sarifLog } from "./sarif.ts";
import { Sources } from "./sources.ts";
import { cacheGo, namesGo } from "./testing/cache.ts";
import { FakeEngine } from "./testing/engine.ts";
import { fakeHost } from "./testing/host.ts";

/** The schema of SARIF 2.1.0 as Microsoft ships it for tests. It is of draft 4: `id` names it there. */
function schemaValidator(): (log: unknown) => readonly unknown[] {
  const file = createRequire(import.meta.url).resolve(
    "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
  );
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, "utf8"));
  // One of its patterns has a stray bracket, which is an error in Unicode mode.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (log) => (validate(log) ? [] : (validate.errors ?? []));
}

async function sarif(
  texts: Readonly<Record<string, string>>,
  argv: readonly string[] = [],
  suppressReason?: string,
): Promise<Log> {
  const disk = new Map<string, string | Uint8Array>(Object.entries(texts));
  const engine = new FakeEngine(disk);
  engine.suppressReason = suppressReason;
  engine.skipped.push({ path: "/work/odd name.go", reason: "not UTF-8" });
  const host = fakeHost({ argv: ["--format", "sarif", ...argv], engine, disk });
  expect(await runCommand(host)).toBe(1);
  return JSON.parse(host.out.join(""));
}

const texts = { "/work/store/cache.go": cacheGo, "/work/names/名 é.go": namesGo };

test("the log follows the schema of SARIF 2.1.0", async () => {
  const errors = schemaValidator();
  expect(errors(await sarif(texts))).toEqual([]);
  expect(errors(await sarif(texts, ["--lang", "zh-cn"]))).toEqual([]);
  expect(errors({ version: "2.1.0", runs: [{}] })).not.toEqual([]);
});

test("suppressed findings are told when asked for, with the comment and its reason", async () => {
  const log = await sarif(texts, ["--show-suppressed"], "filled before anybody reads");
  expect(schemaValidator()(log)).toEqual([]);
  expect(log.runs[0].results?.map(({ suppressions }) => suppressions?.length)).toEqual([0, 1]);
  const suppressed = log.runs[0].results?.slice(1);
  expect(suppressed).toMatchObject([
    {
      ruleId: "unguarded-shared-map",
      suppressions: [
        {
          kind: "inSource",
          justification: "filled before anybody reads",
          location: { physicalLocation: { region: { startLine: 6 } } },
        },
      ],
    },
  ]);
  // GitHub would show them as open.
  const quiet = await sarif(texts, [], "filled before anybody reads");
  expect(quiet.runs[0].results).toHaveLength(1);
});

test("the log as a whole", async () => {
  const log = await sarif(texts);
  // The pages have their own tests.
  for (const rule of log.runs[0].tool.driver.rules ?? []) rule.help = { text: "...", markdown: "..." };
  await expect(`${JSON.stringify(log, null, 2)}\n`).toMatchFileSnapshot("./testdata/report.sarif");
});

test("every rule carries its page, one thread flow stands for each goroutine, fixes carry their edits", async () => {
  const [run] = (await sarif(texts)).runs;
  for (const rule of run.tool.driver.rules ?? []) expect(rule.help?.markdown).toMatch(/^# /);
  const result = run.results?.find((candidate) => candidate.codeFlows !== undefined);
  expect(result?.codeFlows?.[0].threadFlows).toHaveLength(2);
  expect(result?.fixes?.[0].artifactChanges[0].replacements[0].deletedRegion).toEqual({
    startLine: 18,
    startColumn: 1,
    endLine: 18,
    endColumn: 30,
  });
});

test("files outside the working folder have absolute addresses", async () => {
  const disk = new Map<string, string | Uint8Array>([["/other place/a.go", cacheGo]]);
  const host = fakeHost({
    argv: ["--format", "sarif", "/other place"],
    engine: new FakeEngine(disk),
    disk,
  });
  expect(await runCommand(host)).toBe(1);
  const log: Log = JSON.parse(host.out.join(""));
  expect(log.runs[0].results?.[0].locations?.[0].physicalLocation?.artifactLocation).toEqual({
    uri: "file:///other%20place/a.go",
  });
});

test("limits cut hints before errors, and say so", async () => {
  const text = `package a\n${"\tm[1] = 2 // maybe\n".repeat(5)}\tm[1] = 2 // race\n`;
  const engine = new FakeEngine(new Map([["/work/a.go", text]]));
  const { findings, ...result } = await engine.run(["/work/..."], { tests: false });
  const sources = new Sources(engine);
  const outcome: Outcome = {
    items: sortedItems(
      findings.map((finding) => ({ finding, fixes: [] })),
      sources,
      "/work",
    ),
    result,
    sources,
    cwd: "/work",
    locale: "en",
    configuration: [],
    known: undefined,
    showSuppressed: false,
    version: "0.0.0",
    milliseconds: 0,
    peakMemoryBytes: 0,
  };
  const [run] = sarifLog(outcome, () => undefined, {
    results: 2,
    locations: 10,
    threadFlowLocations: 1,
  }).runs;
  expect(run.results?.map((entry) => entry.level)).toEqual(["note", "error"]);
  expect(run.invocations?.[0].toolExecutionNotifications?.[0].message.text).toBe(
    "4 findings were left out: GitHub takes no more in one file.",
  );
});
