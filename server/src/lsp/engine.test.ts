/** The server over its protocol, on the real engine: from Go text to a diagnostic, a fix and a schedule. */
import { afterEach, describe, expect, test } from "vitest";
import type { CodeAction, CodeLens, TextDocumentEdit } from "vscode-languageserver";
import type { ScenarioResult } from "../../../protocol/src/requests.ts";
import type { Program } from "../../../simulator/src/program.ts";
import type { FileSystem } from "../workspace/files.ts";
import { memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { engineFactory } from "./engine.ts";
import { loadAssets } from "./testing/assets.ts";
import { TestClient } from "./testing/client.ts";

const uri = "file:///w/main.go";
const minimal = `package main

import "sync"

func main() {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		m["a"] = 1
	}()
	go func() {
		defer wg.Done()
		m["b"] = 2
	}()
	wg.Wait()
}
`;
const service = `package main

import (
	"net/http"
)

type Visitors struct {
	seen map[string]int
}

func (v *Visitors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.seen[r.URL.Path]++
}

func main() {
	http.ListenAndServe("", &Visitors{seen: map[string]int{}})
}
`;

let clients: TestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
});

async function start(files: Readonly<Record<string, string>>): Promise<TestClient> {
  const disk: FileSystem = memoryFileSystem({ "/w/go.mod": "module w\n\ngo 1.22\n", ...files });
  const client = await TestClient.start(
    { engineFactory: () => engineFactory(disk, loadAssets) },
    { folders: ["file:///w"], options: { commands: ["mapvet.showSchedule"] } },
  );
  clients.push(client);
  return client;
}

describe("the minimal concurrent map write", () => {
  test("is flagged at the write, with the other goroutine", async () => {
    const client = await start({ "/w/main.go": minimal });
    await client.open(uri, minimal);
    const [first] = await client.diagnostics(uri);
    expect(first).toMatchObject({
      code: "concurrent-map-access",
      severity: 1,
      range: { start: { line: 10 } },
    });
    const lines = first.relatedInformation?.map(({ location }) => location.range.start.line);
    expect(lines).toContain(14);
  });

  test("goes when the goroutines take a lock, and comes back", async () => {
    const client = await start({ "/w/main.go": minimal });
    await client.open(uri, minimal);
    expect(await client.diagnostics(uri)).not.toEqual([]);
    const insert = (line: number, text: string) => {
      return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text };
    };
    const lock = "\t\tmu.Lock()\n\t\tdefer mu.Unlock()\n";
    await client.change(uri, 2, insert(14, lock), insert(10, lock), insert(5, "\tvar mu sync.Mutex\n"));
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.change(uri, 3, { text: minimal });
    expect(await client.diagnostics(uri)).not.toEqual([]);
  });

  test("has a lens that leads to a program of two goroutines with map writes", async () => {
    const client = await start({ "/w/main.go": minimal });
    await client.open(uri, minimal);
    const [lens] = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", {
      textDocument: { uri },
    });
    expect(lens.range.start).toEqual({ line: 4, character: 5 });
    const argument: unknown = lens.command?.arguments?.[0];
    const result = await client.connection.sendRequest<ScenarioResult<Program>>("mapvet/scenario", argument);
    if ("problem" in result) throw new Error(result.problem);
    const writes = result.program.threads.flatMap(({ instructions }) =>
      instructions.filter(({ kind }) => kind === "map-write"),
    );
    expect(writes).toHaveLength(2);
    expect(writes.map(({ source }) => [source?.file, source?.line])).toEqual([
      ["/w/main.go", 11],
      ["/w/main.go", 15],
    ]);
  });

  test("a selection is of one function: over several it is refused with their names", async () => {
    const two = "package p\n\nfunc f() { go g() }\n\nfunc g() {}\n";
    const client = await start({ "/w/main.go": two });
    await client.open(uri, two);
    const ask = (line: number, end: number): Promise<ScenarioResult<Program>> =>
      client.connection.sendRequest<ScenarioResult<Program>>("mapvet/scenario", {
        uri,
        position: { line, character: 0 },
        end: { line: end, character: 0 },
      });
    expect(await ask(1, 5)).toEqual({ problem: expect.stringContaining("several functions: f, g.") });
    expect(await ask(1, 3)).toMatchObject({ title: "f" });
  });

  test("a method at the cursor is run by two goroutines, or as many as asked for", async () => {
    const counter = `package p

type counter struct{ hits map[string]int }

func (c *counter) Add(key string) { c.hits[key]++ }
`;
    const client = await start({ "/w/main.go": counter });
    await client.open(uri, counter);
    const ask = (goroutines?: number): Promise<ScenarioResult<Program>> =>
      client.connection.sendRequest<ScenarioResult<Program>>("mapvet/scenario", {
        uri,
        position: { line: 4, character: 20 },
        goroutines,
      });
    for (const [count, wanted] of [
      [undefined, 2],
      [2, 2],
      [3, 3],
    ] as const) {
      const result = await ask(count);
      if ("problem" in result) throw new Error(result.problem);
      expect(result.goroutines).toBe(wanted);
      expect(result.program.threads).toHaveLength(wanted);
    }
  });

  test("survives a syntax error in the middle, and a file that is no Go at all", async () => {
    const client = await start({ "/w/main.go": minimal });
    await client.open(uri, `${minimal}\nfunc (((\n`);
    expect(await client.diagnostics(uri)).not.toEqual([]);
    await client.change(uri, 2, { text: "\u0000{{{ \u{1F600}" });
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.change(uri, 3, { text: minimal });
    expect(await client.diagnostics(uri)).not.toEqual([]);
    expect(client.errors).toEqual([]);
  });
});

