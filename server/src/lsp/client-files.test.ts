import { PassThrough } from "node:stream";
import { afterAll, expect, test } from "vitest";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { memoryFileSystem } from "../workspace/memoryFileSystem.ts";
import { clientFileSystem, eitherFileSystem, noFileSystem } from "./client-files.ts";

const answers: Readonly<Record<string, unknown>> = {
  "mapvet/readDirectory vscode-vfs://github/o": { entries: [{ name: "a.go", kind: "file" }] },
  "mapvet/readFile vscode-vfs://github/o/a.go": { base64: btoa("package a") },
  "mapvet/stat vscode-vfs://github/o/a.go": { kind: "file", size: 9 },
};
const up = new PassThrough();
const down = new PassThrough();
const server = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
const editor = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
editor.onRequest((method, params) => {
  const uri = typeof params === "object" && params !== null && "uri" in params ? String(params.uri) : "";
  if (uri.endsWith("lost")) throw new Error("the editor stumbled");
  return answers[`${method} ${uri}`] ?? { problem: "missing" };
});
server.listen();
editor.listen();
afterAll(() => {
  server.dispose();
  editor.dispose();
});

const client = clientFileSystem(server);
const files = eitherFileSystem(memoryFileSystem({ "/w/a.go": "package w" }), client);
const folder = "/~vscode-vfs/github/o";

test("files of the editor come from the editor, others from the disk", async () => {
  expect(await files.readDirectory(folder)).toEqual({ ok: true, value: [{ name: "a.go", kind: "file" }] });
  const whole = await files.readFile(`${folder}/a.go`, 100);
  expect(whole.ok && new TextDecoder().decode(whole.value)).toBe("package a");
  const head = await files.readHead(`${folder}/a.go`, 7);
  expect(head.ok && [head.value.bytes.length, head.value.size]).toEqual([7, 9]);
  expect(await files.kindOf(`${folder}/a.go`)).toEqual({ ok: true, value: "file" });
  expect(await files.realPath(`${folder}/a.go`)).toEqual({ ok: true, value: `${folder}/a.go` });
  expect(await files.kindOf("/w/a.go")).toEqual({ ok: true, value: "file" });
});

test("what cannot be read is an answer", async () => {
  expect(await files.readFile(`${folder}/none`, 1)).toMatchObject({ problem: { kind: "missing" } });
  expect(await files.readDirectory(`${folder}/lost`)).toMatchObject({ problem: { kind: "other" } });
  expect(await noFileSystem().readFile("/w/a.go", 1)).toMatchObject({ problem: { kind: "missing" } });
});
