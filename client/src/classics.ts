/** The classic litmus tests that ship with the extension, opened as texts of the reader's own. */
import * as vscode from "vscode";

/** The files below `simulator/classics/`, the best known first, each with what it shows. */
function classics(): readonly { readonly name: string; readonly shows: string }[] {
  const { t } = vscode.l10n;
  return [
    { name: "SB", shows: t("Store buffering: both threads read the old value") },
    { name: "SB+mfences", shows: t("Store buffering with a fence after each store") },
    { name: "SB+xchg+po", shows: t("Store buffering, one store locked: one side is not enough") },
    { name: "SB+rfi-pos", shows: t("Store forwarding: a thread sees its own store first") },
    { name: "MP", shows: t("Message passing: data, then a flag") },
    { name: "LB", shows: t("Load buffering: values from the other's future") },
    { name: "IRIW", shows: t("Two readers disagree on the order of two writes") },
    { name: "2+2W", shows: t("Two stores each, in opposite order") },
    { name: "R", shows: t("A load overtakes a store") },
    { name: "S", shows: t("A store behind a load that saw the other thread") },
    { name: "n6", shows: t("Store forwarding seen in memory") },
    { name: "Dekker", shows: t("Dekker's entry: both threads may enter") },
    { name: "Dekker+mfences", shows: t("Dekker's entry with fences: at most one enters") },
    { name: "lost-update", shows: t("Two increments, one is lost") },
    { name: "lock-inc", shows: t("Two locked increments, none is lost") },
    { name: "spinlock", shows: t("A lock taken with XCHG in a loop") },
  ];
}

/** Registers the command that opens one. It is a new text, so that it can be changed and tried. */
export function registerClassics(context: vscode.ExtensionContext): void {
  const folder = vscode.Uri.joinPath(context.extensionUri, "simulator/classics");
  context.subscriptions.push(
    vscode.commands.registerCommand("mapvet.openClassic", async (given: unknown) => {
      const name = typeof given === "string" ? given : await choose();
      if (name === undefined) return;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, `${name}.litmus`));
      const content = new TextDecoder().decode(bytes);
      const document = await vscode.workspace.openTextDocument({ language: "litmus", content });
      await vscode.window.showTextDocument(document);
    }),
  );
}

async function choose(): Promise<string | undefined> {
  const items = classics().map(({ name, shows }) => ({ label: name, description: shows }));
  const title = vscode.l10n.t("Open a classic litmus test");
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}
