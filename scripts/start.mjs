/**
 * `npm start`: builds, prints what the command finds in `examples/`, and opens `examples/` with the
 * extension: in the desktop VS Code where `code` is on the path, otherwise in the real VS Code served on
 * localhost. `--no-open` ends after the findings.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { bootstrap, root } from "./lib/bootstrap.mjs";
import { runNode } from "./lib/run.mjs";

bootstrap(import.meta.url);

console.log("Building ...");
const { build } = await import("../esbuild.mjs");
await build();

const examples = path.join(root, "examples");
console.log("\nexamples $ mapvet ./...\n");
const code = await runNode("dist/cli.cjs", ["./..."], { cwd: examples });
// 1 says that there are findings; in the examples there are.
if (code > 1) process.exit(code);

if (!process.argv.includes("--no-open")) {
  const desktop = spawnSync("code", [`--extensionDevelopmentPath=${root}`, examples], {
    stdio: "ignore",
    shell: process.platform === "win32",
  });
  if (desktop.status === 0) {
    console.log("\nOpened examples/ with the extension in VS Code.");
  } else {
    const { serve } = await import("../test/host/serve.ts");
    console.log("\nThere is no `code` on the path, so VS Code is served from here instead.");
    const address = await serve(examples);
    console.log(`\nOpen ${address} in a browser. Ctrl+C ends.`);
  }
}
