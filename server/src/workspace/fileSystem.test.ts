import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import type { FileSystem } from "./files.ts";
import { memoryFileSystem } from "./memoryFileSystem.ts";
import { cleanPath } from "./modules/paths.ts";
import { nodeFileSystem } from "./nodeFileSystem.ts";

const root = cleanPath(realpathSync(mkdtempSync(`${tmpdir()}/mapvet-`)));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(`${root}/d/e`, { recursive: true });
writeFileSync(`${root}/d/a.go`, "package a\n");
// Links need a right on Windows that not everyone has.
const links = process.platform !== "win32";
if (links) {
  symlinkSync("d", `${root}/to-d`);
  symlinkSync("self", `${root}/self`);
  symlinkSync("d/a.go", `${root}/to-a`);
  symlinkSync("nowhere", `${root}/broken`);
}

const memory = memoryFileSystem({
  [`${root}/d/a.go`]: "package a\n",
  [`${root}/d/e/x`]: "",
  [`${root}/to-d`]: { link: "d" },
  [`${root}/self`]: { link: "self" },
  [`${root}/to-a`]: { link: "d/a.go" },
  [`${root}/broken`]: { link: "nowhere" },
  [`${root}/denied`]: { denied: true },
});

const kind = async (
  outcome: Promise<{ ok: boolean; problem?: { kind: string } }>,
): Promise<string | undefined> => {
  const { ok, problem } = await outcome;
  return ok ? "ok" : problem?.kind;
};

describe.each<[string, FileSystem]>([
  ["node", nodeFileSystem()],
  ["memory", memory],
])("the file system of %s", (_, fs) => {
  it("lists a directory", async () => {
    const listed = await fs.readDirectory(`${root}/d`);
    expect(listed.ok && listed.value.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "a.go", kind: "file" },
      { name: "e", kind: "directory" },
    ]);
    expect(await kind(fs.readDirectory(`${root}/missing`))).toBe("missing");
  });

  it("reads files, whole and in part", async () => {
    const whole = await fs.readFile(`${root}/d/a.go`, 100);
    expect(whole.ok && new TextDecoder().decode(whole.value)).toBe("package a\n");
    const head = await fs.readHead(`${root}/d/a.go`, 7);
    expect(head.ok && [new TextDecoder().decode(head.value.bytes), head.value.size]).toEqual(["package", 10]);
    expect(await kind(fs.readFile(`${root}/d/a.go`, 9))).toBe("too-large");
    expect(await kind(fs.readFile(`${root}/d`, 9))).toBe("wrong-kind");
    expect(await kind(fs.readHead(`${root}/d`, 9))).toBe("wrong-kind");
    expect(await kind(fs.readFile(`${root}/missing`, 9))).toBe("missing");
    expect(await kind(fs.readHead(`${root}/d/a.go/x`, 9))).toBe("missing");
  });

  it.skipIf(!links)("follows links, but not in circles", async () => {
    const listed = await fs.readDirectory(root);
    const entries = listed.ok ? listed.value : [];
    expect(entries.find(({ name }) => name === "to-d")?.kind).toBe("link");
    expect(entries.find(({ name }) => name === "self")?.kind).toBe("link");
    expect(await fs.kindOf(`${root}/to-d`)).toEqual({ ok: true, value: "directory" });
    expect(await fs.kindOf(`${root}/to-a`)).toEqual({ ok: true, value: "file" });
    expect(await fs.realPath(`${root}/to-d/a.go`)).toEqual({ ok: true, value: `${root}/d/a.go` });
    expect(await kind(fs.kindOf(`${root}/self`))).toBe("link-loop");
    expect(await kind(fs.readFile(`${root}/self`, 9))).toBe("link-loop");
    expect(await kind(fs.kindOf(`${root}/broken`))).toBe("missing");
  });
});

describe("what nobody may read", () => {
  it("is reported by the memory", async () => {
    expect(await kind(memory.readFile(`${root}/denied`, 9))).toBe("denied");
    expect(await kind(memory.readDirectory(`${root}/denied`))).toBe("denied");
  });

  // The administrator may read everything.
  it.skipIf(!links || process.getuid?.() === 0)("is reported by node", async () => {
    writeFileSync(`${root}/secret`, "");
    chmodSync(`${root}/secret`, 0);
    expect(await kind(nodeFileSystem().readFile(`${root}/secret`, 9))).toBe("denied");
  });

  it.skipIf(!links)("does not hang on a named pipe", async () => {
    execFileSync("mkfifo", [`${root}/pipe.go`]);
    expect(await kind(nodeFileSystem().readHead(`${root}/pipe.go`, 9))).toBe("wrong-kind");
    expect(await kind(nodeFileSystem().readFile(`${root}/pipe.go`, 9))).toBe("wrong-kind");
  });
});
