/** The VS Code server that code-server carries: started on localhost, it shows the workbench in a browser. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { vscodeServer } from "./paths.ts";

/** What makes the window show the product and nothing else. */
const settings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "security.workspace.trust.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "git.openRepositoryInParentFolders": "never",
  "window.commandCenter": false,
};

/** A started server. */
export interface VSCodeServer {
  readonly port: number;
  readonly process: ChildProcess;
}

/** A port of localhost that is free now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/**
 * Starts the server and waits until it answers.
 * @param dataDir a folder of its own for settings, logs and extensions
 * @param testing lets the page be told to load an extension from a folder and to run its tests
 */
export async function startServer(dataDir: string, port: number): Promise<VSCodeServer> {
  for (const folder of ["User", "Machine"]) {
    await mkdir(path.join(dataDir, "data", folder), { recursive: true });
    await writeFile(path.join(dataDir, "data", folder, "settings.json"), JSON.stringify(settings, null, 2));
  }
  const child = spawn(
    process.execPath,
    [
      "out/server-main.js",
      "--host=127.0.0.1",
      `--port=${port}`,
      "--without-connection-token",
      "--accept-server-license-terms",
      `--server-data-dir=${dataDir}`,
      "--disable-workspace-trust",
      // Without it the workbench ignores the address of an extension under development.
      "--enable-smoke-test-driver",
      "--disable-telemetry",
      "--log=error",
    ],
    { cwd: vscodeServer, stdio: ["ignore", "pipe", "pipe"] },
  );
  const output: string[] = [];
  child.stdout.on("data", (data) => output.push(String(data)));
  child.stderr.on("data", (data) => output.push(String(data)));
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    try {
      await fetch(`http://127.0.0.1:${port}/version`);
      return { port, process: child };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  child.kill();
  throw new Error(`VS Code's server did not start:\n${output.join("")}`);
}

/** The address of a window with a folder, and an extension loaded from its folder. */
export function windowAddress(
  port: number,
  folder: string,
  payload: readonly (readonly [string, string])[],
): string {
  const query = new URLSearchParams({
    folder,
    payload: JSON.stringify([...payload, ["skipWelcome", "true"]]),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** The address of a file as the window has it. */
export function remoteUri(port: number, file: string): string {
  return `vscode-remote://127.0.0.1:${port}${file}`;
}
