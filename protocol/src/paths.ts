/**
 * The engine's paths: absolute, with forward slashes. A file that is not on the local disk (a repository
 * opened in the browser, an unsaved buffer) gets a path under a folder that no disk has:
 * `/~scheme/authority/path`. Server and client must agree on this, since a simulated program names its
 * files by path.
 */

/** The parts of a URI that matter for a file, decoded. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

const foreign = /^\/~([a-zA-Z][\w.+-]*)\/([^/]*)(\/.*)?$/s;

/** The engine's path of a URI. A Windows drive is lower case: `c:/x`. */
export function pathOfParts({ scheme, authority, path }: UriParts): string {
  if (scheme !== "file") {
    return `/~${scheme}/${encodeURIComponent(authority)}${path.startsWith("/") ? "" : "/"}${path}`;
  }
  if (authority !== "") return `//${authority}${path}`;
  return /^\/[a-zA-Z]:/.test(path) ? `${path.charAt(1).toLowerCase()}${path.slice(2)}` : path;
}

/** The URI that a path of the engine stands for. */
export function partsOfPath(path: string): UriParts {
  const match = foreign.exec(path);
  if (match === null) return localParts(path);
  const [, scheme = "", authority = "", rest = "/"] = match;
  // `untitled:Untitled-1` has no slash before its name, and VS Code would not know it with one.
  const bare = scheme === "untitled" && authority === "" && rest.lastIndexOf("/") === 0;
  return { scheme, authority: decodeURIComponent(authority), path: bare ? rest.slice(1) : rest };
}

/** True for a path that only the editor can read. */
export function isForeign(path: string): boolean {
  return foreign.test(path);
}

function localParts(path: string): UriParts {
  const share = /^\/\/([^/]+)(\/.*)$/s.exec(path);
  if (share !== null) return { scheme: "file", authority: share[1], path: share[2] };
  return { scheme: "file", authority: "", path: path.startsWith("/") ? path : `/${path}` };
}
