/** `workspace/diagnostic` over the protocol, on the real engine. */
import { afterEach, describe, expect, test } from "vitest";
import {
  CancellationToken,
  CancellationTokenSource,
  ProgressType,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { type MemoryFile, memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { engineFactory } from "./engine.ts";
import { loadAssets } from "./testing/assets.ts";
import { pullCapabilities, TestClient } from "./testing/client.ts";

const racy = (pkg: string): string => `package ${pkg}

func Fill() {
	m := map[string]int{}
	go func() {
		m["a"] = 1
	}()
	m["b"] = 2
}
`;
const calm = (pkg: string): string => `package ${pkg}\n\nfunc Fill() {}\n`;

let clients: TestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
});

/** A client on files that the test can rewrite. */
async function start(files: Record<string, MemoryFile>, settings: unknown = {}) {
  const base = { "/w/go.mod": "module w\n\ngo 1.22\n" };
  const disk = { current: memoryFileSystem({ ...base, ...files }) };
  const fileSystem: ReturnType<typeof memoryFileSystem> = {
    readDirectory: (path) => disk.current.readDirectory(path),
    readFile: (path, maxBytes) => disk.current.readFile(path, maxBytes),
    readHead: (path, length) => disk.current.readHead(path, length),
    kindOf: (path) => disk.current.kindOf(path),
    realPath: (path) => disk.current.realPath(path),
  };
  const client = await TestClient.start(
    { engineFactory: () => engineFactory(fileSystem, loadAssets), scansWorkspace: true },
    { folders: ["file:///w"], capabilities: pullCapabilities, configuration: () => settings },
  );
  clients.push(client);
  const rewrite = async (changed: Record<string, MemoryFile>): Promise<void> => {
    disk.current = memoryFileSystem({ ...base, ...files, ...changed });
    const changes = Object.keys(changed).map((path) => ({ uri: `file://${path}`, type: 2 }));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  };
  return { client, rewrite };
}

/** What an editor keeps between its requests. */
class Puller {
  readonly known = new Map<string, WorkspaceDocumentDiagnosticReport>();
  readonly client: TestClient;
  parts = 0;

  constructor(client: TestClient) {
    this.client = client;
  }

  /** One request; with a token for parts it may be held. */
  async pull(held?: CancellationToken): Promise<number> {
    const previousResultIds = [...this.known].map(([uri, report]) => ({ uri, value: report.resultId ?? "" }));
    const partialResultToken = held === undefined ? undefined : `part${Math.random()}`;
    const take = ({ items }: WorkspaceDiagnosticReport): number => {
      for (const item of items) this.known.set(item.uri, item);
      return items.length;
    };
    const listener =
      partialResultToken === undefined
        ? undefined
        : this.client.connection.onProgress(
            new ProgressType<WorkspaceDiagnosticReport>(),
            partialResultToken,
            (part) => {
              this.parts++;
              take(part);
            },
          );
    const params = { previousResultIds, ...(partialResultToken === undefined ? {} : { partialResultToken }) };
    try {
      const token = held ?? CancellationToken.None;
      return take(await this.client.connection.sendRequest("workspace/diagnostic", params, token));
    } finally {
      listener?.dispose();
    }
  }

  /** `path:findings` of the files with findings. */
  get findings(): string[] {
    return [...this.known.values()]
      .flatMap(({ uri, ...report }) =>
        report.kind === "full" && report.items.length > 0
          ? [`${uri.slice("file://".length)}:${report.items.length}`]
          : [],
      )
      .sort();
  }
}

