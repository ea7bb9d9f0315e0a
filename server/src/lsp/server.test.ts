import { afterEach, describe, expect, test } from "vitest";
import type { CodeAction, CodeLens, Hover } from "vscode-languageserver";
import type { ScenarioResult } from "../../../protocol/src/requests.ts";
import { type ClientOptions, plainCapabilities, pullCapabilities, TestClient } from "./testing/client.ts";
import { type EngineDouble, engineDouble } from "./testing/double.ts";

const uri = "file:///w/a.go";
const at = (line: number, character: number, end = character) => ({
  start: { line, character },
  end: { line, character: end },
});

let clients: TestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
});

async function start(options: ClientOptions = {}, disk: Readonly<Record<string, string>> = {}) {
  const engines: EngineDouble[] = [];
  const engineFactory = () => async () => {
    const engine = engineDouble(disk);
    engines.push(engine);
    return engine;
  };
  const client = await TestClient.start({ engineFactory, rulePage: "file:///pages/{rule}.md" }, options);
  clients.push(client);
  return { client, engines };
}

describe("pulled diagnostics", () => {
  test("carry rule, page, evidence, related places and fingerprint", async () => {
    const { client } = await start();
    await client.open(uri, "package a\n\nBAD\n");
    const [diagnostic] = await client.diagnostics(uri);
    expect(diagnostic).toEqual({
      range: at(2, 0, 3),
      severity: 1,
      source: "mapvet",
      code: "concurrent-map-access",
      codeDescription: { href: "file:///pages/concurrent-map-access.md" },
      message: "write of map m while only the read lock of mu is held\n• no lock is held here",
      relatedInformation: [{ location: { uri, range: at(2, 0, 3) }, message: "m is declared here" }],
      data: { fingerprint: "/w/a.go#BAD0" },
    });
  });

  test("are unchanged until they change, also when only lines move", async () => {
    const { client } = await start();
    await client.open(uri, "package a; BAD");
    const first = await client.pull(uri);
    expect(await client.pull(uri, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await client.change(uri, 2, { range: at(0, 10, 11), text: "\n" });
    const second = await client.pull(uri, first.resultId);
    expect(second).toMatchObject({ kind: "full", items: [{ range: at(1, 0, 3) }] });
  });

  test("speak Chinese to a Chinese editor", async () => {
    const { client } = await start({ locale: "zh-cn" });
    await client.open(uri, "BAD");
    const [diagnostic] = await client.diagnostics(uri);
    expect(diagnostic.message).toMatch(/^对 map m 的写入/);
  });

  test("belong to the newest text, even when it changes during the analysis", async () => {
    const { client } = await start();
    await client.open(uri, "WAIT BAD");
    const answer = client.diagnostics(uri);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.change(uri, 2, { range: at(0, 0, 0), text: "x " });
    expect(await answer).toMatchObject([{ range: at(0, 7, 10) }]);
  });

  test("of the package's other open files come along where the client takes them", async () => {
    const capabilities = {
      ...pullCapabilities,
      textDocument: { ...pullCapabilities.textDocument, diagnostic: { relatedDocumentSupport: true } },
    };
    const { client } = await start({ capabilities });
    const other = "file:///w/b.go";
    await client.open(uri, "x");
    await client.open(other, "x");
    await Promise.all([client.pull(uri), client.pull(other)]);
    await client.change(other, 2, { text: "BAD" });
    const report = await client.pull(uri);
    expect(report).toMatchObject({
      kind: "full",
      items: [],
      relatedDocuments: { [other]: { kind: "full" } },
    });
    expect((await client.pull(uri)).relatedDocuments).toBeUndefined();
  });

  test("a cancelled request ends as cancelled", async () => {
    const { client } = await start();
    await client.open(uri, "WAIT BAD");
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri } };
    const answer = client.connection.sendRequest("textDocument/diagnostic", params, source.token);
    setTimeout(() => source.cancel(), 20);
    await expect(answer).rejects.toMatchObject({ code: -32800 });
  });

  test("a failure is answered, logged once, and leaves the others alone", async () => {
    const { client } = await start();
    const broken = "file:///w/broken.go";
    await client.open(broken, "BAD");
    await client.open(uri, "BAD");
    expect(await client.diagnostics(broken)).toEqual([]);
    expect(await client.diagnostics(broken)).toEqual([]);
    expect(await client.connection.sendRequest("textDocument/hover", hoverAt(broken, 0))).toBeNull();
    expect(await client.diagnostics(uri)).toHaveLength(1);
    expect(client.errors.filter((line) => line.startsWith("diagnostics"))).toHaveLength(1);
  });

  test("a file change on disk makes the client pull again", async () => {
    const { client, engines } = await start();
    await client.open(uri, "BAD");
    const changes = [{ uri: "file:///w/go.mod", type: 2 }];
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    await client.until(() => client.refreshes > 0 && client.lensRefreshes > 0);
    expect(engines[0].log).toContain("changed /w/go.mod");
  });
});

