/** What both entries share: the client of the language server and the features around it. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { openRuleCommand, type ServerOptions, showScheduleCommand } from "../../protocol/src/requests.ts";
import { registerClassics } from "./classics.ts";
import { answerFileRequests } from "./files.ts";
import { registerPanel } from "./panel.ts";
import { registerRulePages, rulePageAddress } from "./rules.ts";
import { showStatus } from "./status.ts";

/** The options that both entries give their clients. */
export type Options = LanguageClientOptions & { readonly initializationOptions: ServerOptions };

/** Makes the client and registers everything; the server starts at once. */
export async function start(
  context: vscode.ExtensionContext,
  makeClient: (options: Options) => Promise<BaseLanguageClient>,
): Promise<void> {
  const log = vscode.window.createOutputChannel("Mapvet", { log: true });
  context.subscriptions.push(log);
  registerRulePages(context);
  const client = await makeClient({
    documentSelector: schemes().flatMap((scheme) => [
      { scheme, language: "go" },
      { scheme, language: "litmus" },
    ]),
    outputChannel: log,
    diagnosticPullOptions: { onChange: true },
    initializationOptions: {
      commands: [showScheduleCommand, openRuleCommand],
      rulePage: rulePageAddress(),
      readsFiles: true,
    },
  });
  context.subscriptions.push(client);
  answerFileRequests(client);
  showStatus(context, client);
  registerPanel(context, client, log);
  registerClassics(context);
  context.subscriptions.push(
    vscode.commands.registerCommand("mapvet.restartServer", async () => {
      if (client.needsStop()) await client.stop();
      await client.start();
    }),
    vscode.commands.registerCommand("mapvet.showLog", () => log.show()),
  );
  await client.start();
}

/** Where files may lie: not in the old versions that a diff shows, whose schemes are others. */
function schemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [...new Set(["file", "untitled", "vscode-vfs", ...folders.map(({ uri }) => uri.scheme)])];
}
