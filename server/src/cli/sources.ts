/** The texts that findings refer to, with their lines. */
import type { ReportPosition, ReportRange } from "../../../protocol/src/report.ts";
import type { SourceRange } from "../hazards/finding.ts";
import { LineIndex } from "../syntax/lines.ts";
import type { Engine } from "../workspace/api.ts";
import type { Irregular } from "../workspace/decode.ts";
import type { FramePlace } from "./frame.ts";

/** One text. Offsets are UTF-16 offsets into it; those outside it are moved to its ends. */
export class Source {
  private readonly text: string;
  private readonly index: LineIndex;
  private split: readonly string[] | undefined;

  private readonly irregular: Irregular | undefined;

  constructor(text: string, irregular?: Irregular) {
    this.text = text;
    this.irregular = irregular;
    this.index = new LineIndex(text);
  }

  /** Line and byte column, from 1, as Go counts them. */
  position(offset: number): ReportPosition {
    const { line, column } = this.index.goPositionAt(offset);
    if (this.irregular === undefined) return { line, column };
    const { bom, invalid } = this.irregular;
    const start = this.index.startOf(line - 1) ?? 0;
    // U+FFFD takes three bytes where the file has one; a byte order mark has three and is not in the text.
    const replaced = invalid.filter((at) => at >= start && at < offset).length;
    return { line, column: column - 2 * replaced + (bom && line === 1 ? 3 : 0) };
  }

  /** Line from 0, column in UTF-16 units from 0; lines as Go counts them. */
  place(offset: number): { readonly line: number; readonly column: number } {
    const { row, column } = this.index.pointAt(Math.min(Math.max(0, offset), this.text.length));
    return { line: row, column };
  }

  /** The lines without their line ends. */
  get lines(): readonly string[] {
    this.split ??= this.text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
    return this.split;
  }
}

/** Looks texts up by path, each once. A text that is gone counts as empty. */
export class Sources {
  private readonly engine: Pick<Engine, "text" | "irregular">;
  private readonly known = new Map<string, Source>();

  constructor(engine: Pick<Engine, "text" | "irregular">) {
    this.engine = engine;
  }

  get(path: string): Source {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const source = new Source(this.engine.text(path) ?? "", this.engine.irregular(path));
    this.known.set(path, source);
    return source;
  }

  range(range: SourceRange): ReportRange {
    const source = this.get(range.path);
    return { start: source.position(range.start), end: source.position(range.end) };
  }

  place(range: SourceRange): FramePlace {
    const source = this.get(range.path);
    const start = source.place(range.start);
    const end = source.place(Math.max(range.start, range.end));
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  }
}
