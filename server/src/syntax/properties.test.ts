import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { GO_TEXT } from "../testkit/goText.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { File, FuncDecl, Node } from "./ast.ts";
import { BodyCache, bodyOf } from "./bodies.ts";
import { lowerFile, lowerFileWithBodies } from "./file.ts";
import { SourceFile } from "./sourceFile.ts";
import { forEachChild } from "./walk.ts";

beforeAll(loadSyntax);

const snippet = fc.oneof(
  fc.constantFrom(
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    '"',
    "`",
    "//",
    "/*",
    "*/",
    "\n",
    " ",
    ";",
    ",",
    "x",
    "m[k]",
    "new(",
    "new(1)",
  ),
  fc.constantFrom(
    "\nfunc f() {}\n",
    "\nvar v int\n",
    "\ntype T struct{}\n",
    "go ",
    "defer ",
    "\ufeff",
    "\0",
    "é",
    "😀",
    "\r\n",
  ),
  fc.constantFrom("make(n)", "if x {\n", "// c\n", "\n\n", ":=", "="),
  fc.string({ maxLength: 5 }),
);
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(20),
  text: snippet,
});

/** Where a change falls in the current text. */
function place(text: string, { at, length, text: inserted }: { at: number; length: number; text: string }) {
  const start = Math.floor(at * text.length);
  return { start, oldEnd: Math.min(text.length, start + (length > 12 ? 0 : length)), text: inserted };
}

function functions(file: File): FuncDecl[] {
  return file.decls.flatMap(({ decl }) => (decl.kind === "FuncDecl" ? [decl] : []));
}

function expectNested(parent: Node, length: number): void {
  expect(parent.pos).toBeGreaterThanOrEqual(0);
  expect(parent.end).toBeGreaterThanOrEqual(parent.pos);
  expect(parent.end).toBeLessThanOrEqual(length);
  forEachChild(parent, (child) => {
    if (child.pos < parent.pos || child.end > parent.end) {
      expect({ child: [child.kind, child.pos, child.end] }).toEqual({
        within: [parent.kind, parent.pos, parent.end],
      });
    }
    expectNested(child, length);
  });
}

function expectSound(text: string): void {
  const { file, bodies } = lowerFileWithBodies(text);
  let last = 0;
  for (const { offset, decl } of file.decls) {
    expect(offset).toBeGreaterThanOrEqual(last);
    last = offset;
    expect(text.slice(offset, offset + decl.end)).toBe(decl.text);
    expectNested(decl, decl.text.length);
  }
  for (const [decl, body] of bodies) {
    expectNested(body, decl.text.length);
    expect({ pos: body.pos, end: body.end }).toEqual(decl.bodyRange);
  }
  for (const error of file.errors) {
    expect(error.pos).toBeLessThanOrEqual(error.end);
    expect(error.end).toBeLessThanOrEqual(text.length);
  }
}

describe("properties", () => {
  it("edits applied one by one give what a fresh parse gives", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
        (versions) => {
          const source = SourceFile.parse(GO_TEXT);
          try {
            for (const changes of versions) {
              let text = source.text;
              const edits = changes.map((one) => {
                const edit = place(text, one);
                text = text.slice(0, edit.start) + edit.text + text.slice(edit.oldEnd);
                return edit;
              });
              source.edit(edits);
              expect(source.text).toBe(text);
              expect(source.file).toEqual(lowerFile(text));
            }
          } finally {
            source.dispose();
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 180_000);

  it("a broken text that is put right again gives the first result", () => {
    const source = SourceFile.parse(GO_TEXT);
    const first = source.file;
    fc.assert(
      fc.property(change, (one) => {
        const edit = place(GO_TEXT, one);
        const removed = GO_TEXT.slice(edit.start, edit.oldEnd);
        source.edit([edit]);
        expect(source.file.kind).toBe("File");
        source.edit([{ start: edit.start, oldEnd: edit.start + edit.text.length, text: removed }]);
        expect(source.file).toEqual(first);
      }),
      { numRuns: 100 },
    );
    source.dispose();
  }, 180_000);

  it("a text cut off anywhere is read without failing, and every range lies in its parent's", () => {
    for (let end = 0; end <= GO_TEXT.length; end += 3) expectSound(GO_TEXT.slice(0, end));
  }, 180_000);

  it("a text with random changes keeps every range in its parent's", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = GO_TEXT;
        for (const one of changes) {
          const edit = place(text, one);
          text = text.slice(0, edit.start) + edit.text + text.slice(edit.oldEnd);
        }
        expectSound(text);
      }),
      { numRuns: 150 },
    );
  }, 180_000);

  it("a body is the same from its file and from its own text", () => {
    fc.assert(
      fc.property(fc.option(change), (one) => {
        let text = GO_TEXT;
        if (one) {
          const edit = place(text, one);
          text = text.slice(0, edit.start) + edit.text + text.slice(edit.oldEnd);
        }
        const { file, bodies } = lowerFileWithBodies(text);
        expect(file).toEqual(lowerFile(text));
        for (const decl of functions(file))
          if (decl.bodyRange) expect(bodyOf(decl)).toEqual(bodies.get(decl));
      }),
      { numRuns: 100 },
    );
  }, 180_000);
});

describe("reuse", () => {
  it("keeps every declaration but the edited one", () => {
    const source = SourceFile.parse(GO_TEXT);
    const before = source.file.decls.map(({ decl }) => decl);
    const at = GO_TEXT.indexOf("t.mu.RLock");
    source.edit([{ start: at, oldEnd: at, text: "x()\n\t" }]);
    const after = source.file.decls.map(({ decl }) => decl);
    expect(after.map((decl, index) => decl === before[index])).toEqual(
      before.map((decl) => !(decl.kind === "FuncDecl" && decl.name.name === "get")),
    );
    source.edit([{ start: at, oldEnd: at, text: "if (" }]);
    const broken = source.file.decls.map(({ decl }) => decl);
    expect(broken.filter((decl) => before.includes(decl))).toHaveLength(before.length - 1);
    source.dispose();
  });

  it("replaces a declaration whose doc comment or trailing comment changed", () => {
    const source = SourceFile.parse("package p\n\n// a\nvar x int // b\n\nvar y int\n");
    const [x, y] = source.file.decls.map(({ decl }) => decl);
    source.edit([{ start: 14, oldEnd: 15, text: "c" }]);
    expect(source.file.decls[0].decl).not.toBe(x);
    expect(source.file.decls[0].decl).toMatchObject({ doc: "c", specs: [{ comment: "b" }] });
    expect(source.file.decls[1].decl).toBe(y);
    source.dispose();
  });

  it("never gives one object to two declarations", () => {
    const source = SourceFile.parse("package p\n\nfunc _() {}\n\nfunc _() {}\n");
    const added = { start: 10, oldEnd: 10, text: "\nfunc _() {}\n" };
    expect(source.file.decls).toHaveLength(2);
    source.edit([added, added]);
    const decls = source.file.decls.map(({ decl }) => decl);
    expect(new Set(decls).size).toBe(4);
    source.dispose();
  });

  it("drops bodies beyond the capacity and makes them again", () => {
    const [first, second] = functions(lowerFile("package p\nfunc f() { a() }\nfunc g() { b() }\n"));
    const cache = new BodyCache(20);
    const body = cache.bodyOf(first);
    expect(cache.bodyOf(first)).toBe(body);
    cache.bodyOf(second);
    expect(cache.bodyOf(first)).not.toBe(body);
    expect(cache.bodyOf(first)).toEqual(body);
  });
});