describe("a handler with a map", () => {
  test("gets its lock from the light bulb", async () => {
    const client = await start({ "/w/main.go": service });
    await client.open(uri, service);
    const diagnostics = await client.diagnostics(uri);
    expect(diagnostics[0]).toMatchObject({ code: "unguarded-shared-map" });
    const actions = await client.actions(uri, diagnostics[0].range, diagnostics);
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    expect(preferred).toHaveLength(1);
    const resolved = await client.connection.sendRequest<CodeAction>("codeAction/resolve", preferred[0]);
    const [edit] = resolved.edit?.documentChanges ?? [];
    if (edit === undefined || !("edits" in edit)) throw new Error("no edit");
    await apply(client, edit);
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  test("shows the votes of its accesses in a hover", async () => {
    const client = await start({ "/w/main.go": service });
    await client.open(uri, service);
    const line = service.split("\n").findIndex((text) => text.includes("v.seen["));
    const hover = await client.connection.sendRequest("textDocument/hover", at(uri, line, 4));
    expect(hover).toMatchObject({ contents: { kind: "markdown", value: expect.stringContaining("seen") } });
  });
});

describe("a package of several files", () => {
  test("a finding follows an edit in another file, and the disk when that is closed", async () => {
    const fill = 'package main\n\nvar cache = map[string]int{}\n\nfunc fill() {\n\tcache["a"] = 1\n}\n';
    const main = "package main\n\nfunc main() {\n\tgo fill()\n\tgo fill()\n\tselect {}\n}\n";
    const other = "file:///w/fill.go";
    const client = await start({ "/w/main.go": main, "/w/fill.go": fill });
    await client.open(other, fill);
    expect(await client.diagnostics(other)).toHaveLength(1);
    await client.open(uri, main);
    await client.change(uri, 2, { text: main.replaceAll("go fill()", "fill()") });
    expect(await client.diagnostics(other)).toEqual([]);
    await client.close(uri);
    expect(await client.diagnostics(other)).toHaveLength(1);
  });
});

function at(of: string, line: number, character: number) {
  return { textDocument: { uri: of }, position: { line, character } };
}

/** Applies an edit as an editor does: from the end, so that earlier positions stay. */
async function apply(client: TestClient, edit: TextDocumentEdit): Promise<void> {
  const changes = edit.edits.flatMap((one) =>
    "newText" in one ? [{ range: one.range, text: one.newText }] : [],
  );
  await client.change(edit.textDocument.uri, 2, ...changes.reverse());
}
