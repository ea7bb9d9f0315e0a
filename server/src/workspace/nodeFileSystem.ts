/** The file system of Node. The only file of the analysis that imports node:fs. */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import {
  done,
  type FileHead,
  type FileKind,
  type FileProblem,
  type FileSystem,
  type Outcome,
  problem,
  tooLarge,
} from "./files.ts";
import { cleanPath } from "./modules/paths.ts";

/** How long other work may wait for files, in milliseconds. */
const sliceLength = 10;

/**
 * Reads from the disk. The calls are synchronous, because thousands of small files are read several times
 * faster so; every few milliseconds the event loop gets its turn, so that a server stays responsive.
 */
export function nodeFileSystem(): FileSystem {
  let sliceStart = performance.now();
  const run = async <T>(read: () => Outcome<T>): Promise<Outcome<T>> => {
    if (performance.now() - sliceStart > sliceLength) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceStart = performance.now();
    }
    try {
      return read();
    } catch (error) {
      return problemOf(error);
    }
  };
  return {
    readDirectory: (path) =>
      run(() => {
        const entries = readdirSync(path, { withFileTypes: true });
        return done(entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })));
      }),
    readFile: (path, maxBytes) =>
      run(() => {
        const stat = statSync(path);
        if (!stat.isFile()) return problem("wrong-kind");
        return stat.size > maxBytes ? tooLarge(stat.size, maxBytes) : done(readFileSync(path));
      }),
    readHead: (path, length) => run(() => readHead(path, length)),
    kindOf: (path) => run(() => done(kindOf(statSync(path)))),
    realPath: (path) => run(() => done(cleanPath(realpathSync.native(path)))),
  };
}

function readHead(path: string, length: number): Outcome<FileHead> {
  // Without O_NONBLOCK (which Windows lacks), opening a named pipe would wait for its writer.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return problem("wrong-kind");
    const bytes = new Uint8Array(Math.min(length, stat.size));
    const count = readSync(file, bytes, 0, bytes.length, 0);
    return done({ bytes: bytes.subarray(0, count), size: stat.size });
  } finally {
    closeSync(file);
  }
}

function kindOf(entry: Pick<Dirent, "isFile" | "isDirectory" | "isSymbolicLink">): FileKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}

const kinds: Readonly<Record<string, FileProblem["kind"]>> = {
  ENOENT: "missing",
  EACCES: "denied",
  EPERM: "denied",
  ELOOP: "link-loop",
  EISDIR: "wrong-kind",
  ENOTDIR: "missing",
};

function problemOf(error: unknown): Outcome<never> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const kind = kinds[code];
  return kind ? problem(kind) : problem("other", `cannot be read: ${code || String(error)}`);
}
