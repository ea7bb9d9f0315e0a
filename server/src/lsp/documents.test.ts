import fc from "fast-check";
import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applyChange, OpenDocuments } from "./documents.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "é", "中", "\u{1F600}", "\n", "\r\n", "\r", "\uFEFF"),
  maxLength: 30,
});
// Also before the start and behind the end.
const position = fc.record({
  line: fc.integer({ min: -1, max: 12 }),
  character: fc.integer({ min: -1, max: 40 }),
});
const change = fc.oneof(
  fc.record({ range: fc.record({ start: position, end: position }), text }),
  fc.record({ text }),
);

test("any edits, in range or not, give the engine the editor's text", () => {
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 8 }), (initial, changes) => {
      const document = TextDocument.create("file:///a.go", "go", 1, initial);
      let mirror = initial;
      for (const [index, edit] of changes.entries()) {
        const { start, oldEnd, text: inserted } = applyChange(document, edit, index + 2);
        expect(0 <= start && start <= oldEnd && oldEnd <= mirror.length).toBe(true);
        mirror = mirror.slice(0, start) + inserted + mirror.slice(oldEnd);
        expect(document.getText()).toBe(mirror);
        const fresh = TextDocument.create("file:///a.go", "go", 1, mirror);
        for (let offset = 0; offset <= mirror.length; offset++) {
          expect(document.positionAt(offset)).toEqual(fresh.positionAt(offset));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("two ways to write a URI name one document", () => {
  const documents = new OpenDocuments();
  documents.open("file:///c%3A/a.go", "go", 1, "x");
  expect(documents.get("file:///C:/a.go")?.text.getText()).toBe("x");
  documents.close("file:///c:/a.go");
  expect(documents.all()).toEqual([]);
});
