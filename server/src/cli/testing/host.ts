/** A machine in memory for the tests of the command. */

import type { Engine } from "../../workspace/api.ts";
import type { Files, Host } from "../host.ts";
import { readRulePage } from "../nodeHost.ts";

/** What a run of the command left behind. */
export interface FakeHost extends Host {
  readonly out: string[];
  readonly err: string[];
  readonly written: Map<string, string>;
}

export interface FakeHostOptions {
  readonly argv: readonly string[];
  readonly engine: Engine | (() => never);
  readonly disk: Map<string, string | Uint8Array>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  /** Milliseconds that pass with every look at the clock. */
  readonly tick?: number;
}

/** A host whose working folder is `/work`; folders are the prefixes of the files on its disk. */
export function fakeHost(options: FakeHostOptions): FakeHost {
  const out: string[] = [];
  const err: string[] = [];
  const written = new Map<string, string>();
  let clock = 0;
  const { disk, engine } = options;
  const files: Files = {
    kind(path) {
      if (disk.has(path)) return "file";
      const prefix = path.endsWith("/") ? path : `${path}/`;
      return path === "/work" || [...disk.keys()].some((file) => file.startsWith(prefix))
        ? "directory"
        : undefined;
    },
    readBytes(path) {
      const content = disk.get(path);
      if (content === undefined) {
        throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), {
          code: "ENOENT",
        });
      }
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    writeAtomic(path, text) {
      written.set(path, text);
      disk.set(path, text);
    },
  };
  const isTerminal = options.terminal ?? false;
  return {
    argv: options.argv,
    cwd: "/work",
    env: options.env ?? {},
    stdout: { write: (text) => void out.push(text), isTerminal },
    stderr: { write: (text) => void err.push(text), isTerminal },
    files,
    version: "0.0.0-test",
    platform: "Node 20.0.0, test",
    readStdin: () => Promise.resolve(options.stdin ?? ""),
    now: () => {
      clock += options.tick ?? 0;
      return clock;
    },
    peakMemory: () => 64 * 1024 * 1024,
    freeMemory: () => undefined,
    createEngine: async () => (typeof engine === "function" ? engine() : engine),
    rulePage: (rule, locale) => readRulePage("docs/rules", rule, locale),
    out,
    err,
    written,
  };
}
