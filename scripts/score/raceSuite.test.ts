/** Go's own race suite: every race on a map is found, and nobody else is blamed. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { loadSyntax } from "../../server/src/testkit/syntax.ts";
import { raceSuite } from "./raceSuite.ts";

const goRoot = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" }).stdout?.trim() ?? "";
const hasSuite = goRoot !== "" && existsSync(path.join(goRoot, "src/runtime/race/testdata"));

beforeAll(loadSyntax);

it.skipIf(!hasSuite)("finds the races of Go's suite that are on a map (skipped without Go)", async () => {
  const { missed, wrong } = await raceSuite(goRoot);
  expect(missed).toEqual([]);
  expect(wrong).toEqual([]);
});
