/**
 * Typing in a module of 100,000 lines, as JSON: 100 packages of 1,000 lines that call each other's functions, one
 * file open. An edit to the new findings of its own file; the same with an importer's file looked at as well, when
 * what importers see of the edited function stays the same, and when it does not. Each with a hash of the findings.
 */
import { createHash } from "node:crypto";
import { stdlibIndex } from "../../server/src/testkit/analyse.ts";
import { loadSyntax } from "../../server/src/testkit/syntax.ts";
import { createEngine } from "../../server/src/workspace/engine.ts";
import { memoryFileSystem } from "../../server/src/workspace/memoryFileSystem.ts";

const packages = 100;
const linesPerPackage = 1000;

/** A package of stores that fill maps of their own and those of the packages that it imports. */
function goPackage(i: number): string {
  const imported = [i - 1, i - 7].filter((other) => other >= 0);
  const imports = ["sync", ...imported.map((other) => `example.com/m/p${other}`)];
  const parts = [`package p${i}\n\nimport (\n${imports.map((path) => `\t"${path}"\n`).join("")})\n`];
  let lines = parts[0].split("\n").length;
  for (let k = 0; lines < linesPerPackage; k++) {
    const calls = imported.map((other) => `\tp${other}.Fill${k % 30}(s.items, key)\n`).join("");
    const locks = k % 10 === 9 ? "" : "\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n";
    const text = `
type Store${k} struct {
	mu    sync.RWMutex
	items map[string]int
	names []string
}

func (s *Store${k}) Set(key string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key] = value
${calls}	for i, name := range s.names {
		if name == key {
			s.names[i] = key
		}
	}
}

func (s *Store${k}) Get(key string) int {
${locks}	return s.items[key]
}

func Fill${k}(m map[string]int, key string) {
	m[key] = ${k}
}
`;
    parts.push(text);
    lines += text.split("\n").length - 1;
  }
  return parts.join("");
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] * 100) / 100;
}

/** Types `insert` after the n-th place of `after`, and takes it back; looks at the files after each edit. */
async function type(
  after: string,
  insert: string,
  looked: readonly string[],
  count: number,
): Promise<unknown> {
  const names = Array.from({ length: packages }, (_, i) => `/w/p${i}/a.go`);
  const files = Object.fromEntries(names.map((name, i) => [name, goPackage(i)]));
  const fileSystem = memoryFileSystem({ "/w/go.mod": "module example.com/m\n\ngo 1.25\n", ...files });
  const engine = createEngine({ fileSystem, stdlib: stdlibIndex(), cwd: "/w" });
  const file = "/w/p50/a.go";
  engine.open(file, files[file], 0);
  const started = performance.now();
  for (const path of looked) await engine.check(path);
  const firstMs = Math.round(performance.now() - started);
  const places = [...files[file].matchAll(new RegExp(after, "g"))].map(
    (match) => match.index + match[0].length,
  );
  const times: number[] = [];
  const work = createHash("sha256");
  for (let i = 0; i < count; i++) {
    const at = places[(i * 7) % places.length];
    for (const change of [
      { start: at, oldEnd: at, text: insert },
      { start: at, oldEnd: at + insert.length, text: "" },
    ]) {
      const before = performance.now();
      engine.change(file, [change], i + 1);
      for (const path of looked) work.update(JSON.stringify((await engine.check(path)).findings));
      times.push(performance.now() - before);
    }
  }
  engine.dispose();
  return {
    firstMs,
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    work: work.digest("hex").slice(0, 16),
  };
}

await loadSyntax();
const file = "/w/p50/a.go";
const importer = "/w/p51/a.go";
await type("s\\.items\\[key\\] = value\n", "\tx()\n", [file], 20);
const figures = {
  edit: await type("s\\.items\\[key\\] = value\n", "\tx()\n", [file], 100),
  editWithImporter: await type("s\\.items\\[key\\] = value\n", "\tx()\n", [file, importer], 100),
  editThatImporterSees: await type(
    "m map\\[string\\]int, key string\\) \\{\n",
    "\tdelete(m, key)\n",
    [file, importer],
    50,
  ),
};
console.log(JSON.stringify(figures, undefined, 2));
