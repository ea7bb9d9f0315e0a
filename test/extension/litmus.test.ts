/** Litmus tests: a classic one opened, explored in the panel, and broken. */
import { assert } from "chai";
import * as vscode from "vscode";
import { page, panel } from "./page.ts";
import { findings, findingsOf, until } from "./workspace.ts";

describe("a litmus test", () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    await vscode.commands.executeCommand("mapvet.openClassic", "SB");
    document = await until("the test", () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.languageId === "litmus" && shown;
    });
  });

  afterEach(async () => {
    // Reverted, not closed: closing a text that was never saved would ask what to do with it.
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("opens from the classic ones, with a lens that explores it", async function () {
    assert.match(document.getText(), /^X86 SB\n/);
    const lens = await lensOf(document);
    assert.equal(lens.command?.command, "mapvet.showSchedule");
    if (!(await page.available())) return this.skip();
    await vscode.commands.executeCommand("mapvet.showSchedule", ...(lens.command?.arguments ?? []));
    await panel.waitFor("text=as the condition says");
    for (let step = 1; step <= 4; step++) await panel.click("role=button[name='Step forward']");
    await page.waitFor(".editor-instance .view-overlays [class*=TextEditorDecorationType]");
    await page.screenshot("litmus");
  });

  it("shows what is wrong with it where it stands", async () => {
    const at = document.positionAt(document.getText().indexOf("[x],$1"));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 3)), "x");
    await vscode.workspace.applyEdit(edit);
    const [problem] = await findings(document.uri);
    assert.equal(problem.message, "x is not a register. Memory stands in brackets: [x]");
    assert.isTrue(problem.range.start.isEqual(at));
    await vscode.commands.executeCommand("undo");
    await until("the problem to go", () => findingsOf(document.uri).length === 0);
  });
});

async function lensOf(document: vscode.TextDocument): Promise<vscode.CodeLens> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      10,
    );
    const found = lenses.find(({ command }) => command?.title === "Explore");
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("the lens did not come");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
