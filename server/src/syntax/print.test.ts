import { beforeAll, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { lowerFile } from "./file.ts";
import { exprString } from "./print.ts";

beforeAll(loadSyntax);

it.each([
  "s.users[id]",
  "f[int, string](x, y...)",
  "map[string][]*pkg.T{…}",
  "(<-chan int)(c)",
  "x[1:2:3]",
  "-a + b*c",
  "*p.q",
  "x.(T)",
  "[...]int{}",
  "func(a, b int, c ...string) (x int, err error) {…}",
  "func(int) error {…}",
  "chan<- struct{}(nil)",
])("prints %s", (text) => {
  const decl = lowerFile(
    `package p\nvar x = ${text.replace("b*c", "b * c").replace("{…}", text.startsWith("func") ? "{}" : "{1}")}\n`,
  ).decls[0].decl;
  const value =
    decl.kind === "GenDecl" && decl.specs[0].kind === "ValueSpec" ? decl.specs[0].values[0] : undefined;
  expect(value && exprString(value)).toBe(text.replace("b*c", "b * c"));
});
