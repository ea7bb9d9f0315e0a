/** Writes the table of rules into the READMEs, and the schema of `.mapvet.json`. */
import { readFileSync, writeFileSync } from "node:fs";
import { configSchemaFile, configSchemaText } from "./config-schema.ts";
import { readmes, withRulesTable } from "./rules-table.ts";

const root = new URL("../../", import.meta.url);

for (const language of ["en", "zh-cn"] as const) {
  const file = new URL(readmes[language], root);
  writeFileSync(file, withRulesTable(readFileSync(file, "utf8"), language));
}

writeFileSync(new URL(configSchemaFile, root), configSchemaText());