describe("pushed diagnostics", () => {
  const plain = { capabilities: plainCapabilities };
  const lastOf = (client: TestClient, of: string) =>
    client.pushed.filter((params) => params.uri === of).at(-1);

  test("follow the edits and are cleared on close", async () => {
    const { client } = await start(plain);
    await client.open(uri, "BAD");
    await client.until(() => lastOf(client, uri)?.diagnostics.length === 1);
    await client.change(uri, 2, { range: at(0, 0, 3), text: "ok" });
    await client.until(() => lastOf(client, uri)?.version === 2);
    expect(lastOf(client, uri)?.diagnostics).toEqual([]);
    await client.change(uri, 3, { text: "BAD" });
    await client.until(() => lastOf(client, uri)?.version === 3);
    await client.close(uri);
    await client.until(() => lastOf(client, uri)?.diagnostics.length === 0);
  });

  test("say related places in words to a client that shows none", async () => {
    const { client } = await start(plain);
    await client.open(uri, "\nBAD");
    await client.until(() => client.pushed.length > 0);
    expect(lastOf(client, uri)?.diagnostics[0].message).toMatch(/\n• a\.go:2: m is declared here$/);
  });

  test("a broken file does not keep others from their diagnostics", async () => {
    const { client } = await start(plain);
    await client.open("file:///w/broken.go", "BAD");
    await client.open(uri, "BAD");
    await client.until(() => lastOf(client, uri)?.diagnostics.length === 1);
  });
});

describe("edits", () => {
  test("out of range are taken at the nearest end", async () => {
    const { client, engines } = await start();
    await client.open(uri, "one\r\ntwo");
    await client.change(uri, 2, { range: { start: at(-3, -1).start, end: at(0, 99).start }, text: "BAD" });
    await client.change(uri, 3, { range: { start: at(99, 7).start, end: at(5, 0).start }, text: "\nBAD\n" });
    expect(await client.diagnostics(uri)).toHaveLength(2);
    expect(engines[0].text("/w/a.go")).toBe("BAD\r\ntwo\nBAD\n");
  });

  test("that the engine stumbles over are made good", async () => {
    const { client, engines } = await start();
    await client.open(uri, "BAD");
    await client.change(uri, 2, { range: at(0, 0, 0), text: "EXPLODE" });
    expect(await client.diagnostics(uri)).toMatchObject([{ range: at(0, 7, 10) }]);
    expect(engines[0].text("/w/a.go")).toBe("EXPLODEBAD");
    expect(client.errors).toHaveLength(1);
  });

  test("of a document that is not open are ignored", async () => {
    const { client } = await start();
    await client.change("file:///w/none.go", 2, { text: "BAD" });
    await client.close("file:///w/none.go");
    await client.open(uri, "BAD");
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });
});

