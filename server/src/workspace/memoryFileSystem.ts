/** A file system that lives in memory: for tests, and for texts that have no disk behind them. */
import { type DirectoryEntry, done, type FileSystem, type Outcome, problem, tooLarge } from "./files.ts";
import { ancestors, baseName, cleanPath, joinPath, parentOf } from "./modules/paths.ts";

/** A file's content, a link's target, or something that nobody may read. */
export type MemoryFile = string | Uint8Array | { readonly link: string } | { readonly denied: true };

/** Makes a file system of absolute paths; directories come to be where a path needs them. */
export function memoryFileSystem(files: Readonly<Record<string, MemoryFile>>): FileSystem {
  const nodes = new Map<string, MemoryFile>();
  const children = new Map<string, Set<string>>([["/", new Set()]]);
  for (const [path, file] of Object.entries(files)) {
    const clean = cleanPath(path);
    nodes.set(clean, file);
    let child = clean;
    for (const dir of ancestors(parentOf(clean))) {
      const names = children.get(dir) ?? new Set();
      if (child !== dir) names.add(baseName(child));
      children.set(dir, names);
      child = dir;
    }
  }

  /** Follows the links in a path, part by part. */
  const follow = (path: string): Outcome<string> => {
    let at = "/";
    const todo = cleanPath(path).split("/").filter(Boolean).reverse();
    // As many links as Linux follows before it speaks of a loop.
    for (let links = 0; todo.length > 0; ) {
      const next = joinPath(at, todo.pop() ?? "");
      const node = nodes.get(next);
      if (isLink(node)) {
        if (++links > 40) return problem("link-loop");
        const target = joinPath(parentOf(next), node.link);
        at = "/";
        todo.push(...target.split("/").filter(Boolean).reverse());
      } else if (node === undefined && !children.has(next)) {
        return problem("missing");
      } else {
        at = next;
      }
    }
    return done(at);
  };

  const contentOf = (path: string): Outcome<Uint8Array> => {
    const real = follow(path);
    if (!real.ok) return real;
    const node = nodes.get(real.value);
    if (node === undefined) return problem("wrong-kind");
    if (typeof node === "string") return done(new TextEncoder().encode(node));
    return node instanceof Uint8Array ? done(node) : problem("denied");
  };

  return {
    async readDirectory(path) {
      const real = follow(path);
      if (!real.ok) return real;
      if (isDenied(nodes.get(real.value))) return problem("denied");
      const names = children.get(real.value);
      if (names === undefined) return problem("wrong-kind", "is not a directory");
      const entries = [...names].map((name): DirectoryEntry => {
        const child = joinPath(real.value, name);
        if (isLink(nodes.get(child))) return { name, kind: "link" };
        return { name, kind: children.has(child) ? "directory" : "file" };
      });
      return done(entries);
    },
    async readFile(path, maxBytes) {
      const content = contentOf(path);
      return content.ok && content.value.length > maxBytes
        ? tooLarge(content.value.length, maxBytes)
        : content;
    },
    async readHead(path, length) {
      const content = contentOf(path);
      if (!content.ok) return content;
      return done({ bytes: content.value.subarray(0, length), size: content.value.length });
    },
    async kindOf(path) {
      const real = follow(path);
      if (!real.ok) return real;
      return done(children.has(real.value) ? "directory" : "file");
    },
    async realPath(path) {
      return follow(path);
    },
  };
}

function isLink(file: MemoryFile | undefined): file is { readonly link: string } {
  return typeof file === "object" && "link" in file;
}

function isDenied(file: MemoryFile | undefined): boolean {
  return typeof file === "object" && "denied" in file;
}
