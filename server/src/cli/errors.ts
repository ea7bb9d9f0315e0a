/** Errors of the operating system, and reports of Mapvet's own errors. */
import type { Locale } from "../../../protocol/src/messages.ts";
import type { Host } from "./host.ts";
import { say } from "./words.ts";

/** Codes that mean the input, not Mapvet, is at fault (errno of Node's `fs`). */
const inputCodes = new Set([
  "ENOENT",
  "EACCES",
  "EPERM",
  "EISDIR",
  "ENOTDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "EIO",
  "EMFILE",
  "EROFS",
  "ENOSPC",
  "EBUSY",
]);

/** The errno of an error of the operating system about a file, such as `EACCES`. */
export function fileErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return inputCodes.has(error.code) ? error.code : undefined;
}

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0];
}

/** The report of an error inside Mapvet: what happened, what to send, and the lines to send. */
export function internalReport(
  host: Host,
  locale: Locale,
  failures: readonly { readonly path?: string; readonly error: unknown }[],
): string {
  const parts = failures.flatMap(({ path, error }) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [...(path === undefined ? [] : [path]), ...stack.split("\n")].map((line) => `  ${line}`);
  });
  const heads = failures.map(({ path }) =>
    path === undefined ? say(locale, "cli.internal") : say(locale, "cli.internal.part", { path }),
  );
  return [
    ...heads,
    say(locale, "cli.internal.send"),
    "",
    `  mapvet ${host.version}, ${host.platform}`,
    `  mapvet ${host.argv.join(" ")}`,
    ...parts,
    "",
  ].join("\n");
}
