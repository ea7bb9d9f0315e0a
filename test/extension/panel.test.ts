/** The panel, opened from the lens, replaying the schedule that ends the program. */
import { assert } from "chai";
import * as vscode from "vscode";
import { page, panel } from "./page.ts";
import { closeAll, findings, open, until } from "./workspace.ts";

const path = "concurrent-map-access/racy/main.go";

describe("the simulator panel", () => {
  afterEach(closeAll);

  it("the lens names the command with the finding", async () => {
    const { uri } = await open(path);
    await findings(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      uri,
      10,
    );
    const [lens] = lenses.filter(({ command }) => command?.command === "mapvet.showSchedule");
    assert.isDefined(lens);
  });

  it("opens from the lens and replays the fatal schedule; the editor's line follows", async function () {
    if (!(await page.available())) return this.skip();
    const { uri } = await open(path);
    await findings(uri);
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    // The lens of an earlier visit is shown from a cache at first, and does nothing yet.
    await vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri, 10);
    const isOpen = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isPanel));
    for (let click = 0; click < 5 && !isOpen(); click++) {
      await page.click(".codelens-decoration a >> text=Show a failing schedule");
      await until("the panel", isOpen, 2000).catch(() => undefined);
    }
    await panel.waitFor("text=concurrent map writes");
    await page.screenshot("panel-opened");
    await panel.click("role=button[name=/fatal/i]");
    for (let step = 1; step <= 3; step++) await panel.click("role=button[name='Step forward']");
    await page.waitFor(marked);
    await page.screenshot("panel-step");
    await panel.click("role=button[name='Last step']");
    await panel.waitFor("role=status >> text=concurrent map writes");
    await page.waitFor(marked);
    await panel.evaluate("document.scrollingElement.scrollTop = 0");
    await page.screenshot("panel-fatal");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});

/** What VS Code makes of an extension's decoration. */
const marked = ".editor-instance .view-overlays [class*=TextEditorDecorationType]";

function isPanel({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith("mapvet.panel");
}
