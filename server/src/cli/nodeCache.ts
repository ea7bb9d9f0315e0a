/**
 * The cache of results on disk: a file for each entry. Several processes may use it at once, because an entry
 * appears under its name only when it is whole; deleting it, or a part of it, does no harm.
 */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { CacheStore } from "../workspace/resultCache.ts";

/** The size that the cache is cut down to when it has outgrown it by a quarter, in bytes. */
const defaultLimit = 200 * 1024 * 1024;

/** A cache that its owner asks to tidy up when a run has ended. */
export interface NodeCache extends CacheStore {
  /** Removes the entries that were not used for the longest time, if there are too many. */
  tidy(): void;
}

/**
 * The folder that `MAPVET_CACHE` names, else the one where the system keeps caches; undefined when the variable
 * says `off`.
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = env.MAPVET_CACHE;
  if (named === "off") return undefined;
  if (named !== undefined && named !== "") return path.resolve(named);
  if (process.platform === "win32") return path.join(env.LOCALAPPDATA ?? homedir(), "mapvet", "cache");
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches", "mapvet");
  return path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "mapvet");
}

/**
 * A cache in a folder, which is made when it is needed.
 * @param salt what tells this version of Mapvet from every other
 * @param limit the size to keep to, in bytes
 */
export function nodeCache(folder: string, salt: string, limit: number = defaultLimit): NodeCache {
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), `${key.slice(2)}.json`);
  return {
    hash: (texts) => {
      const hash = createHash("sha256").update(salt);
      // The lengths keep "ab", "c" and "a", "bc" apart.
      for (const text of texts) hash.update(`\n${text.length}\n`).update(text);
      return hash.digest("hex");
    },
    get: (key) =>
      quietly(() => {
        const entry = readFileSync(fileOf(key), "utf8");
        const now = new Date();
        utimesSync(fileOf(key), now, now);
        return entry;
      }),
    put: (key, entry) => {
      quietly(() => {
        const file = fileOf(key);
        mkdirSync(path.dirname(file), { recursive: true });
        const temporary = `${file}.${process.pid}.tmp`;
        writeFileSync(temporary, entry);
        renameSync(temporary, file);
      });
    },
    tidy: () => {
      quietly(() => tidy(folder, limit));
    },
  };
}

function tidy(folder: string, limit: number): void {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const file = path.join(folder, name);
    // Another process may have removed it meanwhile.
    const stat = quietly(() => statSync(file));
    return stat?.isFile() === true ? [{ file, size: stat.size, used: stat.mtimeMs }] : [];
  });
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size <= limit * 1.25) return;
  for (const entry of entries.sort((a, b) => a.used - b.used)) {
    if (size <= limit) return;
    quietly(() => rmSync(entry.file, { force: true }));
    size -= entry.size;
  }
}

/** The cache only saves time: what goes wrong with it is as if it were empty. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
