/** The entry for VS Code with Node: the server is a process of its own. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { start } from "./extension.ts";

/** Called by VS Code when a Go file is opened. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist/server.cjs").fsPath;
  await start(context, async (options) => {
    return new LanguageClient("mapvet", "Mapvet", { module, transport: TransportKind.ipc }, options);
  });
}
