/** Which function, or which finding, of a file is to be simulated. */
import { type Message, message } from "../../../../protocol/src/messages.ts";
import type { Finding } from "../../hazards/finding.ts";
import type { FunctionInfo } from "../../workspace/api.ts";
import type { SimulateRequest } from "./options.ts";

/** A file as far as the choice needs it. */
export interface Candidates {
  /** As the reader names it. */
  readonly path: string;
  readonly text: string;
  readonly functions: readonly FunctionInfo[];
  readonly findings: readonly Finding[];
}

/** Where the scenario is to be made. */
export interface Target {
  readonly offset: number;
  readonly finding: Finding | undefined;
  /** Of the function; undefined when the finding decides. */
  readonly func: FunctionInfo | undefined;
}

/** The place that a request means, or what is wrong with it. */
export function targetOf(file: Candidates, request: SimulateRequest): Target | { readonly problem: Message } {
  if (request.func !== undefined) {
    const named = byName(file, request.func);
    return "problem" in named ? named : inFunction(file, named, request);
  }
  if (request.line !== undefined) return atLine(file, request.line, request);
  return onlyOne(file, request);
}

function byName({ path, functions }: Candidates, name: string): FunctionInfo | { readonly problem: Message } {
  const found = functions.filter((func) => func.name === name || plain(func.name) === plain(name));
  const matches = found.length > 0 ? found : functions.filter((func) => func.name.endsWith(`.${name}`));
  if (matches.length === 1) return matches[0];
  if (matches.length === 0) {
    return { problem: message("cli.simulate.unknown", { path, name, choose: choose(functions) }) };
  }
  return { problem: message("cli.simulate.several", { path, name, names: names(matches) }) };
}

/** `(*Store).Set` as it may be typed without parentheses: `Store.Set`. */
function plain(name: string): string {
  return name.replace(/^\(\*?(.*)\)/, "$1");
}

function atLine(
  file: Candidates,
  line: number,
  request: SimulateRequest,
): Target | { readonly problem: Message } {
  const lines = file.text.split("\n");
  const { path, functions } = file;
  const last = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  if (line > last) return { problem: message("cli.simulate.noLine", { path, line, last }) };
  const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const to = from + lines[line - 1].length;
  const finding = file.findings.find(({ range }) => range.start >= from && range.start <= to);
  const func = functions.find(({ start, end }) => start <= to && end >= from);
  if (finding !== undefined && func?.startsGoroutines !== true) {
    return { offset: finding.range.start, finding, func: undefined };
  }
  if (func !== undefined) return inFunction(file, func, request);
  return { problem: message("cli.simulate.outside", { path, line, choose: choose(functions) }) };
}

/** A function that starts no goroutine is shown by what was found in it, if anything. */
function inFunction({ findings }: Candidates, func: FunctionInfo, { goroutines }: SimulateRequest): Target {
  const finding = findings.find(({ range }) => range.start >= func.start && range.end <= func.end);
  if (goroutines !== undefined || func.startsGoroutines || finding === undefined) {
    return { offset: func.start, finding: undefined, func };
  }
  return { offset: finding.range.start, finding, func: undefined };
}

function onlyOne(file: Candidates, request: SimulateRequest): Target | { readonly problem: Message } {
  const { path, functions, findings } = file;
  const [finding] = findings;
  if (finding !== undefined) return { offset: finding.range.start, finding, func: undefined };
  const starting = functions.filter((func) => func.startsGoroutines);
  const func = starting.length === 1 ? starting[0] : starting.find(({ name }) => name === "main");
  if (func !== undefined) return inFunction(file, func, request);
  if (starting.length > 1) {
    return { problem: message("cli.simulate.which", { path, choose: choose(starting) }) };
  }
  return { problem: message("cli.simulate.nothing", { path }) };
}

function choose(functions: readonly FunctionInfo[]): Message {
  const starting = functions.filter((func) => func.startsGoroutines);
  const offered = starting.length > 0 ? starting : functions;
  return offered.length === 0
    ? message("cli.simulate.empty")
    : message("cli.simulate.choose", { names: names(offered) });
}

/** No more names than a reader looks through. */
const maxNames = 8;

function names(functions: readonly FunctionInfo[]): string {
  const shown = functions.slice(0, maxNames).map(({ name }) => name);
  return `${shown.join(", ")}${functions.length > maxNames ? ", …" : ""}`;
}
