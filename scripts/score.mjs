/**
 * `npm run score`: what the rules find and where they are wrong, measured on real code. Prints a table,
 * compares it with the committed `score.json`, and writes that anew. See CONTRIBUTING.md.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { bootstrap, root } from "./lib/bootstrap.mjs";

bootstrap(import.meta.url);

// The sources have no package.json of their own that says they are modules; Node would remark on it.
const flags = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--max-old-space-size=3000"];
const main = path.join(root, "scripts/score/main.ts");
const { status } = spawnSync(process.execPath, [...flags, main, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
