/** Open documents as files: a new one that was never saved is found like any other. */
import { type DirectoryEntry, done, type FileSystem, tooLarge } from "./files.ts";
import { baseName, parentOf } from "./modules/paths.ts";

/** The open documents of the editor. */
export interface OpenTexts {
  openPaths(): Iterable<string>;
  /** The text of an open document; undefined for all else. */
  openText(path: string): string | undefined;
}

/** The files on disk with the open documents put over them. */
export function withOpenFiles(disk: FileSystem, open: OpenTexts): FileSystem {
  const bytesOf = (path: string): Uint8Array | undefined => {
    const text = open.openText(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  };
  return {
    async readDirectory(path) {
      const here: DirectoryEntry[] = [];
      for (const file of open.openPaths()) {
        if (parentOf(file) === path) here.push({ name: baseName(file), kind: "file" });
      }
      const entries = await disk.readDirectory(path);
      if (here.length === 0) return entries;
      if (!entries.ok) return done(here);
      const names = new Set(entries.value.map(({ name }) => name));
      return done([...entries.value, ...here.filter(({ name }) => !names.has(name))]);
    },
    async readFile(path, maxBytes) {
      const bytes = bytesOf(path);
      if (bytes === undefined) return await disk.readFile(path, maxBytes);
      return bytes.length > maxBytes ? tooLarge(bytes.length, maxBytes) : done(bytes);
    },
    async readHead(path, length) {
      const bytes = bytesOf(path);
      if (bytes === undefined) return await disk.readHead(path, length);
      return done({ bytes: bytes.subarray(0, length), size: bytes.length });
    },
    async kindOf(path) {
      return open.openText(path) === undefined ? await disk.kindOf(path) : done("file");
    },
    async realPath(path) {
      return open.openText(path) === undefined ? await disk.realPath(path) : done(path);
    },
  };
}
