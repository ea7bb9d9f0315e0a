/** Diagnostics, their pages, and the fix from the light bulb, in the real editor. */
import { assert } from "chai";
import * as vscode from "vscode";
import { page, panel } from "./page.ts";
import { closeAll, example, findings, findingsOf, open, until } from "./workspace.ts";

describe("a file with a race", () => {
  afterEach(closeAll);

  it("gets its squiggle, with rule, page, evidence and the other goroutine", async () => {
    const { uri } = await open("concurrent-map-access/racy/main.go");
    const [first] = await findings(uri);
    assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
    const code = first.code;
    if (typeof code !== "object") throw new Error("the code has no page");
    assert.equal(code.value, "concurrent-map-access");
    assert.isAbove(first.relatedInformation?.length ?? 0, 0);
    if (!(await page.available())) return;
    await page.waitFor(".squiggly-error");
    await page.screenshot("diagnostic");
  });

  it("the innocent twin gets none", async () => {
    const { uri } = await open("concurrent-map-access/safe/main.go");
    const racy = await open("concurrent-map-access/racy/main.go");
    await findings(racy.uri);
    assert.deepEqual(findingsOf(uri), []);
  });

  it("loses its squiggle when the code is mended by hand, without saving", async () => {
    const { uri, document } = await open("concurrent-map-access/racy/main.go");
    await findings(uri);
    const edit = new vscode.WorkspaceEdit();
    const text = document.getText();
    const at = (needle: string) => document.positionAt(text.indexOf(needle));
    edit.insert(uri, at("counts :="), "var mu sync.Mutex\n\t");
    for (const needle of ['counts["even"] +=', 'counts["odd"]++']) {
      const line = document.lineAt(at(needle).line);
      edit.insert(uri, line.range.start, "\t\t\tmu.Lock()\n");
      edit.insert(uri, line.range.end, "\n\t\t\tmu.Unlock()");
    }
    assert.isTrue(await vscode.workspace.applyEdit(edit));
    await until("the findings to go", () => findingsOf(uri).length === 0);
  });

  it("opens the page of the rule from the diagnostic", async function () {
    const { uri } = await open("concurrent-map-access/racy/main.go");
    await findings(uri);
    if (!(await page.available())) return this.skip();
    await page.hover(".view-lines >> text=even", ".monaco-hover a.code-link");
    await page.screenshot("hover");
    await page.click(".monaco-hover a.code-link");
    const label = "concurrent-map-access";
    await until("the page of the rule", () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => tab.label.includes(label))),
    );
    await panel.waitFor("h1");
    await page.screenshot("rule-page");
  });
});

describe("a file that is not open", () => {
  afterEach(closeAll);

  it("has its findings among the problems, also after it was mended and put back", async function () {
    // In the browser, reading a whole repository costs too much.
    if (example("").scheme !== "file") return this.skip();
    await open("concurrent-map-access/safe/main.go");
    await findings(example("wrong-guard/racy/main.go"));
    const { uri, document } = await open("write-under-rlock/racy/main.go");
    await findings(uri);
    const edit = new vscode.WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), "package main\n\nfunc main() {}\n");
    assert.isTrue(await vscode.workspace.applyEdit(edit));
    await until("the findings to go", () => findingsOf(uri).length === 0);
    await closeAll();
    await findings(uri);
  });
});
