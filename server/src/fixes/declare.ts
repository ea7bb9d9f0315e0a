/** Declares a lock above the map it guards. */
import type { Comment, Field, File, StructType, ValueSpec } from "../syntax/ast.ts";
import { lowerFile } from "../syntax/file.ts";
import { lineEnd, lineStart } from "./draft.ts";
import type { Pass } from "./finish.ts";
import { type Line, layout } from "./layout.ts";
import type { FieldTarget, VariableTarget } from "./target.ts";

/** Adds `name type` above the map's declaration, in the layout that gofmt gives it. */
export function declareLock(target: FieldTarget | VariableTarget, name: string, type: string): Pass {
  return (text, file) =>
    target.kind === "field"
      ? inStruct(text, file, target, name, type)
      : atTop(text, file, target, name, type);
}

// ---------------------------------------------------------------------------------------------
// Fields

interface PlacedStruct {
  readonly struct: StructType;
  readonly offset: number;
}

function findStruct(file: File, typeName: string): PlacedStruct | undefined {
  for (const { decl, offset } of file.decls) {
    if (decl.kind !== "GenDecl") continue;
    for (const spec of decl.specs) {
      if (spec.kind === "TypeSpec" && spec.name.name === typeName && spec.type.kind === "StructType") {
        return { struct: spec.type, offset };
      }
    }
  }
  return undefined;
}

function inStruct(text: string, file: File, target: FieldTarget, name: string, type: string): string {
  const found = findStruct(file, target.spec.name.name);
  const field = found?.struct.fields.find((one) => one.names.some((ident) => ident.name === target.map.name));
  if (found === undefined || field === undefined) return text;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const { struct, offset } = found;
  const [start, end] = [offset + struct.pos, offset + struct.end];
  if (!text.slice(start, end).includes("\n")) {
    const indent = /^[ \t]*/.exec(text.slice(lineStart(text, start)))?.[0] ?? "";
    const lines = layout([{ cells: [name, type] }, { cells: splitField(text, field, offset) }]);
    const body = lines.map((line) => `${indent}\t${line}${newline}`).join("");
    return `${text.slice(0, start)}struct {${newline}${body}${indent}}${text.slice(end)}`;
  }
  const clean = isLaidOut(text, file, found);
  const index = struct.fields.indexOf(field);
  const at = commentStart(text, offset + field.pos, start);
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, offset + field.pos)))?.[0] ?? "\t";
  const above = index > 0 && !/\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, at)) ? newline : "";
  const next = struct.fields[index + 1];
  const below =
    next !== undefined && next.type.kind === "MapType" && !next.blankLineBefore
      ? lineEnd(text, offset + field.end)
      : undefined;
  let changed = text;
  if (below !== undefined) changed = changed.slice(0, below) + newline + changed.slice(below);
  changed = `${changed.slice(0, at)}${above}${indent}${name} ${type}${newline}${changed.slice(at)}`;
  return clean ? relaid(changed, target.spec.name.name) : changed;
}

