/** Compares lowered texts with testdata/golden/*.golden. `UPDATE=1` writes these files anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { dump, dumpDecl } from "../testkit/dump.ts";
import { GO_TEXT } from "../testkit/goText.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { lowerFileWithBodies } from "./file.ts";

beforeAll(loadSyntax);

const folder = new URL("testdata/golden/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".go.txt"));

/** One line a declaration, statement or field, so that a change shows where it is. */
function show(text: string): string {
  const { file, bodies } = lowerFileWithBodies(text);
  const lines = [`package ${file.packageName}`, ...file.imports.map((spec) => dump(spec).trim())];
  for (const { offset, decl } of file.decls) {
    const body = decl.kind === "FuncDecl" ? bodies.get(decl) : undefined;
    lines.push(`@${offset}${decl.hasError ? " error" : ""}${dumpDecl(decl)}`);
    for (const stmt of body?.list ?? []) lines.push(`  ${dump(stmt).trim()}`);
  }
  for (const error of file.errors) lines.push(`error ${error.pos}-${error.end} ${error.message}`);
  for (const comment of file.comments) lines.push(`comment ${comment.pos}-${comment.end}`);
  return `${lines.join("\n")}\n`;
}

describe("golden", () => {
  it("has a sample text without errors", () => {
    expect(lowerFileWithBodies(GO_TEXT).file.errors).toEqual([]);
  });

  it.each(names)("%s", (name) => {
    const actual = show(readFileSync(new URL(name, folder), "utf8"));
    const golden = new URL(name.replace(".go.txt", ".golden"), folder);
    if (process.env.UPDATE) writeFileSync(golden, actual);
    expect(actual).toBe(readFileSync(golden, "utf8"));
  });
});
