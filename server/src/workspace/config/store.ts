/** The configurations of the modules: each file is read once, until it changes. */
import { message } from "../../../../protocol/src/messages.ts";
import { decodeText } from "../decode.ts";
import type { FileSystem } from "../files.ts";
import { joinPath } from "../modules/paths.ts";
import { type Config, configName, defaultConfig, type ReadConfig, readConfig } from "./config.ts";

/** The largest file that is read, in bytes. */
const maxBytes = 1024 * 1024;

/** A `.mapvet.json` that was read. */
export interface ConfigFile extends ReadConfig {
  readonly path: string;
  readonly text: string;
}

export class ConfigStore {
  readonly #fs: FileSystem;
  readonly #loading = new Map<string, Promise<ConfigFile | undefined>>();
  readonly #files = new Map<string, ConfigFile>();

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** The configuration of the module at a directory; without a module or a file, the default. */
  async configOf(moduleDir: string | undefined): Promise<Config> {
    if (moduleDir === undefined) return defaultConfig;
    const path = joinPath(moduleDir, configName);
    const loading = this.#loading.get(path) ?? this.#load(path);
    this.#loading.set(path, loading);
    return (await loading)?.config ?? defaultConfig;
  }

  /** The files that were read, by path. */
  files(): readonly ConfigFile[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** A file changed on disk. */
  forget(path: string): void {
    this.#loading.delete(path);
    this.#files.delete(path);
  }

  async #load(path: string): Promise<ConfigFile | undefined> {
    const bytes = await this.#fs.readFile(path, maxBytes);
    if (!bytes.ok && bytes.problem.kind === "missing") return undefined;
    const text = bytes.ok ? decodeText(bytes.value).text : "";
    const read = bytes.ok ? readConfig(text) : unreadable(bytes.problem.message);
    const file = { path, text, ...read };
    this.#files.set(path, file);
    return file;
  }
}

function unreadable(reason: string): ReadConfig {
  const range = { pos: 0, end: 0 };
  return { config: defaultConfig, problems: [{ range, message: message("config.unreadable", { reason }) }] };
}
