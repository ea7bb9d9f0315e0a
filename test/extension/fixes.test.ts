/** A fix, applied from the light bulb as a reader does it. */
import { assert } from "chai";
import * as vscode from "vscode";
import { page } from "./page.ts";
import { closeAll, findings, findingsOf, open, until } from "./workspace.ts";

/** Those whose map is a field; a local map has no fix yet. */
const racy = [
  "inconsistent-guard/racy/main.go",
  "unguarded-shared-map/racy/main.go",
  "write-under-rlock/racy/main.go",
];

describe("the light bulb", () => {
  afterEach(closeAll);

  for (const path of racy) {
    it(`has one preferred fix in ${path}, and with it the finding is gone`, async () => {
      const { uri, document } = await open(path);
      const [first] = await findings(uri);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        uri,
        first.range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
      const preferred = actions.filter(({ isPreferred }) => isPreferred);
      assert.lengthOf(preferred, 1, actions.map(({ title }) => title).join(", "));
      const [{ edit }] = preferred;
      if (edit === undefined) throw new Error("the fix has no edit");
      assert.isTrue(await vscode.workspace.applyEdit(edit));
      await until("the finding to go", () => findingsOf(uri).length === 0);
      assert.match(document.getText(), /Lock\(\)/);
    });
  }

  it("applies the fix and the squiggle goes", async function () {
    if (!(await page.available())) return this.skip();
    const { uri } = await open("unguarded-shared-map/racy/main.go");
    const [first] = await findings(uri);
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) throw new Error("no editor");
    editor.selection = new vscode.Selection(first.range.start, first.range.start);
    await page.waitFor(".squiggly-error, .squiggly-warning");
    await page.screenshot("before-fix");
    await vscode.commands.executeCommand("editor.action.quickFix");
    await page.waitFor(".action-widget");
    await page.screenshot("light-bulb");
    await page.press("Enter");
    await until("the finding to go", () => findingsOf(uri).length === 0);
    await page.waitGone(".squiggly-error, .squiggly-warning");
    await page.waitGone("text=Show a failing schedule");
    await page.screenshot("after-fix");
  });
});
