/** Patterns of paths: `*` and `?` within a name, `**` for any folders. */

/**
 * Matches paths relative to a folder, with forward slashes. A pattern without a slash in front of its last
 * name matches at any depth; what names a folder matches everything in it.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const trimmed = pattern.replace(/^\.?\//, "").replace(/\/+$/, "");
  const anchored = trimmed.includes("/") || pattern.startsWith("/") || pattern.startsWith("./");
  const source = trimmed
    .split(/(\*\*\/|\/\*\*$|\*|\?)/)
    .map((part) => wildcards.get(part) ?? escaped(part))
    .join("");
  const regex = new RegExp(`^${anchored ? "" : "(?:.*/)?"}${source}(?:/.*)?$`, "su");
  return (path) => regex.test(path);
}

const wildcards = new Map([
  ["**/", "(?:.*/)?"],
  ["/**", "/.*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
