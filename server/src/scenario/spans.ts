/** Places in the reader's files, as the simulator shows them. */
import type { SourceSpan } from "../../../simulator/src/program.ts";
import type { Range } from "../syntax/ast.ts";
import { LineIndex } from "../syntax/lines.ts";
import type { Code } from "./frame.ts";

interface Source {
  readonly text: string;
  readonly lines: LineIndex;
}

/** Makes spans; remembers the lines of each file. */
export class Spans {
  readonly #text: (path: string) => string | undefined;
  readonly #sources = new Map<string, Source | undefined>();
  readonly #declarations = new Map<string, SourceSpan>();

  constructor(text: (path: string) => string | undefined) {
    this.#text = text;
  }

  /** The span of a node of a function; of several lines only the first is shown. */
  of(code: Pick<Code, "pkg" | "decl">, range: Range): SourceSpan | undefined {
    const placement = code.pkg.placementOf(code.decl);
    if (placement === undefined) return undefined;
    return this.ofFile(placement.unit.path, placement.offset + range.pos, placement.offset + range.end);
  }

  /** Remembers where the memory with a key is declared. */
  declare(key: string, span: SourceSpan | undefined): void {
    if (span !== undefined) this.#declarations.set(key, span);
  }

  /** Where the memory with a key is declared. */
  declaration(key: string): SourceSpan | undefined {
    return this.#declarations.get(key);
  }

  /** The span of UTF-16 offsets in a file. */
  ofFile(path: string, from: number, to: number): SourceSpan | undefined {
    const source = this.#source(path);
    if (source === undefined) return undefined;
    const { text, lines } = source;
    const newline = text.indexOf("\n", from);
    const oneLine = newline < 0 || newline >= to;
    const firstLine = oneLine ? text.slice(from, to) : text.slice(from, newline).trimEnd();
    const start = lines.goPositionAt(from);
    const end = lines.goPositionAt(from + firstLine.length);
    return {
      file: path,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      text: oneLine ? firstLine : `${firstLine} …`,
    };
  }

  #source(path: string): Source | undefined {
    if (!this.#sources.has(path)) {
      const text = this.#text(path);
      this.#sources.set(path, text === undefined ? undefined : { text, lines: new LineIndex(text) });
    }
    return this.#sources.get(path);
  }
}
