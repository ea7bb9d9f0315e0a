/** The machine as the command sees it, on Node. */
import { randomUUID } from "node:crypto";
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locale } from "../../../protocol/src/messages.ts";
import type { CheckId } from "../../../protocol/src/rules.ts";
import type { Engine } from "../workspace/api.ts";
import type { Files, Host, Output } from "./host.ts";
import { memoryKeeper } from "./memory.ts";
import { slashes } from "./paths.ts";

/** The disk. */
export const nodeFiles: Files = {
  kind(file) {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? undefined : stat.isDirectory() ? "directory" : "file";
  },
  readBytes: (file) => readFileSync(file),
  writeAtomic(file, text) {
    // A link keeps pointing at its file; the new file takes the old one's place in one step.
    const before = statSync(file, { throwIfNoEntry: false });
    const target = before === undefined ? file : realpathSync(file);
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
    try {
      writeFileSync(temporary, text, { flag: "wx", flush: true });
      if (before !== undefined) chmodSync(temporary, before.mode & 0o7777);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  },
};

/** The page of a rule under `folder` (`docs/rules` of the package): `RULE.md` or `RULE.zh-cn.md`. */
export function readRulePage(
  folder: string,
  rule: CheckId,
  locale: Locale,
): { readonly path: string; readonly text: string | undefined } {
  const file = path.join(folder, locale === "en" ? `${rule}.md` : `${rule}.${locale}.md`);
  try {
    return { path: file, text: readFileSync(file, "utf8") };
  } catch {
    return { path: file, text: undefined };
  }
}

/** What only the entry knows. */
export interface HostParts {
  readonly version: string;
  readonly pages: string;
  readonly createEngine: (tests: boolean) => Promise<Engine>;
}

/** The host of the running process. */
export function nodeHost(parts: HostParts): Host {
  return {
    argv: process.argv.slice(2),
    cwd: slashes(process.cwd()),
    env: process.env,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    files: nodeFiles,
    version: parts.version,
    platform: `Node ${process.versions.node}, ${os.platform()} ${os.release()} ${os.arch()}`,
    async readStdin() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(chunks));
    },
    now: () => performance.now(),
    // Kilobytes on every system: libuv converts (https://nodejs.org/api/process.html#processresourceusage).
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
    freeMemory: memoryKeeper(),
    createEngine: parts.createEngine,
    rulePage: (rule, locale) => readRulePage(parts.pages, rule, locale),
  };
}

/** A stream that may be closed by its reader (`mapvet | head`): then what follows is dropped. */
function output(stream: NodeJS.WriteStream): Output {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    closed = true;
  });
  return {
    write(text) {
      if (!closed) stream.write(text);
    },
    get isTerminal() {
      return stream.isTTY === true;
    },
  };
}
