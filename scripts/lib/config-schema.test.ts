import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readConfig, settingNames } from "../../server/src/workspace/config/config.ts";
import { configSchemaFile, configSchemaText } from "./config-schema.ts";

const published = readFileSync(new URL(`../../${configSchemaFile}`, import.meta.url), "utf8");

it("is published as it is (npm run readme)", () => {
  expect(published).toBe(configSchemaText());
  expect(Object.keys(JSON.parse(published).properties)).toEqual([...settingNames]);
});

it("is a schema that agrees with the reader", () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(published));
  const value = fc.oneof(
    fc.boolean(),
    fc.constantFrom("off", "error", "x", ""),
    fc.array(fc.constantFrom<unknown>("a", "", 1), { maxLength: 2 }),
    fc.dictionary(
      fc.constantFrom("inconsistent-guard", "x"),
      fc.constantFrom<unknown>("off", "hint", "x", 1),
    ),
  );
  const config = fc.dictionary(fc.constantFrom("severity", "tests", "exclude", "other"), value);
  fc.assert(
    fc.property(config, (any) => {
      expect(readConfig(JSON.stringify(any)).problems.length === 0).toBe(validate(any));
    }),
  );
});
