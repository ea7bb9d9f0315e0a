import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readmes, withRulesTable } from "./rules-table.ts";

const root = new URL("../../", import.meta.url);

test.each(["en", "zh-cn"] as const)(
  "the README in %s lists the rules as they are (npm run readme)",
  (language) => {
    const text = readFileSync(new URL(readmes[language], root), "utf8");
    expect(text).toBe(withRulesTable(text, language));
  },
);

test("a README without a place for the rules is an error", () => {
  expect(() => withRulesTable("# Mapvet\n", "en")).toThrow("README.md has no place for the rules");
});
