/** Reads a commit of a local clone as if it were checked out, so that nothing has to be written to disk. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { done, type FileSystem, type Outcome, problem } from "../../server/src/workspace/files.ts";
import { memoryFileSystem } from "../../server/src/workspace/memoryFileSystem.ts";

/** Where a commit's files seem to stand. */
export const root = "/w";

/** A clone whose commits can be read. Close it when it is no longer needed. */
export interface Clone {
  has(commit: string): boolean;
  /**
   * The files of a commit below {@link root}, without tests. A tree from before modules gets the go.mod
   * that `go mod init` would write, because without one nobody can build it today.
   */
  filesAt(commit: string): FileSystem;
  close(): void;
}

/** The clone of `owner/name` below a folder of clones named `owner+name`; undefined without one. */
export function openClone(clones: string, repo: string): Clone | undefined {
  const base = path.join(clones, repo.replace("/", "+"));
  const gitDir = [path.join(base, "repo/.git"), path.join(base, "repo"), path.join(base, ".git"), base].find(
    (dir) => existsSync(path.join(dir, "HEAD")),
  );
  if (gitDir === undefined) return undefined;
  const blobs = blobReader(gitDir);
  return {
    has: (commit) => hasCommit(gitDir, commit),
    filesAt: (commit) => filesAt(gitDir, commit, repo, blobs),
    close: () => blobs.close(),
  };
}

/** A shallow clone may lack old commits. */
function hasCommit(gitDir: string, commit: string): boolean {
  const args = [`--git-dir=${gitDir}`, "cat-file", "-e", `${commit}^{commit}`];
  return spawnSync("git", args, { stdio: "ignore" }).status === 0;
}

function filesAt(gitDir: string, commit: string, repo: string, blobs: BlobReader): FileSystem {
  const listing = execFileSync("git", [`--git-dir=${gitDir}`, "ls-tree", "-r", "-z", commit], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const objects = new Map<string, string>();
  for (const line of listing.split("\0")) {
    const entry = /^\d+ blob ([0-9a-f]+)\t(.*)$/.exec(line);
    if (entry !== null && isWanted(entry[2])) objects.set(`${root}/${entry[2]}`, entry[1]);
  }
  const goMod = `${root}/go.mod`;
  const written = objects.has(goMod) ? undefined : new TextEncoder().encode(`module github.com/${repo}\n`);
  const read = async (file: string): Promise<Outcome<Uint8Array>> => {
    if (file === goMod && written !== undefined) return done(written);
    const object = objects.get(file);
    const content = object === undefined ? undefined : await blobs.read(object);
    return content === undefined ? problem("missing") : done(content);
  };
  const names = [...objects.keys(), goMod].map((file): [string, string] => [file, ""]);
  const tree = memoryFileSystem(Object.fromEntries(names));
  return {
    ...tree,
    async readDirectory(folder) {
      const entries = await tree.readDirectory(folder);
      // Whoever looks into a folder reads its files next: they are asked for at once.
      if (entries.ok) for (const { name } of entries.value) void read(`${folder}/${name}`);
      return entries;
    },
    readFile: read,
    async readHead(file, length) {
      const whole = await read(file);
      return whole.ok ? done({ bytes: whole.value.subarray(0, length), size: whole.value.length }) : whole;
    },
  };
}

/** Only what the analysis reads; not the vendored code, which is slow to read and changes little. */
function isWanted(file: string): boolean {
  return /(?<!_test)\.go$|(^|\/)go\.(mod|work)$/.test(file) && !/(^|\/)(vendor|Godeps)\//.test(file);
}

interface BlobReader {
  /** The content of an object; undefined where the clone lacks it. */
  read(object: string): Promise<Uint8Array | undefined>;
  close(): void;
}

/** One `git cat-file` process that gives the objects in the order they are asked for; they are kept. */
function blobReader(gitDir: string): BlobReader {
  const git = spawn("git", [`--git-dir=${gitDir}`, "cat-file", "--batch"]);
  const waiting: ((content: Uint8Array | undefined) => void)[] = [];
  let chunks: Buffer[] = [];
  let length = 0;
  /** How many bytes the next answer takes at least. */
  let needed = 1;
  git.stdout.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    let rest = Buffer.concat(chunks);
    for (let answer = parseAnswer(rest); ; answer = parseAnswer(rest)) {
      needed = answer.end;
      if (rest.length < answer.end) break;
      rest = rest.subarray(answer.end);
      waiting.shift()?.(answer.content);
    }
    chunks = [rest];
    length = rest.length;
  });
  const known = new Map<string, Promise<Uint8Array | undefined>>();
  return {
    read(object) {
      const before = known.get(object);
      if (before !== undefined) return before;
      git.stdin.write(`${object}\n`);
      const content = new Promise<Uint8Array | undefined>((resolve) => waiting.push(resolve));
      known.set(object, content);
      return content;
    },
    close: () => {
      git.stdin.end();
    },
  };
}

/**
 * The first answer in a buffer: `OBJECT blob SIZE`, the content and a line feed; or one line that says that
 * there is none. `end` is where it ends, beyond the buffer when that is too short.
 */
function parseAnswer(buffer: Buffer): { readonly end: number; readonly content?: Uint8Array } {
  const head = buffer.indexOf("\n");
  if (head < 0) return { end: buffer.length + 1 };
  const size = / blob (\d+)$/.exec(buffer.toString("utf8", 0, head))?.[1];
  if (size === undefined) return { end: head + 1 };
  const end = head + 1 + Number(size);
  return { end: end + 1, content: new Uint8Array(buffer.subarray(head + 1, end)) };
}
