/** Runs programs of node_modules and of the project. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./bootstrap.mjs";

/**
 * Runs a file with the running Node, in the project's folder, and lets it speak.
 * @param {string} file relative to the project's folder
 * @param {string[]} args
 * @param {{ cwd?: string, stdout?: "inherit" | "ignore" }} [options]
 * @returns {Promise<number>} the exit code
 */
export async function runNode(file, args = [], { cwd = root, stdout = "inherit" } = {}) {
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, file), ...args], {
      cwd,
      stdio: ["inherit", stdout, "inherit"],
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a command of a package in node_modules.
 * @param {string} name the package
 * @param {string[]} args
 * @param {string} [command] the command, where the package has several
 * @returns {Promise<number>} the exit code
 */
export async function runTool(name, args, command = name.replace(/^.*\//, "")) {
  const folder = path.join("node_modules", name);
  const { bin } = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8"));
  return await runNode(path.join(folder, typeof bin === "string" ? bin : bin[command]), args);
}
