/** Imports that a fix needs. */
import type { File, ImportSpec } from "../syntax/ast.ts";
import { lineEnd, lineStart } from "./draft.ts";
import { freeName } from "./names.ts";
import { refuse } from "./refusal.ts";

/** The name by which a file can say package sync: as it imports it, or as it could. */
export function syncName(file: File, isTaken: (name: string) => boolean): string {
  const known = file.imports.find((spec) => spec.path === "sync" && spec.name !== "_" && spec.name !== ".");
  if (known !== undefined) return known.name ?? "sync";
  const others = new Set(file.imports.map((spec) => spec.name ?? spec.path.split("/").at(-1)));
  return freeName(["sync", "gosync", "stdsync"], (name) => isTaken(name) || others.has(name));
}

/** The text with package sync imported under a name, in its sorted place; the same text if it is already. */
export function importSync(text: string, file: File, name: string): string {
  if (file.imports.some((spec) => spec.path === "sync" && (spec.name ?? "sync") === name)) return text;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const spec = name === "sync" ? `"sync"` : `${name} "sync"`;
  const [first] = file.imports;
  if (first === undefined) {
    const at = lineEnd(text, file.packageNameRange.end);
    return `${text.slice(0, at)}${newline}${newline}import ${spec}${text.slice(at)}`;
  }
  const blocked = file.imports.find((one) => !isSingle(text, one));
  if (blocked === undefined) return besideSingles(text, file.imports, spec, newline);
  return intoBlock(text, file.imports, blocked, spec, newline);
}

/** Is it `import "x"` without parentheses? */
function isSingle(text: string, spec: ImportSpec): boolean {
  return /^import\b/.test(text.slice(lineStart(text, spec.pos), spec.pos));
}

function besideSingles(text: string, specs: readonly ImportSpec[], spec: string, newline: string): string {
  if (specs.length > 1) {
    const next = specs.find((one) => one.path > "sync");
    if (next !== undefined) {
      const at = lineStart(text, next.pos);
      return `${text.slice(0, at)}import ${spec}${newline}${text.slice(at)}`;
    }
    const at = lineEnd(text, specs[specs.length - 1].end);
    return `${text.slice(0, at)}${newline}import ${spec}${text.slice(at)}`;
  }
  const [only] = specs;
  const start = lineStart(text, only.pos);
  const end = lineEnd(text, only.end);
  const line = `\t${text.slice(only.pos, end).trimEnd()}`;
  const lines = isStandard(only.path)
    ? only.path < "sync"
      ? [line, `\t${spec}`]
      : [`\t${spec}`, line]
    : [`\t${spec}`, "", line];
  const block = ["import (", ...lines, ")"].join(newline);
  return text.slice(0, start) + block + text.slice(end);
}

/** Into the first run of standard packages, or as a run of its own above the others. */
function intoBlock(
  text: string,
  specs: readonly ImportSpec[],
  inBlock: ImportSpec,
  spec: string,
  newline: string,
): string {
  const open = text.lastIndexOf("(", inBlock.pos);
  const close = specs.findLast((one) => one.pos > open && !text.slice(open, one.pos).includes(")"));
  const inside = specs.filter((one) => one.pos > open && close !== undefined && one.pos <= close.pos);
  if (text.slice(open, inBlock.pos).indexOf("\n") < 0) refuse("fix.no.layout");
  const runs: ImportSpec[][] = [];
  for (const one of inside) {
    const above = runs.at(-1)?.at(-1);
    const gap = above === undefined ? "" : text.slice(lineEnd(text, above.end), lineStart(text, one.pos));
    if (above === undefined || gap.trim() !== "" || /\n[ \t]*\r?\n/.test(gap)) runs.push([one]);
    else runs[runs.length - 1].push(one);
  }
  const run = runs.find((one) => isStandard(one[0].path));
  if (run === undefined) {
    const at = open + 1;
    return `${text.slice(0, at)}${newline}\t${spec}${newline}${text.slice(at)}`;
  }
  const next = run.find((one) => one.path > "sync");
  if (next !== undefined) {
    const at = lineStart(text, next.pos);
    return `${text.slice(0, at)}\t${spec}${newline}${text.slice(at)}`;
  }
  const at = lineEnd(text, run[run.length - 1].end);
  return `${text.slice(0, at)}${newline}\t${spec}${text.slice(at)}`;
}

/** The standard library's paths have no dot in their first element. */
function isStandard(path: string): boolean {
  return !path.split("/")[0].includes(".");
}
