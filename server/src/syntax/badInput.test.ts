import { beforeAll, describe, expect, it } from "vitest";
import { dumpDecl } from "../testkit/dump.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import type { File, FuncDecl } from "./ast.ts";
import { bodyOf } from "./bodies.ts";
import { lowerFile, lowerFileWithBodies } from "./file.ts";
import { SourceFile } from "./sourceFile.ts";
import { walk } from "./walk.ts";

beforeAll(loadSyntax);

function func(file: File, name: string): FuncDecl {
  const found = file.decls.find(({ decl }) => decl.kind === "FuncDecl" && decl.name.name === name)?.decl;
  if (found?.kind !== "FuncDecl") throw new Error(`no function ${name}`);
  return found;
}

function body(file: File, name: string): string {
  const decl = func(file, name);
  return dumpDecl(decl, bodyOf(decl));
}

describe("text that is no Go", () => {
  it.each([
    ["empty", ""],
    ["space", " \n\t"],
    ["a lone byte order mark", "\ufeff"],
    ["NUL bytes", "package p\0\nvar a\0b int\n\0"],
    ["lone surrogates", 'package p\nvar a = "\ud800"\nvar \udfff int\n'],
    ["unfinished string", 'package p\nvar a = "abc\nvar b int\n'],
    ["unfinished raw string", "package p\nvar a = `abc\nvar b int\n"],
    ["unfinished comment", "package p\n/* var a int\n"],
    ["only closers", "}}}))]]"],
    ["words", "this is not Go at all, is it?"],
    ["binary", Array.from({ length: 3000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join("")],
  ])("%s is read without failing", (_name, text) => {
    const { file, bodies } = lowerFileWithBodies(text);
    expect(file.kind).toBe("File");
    for (const block of bodies.values()) walk(block, () => true);
  });

  it("reads the rest of a file after a NUL byte", () => {
    const file = lowerFile("package p\n\nvar a = 1\0 + 2\n\nvar b = 2\n");
    expect(file.errors.length).toBeGreaterThan(0);
    expect(file.decls.at(-1)?.decl).toMatchObject({ hasError: false, specs: [{ names: [{ name: "b" }] }] });
  });
});

describe("unusual but correct text", () => {
  it("reads a file with a byte order mark at its true offsets", () => {
    const file = lowerFile("\ufeffpackage p\nvar a int\n");
    expect(file).toMatchObject({ packageName: "p", packageNameRange: { pos: 9 }, errors: [] });
    expect(file.decls[0].offset).toBe(11);
  });

  it("reads CR LF line ends", () => {
    const file = lowerFile("package p\r\n\r\n// doc\r\nfunc f() {\r\n\tg() // x\r\n\th()\r\n}\r\n");
    expect(file.errors).toEqual([]);
    expect(func(file, "f").doc).toBe("doc");
    expect(body(file, "f")).toContain("(ExprStmt (CallExpr g)) (ExprStmt (CallExpr h))");
    expect(file.comments.map(({ text }) => text)).toEqual(["// doc", "// x"]);
  });

  it("reads Unicode identifiers", () => {
    const file = lowerFile("package p\n\nfunc 数える(キー string) { 地図[キー]++ }\n");
    expect(body(file, "数える")).toContain("(IncDecStmt ++ (IndexExpr 地図 キー))");
  });

  it("needs no line end at the end", () => {
    const file = lowerFile("package p\n\ntype T struct{ m map[string]int }");
    expect(file.errors).toEqual([]);
    expect(file.decls[0].decl.hasError).toBe(false);
  });
});

describe("size", () => {
  it("gives up on nesting that would overflow the stack", () => {
    const deep = `package p\nvar a = ${"(".repeat(10_000)}1${")".repeat(10_000)}\nvar b = m[0]\n`;
    const file = lowerFile(deep);
    expect(file.decls).toHaveLength(2);
    let nodes = 0;
    for (const { decl } of file.decls) walk(decl, () => nodes++);
    expect(nodes).toBeGreaterThan(500);
  });

  it.each([
    "(",
    "{",
    "[",
    "if x {\n",
    "func() {\n",
    "a[",
    "f(",
    "-",
    "x.",
    "*",
    "<-chan ",
    "map[",
    "struct { a ",
  ])(
    "survives %j ten thousand times",
    (piece) => {
      const text = `package p\n\nfunc f() {\n${piece.repeat(10_000)}\n}\n\nfunc g() { m[1] = 2 }\n`;
      const { file } = lowerFileWithBodies(text);
      expect(body(file, "g")).toContain("AssignStmt");
    },
    60_000,
  );

  it("reads a file of 5 MB", () => {
    const one = "func f() {\n\tmu.Lock()\n\tm[key] = value // note\n\tmu.Unlock()\n}\n\n";
    const text = `package p\n\n${one.repeat(Math.ceil(5_000_000 / one.length))}`;
    const file = lowerFile(text);
    expect(file.errors).toEqual([]);
    expect(file.decls.length).toBeGreaterThan(70_000);
  }, 180_000);

  it("reads a file of 5 MB that has an error", () => {
    const one = "func f() {\n\tm[key] = value\n\tx := ]\n}\n\n";
    const right = `func g() {\n${"\tm[key] = value\n".repeat(60)}}\n\n`;
    const rest = right.repeat(Math.ceil(5_000_000 / right.length));
    const text = `package p\n\n${one.repeat(500)}func last() { m[1] = 2 }\n\n${rest}`;
    const file = lowerFile(text);
    expect(file.errors).toHaveLength(500);
    expect(body(file, "last")).toContain("AssignStmt");
  }, 180_000);
});

describe("syntax errors", () => {
  it("keeps the statements next to one", () => {
    const file = lowerFile(
      "package p\n\nfunc f() {\n\tm[1] = 1\n\tx := ]\n\tm[2] = 2\n}\n\nfunc g() { m[3] = 3 }\n",
    );
    expect(func(file, "f").hasError).toBe(true);
    expect(func(file, "g").hasError).toBe(false);
    expect(body(file, "f")).toContain("(AssignStmt = 1 (IndexExpr m (BasicLit INT 1)) (BasicLit INT 1))");
    expect(body(file, "f")).toContain("(AssignStmt = 1 (IndexExpr m (BasicLit INT 2)) (BasicLit INT 2))");
    expect(file.errors).toHaveLength(1);
    expect(file.errors[0].message).toBe('unexpected "]"');
  });

  it("confines a missing brace to its function", () => {
    const file = lowerFile(
      "package p\n\nfunc f() {\n\tif x {\n\t\tm[1] = 1\n}\n\n// doc\nfunc g() { m[3] = 3 }\n",
    );
    expect(func(file, "f").hasError).toBe(true);
    expect(body(file, "f")).toContain("(IfStmt x (BlockStmt (AssignStmt");
    expect(func(file, "g")).toMatchObject({ hasError: false, doc: "doc" });
    expect(file.errors.map(({ message }) => message)).toEqual(['missing "}"']);
  });

  it("reads the arguments of new that Go 1.26 allows", () => {
    const file = lowerFile(
      'package p\n\nfunc f() { a, b, c := new(5), new(g(m[k])), new("s"); d := new(T); e := new([]int) }\n',
    );
    expect(file.errors).toEqual([]);
    expect(body(file, "f")).toContain("(CallExpr new (CallExpr g (IndexExpr m k)))");
    expect(body(file, "f")).toContain("(CallExpr new (ArrayType int))");
  });

  it("reports statements outside of functions", () => {
    const file = lowerFile("package p\n\nx := 1\n\nvar a int\n");
    expect(file.errors).toMatchObject([{ message: "statement outside of a function" }]);
    expect(file.decls).toHaveLength(1);
  });
});

describe("edits out of range", () => {
  it("moves them to the nearest valid place", () => {
    const file = SourceFile.parse("package p\n");
    file.edit([{ start: -5, oldEnd: -2, text: "// a\n" }]);
    file.edit([{ start: 1000, oldEnd: 5, text: "var b int\n" }]);
    file.edit([{ start: Number.NaN, oldEnd: Number.POSITIVE_INFINITY, text: "package q\n" }]);
    expect(file.text).toBe("package q\n");
    expect(file.file.packageName).toBe("q");
    file.dispose();
    expect(() => file.edit([{ start: 0, oldEnd: 0, text: "x" }])).toThrow(/disposed/);
  });
});
