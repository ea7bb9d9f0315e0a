/**
 * Builds everything that is shipped into dist/: the extension (desktop and browser entry), the language
 * server (Node and web worker), the command, the panel and its worker, and the data they load.
 * Exports `build()` for the other scripts.
 */
import { chmod, copyFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  legalComments: "none",
  logLevel: "warning",
  // Names stay, so that the stack in a bug report can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  sourcesContent: false,
  jsx: "automatic",
  jsxImportSource: "preact",
};

/**
 * web-tree-sitter makes a `require` of `import.meta.url` when it finds itself in Node, and a bundle in
 * CommonJS has no such thing: it gets the address of the bundle instead.
 * @type {esbuild.BuildOptions}
 */
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  define: { "import.meta.url": "__bundleUrl" },
  banner: { js: 'const __bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
};

/** @type {esbuild.BuildOptions} */
const browser = {
  ...common,
  platform: "browser",
  format: "iife",
  target: "es2023",
  // web-tree-sitter makes an address from it that nobody asks for, since it gets the bytes. A worker's own
  // address is of no use: it is a blob's, against which no other can be resolved.
  define: { "import.meta.url": '"https://mapvet.invalid/"' },
  // Asked for by web-tree-sitter only where it finds itself in Node.
  external: ["module", "fs/promises"],
};

/**
 * The panel loads anew each time it is shown, so it is kept below 100 kB: short names, Chinese as UTF-8.
 * @type {esbuild.BuildOptions}
 */
const panel = { ...browser, minifyIdentifiers: true, charset: "utf8" };

/** What a shell can start by its name. */
const program = { ...node, banner: { js: `#!/usr/bin/env node\n${node.banner.js}` } };

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  { ...node, entryPoints: ["client/src/desktop.ts"], outfile: "dist/client.cjs", external: ["vscode"] },
  {
    ...browser,
    entryPoints: ["client/src/browser.ts"],
    outfile: "dist/client.browser.js",
    format: "cjs",
    external: ["vscode"],
  },
  { ...program, entryPoints: ["server/src/lsp/node.ts"], outfile: "dist/server.cjs" },
  { ...browser, entryPoints: ["server/src/lsp/worker.ts"], outfile: "dist/server.worker.js" },
  { ...program, entryPoints: ["server/src/cli/main.ts"], outfile: "dist/cli.cjs" },
  { ...panel, entryPoints: ["webview/src/main.tsx"], outfile: "dist/webview.js" },
  { ...panel, entryPoints: ["webview/src/worker.ts"], outfile: "dist/simulator.worker.js" },
];

/** Data that the bundles load at run time, from the file beside them or as bytes sent by the client. */
const data = [
  [resolve("web-tree-sitter/web-tree-sitter.wasm"), "web-tree-sitter.wasm"],
  [resolve("tree-sitter-go/tree-sitter-go.wasm"), "tree-sitter-go.wasm"],
  [path.join(root, "server/src/types/stdlib/stdlib.json"), "stdlib.json"],
];

/**
 * Builds dist/ anew. Throws when an entry is missing or does not compile.
 * @returns {Promise<void>}
 */
export async function build() {
  const dist = path.join(root, "dist");
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await Promise.all([
    ...bundles.map((options) => esbuild.build(options)),
    ...data.map(([from, name]) => copyFile(from, path.join(dist, name))),
  ]);
  for (const name of ["cli.cjs", "server.cjs"]) await chmod(path.join(dist, name), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
}
