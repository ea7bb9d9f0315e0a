/** Comments that suppress findings, over the protocol and on the real engine. */
import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, CodeAction, TextDocumentEdit } from "vscode-languageserver";
import { memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { engineFactory } from "./engine.ts";
import { loadAssets } from "./testing/assets.ts";
import { pullCapabilities, TestClient } from "./testing/client.ts";

const uri = "file:///w/main.go";
const races = `package main

func main() {
	m := map[string]int{}
	go func() {
		m["a"] = 1
	}()
	m["b"] = 2
	select {}
}
`;
const ignore = "//mapvet:ignore concurrent-map-access";

let clients: TestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
});

async function start(text: string, capabilities: ClientCapabilities = pullCapabilities): Promise<TestClient> {
  const disk = memoryFileSystem({ "/w/go.mod": "module w\n\ngo 1.22\n", "/w/main.go": text });
  const client = await TestClient.start(
    { engineFactory: () => engineFactory(disk, loadAssets), rulePage: "file:///pages/{rule}.md" },
    { folders: ["file:///w"], capabilities },
  );
  clients.push(client);
  await client.open(uri, text);
  return client;
}

/** The actions at the only diagnostic. */
async function actionsAt(client: TestClient): Promise<CodeAction[]> {
  const [diagnostic, ...rest] = await client.diagnostics(uri);
  expect(rest).toEqual([]);
  return client.actions(uri, diagnostic.range, [diagnostic]);
}

/** The one edit of the document that an action makes. */
function editOf(action: CodeAction): TextDocumentEdit["edits"][number] {
  const [change] = action.edit?.documentChanges ?? [];
  if (change === undefined || !("edits" in change)) throw new Error("no edit of a document");
  expect(change.edits).toHaveLength(1);
  return change.edits[0];
}

describe("the light bulb of a finding", () => {
  test("offers a comment last, with a placeholder for the reason where the editor has snippets", async () => {
    const workspaceEdit = { ...pullCapabilities.workspace?.workspaceEdit, snippetEditSupport: true };
    const client = await start(races, {
      ...pullCapabilities,
      workspace: { ...pullCapabilities.workspace, workspaceEdit },
    });
    const actions = await actionsAt(client);
    const last = actions.at(-1);
    expect(last?.title).toBe("Suppress concurrent-map-access with a comment");
    expect(last?.isPreferred).toBeUndefined();
    expect(last?.diagnostics).toHaveLength(1);
    expect(actions.filter(({ title }) => title.startsWith("Suppress"))).toHaveLength(1);
    if (last === undefined) throw new Error("no action");
    expect(editOf(last)).toMatchObject({
      range: { start: { character: 0 } },
      snippet: {
        kind: "snippet",
        value: expect.stringMatching(/^\t+\/\/mapvet:ignore \S+ \$\{1:reason\}\n$/),
      },
    });
  });

  test("writes a comment without a reason elsewhere, which counts when the reason is there", async () => {
    const client = await start(races);
    const [finding] = await client.diagnostics(uri);
    const action = (await actionsAt(client)).at(-1);
    if (action === undefined) throw new Error("no action");
    const edit = editOf(action);
    if (!("newText" in edit)) throw new Error("no plain edit");
    const { line } = finding.range.start;
    await client.change(uri, 2, { range: edit.range, text: edit.newText });
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toEqual([
      "concurrent-map-access",
      "bad-suppression",
    ]);
    const end = { line, character: edit.newText.length - 1 };
    await client.change(uri, 3, { range: { start: end, end }, text: " only one goroutine is left by then" });
    expect(await client.diagnostics(uri)).toEqual([]);
  });
});

describe("an unused comment", () => {
  const calm = `package main\n\n${ignore} nothing runs beside it\nfunc main() {}\n`;

  test("is a faded hint with a page, and the light bulb removes it", async () => {
    const client = await start(calm);
    const [diagnostic] = await client.diagnostics(uri);
    expect(diagnostic).toMatchObject({
      code: "unused-suppression",
      severity: 4,
      tags: [1],
      codeDescription: { href: "file:///pages/unused-suppression.md" },
      range: { start: { line: 2, character: 0 } },
    });
    const actions = await actionsAt(client);
    expect(actions).toMatchObject([{ title: "Remove the unused comment", isPreferred: true }]);
    expect(actions[0].diagnostics).toHaveLength(1);
    const edit = editOf(actions[0]);
    if (!("newText" in edit)) throw new Error("no plain edit");
    await client.change(uri, 2, { range: edit.range, text: edit.newText });
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  test("appears when the race is gone, and goes when it is back", async () => {
    const suppressed = races.replace("\tm[", `\t${ignore} the writes do not meet\n\tm[`);
    const client = await start(suppressed);
    const text = suppressed.replace("\tm := ", `\t${ignore} the writes do not meet\n\tm := `);
    await client.change(uri, 2, { text });
    expect((await client.diagnostics(uri)).map(({ code }) => code)).not.toContain("concurrent-map-access");
    await client.change(uri, 3, { text: text.replace("go func", "func") });
    const codes = (await client.diagnostics(uri)).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["unused-suppression"]));
    await client.change(uri, 4, { text });
    expect((await client.diagnostics(uri)).map(({ code }) => code)).not.toContain("concurrent-map-access");
  });
});
