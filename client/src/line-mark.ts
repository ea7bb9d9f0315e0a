/** Marks the code of the step that the reader looks at in the panel. */
import * as vscode from "vscode";
import type { RevealMessage } from "../../protocol/src/panel.ts";
import { partsOfPath } from "../../protocol/src/paths.ts";
import { characterAt } from "./columns.ts";

/** The mark; there is one in the window. */
export class LineMark implements vscode.Disposable {
  readonly #line = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.stackFrameHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("editor.stackFrameHighlightBackground"),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  readonly #code = vscode.window.createTextEditorDecorationType({
    border: "1px solid",
    borderColor: new vscode.ThemeColor("focusBorder"),
  });
  /** What an edit moves is no longer what the panel speaks of. */
  readonly #edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && document.uri.toString() === this.#shown) this.clear();
  });
  #shown = "";
  /** Steps follow each other faster than editors open: only the last one counts. */
  #turn = 0;

  /** Shows the code and marks it; in an editor that has the file already, or else beside the panel. */
  async show(message: RevealMessage, panelColumn: vscode.ViewColumn | undefined): Promise<void> {
    const turn = ++this.#turn;
    const uri = vscode.Uri.from(partsOfPath(message.file));
    const editor = await this.#editorOf(uri, message.focus, panelColumn);
    if (turn !== this.#turn) return;
    this.clear();
    const range = rangeOf(editor.document, message);
    this.#shown = uri.toString();
    editor.setDecorations(this.#line, [range]);
    editor.setDecorations(this.#code, [range]);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Takes the mark away. */
  clear(): void {
    this.#shown = "";
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(this.#line, []);
      editor.setDecorations(this.#code, []);
    }
  }

  dispose(): void {
    this.#edits.dispose();
    this.#line.dispose();
    this.#code.dispose();
  }

  async #editorOf(
    uri: vscode.Uri,
    focus: boolean,
    panelColumn: vscode.ViewColumn | undefined,
  ): Promise<vscode.TextEditor> {
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    if (visible !== undefined && !focus) return visible;
    // Never over the panel itself.
    const free = panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
    const viewColumn = visible?.viewColumn ?? free;
    return vscode.window.showTextDocument(uri, { viewColumn, preserveFocus: !focus });
  }
}

function rangeOf(document: vscode.TextDocument, message: RevealMessage): vscode.Range {
  const at = (line: number, column: number): vscode.Position => {
    const index = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
    return new vscode.Position(index, characterAt(document.lineAt(index).text, column));
  };
  return new vscode.Range(at(message.line, message.column), at(message.endLine, message.endColumn));
}
