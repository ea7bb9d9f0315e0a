/**
 * `npm run bench [-- [--update] NAME...]`: runs every `scripts/bench/*.bench.ts`, or those whose names contain one
 * of the arguments. Each prints its figures as JSON; they are shown beside the committed ones of
 * `scripts/bench/results/`, with their ratio. `--update` writes the new figures there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bootstrap, root } from "./lib/bootstrap.mjs";

bootstrap(import.meta.url);

const { build } = await import("../esbuild.mjs");
const { compareFigures } = await import("./lib/figures.ts");
await build();

const update = process.argv.includes("--update");
const wanted = process.argv.slice(2).filter((word) => word !== "--update");
const folder = path.join(root, "scripts/bench");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (files.length === 0) {
  console.error(`No benchmark has a name with ${wanted.join(" or ")}.`);
  process.exitCode = 1;
}
for (const name of files) {
  console.log(`\n${name}`);
  // The sources have no package.json of their own that says they are modules; Node would remark on it.
  const flags = ["--expose-gc", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"];
  const { status, stdout } = spawnSync(process.execPath, [...flags, path.join(folder, name)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) {
    process.stdout.write(stdout);
    process.exitCode = 1;
    continue;
  }
  const results = path.join(folder, "results", name.replace(/\.bench\.ts$/, ".json"));
  const before = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : {};
  const now = JSON.parse(stdout);
  for (const line of compareFigures(before, now)) console.log(`  ${line}`);
  if (update) writeFileSync(results, `${JSON.stringify(now, null, 2)}\n`);
}
