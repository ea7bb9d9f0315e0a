/** `npm run readme`: writes the table of rules into the READMEs, and the schema of `.mapvet.json`. */
import { bootstrap } from "./lib/bootstrap.mjs";
import { runNode } from "./lib/run.mjs";

bootstrap(import.meta.url);

process.exitCode = await runNode("scripts/lib/write-readmes.ts");
