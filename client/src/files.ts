/** Reads files for the server where it cannot: in the browser, and in virtual workspaces. */
import * as vscode from "vscode";
import { type BaseLanguageClient, RequestType } from "vscode-languageclient";
import {
  type EntryKind,
  type ReadDirectoryResult,
  type ReadFileParams,
  type ReadFileResult,
  type ReadParams,
  type ReadProblem,
  readDirectoryRequest,
  readFileRequest,
  type StatResult,
  statRequest,
} from "../../protocol/src/requests.ts";

/** Answers the server's questions about files. */
export function answerFileRequests(client: BaseLanguageClient): void {
  const { fs } = vscode.workspace;
  client.onRequest(
    new RequestType<ReadParams, ReadDirectoryResult, void>(readDirectoryRequest),
    ({ uri }) => {
      return orProblem(async () => {
        const entries = await fs.readDirectory(vscode.Uri.parse(uri));
        return { entries: entries.map(([name, type]) => ({ name, kind: kindOf(type) })) };
      });
    },
  );
  client.onRequest(
    new RequestType<ReadFileParams, ReadFileResult, void>(readFileRequest),
    ({ uri, maxBytes }) => {
      return orProblem(async () => {
        const file = vscode.Uri.parse(uri);
        const { size } = await fs.stat(file);
        if (size > maxBytes) return { problem: "too-large" };
        return { base64: toBase64(await fs.readFile(file)) };
      });
    },
  );
  client.onRequest(new RequestType<ReadParams, StatResult, void>(statRequest), ({ uri }) => {
    return orProblem(async () => {
      const { type, size } = await fs.stat(vscode.Uri.parse(uri));
      return { kind: kindOf(type & ~vscode.FileType.SymbolicLink), size };
    });
  });
}

async function orProblem<T>(read: () => Promise<T | ReadProblem>): Promise<T | ReadProblem> {
  try {
    return await read();
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function problemOf(error: unknown): ReadProblem["problem"] {
  if (!(error instanceof vscode.FileSystemError)) return "other";
  switch (error.code) {
    case "FileNotFound":
      return "missing";
    case "NoPermissions":
      return "denied";
    case "FileIsADirectory":
    case "FileNotADirectory":
      return "wrong-kind";
    default:
      return "other";
  }
}

function kindOf(type: vscode.FileType): EntryKind {
  if (type & vscode.FileType.SymbolicLink) return "link";
  if (type === vscode.FileType.File) return "file";
  return type === vscode.FileType.Directory ? "directory" : "other";
}

/** Base64, in pieces: a function takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(text);
}
