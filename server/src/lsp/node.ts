/**
 * The language server in Node: over IPC for VS Code, over stdio (`--stdio`, or no argument at all) for any
 * editor. What it needs lies beside the bundle.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import { nodeFileSystem } from "../workspace/nodeFileSystem.ts";
import { clientFileSystem, eitherFileSystem, noFileSystem } from "./client-files.ts";
import { engineFactory } from "./engine.ts";
import { createServer } from "./server.ts";

const transports = ["--stdio", "--node-ipc", "--socket", "--pipe"];
if (!process.argv.some((argument) => transports.some((name) => argument.startsWith(name)))) {
  process.argv.push("--stdio");
}

const connection = createConnection();

/** A file of the bundle's folder. */
const beside = (name: string): URL => new URL(name, import.meta.url);

const load = async () => {
  const [runtime, language, stdlib] = await Promise.all([
    readFile(beside("web-tree-sitter.wasm")),
    readFile(beside("tree-sitter-go.wasm")),
    readFile(beside("stdlib.json"), "utf8"),
  ]);
  return { runtime, language, stdlib };
};

// A failure that no handler caught: the server goes on, and the log has it once.
const seen = new Set<string>();
const survive = (error: unknown): void => {
  // The editor is gone: there is nobody left to serve.
  if (error instanceof Error && "code" in error && error.code === "EPIPE") process.exit(1);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (seen.has(text)) return;
  seen.add(text);
  connection.console.error(text);
};
process.on("uncaughtException", survive);
process.on("unhandledRejection", survive);

/** The pages of the rules as files, which any editor can open: for editors that bring no address of their own. */
const pages = beside("../docs/rules/");

createServer(connection, {
  engineFactory: ({ readsFiles }) => {
    const client = readsFiles ? clientFileSystem(connection) : noFileSystem();
    return engineFactory(eitherFileSystem(nodeFileSystem(), client), load);
  },
  scansWorkspace: true,
  ...(existsSync(fileURLToPath(pages)) ? { rulePage: `${pages.href}{rule}.md` } : {}),
});
