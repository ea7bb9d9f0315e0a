/** What the callers in all packages of a module tell, on Go code: only what they bear out is wanted. */
import { beforeAll, expect, it } from "vitest";
import { loadSyntax } from "../../testkit/syntax.ts";
import { differences, readFixtures } from "../testing/fixture.ts";

beforeAll(loadSyntax);

it.each(readFixtures(["survey"]))("$name", (fixture) => {
  expect(differences(fixture, "borne out")).toEqual([]);
});
