/** The parser and the index of the standard library, for tests on the real engine. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Assets } from "../engine.ts";

const { resolve } = createRequire(import.meta.url);

/** Loads them from the sources. */
export async function loadAssets(): Promise<Assets> {
  return {
    runtime: await readFile(resolve("web-tree-sitter/web-tree-sitter.wasm")),
    language: await readFile(resolve("tree-sitter-go/tree-sitter-go.wasm")),
    stdlib: await readFile(new URL("../../types/stdlib/stdlib.json", import.meta.url), "utf8"),
  };
}