describe("workspace/diagnostic", () => {
  test("has the findings of all packages and modules, and nothing new the second time", async () => {
    const { client } = await start({
      "/w/a/a.go": racy("a"),
      "/w/b/b.go": calm("b"),
      "/w/in/go.mod": "module in\n",
      "/w/in/c.go": racy("c"),
    });
    expect(client.result.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    const puller = new Puller(client);
    expect(await puller.pull()).toBe(2);
    expect(puller.findings).toEqual(["/w/a/a.go:1", "/w/in/c.go:1"]);
    const [report] = puller.known.values();
    expect(report).toMatchObject({ version: null, items: [{ code: "concurrent-map-access" }] });
    expect(
      report.kind === "full" && report.items[0].relatedInformation?.[0].location.range.start.line,
    ).toBeGreaterThan(0);
    expect(await puller.pull()).toBe(0);
  });

  test("has open files as they are shown, and as they are on disk when they are closed unsaved", async () => {
    const { client } = await start({ "/w/a/a.go": racy("a"), "/w/b/b.go": racy("b") });
    await client.open("file:///w/a/a.go", racy("a"));
    await client.change("file:///w/a/a.go", 2, { text: calm("a") });
    const puller = new Puller(client);
    await puller.pull();
    expect(puller.findings).toEqual(["/w/b/b.go:1"]);
    await client.close("file:///w/a/a.go");
    await puller.pull();
    expect(puller.findings).toEqual(["/w/a/a.go:1", "/w/b/b.go:1"]);
  });

  test("tells again what the editor showed otherwise while the file was open", async () => {
    const a = "file:///w/a/a.go";
    const { client, rewrite } = await start({ "/w/a/a.go": racy("a"), "/w/b/b.go": calm("b") });
    const puller = new Puller(client);
    await puller.pull();
    expect(puller.findings).toEqual(["/w/a/a.go:1"]);
    // Mended while open, saved, closed, and then put back as it was: the editor shows the mended file's result.
    await client.open(a, racy("a"));
    await client.change(a, 2, { text: calm("a") });
    await rewrite({ "/w/a/a.go": calm("a") });
    await client.save(a);
    await client.close(a);
    await rewrite({ "/w/a/a.go": racy("a") });
    expect(await puller.pull()).toBe(1);
    expect(puller.findings).toEqual(["/w/a/a.go:1"]);
    // Never told of here, racy while open, mended on disk after it was closed: that is told too.
    await client.open("file:///w/b/b.go", racy("b"));
    await client.close("file:///w/b/b.go");
    await puller.pull();
    expect(puller.known.get("file:///w/b/b.go")).toMatchObject({ kind: "full", items: [] });
    expect(await puller.pull()).toBe(0);
  });

  test("follows changes on disk, also into the packages that see them", async () => {
    const use =
      'package b\n\nimport "w/a"\n\nfunc Use() {\n\tm := a.Make()\n\tgo func() { m["a"] = 1 }()\n\tm["b"] = 2\n}\n';
    const make = (type: string) => `package a\n\nfunc Make() ${type} { return nil }\n`;
    const { client, rewrite } = await start({
      "/w/a/a.go": make("[]int"),
      "/w/b/b.go": use,
      "/w/c/c.go": racy("c"),
    });
    const puller = new Puller(client);
    await puller.pull();
    expect(puller.findings).toEqual(["/w/c/c.go:1"]);
    await rewrite({ "/w/a/a.go": make("map[string]int") });
    expect(await puller.pull()).toBe(1);
    expect(puller.findings).toEqual(["/w/b/b.go:1", "/w/c/c.go:1"]);
    await rewrite({ "/w/a/a.go": make("map[string]int"), "/w/c/c.go": calm("c") });
    await puller.pull();
    expect(puller.findings).toEqual(["/w/b/b.go:1"]);
  });

  test("shows what the callers in other packages bear out, here and in open files", async () => {
    const store = [
      'package a\n\nimport "sync"\n\ntype S struct {\n\tmu sync.Mutex\n\tm  map[string]int\n}\n',
      "func (s *S) Put(k string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.m[k]++\n}\n",
      "func (s *S) Drop(k string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tdelete(s.m, k)\n}\n",
      "func (s *S) Peek(k string) int {\n\treturn s.m[k]\n}\n",
    ].join("\n");
    const use = (peek: string): string =>
      `package b\n\nimport "w/a"\n\nfunc Use(s *a.S) {\n\tgo s.Put("a")\n\tgo s.Drop("a")\n}\n\nfunc Peek(s *a.S) {\n${peek}}\n`;
    const { client, rewrite } = await start({ "/w/a/a.go": store, "/w/b/b.go": use('\tgo s.Peek("a")\n') });
    await client.open("file:///w/a/a.go", store);
    const puller = new Puller(client);
    await puller.pull();
    expect(puller.findings).toEqual(["/w/a/a.go:1"]);
    expect(await client.diagnostics("file:///w/a/a.go")).toHaveLength(1);
    await rewrite({ "/w/b/b.go": use("") });
    await puller.pull();
    expect(puller.findings).toEqual([]);
    expect(await client.diagnostics("file:///w/a/a.go")).toHaveLength(0);
  });

  test("a request that takes parts is held until there is something to tell", async () => {
    const { client, rewrite } = await start({ "/w/a/a.go": racy("a"), "/w/b/b.go": racy("b") });
    const puller = new Puller(client);
    const source = new CancellationTokenSource();
    await puller.pull(source.token);
    expect(puller.parts).toBeGreaterThan(0);
    expect(puller.findings).toEqual(["/w/a/a.go:1", "/w/b/b.go:1"]);
    let answered = false;
    const held = puller.pull(source.token).then(() => {
      answered = true;
    });
    // A request that is answered after it: the held one waits, and does not stand in the way.
    await client.open("file:///w/c.go", racy("w"));
    expect(await client.diagnostics("file:///w/c.go")).toHaveLength(1);
    expect(answered).toBe(false);
    await rewrite({ "/w/a/a.go": calm("a") });
    await held;
    expect(puller.findings).toEqual(["/w/b/b.go:1"]);
    const last = puller.pull(source.token);
    source.cancel();
    await expect(last).rejects.toMatchObject({ code: -32800 });
    expect(client.errors).toEqual([]);
  });

  test("goes by the settings and the configuration", async () => {
    const files = { "/w/a/a.go": racy("a"), "/w/a/a_test.go": racy("a").replace("Fill", "fillTest") };
    const findings = async (settings: unknown, more: Record<string, MemoryFile> = {}): Promise<string[]> => {
      const puller = new Puller((await start({ ...files, ...more }, settings)).client);
      await puller.pull();
      return puller.findings;
    };
    expect(await findings({})).toEqual(["/w/a/a.go:1", "/w/a/a_test.go:1"]);
    expect(await findings({ tests: false })).toEqual(["/w/a/a.go:1"]);
    expect(await findings({ workspace: false })).toEqual([]);
    expect(await findings({ enable: false })).toEqual([]);
    expect(await findings({}, { "/w/.mapvet.json": '{"exclude": ["a_test.go"]}' })).toEqual(["/w/a/a.go:1"]);
  });
});
