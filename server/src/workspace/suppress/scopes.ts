/** Where a suppressing comment counts: a line, a declaration, a statement or the file. */
import type { File, Node, PlacedDecl, Range } from "../../syntax/ast.ts";
import { bodyOf } from "../../syntax/bodies.ts";
import type { LineIndex } from "../../syntax/lines.ts";
import { walk } from "../../syntax/walk.ts";
import type { CommentGroup } from "./groups.ts";

/** A file with its lines, as the scopes need it. */
export interface LinedFile {
  readonly text: string;
  readonly file: File;
  readonly lines: LineIndex;
}

/** Everything in the file. */
export function wholeFile({ text }: LinedFile): Range {
  return { pos: 0, end: text.length };
}

/** `//mapvet:ignore`: the file before the package clause, the declaration as its doc comment, else a line. */
export function mapvetScope(of: LinedFile, group: CommentGroup): Range {
  const { file } = of;
  if (file.packageName !== "" && group.pos < file.packageNameRange.pos) return wholeFile(of);
  return (group.trailing ? undefined : documented(of, group)) ?? lineScope(of, group);
}

/** The line of the comment, or for one that stands alone the line below its group. */
export function lineScope(of: LinedFile, group: CommentGroup): Range {
  return linesFrom(of, group.trailing ? group.firstLine : group.lastLine + 1, 1);
}

/**
 * `//nolint`: the lines of its group, and whatever begins below it in the same column: a statement, a
 * declaration, the whole file (golangci-lint, pkg/result/processors/nolint_filter.go).
 */
export function nolintScopes(of: LinedFile, group: CommentGroup): Range[] {
  const { text, file, lines } = of;
  const scopes = [linesFrom(of, group.firstLine, group.lastLine - group.firstLine + 1)];
  const begins = (offset: number): boolean => {
    const { row, column } = lines.pointAt(offset);
    return row === group.lastLine + 1 && column === group.column;
  };
  if (file.packageName !== "" && begins(text.lastIndexOf("package", file.packageNameRange.pos))) {
    scopes.push(wholeFile(of));
  }
  for (const placed of file.decls) {
    const range = rangeOf(placed);
    if (lines.pointAt(range.pos).row > group.lastLine + 1 || range.end < group.end) continue;
    const visit = (node: Node): void => {
      const at = shift(node, placed.offset);
      if (begins(at.pos)) scopes.push(at);
    };
    walk(placed.decl, visit);
    if (placed.decl.kind === "FuncDecl") walk(bodyOf(placed.decl), visit);
  }
  return scopes;
}

/** The declaration, or the part of a grouped one, that begins on the line below a group. */
function documented({ file, lines }: LinedFile, group: CommentGroup): Range | undefined {
  const below = (range: Range): boolean => lines.pointAt(range.pos).row === group.lastLine + 1;
  for (const placed of file.decls) {
    const whole = rangeOf(placed);
    if (below(whole)) return whole;
    if (placed.decl.kind !== "GenDecl" || whole.end < group.end) continue;
    const specs = placed.decl.specs.map((spec) => shift(spec, placed.offset));
    const spec = specs.find(below);
    if (spec !== undefined) return spec;
  }
  return undefined;
}

function rangeOf({ decl, offset }: PlacedDecl): Range {
  return shift(decl, offset);
}

function shift({ pos, end }: Range, by: number): Range {
  return { pos: pos + by, end: end + by };
}

/** Some whole lines; empty when they lie behind the end. */
function linesFrom({ text, lines }: LinedFile, first: number, count: number): Range {
  const pos = lines.startOf(first) ?? text.length;
  const after = lines.startOf(first + count);
  return { pos, end: after === undefined ? text.length : after - 1 };
}
