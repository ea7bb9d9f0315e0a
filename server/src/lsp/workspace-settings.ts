/** Where the settings come from: asked of the client for each folder, or sent by it. */
import type { DidChangeConfigurationParams } from "vscode-languageserver";
import { pathOf } from "./paths.ts";
import type { Session } from "./session.ts";
import { readSettings, record, type Settings } from "./settings.ts";

/** Asks the client for the settings of each folder. Without that ability, those of the start hold. */
export async function pullSettings(session: Session, folders: readonly string[]): Promise<void> {
  if (session.capabilities.workspace?.configuration !== true) return;
  const items = [{ section: "mapvet" }, ...folders.map((scopeUri) => ({ scopeUri, section: "mapvet" }))];
  const answers: unknown[] = await session.connection.workspace.getConfiguration(items);
  const byFolder = new Map<string, Settings>();
  for (const [index, answer] of answers.entries()) {
    const folder = index === 0 ? "" : pathOf(folders[index - 1]);
    // An editor that knows nothing of these settings answers null: what it sent at the start holds.
    byFolder.set(folder, answer === null ? session.options.settings : readSettings(answer));
  }
  session.setSettings(byFolder);
}

/** Takes the settings of a client that sends them with the notification. */
export function takeSettings(session: Session, params: DidChangeConfigurationParams): void {
  if (session.capabilities.workspace?.configuration === true) return;
  const all = record(params.settings);
  session.setSettings(new Map([["", readSettings(all.mapvet ?? all)]]));
}
