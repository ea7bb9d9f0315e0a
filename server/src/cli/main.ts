/** The entry of the command: the running process, and the engine with the data files beside the bundle. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { initSyntax } from "../syntax/runtime.ts";
import { parseStdlib } from "../types/stdlib/stdlib.ts";
import type { Engine } from "../workspace/api.ts";
import { createEngine } from "../workspace/engine.ts";
import { nodeFileSystem } from "../workspace/nodeFileSystem.ts";
import { cacheFolder, type NodeCache, nodeCache } from "./nodeCache.ts";
import { nodeHost } from "./nodeHost.ts";
import { slashes } from "./paths.ts";
import { runCommand } from "./run.ts";

/** `dist/`, where the bundle, the WebAssembly files and the index of the standard library are. */
const dist = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(dist);

async function engine(tests: boolean): Promise<Engine> {
  await initSyntax({
    runtime: readFileSync(path.join(dist, "web-tree-sitter.wasm")),
    language: readFileSync(path.join(dist, "tree-sitter-go.wasm")),
  });
  return createEngine({
    cache,
    fileSystem: nodeFileSystem(),
    stdlib: parseStdlib(readFileSync(path.join(dist, "stdlib.json"), "utf8")),
    cwd: slashes(process.cwd()),
    tests,
  });
}

/** Results hold for this very program and what it knows of the standard library. */
function openCache(): NodeCache | undefined {
  const folder = cacheFolder(process.env);
  if (folder === undefined) return undefined;
  const salt = createHash("sha256");
  for (const name of ["cli.cjs", "stdlib.json", "tree-sitter-go.wasm"])
    salt.update(readFileSync(path.join(dist, name)));
  return nodeCache(folder, salt.digest("hex"));
}

const cache = openCache();
const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

// The exit status is set, not forced: what is still in the pipe reaches its reader.
runCommand(nodeHost({ version, pages: path.join(root, "docs", "rules"), createEngine: engine })).then(
  (status) => {
    process.exitCode = status;
    cache?.tidy();
  },
  (error: unknown) => {
    process.stderr.write(`mapvet: ${String(error)}\n`);
    process.exitCode = 3;
  },
);
