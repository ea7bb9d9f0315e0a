/** Loads tree-sitter once per process and hands out its one parser to this room. */
import { Language, Parser } from "web-tree-sitter";
import { kindTable } from "./kinds.ts";

/** What the room needs of the loaded grammar. */
export interface Runtime {
  readonly parser: Parser;
  /** See {@link kindTable}. */
  readonly kinds: Uint8Array;
  /** The grammar's name of each node type id, for operators. */
  readonly names: readonly string[];
}

let loading: Promise<void> | undefined;
let loaded: Runtime | undefined;

/**
 * Loads tree-sitter from the bytes of `web-tree-sitter.wasm` and `tree-sitter-go.wasm`. Later calls
 * return the first one's promise; after a failure the next call tries again.
 */
export function initSyntax(wasm: { runtime: Uint8Array; language: Uint8Array }): Promise<void> {
  loading ??= load(wasm).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(wasm: { runtime: Uint8Array; language: Uint8Array }): Promise<void> {
  // Without locateFile it makes a URL beside its script first, which throws in a worker started from a blob.
  await Parser.init({ wasmBinary: wasm.runtime, locateFile: (name: string) => name });
  const language = await Language.load(wasm.language);
  const parser = new Parser();
  parser.setLanguage(language);
  loaded = { parser, kinds: kindTable(language.types), names: language.types };
}

/** The loaded grammar. Throws when {@link initSyntax} has not finished. */
export function runtime(): Runtime {
  if (!loaded) throw new Error("initSyntax() must finish before Go text is parsed");
  return loaded;
}

/**
 * Parses a small Go text a few times, so that the first real file does not pay for the compilation
 * of the parser's WebAssembly (about 100 ms). Call it off the request path, after initSyntax.
 */
export function warmUp(): void {
  const { parser } = runtime();
  for (let round = 0; round < 3; round++) parser.parse(WARM_UP)?.delete();
}

const WARM_UP = `package warm

import "sync"

type store[K comparable, V any] struct {
	mu    sync.RWMutex
	items map[K]V \`json:"items"\`
}

func (s *store[K, V]) get(key K) (value V, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, ok = s.items[key]
	return value, ok
}

func run(names []string, done <-chan struct{}, out chan<- int) error {
	counts := make(map[string]int, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if n := counts[name] + i*2; n > 3 && !(n == 7) || name != "x" {
				counts[name]++
			} else {
				delete(counts, name)
			}
		}()
	}
	select {
	case <-done:
		return nil
	case out <- len(counts):
	default:
	}
	switch v := any(names).(type) {
	case []string:
		_ = v[1:]
	case *int, map[string][]byte:
	}
	for {
		wg.Wait()
		break
	}
	return func() error { return nil }()
}
`.repeat(4);
