/** Makes a Go module that runs fixtures again and again and prints what it sees. */
import { readFileSync } from "node:fs";
import { parseTxtar } from "../../fixes/testing/txtar.ts";
import { lowerFile } from "../../syntax/file.ts";
import type { ScenarioFixture } from "./scenarios.ts";

/** Can the fixture be run as it is: has it a function `run` without parameters? */
export function canRun({ text }: ScenarioFixture): boolean {
  return runDecl(text) !== undefined;
}

function runDecl(text: string): { readonly results: number } | undefined {
  for (const { decl } of lowerFile(text).decls) {
    if (decl.kind !== "FuncDecl" || decl.recv !== undefined || decl.name.name !== "run") continue;
    if (decl.type.params.length > 0) return undefined;
    return { results: decl.type.results.reduce((sum, { names }) => sum + Math.max(1, names.length), 0) };
  }
  return undefined;
}

/**
 * The files of the module by path. Each fixture is a package with one function more, `Observe`: it puts
 * package variables back to their first values, calls `run`, waits for all goroutines, and tells the
 * results of `run` and the values of package variables as JSON.
 */
export function moduleFiles(fixtures: readonly ScenarioFixture[]): ReadonlyMap<string, string> {
  const frame = readFileSync(new URL("module.txtar", import.meta.url), "utf8");
  const files = new Map([...parseTxtar(frame).files, ["main.go", mainText(fixtures)]]);
  for (const fixture of fixtures) {
    const dir = folderOf(fixture);
    files.set(`${dir}/fixture.go`, fixture.text.replace(/^package \w+$/m, `package ${dir}`));
    files.set(`${dir}/run.go`, runText(fixture));
  }
  return files;
}

function folderOf({ name }: ScenarioFixture): string {
  return `f_${name.replaceAll("-", "_")}`;
}

function runText(fixture: ScenarioFixture): string {
  const { text } = fixture;
  const count = runDecl(text)?.results ?? 0;
  const results = Array.from({ length: count }, (_, i) => `r${i}`);
  const resets: string[] = [];
  const names: string[] = [];
  for (const { decl, offset } of lowerFile(text).decls) {
    if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
    for (const spec of decl.specs) {
      if (spec.kind !== "ValueSpec" || spec.names.some(({ name }) => name === "_")) continue;
      const own = spec.names.map(({ name }) => name);
      const rest = text.slice(offset + (spec.names.at(-1)?.end ?? 0), offset + spec.end);
      const fresh = own.map((name) => `fresh_${name}`);
      resets.push(`\tvar ${fresh.join(", ")}${rest}`, `\t${own.join(", ")} = ${fresh.join(", ")}`);
      names.push(...own);
    }
  }
  const imports = lowerFile(text).imports.map((spec) => text.slice(spec.pos, spec.end));
  const used = imports.filter((spec) => resets.some((line) => line.includes(`${packageName(spec)}.`)));
  return [
    `package ${folderOf(fixture)}`,
    `import "example.com/soundness/observe"`,
    ...used.map((spec) => `import ${spec}`),
    "func Observe() (string, bool) {",
    ...resets,
    `\t${results.length > 0 ? `${results.join(", ")} := ` : ""}run()`,
    "\tif !observe.Settled() {",
    '\t\treturn "", false',
    "\t}",
    `\tvariables := map[string]any{${names.map((name) => `"${name}": ${name}`).join(", ")}}`,
    `\treturn observe.Text([]any{${results.join(", ")}}, variables), true`,
    "}",
    "",
  ].join("\n");
}

function packageName(spec: string): string {
  return spec.replace(/^.*[/"]([\w.]+)"$/, "$1");
}

function mainText(fixtures: readonly ScenarioFixture[]): string {
  const dirs = fixtures.map(folderOf);
  return `package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
${dirs.map((dir) => `\t"example.com/soundness/${dir}"`).join("\n")}
)

var fixtures = map[string]func() (string, bool){
${fixtures.map((fixture) => `\t"${fixture.name}": ${folderOf(fixture)}.Observe,`).join("\n")}
}

func main() {
	observe := fixtures[os.Args[1]]
	milliseconds, _ := strconv.Atoi(os.Args[2])
	end := time.Now().Add(time.Duration(milliseconds) * time.Millisecond)
	seen := map[string]bool{}
	for time.Now().Before(end) {
		text, settled := observe()
		if !settled {
			fmt.Println("\\n@ stuck")
			os.Exit(0)
		}
		if !seen[text] {
			seen[text] = true
			fmt.Println("\\n@ " + text)
		}
	}
}
`;
}
