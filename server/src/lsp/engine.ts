/** Makes the engine of a language server, once what it needs is loaded. */
import { initSyntax, warmUp } from "../syntax/runtime.ts";
import { parseStdlib, type StdlibIndex } from "../types/stdlib/stdlib.ts";
import { createEngine } from "../workspace/engine.ts";
import type { FileSystem } from "../workspace/files.ts";
import type { EngineFactory } from "./session.ts";

/** What the engine is made of, besides files: the parser and the index of the standard library. */
export interface Assets {
  readonly runtime: Uint8Array;
  readonly language: Uint8Array;
  readonly stdlib: string;
}

/**
 * How long after the start the parser is warmed up, in milliseconds. Not before: the first diagnostics would
 * wait for it. After them, the first edit gains from it.
 */
const warmUpDelay = 1000;

/** An engine factory. The assets are loaded once, at the first engine. */
export function engineFactory(fileSystem: FileSystem, load: () => Promise<Assets>): EngineFactory {
  let loading: Promise<{ readonly assets: Assets; readonly stdlib: StdlibIndex }> | undefined;
  return async (folders) => {
    const first = loading === undefined;
    loading ??= load()
      .then((assets) => ({ assets, stdlib: parseStdlib(assets.stdlib) }))
      .catch((error: unknown) => {
        // The next engine tries again.
        loading = undefined;
        throw error;
      });
    const { assets, stdlib } = await loading;
    await initSyntax(assets);
    if (first) setTimeout(warmUp, warmUpDelay);
    // Findings in tests are made always; the setting decides whether they are shown.
    return createEngine({ fileSystem, stdlib, cwd: folders[0] ?? "/", tests: true });
  };
}
