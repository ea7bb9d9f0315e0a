/** The entry for VS Code in the browser: the server is a web worker, and gets its files from here. */
import * as vscode from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";
import type { ServerAssets } from "../../protocol/src/requests.ts";
import { start } from "./extension.ts";

/** Called by VS Code when a Go file is opened. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const dist = (name: string) => vscode.Uri.joinPath(context.extensionUri, "dist", name);
  const read = (name: string) => vscode.workspace.fs.readFile(dist(name));
  await start(context, async (options) => {
    const [runtime, language, stdlib] = await Promise.all([
      read("web-tree-sitter.wasm"),
      read("tree-sitter-go.wasm"),
      read("stdlib.json"),
    ]);
    const assets: ServerAssets = { runtime, language, stdlib: new TextDecoder().decode(stdlib) };
    const given = { ...options, initializationOptions: { ...options.initializationOptions, assets } };
    let worker: Worker | undefined;
    const startWorker = async () => {
      // At a restart the old worker would go on forever.
      worker?.terminate();
      worker = new Worker(dist("server.worker.js").toString(true));
      // As streams: VS Code's Worker is a wrapper, which the client does not recognise.
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    return new LanguageClient("mapvet", "Mapvet", startWorker, given);
  });
}
