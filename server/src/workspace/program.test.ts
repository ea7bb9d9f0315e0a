import { beforeAll, describe, expect, it } from "vitest";
import { loadSyntax } from "../testkit/syntax.ts";
import { standardLibrary } from "../types/testing/check.ts";
import { typeString, underlying } from "../types/types.ts";
import { PackageFinder } from "./discover.ts";
import { memoryFileSystem } from "./memoryFileSystem.ts";
import { defaultContext } from "./modules/constraints.ts";
import { Program } from "./program.ts";
import { Texts } from "./texts.ts";

beforeAll(loadSyntax);

/** `a` imports `b`, and so on; each declares the alias V of the next one's, the last one a map. */
function chain(names: readonly string[]): Record<string, string> {
  const files: Record<string, string> = { "/w/go.mod": "module example.com/w\n" };
  names.forEach((name, i) => {
    const next = names[i + 1];
    const rest =
      next === undefined ? "type V map[string]int" : `import "example.com/w/${next}"\ntype V = ${next}.V`;
    files[`/w/${name}/${name}.go`] = `package ${name}\n\n${rest}\n\nvar X V\n`;
  });
  return files;
}

describe("the types of a package", () => {
  it("are found anew when it was first met far down a chain of imports", async () => {
    const fs = memoryFileSystem(chain(["a", "b", "c", "d", "e"]));
    const finder = new PackageFinder(fs, defaultContext);
    const program = new Program(finder, new Texts(fs), standardLibrary());
    const typeIn = async (dir: string): Promise<string> => {
      const { unit } = await finder.packageAt(dir);
      if (unit === undefined) throw new Error(`no package in ${dir}`);
      const pkg = await program.package(unit, "plain");
      return typeString(underlying(pkg.vars[0].type()));
    };
    // Imports are not followed as far as the map, so that its type is not known.
    expect(await typeIn("/w/a")).toBe("?");
    expect(await typeIn("/w/d")).toBe("map[string]int");
    expect(await typeIn("/w/c")).toBe("map[string]int");
  });
});