describe("code actions", () => {
  test("are resolved lazily; one is preferred; what cannot be had says why", async () => {
    const { client } = await start();
    await client.open(uri, "x BAD");
    const diagnostics = await client.diagnostics(uri);
    const all = await client.actions(uri, at(0, 3), diagnostics);
    const actions = all.slice(0, -1);
    expect(all.at(-1)?.title).toMatch(/^Suppress/);
    expect(actions).toHaveLength(4);
    expect(actions.filter(({ isPreferred }) => isPreferred)).toHaveLength(1);
    expect(actions.every(({ edit, kind }) => edit === undefined && kind === "quickfix")).toBe(true);
    expect(actions.map(({ disabled }) => disabled?.reason)).toEqual([
      undefined,
      undefined,
      undefined,
      "The code has changed. Ask again.",
    ]);
    expect(actions[0].diagnostics).toEqual(diagnostics);
    await client.change(uri, 2, { range: at(0, 0, 0), text: "\n" });
    expect(await resolve(client, actions[0])).toEqual({
      documentChanges: [
        { textDocument: { uri, version: 2 }, edits: [{ range: at(1, 2, 5), newText: "GOOD" }] },
      ],
    });
  });

  test("of several places are annotated; other files ask to be confirmed", async () => {
    const { client } = await start({}, { "/w/b.go": "package b" });
    await client.open(uri, "x BAD");
    const [, two, far] = await client.actions(uri, at(0, 3));
    const here = await resolve(client, two);
    expect(here?.changeAnnotations?.two).toMatchObject({ needsConfirmation: false, description: /2/ });
    const both = await resolve(client, far);
    expect(both?.changeAnnotations?.far).toMatchObject({
      needsConfirmation: true,
      description: "2 places in 2 files",
    });
    expect(both?.documentChanges).toMatchObject([
      { textDocument: { uri, version: 1 } },
      { textDocument: { uri: "file:///w/b.go", version: null }, edits: [{ annotationId: "far" }] },
    ]);
  });

  test("a fix of code that is gone is refused", async () => {
    const { client } = await start();
    await client.open(uri, "BAD");
    const [action] = await client.actions(uri, at(0, 0));
    await client.change(uri, 2, { text: "gone" });
    await expect(resolve(client, action)).rejects.toMatchObject({ code: -32801 });
  });

  test("a plain editor gets whole edits, and no disabled ones", async () => {
    const { client } = await start({ capabilities: plainCapabilities });
    await client.open(uri, "BAD");
    const actions = await client.actions(uri, at(0, 0));
    expect(actions).toHaveLength(4);
    expect(actions.at(-1)?.edit?.changes?.[uri]).toMatchObject([
      { newText: "//mapvet:ignore concurrent-map-access\n" },
    ]);
    expect(actions[0].edit).toEqual({ changes: { [uri]: [{ range: at(0, 0, 3), newText: "GOOD" }] } });
  });

  test("are offered for quick fixes only", async () => {
    const { client } = await start();
    await client.open(uri, "BAD");
    const ask = (only: string[]) =>
      client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: at(0, 0),
        context: { diagnostics: [], only },
      });
    expect(await ask(["source.fixAll"])).toEqual([]);
    expect(await ask(["quickfix"])).toHaveLength(5);
  });
});

describe("lens, hover, scenario", () => {
  const withCommands = { options: { commands: ["mapvet.showSchedule"] } };

  test("the lens leads to a scenario", async () => {
    const { client } = await start(withCommands);
    await client.open(uri, "func BAD");
    const [lens] = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", {
      textDocument: { uri },
    });
    expect(lens).toMatchObject({
      range: at(0, 0, 4),
      command: { title: "Show a failing schedule", command: "mapvet.showSchedule" },
    });
    const scenario = await client.connection.sendRequest<ScenarioResult>(
      "mapvet/scenario",
      lens.command?.arguments?.[0],
    );
    expect(scenario).toEqual({
      program: { name: "main@0", locations: [], syncs: [], threads: [] },
      abstractions: ["the goroutine is started in a loop"],
      title: "main@0",
      runtime: "swiss",
    });
  });

  test("an editor without our command gets no lens", async () => {
    const { client } = await start();
    expect(client.result.capabilities.codeLensProvider).toBeUndefined();
  });

  test("a scenario that cannot be had says why", async () => {
    const { client } = await start(withCommands);
    const ask = (of: string) =>
      client.connection.sendRequest<ScenarioResult>("mapvet/scenario", { uri: of, position: at(0, 0).start });
    expect(await ask("file:///w/none.go")).toEqual({ problem: expect.stringContaining("not open") });
    await client.open(uri, "nothing");
    expect(await ask(uri)).toEqual({ problem: "The code has changed. Ask again." });
    await client.open("file:///w/broken.go", "BAD");
    expect(await ask("file:///w/broken.go")).toEqual({ problem: expect.stringContaining("log") });
  });

  test("hover shows the votes, with nothing taken as markup", async () => {
    const { client } = await start();
    await client.open(uri, "x BAD");
    const hover = await client.connection.sendRequest<Hover>("textDocument/hover", hoverAt(uri, 3));
    expect(hover.range).toEqual(at(0, 2, 5));
    expect(hover.contents).toEqual({
      kind: "markdown",
      value: "**`T.m`**\n\nnone of the 2 accesses holds a lock\n\n\\*mu\\* stands directly above m",
    });
    expect(await client.connection.sendRequest("textDocument/hover", hoverAt(uri, 0))).toBeNull();
  });
});

