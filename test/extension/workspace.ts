/** The folder that the window has open: a copy of `examples/` that tests may change. */
import * as vscode from "vscode";

/** The address of a file of `examples/`. */
export function example(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Every Go file of `examples/`, by path. The web host has no file search, so this reads the folders. */
export async function goFiles(folder = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, type] of await vscode.workspace.fs.readDirectory(example(folder))) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (type === vscode.FileType.Directory) found.push(...(await goFiles(path)));
    else if (name.endsWith(".go")) found.push(path);
  }
  return found.sort();
}

/** Waits until `check` gives something, asking every 50 ms; throws what was waited for after `patience` ms. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false,
  patience = 20_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const value = check();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${patience} ms for ${what}`);
}

/** The files that tests opened, as they were before. */
const originals = new Map<string, Uint8Array>();

/** Opens a file of `examples/` in the editor. */
export async function open(path: string): Promise<{ uri: vscode.Uri; document: vscode.TextDocument }> {
  const uri = example(path);
  if (!originals.has(path)) originals.set(path, await vscode.workspace.fs.readFile(uri));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return { uri, document };
}

/** What Mapvet reports in a file now. */
export function findingsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "mapvet");
}

/** Waits for the findings of a file: at least one. */
export function findings(uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  return until("the findings", () => findingsOf(uri).length > 0 && findingsOf(uri));
}

/**
 * Closes all editors and puts the files back as they were, so that the next test begins like the first.
 * VS Code in a browser saves edits by itself after a second, so reverting would not do.
 */
export async function closeAll(): Promise<void> {
  await vscode.workspace.saveAll();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  for (const [path, bytes] of originals) await vscode.workspace.fs.writeFile(example(path), bytes);
}
