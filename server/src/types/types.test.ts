/**
 * Types of expressions. Each file of testdata/types holds Go files under `-- name --` lines; a line
 * `_ = expression // type` tells the type that the expression must have, `?` that it must be unknown.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { expectations } from "./testing/check.ts";

beforeAll(loadSyntax);

const folder = new URL("testdata/types/", import.meta.url);

describe.each(readdirSync(folder))("%s", (file) => {
  it("has the types that it tells", () => {
    const found = expectations(readFileSync(new URL(file, folder), "utf8"));
    expect(found.length).toBeGreaterThan(10);
    expect(found.map(({ where, actual }) => `${where} // ${actual}`)).toEqual(
      found.map(({ where, expected }) => `${where} // ${expected}`),
    );
  });
});
