/** The program for the simulator at a place of the reader's code. */
import type { CancellationToken } from "vscode-languageserver";
import { message } from "../../../protocol/src/messages.ts";
import type { ScenarioParams, ScenarioResult } from "../../../protocol/src/requests.ts";
import type { Program } from "../../../simulator/src/program.ts";
import type { Engine, FunctionInfo } from "../workspace/api.ts";
import { type Session, stopIfCancelled } from "./session.ts";

/** Answers `mapvet/scenario`. */
export async function scenario(
  session: Session,
  params: ScenarioParams,
  token: CancellationToken,
): Promise<ScenarioResult<Program>> {
  const at = await session.at(params.uri, token);
  if (session.engine === undefined) return { problem: session.say(message("editor.notReady")) };
  if (at === undefined) return { problem: session.say(message("editor.noFile")) };
  const { text, path } = at.document;
  const selected = await selectedFunctions(at.engine, path, params, (place) => text.offsetAt(place));
  if (selected.length > 1) {
    const names = selected.map(({ name }) => name).join(", ");
    return { problem: session.say(message("scenario.severalSelected", { names })) };
  }
  const offset = Math.max(text.offsetAt(params.position), selected[0]?.start ?? 0);
  const { fingerprint, goroutines } = params;
  const ask = (callers: number | undefined): ReturnType<Engine["scenario"]> =>
    at.engine.scenario(path, offset, { fingerprint, callers });
  const asked = await ask(goroutines);
  // A function that starts no goroutine is run by two: it may be called so, and the reader can choose more.
  const alone = "problem" in asked && asked.problem.id === "scenario.noGoroutines";
  const result = alone ? await ask(2) : asked;
  stopIfCancelled(token);
  if ("problem" in result) return { problem: session.say(result.problem) };
  return {
    program: result.program,
    abstractions: result.abstractions.map((line) => session.say(line)),
    title: result.program.name,
    runtime: result.runtime,
    ...goroutinesOf(result.program),
  };
}

/** The functions that a selection touches; none without one. */
async function selectedFunctions(
  engine: Engine,
  path: string,
  { position, end }: ScenarioParams,
  offsetAt: (place: ScenarioParams["position"]) => number,
): Promise<readonly FunctionInfo[]> {
  if (end === undefined) return [];
  const [from, to] = [offsetAt(position), offsetAt(end)];
  return (await engine.functions(path)).filter((func) => func.start < to && from < func.end);
}

/** Functions that are run side by side can be run by more goroutines; a function that starts its own cannot. */
function goroutinesOf({ threads }: Program): { readonly goroutines?: number } {
  const side = threads.filter(({ start }) => start === "initial").length;
  return side > 1 ? { goroutines: side } : {};
}
