/** The options with which the client starts the server, read with care: any editor may send anything. */
import type { ServerAssets, ServerOptions } from "../../../protocol/src/requests.ts";
import type { CheckId } from "../../../protocol/src/rules.ts";
import { readSettings, record, type Settings } from "./settings.ts";

/** The options, each with a value. */
export interface ReadOptions extends Required<Pick<ServerOptions, "commands" | "readsFiles">> {
  readonly settings: Settings;
  readonly rulePage: string | undefined;
  readonly assets: ServerAssets | undefined;
}

/** Reads `initializationOptions`. */
export function readOptions(value: unknown): ReadOptions {
  const options = record(value);
  const { commands, rulePage } = options;
  return {
    settings: readSettings(options.settings),
    commands: Array.isArray(commands) ? commands.filter((name) => typeof name === "string") : [],
    rulePage: typeof rulePage === "string" ? rulePage : undefined,
    readsFiles: options.readsFiles === true,
    assets: readAssets(options.assets),
  };
}

function readAssets(value: unknown): ServerAssets | undefined {
  const { runtime, language, stdlib } = record(value);
  return runtime instanceof Uint8Array && language instanceof Uint8Array && typeof stdlib === "string"
    ? { runtime, language, stdlib }
    : undefined;
}

/** The address of a rule's page, if the client or the installation has one. */
export function rulePage(template: string | undefined, rule: CheckId): string | undefined {
  return template?.replaceAll("{rule}", rule);
}