/** Where the comment lines directly above a position start; the start of its own line without such. */
function commentStart(text: string, at: number, from: number): number {
  let start = lineStart(text, at);
  while (start > from) {
    const above = lineStart(text, start - 1);
    if (above <= from || !/^[ \t]*\/\//.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function splitField(text: string, field: Field, offset: number): string[] {
  const names = field.names.map((ident) => ident.name).join(", ");
  const type = text.slice(offset + field.type.pos, offset + field.type.end);
  return names === "" ? [type] : [names, type];
}

/** The lines of a struct's fields as gofmt lays them out, by line start. */
function structRows(
  text: string,
  file: File,
  { struct, offset }: PlacedStruct,
): { at: number; end: number; text: string }[] {
  const rows: { at: number; end: number; line: Line; indent: string }[] = [];
  const first = struct.fields[0];
  if (first === undefined) return [];
  let next = lineEnd(text, offset + struct.pos) + 1;
  const stop = lineStart(text, offset + struct.end - 1);
  let breakBefore = true;
  while (next < stop) {
    const at = next;
    const end = lineEnd(text, at);
    next = text.indexOf("\n", at) + 1;
    if (next === 0) break;
    const field = struct.fields.find((one) => lineStart(text, offset + one.pos) === at);
    if (field === undefined) {
      breakBefore = true;
      rows.push({
        at,
        end,
        line: { cells: [text.slice(at, end).trim()], breakBefore },
        indent: /^[ \t]*/.exec(text.slice(at, end))?.[0] ?? "",
      });
      continue;
    }
    const comment = commentOn(file.comments, text, offset + field.end);
    const line = fieldLine(text, field, offset, comment, struct.fields.length === 1);
    rows.push({
      at,
      end,
      line: { ...line, breakBefore },
      indent: /^[ \t]*/.exec(text.slice(at, end))?.[0] ?? "",
    });
    breakBefore = offset + field.end > end;
  }
  const laid = layout(rows.map(({ line }) => line));
  return rows.map(({ at, end, indent }, i) => ({ at, end, text: laid[i] === "" ? "" : indent + laid[i] }));
}

/** The comment behind a position on its line. */
function commentOn(comments: readonly Comment[], text: string, at: number): string | undefined {
  const end = lineEnd(text, at);
  return comments.find((comment) => comment.pos >= at && comment.pos < end)?.text;
}

function fieldLine(
  text: string,
  field: Field,
  offset: number,
  comment: string | undefined,
  only: boolean,
): Line {
  const names = field.names.map((ident) => ident.name).join(", ");
  const whole = text.slice(offset + field.type.pos, offset + field.type.end);
  const [type] = whole.split(/\r?\n/);
  const multi = type !== whole;
  const tag = multi ? "" : text.slice(offset + field.type.end, offset + field.end).trim();
  const note = multi ? "" : (comment ?? "");
  if (only) return { cells: [[names, type, tag, note].filter((part) => part !== "").join(" ")] };
  if (multi) return { cells: names === "" ? [type] : [names, type] };
  const cells = names === "" ? [type] : [names, type];
  if (names === "") {
    if (tag !== "") cells.push(tag);
    if (note !== "") cells.push(...(tag === "" ? ["", note] : [note]));
    return { cells };
  }
  const kept = new Set<number>();
  if (tag !== "") cells.push("", tag);
  if (note !== "") {
    if (tag !== "") kept.add(cells.length - 1);
    cells.push(note);
  }
  return { cells, kept };
}

function isLaidOut(text: string, file: File, found: PlacedStruct): boolean {
  return structRows(text, file, found).every((row) => text.slice(row.at, row.end) === row.text);
}

function relaid(text: string, typeName: string): string {
  const file = lowerFile(text);
  const found = findStruct(file, typeName);
  if (found === undefined) return text;
  let result = text;
  for (const row of structRows(text, file, found).toReversed()) {
    result = result.slice(0, row.at) + row.text + result.slice(row.end);
  }
  return result;
}

// ---------------------------------------------------------------------------------------------
// Package variables

function atTop(text: string, file: File, target: VariableTarget, name: string, type: string): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  for (const { decl, offset } of file.decls) {
    if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
    const spec = decl.specs.find(
      (one): one is ValueSpec =>
        one.kind === "ValueSpec" && one.names.some((ident) => ident.name === target.map.name),
    );
    if (spec === undefined) continue;
    const start = offset + decl.pos;
    const grouped = /^var\s*\(/.test(text.slice(start, offset + decl.end));
    if (!grouped) {
      const at = commentStart(text, start, 0);
      const gap = at === lineStart(text, start) ? "" : newline;
      return `${text.slice(0, at)}var ${name} ${type}${newline}${gap}${text.slice(at)}`;
    }
    const clean = isLaidOutVars(text, file, target.map.name);
    const own = lineStart(text, offset + spec.pos);
    const at = commentStart(text, own, start);
    const indent = /^[ \t]*/.exec(text.slice(own))?.[0] ?? "\t";
    const changed = `${text.slice(0, at)}${indent}${name} ${type}${newline}${text.slice(at)}`;
    return clean ? relaidVars(changed, target.map.name) : changed;
  }
  return text;
}

/** The lines of a `var` group that holds a name, as gofmt lays them out. */
function varRows(text: string, file: File, name: string): { at: number; end: number; text: string }[] {
  for (const { decl, offset } of file.decls) {
    if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
    const specs = decl.specs.filter((one): one is ValueSpec => one.kind === "ValueSpec");
    if (!specs.some((spec) => spec.names.some((ident) => ident.name === name))) continue;
    const keep = keptTypes(specs);
    const rows: { at: number; end: number; line: Line; indent: string }[] = [];
    let breakBefore = true;
    let last = -1;
    specs.forEach((spec, i) => {
      const at = lineStart(text, offset + spec.pos);
      const end = lineEnd(text, at);
      // Comment lines and blank lines between two specs end the columns.
      if (last >= 0 && text.slice(last, at).replace(/\r?\n/, "") !== "") breakBefore = true;
      const indent = /^[ \t]*/.exec(text.slice(at, end))?.[0] ?? "";
      rows.push({ at, end, line: { ...specLine(text, file, spec, offset, keep[i]), breakBefore }, indent });
      breakBefore = offset + spec.end > end;
      last = lineEnd(text, offset + spec.end);
    });
    const laid = layout(rows.map(({ line }) => line));
    return rows.map(({ at, end, indent }, i) => ({ at, end, text: indent + laid[i] }));
  }
  return [];
}

function specLine(text: string, file: File, spec: ValueSpec, offset: number, keepType: boolean): Line {
  const cells = [spec.names.map((ident) => ident.name).join(", ")];
  let extra = 3;
  if (spec.type !== undefined || keepType) {
    cells.push(
      spec.type === undefined
        ? ""
        : text.slice(offset + spec.type.pos, offset + spec.type.end).split(/\r?\n/)[0],
    );
    extra--;
  }
  const [first] = spec.values;
  const last = spec.values.at(-1);
  if (first !== undefined && last !== undefined) {
    cells.push(`= ${text.slice(offset + first.pos, offset + last.end).split(/\r?\n/)[0]}`);
    extra--;
  }
  const oneLine = !text.slice(offset + spec.pos, offset + spec.end).includes("\n");
  const comment = oneLine ? commentOn(file.comments, text, offset + spec.end) : undefined;
  if (comment !== undefined) {
    for (; extra > 1; extra--) cells.push("");
    cells.push(comment);
  }
  return { cells };
}

/** gofmt keeps an empty type column in a run of specs with values once a type occurred in the run. */
function keptTypes(specs: readonly ValueSpec[]): boolean[] {
  const keep = specs.map(() => false);
  let start = -1;
  let typed = false;
  const close = (end: number): void => {
    if (start >= 0 && typed) for (let i = start; i < end; i++) keep[i] = true;
    start = -1;
    typed = false;
  };
  specs.forEach((spec, i) => {
    if (spec.values.length > 0) {
      if (start < 0) start = i;
      if (spec.type !== undefined) typed = true;
    } else close(i);
  });
  close(specs.length);
  return keep;
}

function isLaidOutVars(text: string, file: File, name: string): boolean {
  return varRows(text, file, name).every((row) => text.slice(row.at, row.end) === row.text);
}

function relaidVars(text: string, name: string): string {
  let result = text;
  for (const row of varRows(text, lowerFile(text), name).toReversed()) {
    result = result.slice(0, row.at) + row.text + result.slice(row.end);
  }
  return result;
}
