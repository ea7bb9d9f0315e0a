#!/usr/bin/env node
/**
 * Takes the command line of the desktop VS Code, as `@vscode/test-electron` writes it, and runs the same
 * in the VS Code of code-server, shown by a headless Chromium: so one suite runs in both.
 * `MAPVET_CONTROL_PORT` is the port of the control server it starts for the tests.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { launchChromium } from "./chromium.ts";
import { startControl } from "./control.ts";
import { runInPage } from "./page-run.ts";
import { results } from "./paths.ts";
import { freePort, remoteUri, startServer, windowAddress } from "./vscode-server.ts";

/** The arguments that mean something here; the desktop's others are taken and left. */
const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
    locale: { type: "string" },
  },
});

/** An argument that must be there. */
function argument(name: string): string {
  const value = values[name];
  if (typeof value !== "string") throw new Error(`--${name}= is missing`);
  return value;
}

const dataDir = argument("user-data-dir");
const [folder] = positionals;
if (folder === undefined) throw new Error("a folder to open is missing");
const port = await freePort();
const server = await startServer(path.join(dataDir, "server"), port);
try {
  const context = await launchChromium(path.join(dataDir, "chromium"), String(values.locale ?? "en-US"));
  const page = context.pages()[0] ?? (await context.newPage());
  const control = await startControl(() => page, Number(process.env.MAPVET_CONTROL_PORT));
  process.exitCode = await runInPage(
    page,
    windowAddress(port, path.resolve(folder), [
      ["extensionDevelopmentPath", remoteUri(port, path.resolve(argument("extensionDevelopmentPath")))],
      ["extensionTestsPath", remoteUri(port, path.resolve(argument("extensionTestsPath")))],
    ]),
    path.join(results, "extension-node.log"),
  );
  const summary = control.summary();
  if (summary !== undefined) await writeFile(path.join(dataDir, "summary.json"), JSON.stringify(summary));
  control.close();
  await context.close();
} finally {
  server.process.kill();
}
