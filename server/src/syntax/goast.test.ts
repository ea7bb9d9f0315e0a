/**
 * Compares the lowering with go/parser on files of the Go tree, where Go is on the machine. The
 * files are spread evenly over the tree; `GOAST_FILES=all` takes every one of them.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { dumpDecl } from "../testkit/dump.ts";
import { loadSyntax } from "../testkit/syntax.ts";
import { lowerFileWithBodies } from "./file.ts";

beforeAll(loadSyntax);

interface GoFile {
  readonly path: string;
  readonly package: string;
  readonly imports: readonly string[];
  readonly decls: readonly string[];
  readonly offsets: readonly number[];
  readonly error: string;
}

const goRoot = goEnv("GOROOT");

function goEnv(name: string): string {
  try {
    return execFileSync("go", ["env", name], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function chosenFiles(): string[] {
  const all = readdirSync(join(goRoot, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".go") && !path.split(/[\\/]/).includes("testdata"))
    .sort();
  const step = process.env.GOAST_FILES === "all" ? 1 : Math.ceil(all.length / 300);
  return all.filter((_path, index) => index % step === 0).map((path) => join(goRoot, "src", path));
}

function readWithGo(paths: readonly string[]): GoFile[] {
  const folder = mkdtempSync(join(tmpdir(), "mapvet-goast-"));
  try {
    const program = join(folder, "goast.exe");
    const source = fileURLToPath(new URL("testdata/goast/main.go", import.meta.url));
    execFileSync("go", ["build", "-o", program, source]);
    const output = execFileSync(program, { input: paths.join("\n"), encoding: "utf8", maxBuffer: 2 ** 30 });
    return output
      .trimEnd()
      .split("\n")
      .map((line): GoFile => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(goRoot === "")("against go/parser (skipped when Go is not installed)", () => {
  it("gives the same declarations, comments, statements and expressions", () => {
    let compared = 0;
    for (const go of readWithGo(chosenFiles())) {
      if (go.error !== "") continue;
      const text = readFileSync(go.path, "utf8");
      const { file, bodies } = lowerFileWithBodies(text);
      const mine = {
        path: go.path,
        package: file.packageName,
        imports: file.imports.map(({ name, path }) => (name === undefined ? path : `${name} ${path}`)),
        decls: file.decls.map(({ decl }) =>
          dumpDecl(decl, decl.kind === "FuncDecl" ? bodies.get(decl) : undefined),
        ),
        offsets: file.decls.map(({ offset }) => Buffer.byteLength(text.slice(0, offset))),
        error: "",
      };
      expect(mine).toEqual(go);
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
  }, 300_000);
});
