/** Asks the server for the program of a place, and remembers in the panel which place it was. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { PanelBounds, ToPanel } from "../../protocol/src/panel.ts";
import {
  type ScenarioResult,
  type ShowScheduleArguments,
  scenarioRequest,
} from "../../protocol/src/requests.ts";

/**
 * The message that shows a place's program in the panel, or says why there is none. Without a number of
 * goroutines the code decides how many run it.
 */
export async function loadScenario(
  client: BaseLanguageClient,
  place: ShowScheduleArguments,
  goroutines?: number,
): Promise<ToPanel> {
  try {
    // The server knows open documents; after a reload of the window this one may not be open yet.
    await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
    const result = await client.sendRequest<ScenarioResult>(scenarioRequest, { ...place, goroutines });
    if ("problem" in result) return { type: "problem", message: result.problem };
    const { title, goroutines: count, ...scenario } = result;
    return {
      type: "load",
      scenario,
      title,
      locale: vscode.env.language,
      origin: JSON.stringify(place),
      bounds: bounds(),
      ...(count === undefined ? {} : { goroutines: count }),
    };
  } catch (error) {
    return { type: "problem", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Where explorations stop, by the settings; their defaults are in the manifest. */
function bounds(): PanelBounds {
  const settings = vscode.workspace.getConfiguration("mapvet.simulator");
  return {
    states: settings.get("maxStates", 2_000_000),
    seconds: settings.get("maxSeconds", 15),
    megabytes: settings.get("maxMegabytes", 400),
  };
}

/** The place in the state that a panel saved. */
export function originOf(state: unknown): ShowScheduleArguments | undefined {
  if (!isRecord(state) || typeof state.origin !== "string") return undefined;
  try {
    return readArguments(JSON.parse(state.origin));
  } catch {
    return undefined;
  }
}

/** The number of goroutines in the state that a panel saved. */
export function goroutinesOf(state: unknown): number | undefined {
  return isRecord(state) && typeof state.goroutines === "number" ? state.goroutines : undefined;
}

/** The place in a command's argument. */
export function readArguments(value: unknown): ShowScheduleArguments | undefined {
  if (!isRecord(value) || typeof value.uri !== "string") return undefined;
  const { uri, fingerprint } = value;
  const position = readPlace(value.position);
  if (position === undefined) return undefined;
  const end = readPlace(value.end);
  return { uri, position, ...(end && { end }), ...(typeof fingerprint === "string" && { fingerprint }) };
}

function readPlace(value: unknown): ShowScheduleArguments["position"] | undefined {
  if (!isRecord(value)) return undefined;
  const { line, character } = value;
  return typeof line === "number" && typeof character === "number" ? { line, character } : undefined;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
