/**
 * Paths as plain text: absolute, with forward slashes, without "." and ".." and without a slash at the end
 * (but for a root: "/" or "C:/"). The same on every system, in Node and in a web worker.
 */

/** True for a path that starts at a root: "/a", "C:/a", "C:\a". */
export function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/**
 * Brings an absolute or relative path into the one spelling that this room uses. Backslashes count as
 * separators only after a drive letter, because they are ordinary characters in names elsewhere.
 */
export function cleanPath(path: string): string {
  const drive = /^[A-Za-z]:(?=[\\/]|$)/.exec(path)?.[0] ?? "";
  let rest = path.slice(drive.length);
  if (drive !== "") rest = rest.replaceAll("\\", "/");
  const rooted = drive !== "" || rest.startsWith("/");
  const parts: string[] = [];
  for (const part of rest.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !rooted) parts.push(part);
  }
  const tail = parts.join("/");
  if (rooted) return `${drive}/${tail}`;
  return tail === "" ? "." : tail;
}

/** A path relative to a directory; an absolute path stays itself. */
export function joinPath(dir: string, path: string): string {
  return isAbsolute(path) ? cleanPath(path) : cleanPath(`${dir}/${path}`);
}

/** The directory that holds a path; a root holds itself. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  const root = rootLength(path);
  return slash < root ? path.slice(0, root) : path.slice(0, slash);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The part of a path below a directory: "" for the directory itself, undefined when it is not inside. */
export function relativeTo(dir: string, path: string): string | undefined {
  if (path === dir) return "";
  const prefix = dir.endsWith("/") ? dir : `${dir}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The directory and all that hold it, from the inside out. */
export function* ancestors(dir: string): Generator<string> {
  for (let at = dir; ; at = parentOf(at)) {
    yield at;
    if (parentOf(at) === at) return;
  }
}

function rootLength(path: string): number {
  if (path.startsWith("/")) return 1;
  return /^[A-Za-z]:\//.test(path) ? 3 : 0;
}
