/** `mapvet litmus`: reads tests, explores them, and prints what they can end in. */
import path from "node:path";
import { type Locale, message, render } from "../../../../protocol/src/messages.ts";
import {
  exploreLitmus,
  type LitmusProblem,
  readLitmus,
  renderSentence,
  SimulatorError,
} from "../../../../simulator/src/index.ts";
import { exitStatus, usage } from "../finish.ts";
import type { Host } from "../host.ts";
import { slashes } from "../paths.ts";
import { styleFor } from "../style.ts";
import { say } from "../words.ts";
import type { LitmusRequest } from "./options.ts";
import { type Explored, litmusJson } from "./report.ts";
import { litmusText } from "./text.ts";

/** Runs the tests and returns the exit status. Tests that cannot be read do not keep the others from running. */
export function runLitmus(host: Host, request: LitmusRequest, locale: Locale): number {
  const explored: Explored[] = [];
  let status: number = exitStatus.clean;
  for (const name of request.paths) {
    const text = textOf(host, name, locale);
    if (typeof text === "number") return text;
    const { tests, problems } = readLitmus(name, text);
    if (problems.length > 0) {
      host.stderr.write(problems.map((problem) => `${describe(name, text, problem, locale)}\n`).join(""));
      status = exitStatus.usage;
    }
    const options = { model: request.model, now: () => host.now() };
    for (const test of tests) {
      try {
        explored.push({ test, result: exploreLitmus(test, options) });
      } catch (error) {
        if (!(error instanceof SimulatorError)) throw error;
        const reason = renderSentence(error.sentence, locale);
        host.stderr.write(
          `${slashes(name)}: ${say(locale, "cli.litmus.cannot", { test: test.name, reason })}\n`,
        );
        status = exitStatus.usage;
      }
    }
  }
  const style = styleFor(request.color, host.stdout.isTerminal, host.env);
  if (request.format === "json") host.stdout.write(litmusJson(explored));
  else if (explored.length > 0) host.stdout.write(litmusText(explored, locale, style));
  return status;
}

/** The text of a file, or the exit status where there is none. */
function textOf(host: Host, name: string, locale: Locale): string | number {
  const file = slashes(path.resolve(host.cwd, name));
  const kind = host.files.kind(file);
  if (kind === undefined) return usage(host, locale, [message("cli.litmus.missing", { path: name })]);
  if (kind === "directory") return usage(host, locale, [message("cli.litmus.folder", { path: name })]);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(host.files.readBytes(file));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return usage(host, locale, [message("cli.litmus.noText", { path: name })]);
  }
}

/** A problem with its place: `SB.litmus:4:9: ...`. Lines from 1, columns in bytes from 1, as elsewhere. */
function describe(name: string, text: string, problem: LitmusProblem, locale: Locale): string {
  const before = text.slice(0, problem.start);
  const line = before.split("\n").length;
  const column = new TextEncoder().encode(before.slice(before.lastIndexOf("\n") + 1)).length + 1;
  const words = render(message(`litmus.problem.${problem.id}`, problem.args), locale);
  return `${slashes(name)}:${line}:${column}: ${words}`;
}
