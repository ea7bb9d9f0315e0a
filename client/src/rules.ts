/** The pages of the rules, shipped with the extension, shown as a Markdown preview. */
import * as vscode from "vscode";
import { localeFor } from "../../protocol/src/locale.ts";
import { openRuleCommand } from "../../protocol/src/requests.ts";
import { isCheckId, notices, rules } from "../../protocol/src/rules.ts";

/** The scheme of the pages' documents. */
const scheme = "mapvet-rule";

/**
 * The address of a rule's page, with `{rule}` for its id. A document of a scheme of our own is what VS Code
 * opens from a diagnostic alike in the desktop, in the browser and in a remote window: it refuses commands
 * there, asks for permission before a `vscode://` address, and in the browser the files of an extension
 * cannot be opened. The manifest (`workbench.editorAssociations`) has it shown as a Markdown preview.
 */
export function rulePageAddress(): string {
  return `${scheme}:/{rule}${localeFor(vscode.env.language) === "zh-cn" ? ".zh-cn" : ""}.md`;
}

/** Registers the command that opens a rule's page, and the documents it opens. */
export function registerRulePages(context: vscode.ExtensionContext): void {
  const folder = vscode.Uri.joinPath(context.extensionUri, "docs/rules");
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ path }) =>
        new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, path))),
    }),
    vscode.commands.registerCommand(openRuleCommand, async (rule: unknown) => {
      const id = typeof rule === "string" && isCheckId(rule) ? rule : await choose();
      if (id === undefined) return;
      const page = vscode.Uri.parse(rulePageAddress().replace("{rule}", id));
      await vscode.commands.executeCommand("vscode.open", page);
    }),
  );
}

async function choose(): Promise<string | undefined> {
  const locale = localeFor(vscode.env.language);
  const items = [...rules, ...notices].map(({ id, description }) => ({
    label: id,
    detail: description[locale],
  }));
  const title = vscode.l10n.t("Open the page of a rule");
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}
