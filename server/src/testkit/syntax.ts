/** For tests and benchmarks only: loads the grammar from node_modules. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initSyntax } from "../syntax/runtime.ts";

/** Makes the syntax room ready. Cheap when called again. */
export async function loadSyntax(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const [runtime, language] = await Promise.all([
    readFile(resolve("web-tree-sitter/web-tree-sitter.wasm")),
    readFile(resolve("tree-sitter-go/tree-sitter-go.wasm")),
  ]);
  await initSyntax({ runtime, language });
}
