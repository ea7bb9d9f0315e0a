/** Files that only the editor can read (a repository opened in the browser), behind the engine's interface. */
import { isForeign } from "../../../protocol/src/paths.ts";
import {
  type ReadDirectoryResult,
  type ReadFileParams,
  type ReadFileResult,
  type ReadParams,
  type ReadProblem,
  readDirectoryRequest,
  readFileRequest,
  type StatResult,
  statRequest,
} from "../../../protocol/src/requests.ts";
import { done, type FileSystem, type Outcome, problem } from "../workspace/files.ts";
import { uriOf } from "./paths.ts";

/** The part of a connection that asks the client. */
export interface Asker {
  sendRequest<R>(method: string, params: ReadParams): Promise<R>;
}

/** A file system whose every answer comes from the client. Paths are as `pathOf` makes them. */
export function clientFileSystem(client: Asker): FileSystem {
  const ask = async <P extends ReadParams, R>(method: string, params: P): Promise<R | ReadProblem> => {
    try {
      return await client.sendRequest<R | ReadProblem>(method, params);
    } catch {
      // The connection is closed, or the editor does not know the request.
      return { problem: "other" };
    }
  };
  const stat = (path: string) => ask<ReadParams, StatResult>(statRequest, { uri: uriOf(path) });
  const readFile = async (path: string, maxBytes: number): Promise<Outcome<Uint8Array>> => {
    const params = { uri: uriOf(path), maxBytes };
    const answer = await ask<ReadFileParams, ReadFileResult>(readFileRequest, params);
    return "problem" in answer ? problem(answer.problem) : done(fromBase64(answer.base64));
  };
  return {
    async readDirectory(path) {
      const answer = await ask<ReadParams, ReadDirectoryResult>(readDirectoryRequest, { uri: uriOf(path) });
      return "problem" in answer ? problem(answer.problem) : done(answer.entries);
    },
    readFile,
    async readHead(path, length) {
      // The editor's interface has no partial reads; Go files are small.
      const whole = await readFile(path, Number.MAX_SAFE_INTEGER);
      return whole.ok ? done({ bytes: whole.value.subarray(0, length), size: whole.value.length }) : whole;
    },
    async kindOf(path) {
      const answer = await stat(path);
      return "problem" in answer ? problem(answer.problem) : done(answer.kind);
    },
    async realPath(path) {
      const answer = await stat(path);
      return "problem" in answer ? problem(answer.problem) : done(path);
    },
  };
}

/** Local files from one file system, files that only the editor can read from the other. */
export function eitherFileSystem(local: FileSystem, client: FileSystem): FileSystem {
  const of = (path: string) => (isForeign(path) ? client : local);
  return {
    readDirectory: (path) => of(path).readDirectory(path),
    readFile: (path, maxBytes) => of(path).readFile(path, maxBytes),
    readHead: (path, length) => of(path).readHead(path, length),
    kindOf: (path) => of(path).kindOf(path),
    realPath: (path) => of(path).realPath(path),
  };
}

/** A file system that has nothing: for a server without a disk, and for an editor that reads no files. */
export function noFileSystem(): FileSystem {
  const nothing = async () => problem("missing");
  return {
    readDirectory: nothing,
    readFile: nothing,
    readHead: nothing,
    kindOf: nothing,
    realPath: nothing,
  };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
