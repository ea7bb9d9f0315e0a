/**
 * `npm test`: everything, alone after `git clone`. The last line is `N passed, N failed, N skipped`.
 * The formatter, the linter, the types, the build and the packages count as one test each.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { bootstrap, root } from "./lib/bootstrap.mjs";
import { runNode, runTool } from "./lib/run.mjs";

bootstrap(import.meta.url);

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const colors = process.stdout.isTTY ? "--colors=force" : "--colors=off";
if (!process.stdout.isTTY) process.env.NO_COLOR ??= "1";
const results = path.join(root, "out/results");
rmSync(results, { recursive: true, force: true });

/**
 * A stage that passes or fails as a whole.
 * @param {...(() => Promise<number>)} steps
 * @returns {() => Promise<Counts>}
 */
function whole(...steps) {
  return async () => {
    let failed = 0;
    for (const step of steps) if ((await step()) !== 0) failed = 1;
    return { passed: 1 - failed, failed, skipped: 0 };
  };
}

/**
 * A stage of vitest's.
 * @param {string} project
 * @returns {() => Promise<Counts>}
 */
function vitest(project) {
  return async () => {
    const file = path.join(results, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runTool("vitest", ["run", `--project=${project}`, ...reporters]);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
    const report = JSON.parse(readFileSync(file, "utf8"));
    const skipped = report.numPendingTests + report.numTodoTests;
    // A file that cannot be loaded has no tests that fail.
    const failed = report.numFailedTests || (code === 0 ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped };
  };
}

/**
 * A stage that runs in a browser, or is skipped with the reason why it cannot.
 * @param {() => Promise<Counts>} stage
 * @param {() => Promise<string | undefined>} problem
 * @returns {() => Promise<Counts>}
 */
function unless(problem, stage) {
  return async () => {
    const reason = await problem();
    if (reason === undefined) return await stage();
    console.log(`Skipped: ${reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  };
}

/** Why no browser can be started here. */
async function noBrowser() {
  const { findChromium } = await import("../test/host/chromium.ts");
  return await why(findChromium);
}

/** Why the real VS Code cannot be run here. */
async function noVSCode() {
  if (process.platform === "win32" && process.env.MAPVET_TEST_VSCODE === undefined) {
    return "the VS Code server does not run on Windows; set MAPVET_TEST_VSCODE to a desktop VS Code";
  }
  const { installHosts } = await import("../test/host/install.ts");
  return (await noBrowser()) ?? (await why(installHosts));
}

/**
 * What an attempt failed with.
 * @param {() => Promise<unknown>} attempt
 * @returns {Promise<string | undefined>}
 */
async function why(attempt) {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The extension in one of the two hosts.
 * @param {"node" | "web"} kind
 * @returns {() => Promise<Counts>}
 */
function extension(kind) {
  return async () => {
    await runNode("test/host/run.ts", [kind]);
    const file = path.join(results, `extension-${kind}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 1, skipped: 0 };
  };
}

/** @type {[string, () => Promise<Counts>][]} */
const stages = [
  ["formatter", whole(() => runTool("@biomejs/biome", ["ci", colors, "--linter-enabled=false", "."]))],
  [
    "linter",
    whole(
      () => runTool("@biomejs/biome", ["lint", colors, "--error-on-warnings", "."]),
      () => runTool("oxlint", ["--type-aware", "--deny-warnings"]),
    ),
  ],
  ["types", whole(() => runTool("typescript", ["-b"], "tsc"))],
  ["build", whole(() => runNode("esbuild.mjs"))],
  ["unit tests", vitest("unit")],
  ["the panel in a browser", unless(noBrowser, vitest("panel"))],
  ["the extension in VS Code, Node host", unless(noVSCode, extension("node"))],
  ["the extension in VS Code 1.91, web worker host", unless(noVSCode, extension("web"))],
  ["packages", whole(() => runNode("scripts/package.mjs"))],
];

if (spawnSync("go", ["version"]).status !== 0) {
  console.log("Go is not on the path: the tests that compile Go code are skipped.");
}
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
for (const [index, [name, run]] of stages.entries()) {
  console.log(`\n[${index + 1}/${stages.length}] ${name}`);
  const start = performance.now();
  const { passed, failed, skipped } = await run();
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  if (failed > 0) failures.push(name);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`);
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join("; ")}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 ? 1 : 0;
