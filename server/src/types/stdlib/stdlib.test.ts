import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseStdlib, stdlibSource } from "./stdlib.ts";

const file = fileURLToPath(new URL("stdlib.json", import.meta.url));
const json = readFileSync(file, "utf8");
const index = parseStdlib(json);
const hasGo = spawnSync("go", ["version"]).status === 0;

describe("the index of the standard library", () => {
  it("names its Go version and stays small", () => {
    expect(index.goVersion).toMatch(/^go1\.\d+(\.\d+)?$/);
    expect(json.length).toBeLessThan(500_000);
  });

  it("holds no vendored package and no command", () => {
    for (const path of index.packages.keys()) expect(path).not.toMatch(/^(vendor|cmd)\//);
  });

  const declarations: readonly (readonly [string, readonly string[]])[] = [
    ["net/http", ["type Header map[string][]string\n", "func (Header) Set(key string, value string)\n"]],
    ["net/url", ["type Values map[string][]string\n", "func (Values) Del(key string)\n"]],
    ["net/textproto", ["type MIMEHeader map[string][]string\n"]],
    ["net/mail", ["type Header map[string][]string\n"]],
    ["expvar", ["func (*Map) Set(key string, av Var)\n"]],
    ["mime/multipart", ["Value map[string][]string\n", "File map[string][]*FileHeader\n"]],
    ["text/template", ["type FuncMap map[string]any\n"]],
    ["html/template", ["type FuncMap = "]],
    ["go/ast", ["Files map[string]*File\n"]],
    ["go/types", ["Types map[ast.Expr]TypeAndValue\n"]],
    ["testing/fstest", ["type MapFS map[string]*MapFile\n"]],
    [
      "context",
      ["func WithCancel(parent Context) (ctx Context, cancel CancelFunc)\n", "Done() <-chan struct{}\n"],
    ],
    [
      "time",
      [
        "func After(d Duration) <-chan Time\n",
        "func AfterFunc(d Duration, f func()) *Timer\n",
        "C <-chan Time\n",
      ],
    ],
    [
      "maps",
      [
        "func Clone[M ~map[K]V, K comparable, V any](m M) M\n",
        "func Copy[M1 ~map[K]V, M2 ~map[K]V, K comparable, V any]",
      ],
    ],
    ["slices", ["func Sort[S ~[]E, E cmp.Ordered](x S)\n"]],
    [
      "testing",
      [
        "func (*T) Parallel()\n",
        "func (*T) Run(name string, f func(t *T)) bool\n",
        "func (*B) RunParallel(body func(*PB))\n",
      ],
    ],
    ["iter", ["type Seq2[K any, V any] func(yield func(K, V) bool)\n"]],
    ["unsafe", ["type Pointer *ArbitraryType\n"]],
    ["os", ["type FileInfo = fs.FileInfo\n", "func (*File) Close() error\n"]],
    [
      "golang.org/x/sync/errgroup",
      ["func (g *Group) Go(f func() error)\n", "func (g *Group) TryGo(f func() error) bool\n"],
    ],
    ["golang.org/x/sync/singleflight", ["func (g *Group) DoChan("]],
    ["golang.org/x/sync/semaphore", ["func (s *Weighted) TryAcquire(n int64) bool\n"]],
    ["golang.org/x/sync/syncmap", ["type Map = sync.Map\n"]],
    ["k8s.io/api/core/v1", ["func (in *Pod) DeepCopy() *Pod\n"]],
  ];
  it.each(declarations)("declares what matters of %s", (path, wanted) => {
    const text = stdlibSource(index, path) ?? "";
    for (const line of wanted) expect(text).toContain(line);
  });

  const methods: Record<string, readonly string[]> = {
    Mutex: ["Lock", "Unlock", "TryLock"],
    RWMutex: ["Lock", "Unlock", "TryLock", "RLock", "RUnlock", "TryRLock", "RLocker"],
    WaitGroup: ["Add", "Done", "Wait", "Go"],
    Once: ["Do"],
    Cond: ["Wait", "Signal", "Broadcast"],
    Pool: ["Get", "Put"],
    Map: ["Load", "Store", "LoadOrStore", "LoadAndDelete", "Delete", "Swap", "CompareAndSwap"].concat([
      "CompareAndDelete",
      "Range",
      "Clear",
    ]),
  };
  it.each(Object.entries(methods))("has every method of sync.%s", (type, names) => {
    const text = stdlibSource(index, "sync") ?? "";
    for (const name of names) expect(text).toContain(`func (*${type}) ${name}(`);
  });

  it("has the functions of sync and the types of sync/atomic", () => {
    const sync = stdlibSource(index, "sync") ?? "";
    for (const name of ["NewCond(", "OnceFunc(", "OnceValue[", "OnceValues["])
      expect(sync).toContain(`func ${name}`);
    const atomic = stdlibSource(index, "sync/atomic") ?? "";
    for (const type of ["Bool", "Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Value", "Pointer[T]"]) {
      for (const method of ["Load", "Store", "Swap", "CompareAndSwap"]) {
        expect(atomic).toContain(`func (*${type}) ${method}(`);
      }
    }
    for (const name of ["AddInt64", "LoadPointer", "StoreUint32", "CompareAndSwapInt32", "OrUint64"]) {
      expect(atomic).toContain(`func ${name}(`);
    }
  });

  it("imports only what it holds", () => {
    for (const [path, text] of [...index.packages, ...index.extra]) {
      for (const [, imported] of text.matchAll(/^import (?:\w+ )?"([^"]+)"$/gm)) {
        expect(stdlibSource(index, imported), `${path} imports ${imported}`).toBeDefined();
      }
    }
  });

  it.skipIf(!hasGo)("parses and type-checks together (needs Go)", { timeout: 120_000 }, () => {
    const program = fileURLToPath(new URL("testdata/check/main.go", import.meta.url));
    const output = execFileSync("go", ["run", program, file], {
      encoding: "utf8",
      // The check needs nothing but the standard library, so it must not look for a module.
      env: { ...process.env, GO111MODULE: "off", GOFLAGS: "" },
    });
    expect(output).toBe(`packages: ${index.packages.size + index.extra.size}\n`);
  });
});

describe("parseStdlib", () => {
  it.each(["null", "[]", "{}", '{"goVersion":"go1.1"}', '{"goVersion":"go1","packages":{"a":1},"extra":{}}'])(
    "refuses %s",
    (text) => expect(() => parseStdlib(text)).toThrow(/stdlib\.json/),
  );
});
