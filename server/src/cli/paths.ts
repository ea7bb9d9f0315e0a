/** Paths of the command line: patterns as the engine takes them, and paths as people read them. */
import path from "node:path";
import { type Message, message } from "../../../protocol/src/messages.ts";
import type { Files } from "./host.ts";

/** Forward slashes everywhere; `\` is a separator on Windows only. */
export function slashes(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}

/** A path relative to the working folder, with forward slashes; `..` where it lies outside. */
export function relativePath(cwd: string, file: string): string {
  const relative = slashes(path.relative(cwd, file));
  return relative === "" ? "." : relative;
}

/**
 * The patterns as absolute paths, with `/...` kept at the end; or what is wrong with one of them.
 */
export function resolvePatterns(
  paths: readonly string[],
  cwd: string,
  files: Files,
): { readonly patterns: readonly string[] } | { readonly problem: Message } {
  const patterns: string[] = [];
  for (const given of paths) {
    const text = slashes(given);
    const recursive = text === "..." || text.endsWith("/...");
    const base = recursive ? text.slice(0, -"...".length) || "." : text;
    if (base.split("/").includes("...")) {
      return { problem: message("cli.usage.pattern", { path: given }) };
    }
    const absolute = slashes(path.resolve(cwd, base));
    const kind = files.kind(absolute);
    if (kind === undefined || (recursive && kind !== "directory")) {
      return { problem: message("cli.usage.missingPath", { path: given }) };
    }
    patterns.push(recursive ? `${absolute.replace(/\/$/, "")}/...` : absolute);
  }
  return { patterns };
}
