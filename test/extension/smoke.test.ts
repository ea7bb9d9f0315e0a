import { assert } from "chai";
import * as vscode from "vscode";
import { page } from "./page.ts";
import { example, goFiles, until } from "./workspace.ts";

describe("the extension", () => {
  it("is present and starts when a Go file is opened", async () => {
    const extension = vscode.extensions.getExtension("mapvet.mapvet");
    assert.isDefined(extension);
    const [file] = await goFiles();
    assert.isDefined(file);
    await vscode.window.showTextDocument(example(file));
    await until("the extension to start", () => extension.isActive);
    if (await page.available()) await page.screenshot("opened");
  });
});
