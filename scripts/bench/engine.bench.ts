/**
 * The engine's figures, as JSON: an edit in a 1,000-line file to its new findings, the start of the language
 * server to the first diagnostics of an open file, and how time and memory grow with the number of files.
 * Each comes with a hash of the findings, so that a faster run that does less shows.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { stdlibIndex } from "../../server/src/testkit/analyse.ts";
import { loadSyntax } from "../../server/src/testkit/syntax.ts";
import type { Engine } from "../../server/src/workspace/api.ts";
import { createEngine } from "../../server/src/workspace/engine.ts";
import { memoryFileSystem } from "../../server/src/workspace/memoryFileSystem.ts";

const goMod = "module example.com/m\n\ngo 1.22\n";

/** A Go file of about `lines` lines: stores with a lock, one access in ten misses it. */
function goFile(pkg: string, lines: number, first: number): string {
  const parts = [`package ${pkg}\n\nimport "sync"\n`];
  let count = 3;
  for (let i = first; count < lines; i++) {
    const read = i % 10 === 9 ? "" : `\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n`;
    const text = `
type Store${i} struct {
	mu    sync.RWMutex
	items map[string]int
	names []string
}

func (s *Store${i}) Set(key string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.items[key]; ok && old == value {
		return
	}
	s.items[key] = value
	for i, name := range s.names {
		if name == key {
			s.names[i] = key
		}
	}
}

func (s *Store${i}) Get(key string) int {
${read}	return s.items[key]
}

func (s *Store${i}) Each(f func(key string, value int)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for key, value := range s.items {
		f(key, value)
	}
}
`;
    parts.push(text);
    count += text.split("\n").length - 1;
  }
  return parts.join("");
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] * 100) / 100;
}

function engineOf(files: Readonly<Record<string, string>>): Engine {
  return createEngine({ fileSystem: memoryFileSystem(files), stdlib: stdlibIndex(), cwd: "/w" });
}

/** Types into the bodies of a 1,000-line file of a package with ten such files. */
async function edits(): Promise<unknown> {
  const names = Array.from({ length: 10 }, (_, i) => `/w/f${i}.go`);
  const files = Object.fromEntries(names.map((name, i) => [name, goFile("p", 1000, i * 1000)]));
  const engine = engineOf({ "/w/go.mod": goMod, ...files });
  const file = names[0];
  const text = files[file];
  engine.open(file, text, 0);
  const started = performance.now();
  let result = await engine.check(file);
  const first = performance.now() - started;
  const bodies = [...text.matchAll(/s\.items\[key\] = value\n/g)].map((match) => match.index);
  const times: number[] = [];
  const work: unknown[] = [];
  for (let i = 0; i < 200; i++) {
    const at = bodies[(i * 7) % bodies.length];
    const insert = "x()\n\t";
    const before = performance.now();
    engine.change(file, [{ start: at, oldEnd: at, text: insert }], 2 * i + 1);
    result = await engine.check(file);
    times.push(performance.now() - before);
    work.push(result.findings.length);
    engine.change(file, [{ start: at, oldEnd: at + insert.length, text: "" }], 2 * i + 2);
  }
  engine.dispose();
  return {
    firstMs: Math.round(first),
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    work: digest([work, result.findings]),
  };
}

/** From the start of the process to the diagnostics of a file of 1,000 lines, over stdio. */
async function serverStart(): Promise<unknown> {
  const folder = mkdtempSync(path.join(tmpdir(), "mapvet-bench-"));
  const file = path.join(folder, "a.go");
  const text = goFile("p", 1000, 0);
  writeFileSync(path.join(folder, "go.mod"), goMod);
  writeFileSync(file, text);
  const times: number[] = [];
  let items = 0;
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    const server = fileURLToPath(new URL("../../dist/server.cjs", import.meta.url));
    const child: ChildProcess = spawn(process.execPath, [server, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (child.stdout === null || child.stdin === null) throw new Error("no pipes to the server");
    const connection: MessageConnection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.onRequest(() => null);
    connection.listen();
    const rootUri = pathToFileURL(folder).href;
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: "bench" }],
      capabilities: { textDocument: { diagnostic: {} } },
    });
    await connection.sendNotification("initialized", {});
    const uri = pathToFileURL(file).href;
    await connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "go", version: 1, text },
    });
    const report: { items: unknown[] } = await connection.sendRequest("textDocument/diagnostic", {
      textDocument: { uri },
    });
    times.push(performance.now() - started);
    items = report.items.length;
    connection.dispose();
    child.kill();
  }
  rmSync(folder, { recursive: true });
  return { medianMs: quantile(times, 0.5), worstMs: quantile(times, 1), work: `${items} diagnostics` };
}

/** One run of the command over `count` files, ten to a package; memory after it, above what was there. */
async function manyFiles(count: number): Promise<{ ms: number; heapMB: number; work: string }> {
  const files: Record<string, string> = { "/w/go.mod": goMod };
  for (let i = 0; i < count; i++) {
    const pkg = `p${Math.floor(i / 10)}`;
    files[`/w/${pkg}/f${i}.go`] = goFile(pkg, 100, i * 7);
  }
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const engine = engineOf(files);
  const started = performance.now();
  const { findings } = await engine.run(["./..."], { tests: false });
  const ms = performance.now() - started;
  globalThis.gc?.();
  const heapMB = Math.round((process.memoryUsage().heapUsed - before) / 1024 / 1024);
  engine.dispose();
  return { ms: Math.round(ms), heapMB, work: digest(findings.map(({ fingerprint }) => fingerprint)) };
}

await loadSyntax();
const edit = await edits();
await manyFiles(100);
const thousand = await manyFiles(1000);
const tenThousand = await manyFiles(10_000);
const figures = {
  edit,
  serverStart: await serverStart(),
  files1000: thousand,
  files10000: tenThousand,
  timeRatioForTenTimesTheFiles: Math.round((tenThousand.ms / thousand.ms) * 100) / 100,
};
console.log(JSON.stringify(figures, undefined, 2));
