/** `.mapvet.json` in the editor, over the protocol and on the real engine. */
import { afterEach, describe, expect, test } from "vitest";
import { type MemoryFile, memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { engineFactory } from "./engine.ts";
import { loadAssets } from "./testing/assets.ts";
import { pullCapabilities, TestClient } from "./testing/client.ts";

const uri = "file:///w/a.go";
const configUri = "file:///w/.mapvet.json";
const racy = `package p

func Fill() {
	m := map[string]int{}
	go func() {
		m["a"] = 1
	}()
	m["b"] = 2
}
`;

let clients: TestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  clients = [];
});

/** Starts with a configuration that the test can rewrite, and settings of the editor. */
async function start(config: string, settings: unknown = {}) {
  const files: Record<string, MemoryFile> = {
    "/w/go.mod": "module w\n\ngo 1.22\n",
    "/w/a.go": racy,
    "/w/a_test.go": racy.replace("Fill", "fillTest"),
  };
  const disk = { current: memoryFileSystem({ ...files, "/w/.mapvet.json": config }) };
  const fileSystem: ReturnType<typeof memoryFileSystem> = {
    readDirectory: (path) => disk.current.readDirectory(path),
    readFile: (path, maxBytes) => disk.current.readFile(path, maxBytes),
    readHead: (path, length) => disk.current.readHead(path, length),
    kindOf: (path) => disk.current.kindOf(path),
    realPath: (path) => disk.current.realPath(path),
  };
  const client = await TestClient.start(
    { engineFactory: () => engineFactory(fileSystem, loadAssets) },
    { folders: ["file:///w"], capabilities: pullCapabilities, configuration: () => settings },
  );
  clients.push(client);
  await client.open(uri, racy);
  const rewrite = async (text: string | undefined): Promise<void> => {
    disk.current = memoryFileSystem(text === undefined ? files : { ...files, "/w/.mapvet.json": text });
    const changes = [{ uri: configUri, type: text === undefined ? 3 : 2 }];
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  };
  return { client, rewrite };
}

const severities = async (client: TestClient): Promise<unknown[]> =>
  (await client.diagnostics(uri)).map(({ severity }) => severity);
const severity = (level: string): string => JSON.stringify({ severity: { "concurrent-map-access": level } });

describe(".mapvet.json", () => {
  test("decides on severities, before the settings of the editor", async () => {
    const settings = { rules: { "concurrent-map-access": { severity: "off" } } };
    expect(await severities((await start("{}", settings)).client)).toEqual([]);
    expect(await severities((await start(severity("hint"), settings)).client)).toEqual([4]);
    expect(await severities((await start(severity("off"))).client)).toEqual([]);
  });

  test("decides on tests, before the settings of the editor", async () => {
    const findings = async (config: string, settings: unknown): Promise<number> => {
      const { client } = await start(config, settings);
      await client.open("file:///w/a_test.go", racy.replace("Fill", "fillTest"));
      return (await client.diagnostics("file:///w/a_test.go")).length;
    };
    expect(await findings("{}", { tests: false })).toBe(0);
    expect(await findings('{"tests": true}', { tests: false })).toBe(1);
    expect(await findings('{"tests": false}', { tests: true })).toBe(0);
  });

  test("counts anew when it changes on disk", async () => {
    const { client, rewrite } = await start(severity("hint"));
    expect(await severities(client)).toEqual([4]);
    await rewrite(severity("warning"));
    await client.until(() => client.refreshes > 0);
    expect(await severities(client)).toEqual([2]);
    await rewrite(undefined);
    expect(await severities(client)).toEqual([1]);
  });

  test("has what is wrong in it shown where it stands, until it is mended", async () => {
    const { client, rewrite } = await start('{\n  "tets": true\n}\n');
    expect(await severities(client)).toEqual([1]);
    await client.until(() => client.pushed.length > 0);
    expect(client.pushed[0]).toMatchObject({
      uri: configUri,
      diagnostics: [
        {
          range: { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } },
          severity: 2,
          message: "there is no setting tets; did you mean tests?",
        },
      ],
    });
    await rewrite('{ "tests": true }');
    await client.diagnostics(uri);
    await client.until(() => client.pushed.length > 1);
    expect(client.pushed[1]).toEqual({ uri: configUri, diagnostics: [] });
  });
});
