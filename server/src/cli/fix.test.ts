import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeFiles } from "./nodeHost.ts";
import { applyEdits } from "./overlay.ts";
import { runCommand } from "./run.ts";
import { cacheGo } from "./testing/cache.ts";
import { FakeEngine } from "./testing/engine.ts";
import { type FakeHost, fakeHost } from "./testing/host.ts";

const set = (mark: string): string => `package p\n\nfunc f() {\n\tc.items["k"] = 1 // ${mark}\n}\n`;

async function mapvet(
  argv: readonly string[],
  texts: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ code: number; out: string; err: string; host: FakeHost; engine: FakeEngine }> {
  const disk = new Map(Object.entries(texts).map(([name, text]) => [`/work/${name}`, text]));
  const engine = new FakeEngine(disk);
  const host = fakeHost({ argv, engine, disk });
  const code = await runCommand(host);
  return { code, out: host.out.join(""), err: host.err.join(""), host, engine };
}

describe("--fix", () => {
  test("fixes round by round until nothing is left, and writes each file once", async () => {
    const { code, out, host } = await mapvet(["--fix"], {
      "a/a.go": set("race").replace("}", '\tc.items["l"] = 2 // race\n}'),
      "b/b.go": set("race"),
    });
    expect(code).toBe(0);
    expect(Object.fromEntries(host.written)).toEqual({
      "/work/a/a.go":
        'package p\n\nfunc f() {\n\tc.mu.Lock()\n\tc.items["k"] = 1\n\tc.mu.Unlock()\n\tc.mu.Lock()\n\tc.items["l"] = 2\n\tc.mu.Unlock()\n}\n',
      "/work/b/b.go": 'package p\n\nfunc f() {\n\tc.mu.Lock()\n\tc.items["k"] = 1\n\tc.mu.Unlock()\n}\n',
    });
    await expect(out).toMatchFileSnapshot("./testdata/fix.txt");
  });

  test("says what is left and why", async () => {
    const { code, out, host } = await mapvet(["--fix"], {
      "a/a.go": set("shared"),
      "b/b.go": set("maybe"),
      "c/c.go": set("stubborn"),
      "d/d.go": new Uint8Array([...new TextEncoder().encode(set("race")), 0x2f, 0x2f, 0xff]),
    });
    expect(code).toBe(1);
    expect(host.written.size).toBe(0);
    await expect(out).toMatchFileSnapshot("./testdata/fix-left.txt");
  });

  test("stops after 20 rounds", async () => {
    const lines = '\tc.items["k"] = 1 // race\n'.repeat(22);
    const { out, engine } = await mapvet(["--fix"], { "a/a.go": `package a\n${lines}` });
    expect(engine.runs).toBe(21);
    expect(out).toContain("stopped after 20 rounds; run it again");
    expect(out).toContain("Fixed 20 findings in 1 file.");
  });

  test("keeps a byte order mark and CRLF", async () => {
    const text = `\uFEFF${set("race").replaceAll("\n", "\r\n").replace("// race\r", "// race")}`;
    const { host } = await mapvet(["--fix"], { "a/a.go": text });
    const fixed = host.written.get("/work/a/a.go");
    expect(fixed?.startsWith("\uFEFFpackage p\r\n")).toBe(true);
  });

  test("prints the rest in the other formats, and its own words on standard error", async () => {
    const { code, out, err } = await mapvet(["--fix", "--format", "json"], {
      "a/a.go": set("race"),
      "b/b.go": set("shared"),
    });
    expect(code).toBe(1);
    expect(JSON.parse(out).findings).toHaveLength(1);
    expect(err).toContain("fixed a/a.go:4:2: ");
  });

  test("nothing to fix", async () => {
    const { code, out } = await mapvet(["--fix"], { "a/a.go": "package a\n" });
    expect([code, out]).toEqual([0, "Nothing to fix.\n"]);
  });
});

describe("--diff", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "mapvet-diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("writes nothing, and its diff makes what --fix writes", async () => {
    const texts = { "a/a.go": cacheGo, "b/b c.go": set("race") };
    const dry = await mapvet(["--diff"], texts);
    expect(dry.code).toBe(1);
    expect(dry.host.written.size).toBe(0);
    await expect(dry.out).toMatchFileSnapshot("./testdata/fix.diff");
    await expect(dry.err).toMatchFileSnapshot("./testdata/fix-diff.txt");
    const wet = await mapvet(["--fix"], texts);
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    execFileSync("git", ["apply", "-"], { cwd: folder, input: dry.out });
    for (const name of Object.keys(texts)) {
      expect(readFileSync(path.join(folder, name), "utf8")).toBe(wet.host.written.get(`/work/${name}`));
    }
  });

  test("a file is replaced as a whole, keeps its mode, and leaves nothing beside it", () => {
    const file = path.join(folder, "a.go");
    writeFileSync(file, "old", { mode: 0o640 });
    nodeFiles.writeAtomic(file, "new");
    expect(readFileSync(file, "utf8")).toBe("new");
    nodeFiles.writeAtomic(path.join(folder, "new.json"), "{}");
    expect(() => nodeFiles.writeAtomic(path.join(folder, "missing", "a.go"), "x")).toThrow("ENOENT");
    expect(execFileSync("ls", ["-A", folder], { encoding: "utf8" })).toBe("a.go\nnew.json\n");
  });
});

test("edits applied together are edits applied from the back", () => {
  const edit = fc.tuple(fc.nat(30), fc.nat(5), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(
      fc.string({ minLength: 40, maxLength: 60 }),
      fc.array(edit, { maxLength: 6 }),
      (text, raw) => {
        let at = 0;
        const edits = [...raw]
          .sort((a, b) => a[0] - b[0])
          .flatMap(([start, length, inserted]) => {
            if (start < at) return [];
            at = start + length + 1;
            return [{ start, end: start + length, text: inserted }];
          });
        const oneByOne = edits.reduceRight(
          (done, change) => done.slice(0, change.start) + change.text + done.slice(change.end),
          text,
        );
        expect(applyEdits(text, edits)).toBe(oneByOne);
      },
    ),
  );
});
