import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGoMod } from "./gomod.ts";
import {
  importCandidates,
  importPathOf,
  type Module,
  type ModuleGraph,
  moduleOf,
  resolveImport,
  type Workspace,
} from "./resolve.ts";

function graphOf(modules: Record<string, string>, dirs: string[], workspaces: Workspace[] = []): Fixture {
  const list = Object.entries(modules).map(([dir, text]): Module => {
    const mod = parseGoMod(text.replaceAll("; ", "\n"));
    const hasVendor = dirs.some((other) => other.startsWith(`${dir}/vendor/`));
    return { ...mod, dir, path: mod.module ?? "", goVersion: mod.go, hasVendor };
  });
  const graph = { modules: new Map(list.map((module) => [module.dir, module])), workspaces };
  return { graph, find: (from, path) => resolveImport(graph, from, path, (dir) => dirs.includes(dir)) };
}

interface Fixture {
  readonly graph: ModuleGraph;
  readonly find: (from: string, path: string) => string | undefined;
}

describe("one module", () => {
  const { graph, find } = graphOf(
    { "/m": "module example.com/m", "/m/nested": "module example.com/m/nested" },
    ["/m", "/m/a", "/m/a/b", "/m/nested", "/m/nested/x", "/m/vendor/example.com/v", "/etc"],
  );
  it.each([
    ["example.com/m", "/m"],
    ["example.com/m/a/b", "/m/a/b"],
    ["example.com/m/missing", undefined],
    ["example.com/mm", undefined],
    ["example.com/m/nested/x", undefined],
    ["example.com/v", "/m/vendor/example.com/v"],
    ["fmt", undefined],
    ["C", undefined],
    ["unsafe", undefined],
    ["", undefined],
    ["/etc", undefined],
    ["example.com/m//etc", undefined],
    ["example.com/m/../../etc", undefined],
    ["./b", "/m/a/b"],
    ["..", "/m"],
  ])("finds %s", (path, dir) => expect(find("/m/a", path)).toBe(dir));

  it("keeps a nested module apart", () => {
    expect(moduleOf(graph, "/m/nested/x")?.path).toBe("example.com/m/nested");
    expect(find("/m/nested", "example.com/m/nested/x")).toBe("/m/nested/x");
    expect(find("/m/nested", "example.com/m/a")).toBeUndefined();
  });

  it("names packages", () => {
    expect(importPathOf(graph, "/m")).toBe("example.com/m");
    expect(importPathOf(graph, "/m/a/b")).toBe("example.com/m/a/b");
    expect(importPathOf(graph, "/m/vendor/example.com/v")).toBe("example.com/v");
    expect(importPathOf(graph, "/elsewhere")).toBe("/elsewhere");
  });

  it("knows nothing outside of a module", () => {
    expect(find("/elsewhere", "example.com/m/a")).toBeUndefined();
  });
});

describe("replacements", () => {
  const { find } = graphOf(
    {
      "/w/main": [
        "module example.com/main",
        "require example.com/two v2.0.0",
        "replace example.com/one => ../one",
        "replace example.com/one/deep => ./deep",
        "replace example.com/two v2.0.0 => ../two",
        "replace example.com/two v1.0.0 => ../old",
        "replace example.com/three => example.com/fork v1.0.0",
      ].join("; "),
      "/w/one": "module example.com/one",
      "/w/two": "module example.com/other-name",
    },
    [
      "/w/one/a",
      "/w/main/deep/a",
      "/w/two/a",
      "/w/old/a",
      "/w/main/vendor/example.com/one/a",
      "/w/main/vendor/example.com/three",
    ],
  );
  it.each([
    ["example.com/one/a", "/w/one/a"],
    ["example.com/one/deep/a", "/w/main/deep/a"],
    ["example.com/two/a", "/w/two/a"],
    ["example.com/three", "/w/main/vendor/example.com/three"],
    ["example.com/four", undefined],
  ])("finds %s", (path, dir) => expect(find("/w/main/cmd", path)).toBe(dir));
});

describe("go.work", () => {
  const { find } = graphOf(
    {
      "/w/a": "module example.com/a; replace example.com/r => ./r",
      "/w/b": "module example.com/a/b",
      "/w/c": "module example.com/c",
    },
    ["/w/a/b/x", "/w/a/p", "/w/b/x", "/w/b/y", "/w/a/r", "/w/s", "/w/vendor/example.com/v", "/w/c/p"],
    [
      {
        dir: "/w",
        uses: ["/w/a", "/w/b", "/w/missing"],
        replaces: [
          {
            oldPath: "example.com/s",
            oldVersion: undefined,
            newPath: "./s",
            newVersion: undefined,
            local: true,
          },
        ],
        hasVendor: true,
      },
    ],
  );
  it.each([
    ["example.com/a/b/y", "/w/b/y"],
    ["example.com/a/b/x", "/w/b/x"],
    ["example.com/a/p", "/w/a/p"],
    ["example.com/r", "/w/a/r"],
    ["example.com/s", "/w/s"],
    ["example.com/v", "/w/vendor/example.com/v"],
    ["example.com/c/p", undefined],
  ])("finds %s from every module", (path, dir) => {
    expect(find("/w/a", path)).toBe(dir);
    expect(find("/w/b/x", path)).toBe(dir);
  });

  it("leaves modules alone that it does not use", () => {
    expect(find("/w/c", "example.com/a/p")).toBeUndefined();
    expect(find("/w/c", "example.com/c/p")).toBe("/w/c/p");
  });
});

describe("Go's own tree", () => {
  const { graph, find } = graphOf({ "/go/src": "module std", "/go/src/cmd": "module cmd" }, [
    "/go/src/net/http",
    "/go/src/vendor/golang.org/x/net/http2",
    "/go/src/cmd/go/internal/load",
    "/go/src/cmd/vendor/golang.org/x/mod/modfile",
    "/go/src/unsafe",
  ]);
  it.each([
    ["/go/src/os", "net/http", "/go/src/net/http"],
    ["/go/src/net/http", "golang.org/x/net/http2", "/go/src/vendor/golang.org/x/net/http2"],
    ["/go/src/cmd/go", "cmd/go/internal/load", "/go/src/cmd/go/internal/load"],
    ["/go/src/cmd/go", "net/http", "/go/src/net/http"],
    ["/go/src/cmd/go", "golang.org/x/mod/modfile", "/go/src/cmd/vendor/golang.org/x/mod/modfile"],
    ["/go/src/os", "unsafe", undefined],
  ])("from %s finds %s", (from, path, dir) => expect(find(from, path)).toBe(dir));

  it.each([
    ["/go/src/net/http", "net/http"],
    ["/go/src/vendor/golang.org/x/net/http2", "vendor/golang.org/x/net/http2"],
    ["/go/src/cmd/go", "cmd/go"],
    ["/go/src/cmd/vendor/golang.org/x/mod", "cmd/vendor/golang.org/x/mod"],
  ])("names %s", (dir, path) => expect(importPathOf(graph, dir)).toBe(path));
});

it("never throws and stays inside the known directories for any import path", () => {
  const { graph } = graphOf({ "/m": "module m; replace x => ../x" }, []);
  fc.assert(
    fc.property(fc.array(fc.constantFrom("m", "x", "/", "..", ".", "a")), (parts) => {
      for (const dir of importCandidates(graph, "/m/a", parts.join(""))) {
        if (!parts.join("").startsWith(".")) expect(dir).toMatch(/^\/(?:m|x)(?:\/|$)/);
      }
    }),
  );
});
