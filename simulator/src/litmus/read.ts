/** Litmus tests from text: a `.litmus` file as herd7 and diy write it, or JSON. */
import type { Program, VariableLocation } from "../program.ts";
import { columnsOf } from "./cells.ts";
import { keysOf } from "./condition.ts";
import { type Init, readInit } from "./init.ts";
import { readLitmusJson } from "./json.ts";
import { spansOf } from "./lines.ts";
import { parseQuestion, type Question } from "./parse-condition.ts";
import { collecting, type LitmusProblem } from "./problem.ts";
import { type Sections, sectionsOf } from "./sections.ts";
import type { Litmus, LitmusFile } from "./test.ts";
import { threadOf } from "./thread.ts";

/**
 * Reads the tests of a text; `file` is what their source spans call it. JSON begins with a bracket, a
 * `.litmus` file (one test) with the name of its architecture. Never throws.
 */
export function readLitmus(file: string, source: string): LitmusFile {
  if (/^\s*[[{]/.test(source)) return readLitmusJson(source);
  const problems: LitmusProblem[] = [];
  const test = collecting(problems, () => testOf(file, source, sectionsOf(source), problems));
  problems.sort((one, other) => one.start - other.start);
  return { tests: test === undefined || problems.length > 0 ? [] : [test], problems };
}

function testOf(file: string, source: string, sections: Sections, problems: LitmusProblem[]): Litmus {
  const init = readInit(sections, problems);
  const columns = columnsOf(sections, problems);
  const question = collecting(problems, () => parseQuestion(sections, columns.length)) ?? {
    locations: [],
    filter: null,
    condition: null,
  };
  const keys = askedKeys(question);
  const span = spansOf(file, source);
  const threads = columns.map((cells, index) => {
    const prefix = `${index}:`;
    const asked = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return threadOf({ sections, index, cells, init, asked, span }, problems);
  });
  const program: Program = {
    name: sections.name,
    locations: memoryOf(init, threads, keys),
    syncs: [],
    threads,
  };
  return {
    name: sections.name,
    program,
    condition: question.condition,
    filter: question.filter,
    observed: observedKeys(question),
    weakFences: columns
      .flat()
      .some(({ start, end }) => /\b[sl]fence\b/i.test(sections.text.slice(start, end))),
    ...sections.title,
  };
}

/** What the states are listed by: herd7 takes the condition and the locations. */
function observedKeys({ condition, locations }: Question): string[] {
  return [...new Set([...(condition === null ? [] : keysOf(condition.proposition)), ...locations])];
}

/** Every register and location that must be part of a final state. */
function askedKeys(question: Question): string[] {
  const { filter } = question;
  return [...new Set([...observedKeys(question), ...(filter === null ? [] : keysOf(filter))])];
}

/** Memory: what the initial state names, then what the code and the end of the test name besides. */
function memoryOf(init: Init, threads: Program["threads"], keys: readonly string[]): VariableLocation[] {
  const used = threads
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => ("location" in instruction ? [instruction.location] : []));
  const asked = keys.filter((key) => !key.includes(":"));
  const names = new Set([...init.memory.keys(), ...used, ...asked]);
  return [...names].map((name) => ({ kind: "variable", name, initial: init.memory.get(name) ?? 0 }));
}
