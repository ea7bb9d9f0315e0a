/** A goroutine's code, out of its instructions: the lines they stand for, and what each of them does. */
import type { Instruction, Thread } from "../../../simulator/src/index.ts";
import type { CodeLine, LaneCode } from "./panel-view.ts";

/** The code of a goroutine: one line for each that an instruction stands for, in the order of the code. */
export function codeOf(thread: Thread): LaneCode {
  return { lines: gather(thread), instructions: thread.instructions.map(instructionText) };
}

function gather(thread: Thread): CodeLine[] {
  const lines = new Map<string, CodeLine & { readonly runs: number[][] }>();
  let before = "";
  for (const [index, { source, silent }] of thread.instructions.entries()) {
    const key = source === undefined ? "" : `${source.file}:${source.line}`;
    const joined = key === before;
    before = key;
    if (source === undefined || silent === true) continue;
    const { runs, ...known } = lines.get(key) ?? { source, text: "", runs: [] };
    const run = joined ? runs[runs.length - 1] : undefined;
    if (run === undefined) runs.push([index]);
    else run.push(index);
    // Several pieces of one line: the longest says most about it.
    const text = firstLine(source.text);
    lines.set(key, { ...known, runs, text: text.length > known.text.length ? text : known.text });
  }
  // Files in the order of their first instruction; within a file by line, as the reader knows it.
  const files = [...new Set([...lines.values()].map(({ source }) => source.file))];
  return [...lines.values()].sort(
    (a, b) => files.indexOf(a.source.file) - files.indexOf(b.source.file) || a.source.line - b.source.line,
  );
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end).trimEnd();
}

/** What an instruction does, in the words of the machine: `load hits`, `store hits`, `read counts`. */
function instructionText(instruction: Instruction): string {
  const { kind } = instruction;
  if ("location" in instruction) return `${kind} ${instruction.location}`;
  if ("map" in instruction) return `${kind.replace("map-", "")} ${instruction.map}`;
  if ("sync" in instruction) return `${kind} ${instruction.sync}`;
  if ("thread" in instruction) return `${kind} ${instruction.thread}`;
  if ("register" in instruction && instruction.register !== undefined)
    return `${kind} ${instruction.register}`;
  return kind;
}