describe("settings", () => {
  const off = { rules: { "concurrent-map-access": { severity: "off" } } };

  test("of a rule hold for its folder", async () => {
    const { client } = await start({
      folders: ["file:///w", "file:///v"],
      configuration: (scope) =>
        scope === "file:///v" ? off : { rules: { "unguarded-shared-map": { severity: "hint" } } },
    });
    await client.open(uri, "BAD1 BAD2");
    await client.open("file:///v/a.go", "BAD1 BAD2");
    expect((await client.diagnostics(uri)).map(({ severity }) => severity)).toEqual([1, 4]);
    expect((await client.diagnostics("file:///v/a.go")).map(({ severity }) => severity)).toEqual([2]);
  });

  test("change while the server runs", async () => {
    let settings: unknown = off;
    const { client } = await start({ configuration: () => settings });
    await client.open(uri, "BAD");
    expect(await client.diagnostics(uri)).toEqual([]);
    settings = { enable: true, tests: false };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until(() => client.refreshes > 0);
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.open("file:///w/a_test.go", "BAD");
    expect(await client.diagnostics("file:///w/a_test.go")).toEqual([]);
  });

  test("come from the start, or with the notification, where the client cannot be asked", async () => {
    const { client } = await start({ options: { settings: off } });
    await client.open(uri, "BAD");
    expect(await client.diagnostics(uri)).toEqual([]);
    const settings = { mapvet: { enable: true } };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings });
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  test("onSave: what is on the screen stays until the file is saved", async () => {
    const { client } = await start({ options: { settings: { run: "onSave" } } });
    await client.open(uri, "BAD");
    const first = await client.pull(uri);
    await client.change(uri, 2, { text: "ok" });
    expect(await client.pull(uri, first.resultId)).toMatchObject({ kind: "unchanged" });
    await client.save(uri);
    await client.until(() => client.refreshes > 0);
    expect(await client.pull(uri, first.resultId)).toMatchObject({ kind: "full", items: [] });
  });
});

describe("the server", () => {
  test("makes a new engine when folders come or go, and opens what is open", async () => {
    const { client, engines } = await start({ folders: ["file:///w"] });
    await client.open(uri, "BAD");
    await client.diagnostics(uri);
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ uri: "file:///v", name: "v" }], removed: [] },
    });
    await client.until(() => engines.length === 2 && engines[0].disposed());
    expect(engines[1].log).toEqual(["open /w/a.go"]);
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  test("tells how it stands", async () => {
    const { client } = await start();
    await client.open(uri, "BAD1 BAD2");
    await client.diagnostics(uri);
    await client.until(() => client.statuses.at(-1)?.errors === 1);
    expect(client.statuses.at(-1)).toEqual({ state: "ready", errors: 1, warnings: 1, others: 0 });
    await client.close(uri);
    await client.until(() => client.statuses.at(-1)?.errors === 0);
  });

  test("without an engine answers everything with nothing", async () => {
    const engineFactory = () => async () => {
      throw new Error("no wasm");
    };
    const client = await TestClient.start({ engineFactory });
    clients.push(client);
    await client.open(uri, "BAD");
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await client.actions(uri, at(0, 0))).toEqual([]);
    expect(client.statuses.at(-1)).toMatchObject({ state: "failed", detail: "no wasm" });
    expect(client.errors).toHaveLength(1);
  });
});

function hoverAt(of: string, character: number) {
  return { textDocument: { uri: of }, position: { line: 0, character } };
}

async function resolve(client: TestClient, action: CodeAction) {
  return (await client.connection.sendRequest<CodeAction>("codeAction/resolve", action)).edit;
}
