/** What can be wrong with the text of a litmus test. The words for the reader are the faces' own. */

/** A stretch of the text, in UTF-16 units from its start. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type LitmusProblemId =
  | "empty"
  | "not-a-test"
  | "architecture"
  | "comment"
  | "string"
  | "no-init"
  | "init-end"
  | "init-item"
  | "init-value"
  | "init-array"
  | "init-pointer"
  | "init-thread"
  | "no-threads"
  | "thread-name"
  | "columns"
  | "character"
  | "number"
  | "instruction"
  | "instruction-word"
  | "operand"
  | "operand-name"
  | "operands"
  | "rest"
  | "two-memory"
  | "memory-and-register"
  | "width"
  | "immediate"
  | "lock"
  | "lock-memory"
  | "cmpxchg-lock"
  | "test"
  | "address"
  | "address-unknown"
  | "address-value"
  | "label"
  | "label-twice"
  | "condition"
  | "condition-value"
  | "condition-register"
  | "condition-thread"
  | "condition-deep"
  | "json"
  | "json-end"
  | "json-deep"
  | "json-missing"
  | "json-object"
  | "json-list"
  | "json-text"
  | "json-integer"
  | "json-operation"
  | "json-key";

/** A problem with its place and the values of its sentence. */
export interface LitmusProblem extends TextRange {
  readonly id: LitmusProblemId;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Thrown while a part of a test is read; the readers catch it and go on with the next part. */
export class LitmusError extends Error {
  readonly problem: LitmusProblem;

  constructor(id: LitmusProblemId, range: TextRange, args: LitmusProblem["args"] = {}) {
    super(id);
    this.name = "LitmusError";
    this.problem = { id, args, start: range.start, end: Math.max(range.end, range.start) };
  }
}

/** Runs one part of reading; its problem goes to the list, and `undefined` comes back. */
export function collecting<T>(problems: LitmusProblem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LitmusError)) throw error;
    problems.push(error.problem);
    return undefined;
  }
}
