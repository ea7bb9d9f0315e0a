import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCommand } from "../run.ts";
import { FakeEngine } from "../testing/engine.ts";
import { fakeHost } from "../testing/host.ts";

async function litmus(
  argv: readonly string[],
  texts: Readonly<Record<string, string | Uint8Array>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const disk = new Map(Object.entries(texts).map(([name, text]) => [`/work/${name}`, text]));
  const host = fakeHost({ argv: ["litmus", ...argv], disk, engine: new FakeEngine(disk), env });
  const code = await runCommand(host);
  return { code, out: host.out.join(""), err: host.err.join("") };
}

const golden = (name: string): string => `../testdata/litmus/${name}`;

const storeBuffering = JSON.stringify({
  tests: [
    {
      name: "SB",
      init: {},
      threads: [
        [
          { op: "W", loc: "x", val: 1 },
          { op: "R", loc: "y", reg: "r0" },
        ],
        [
          { op: "W", loc: "y", val: 1 },
          { op: "R", loc: "x", reg: "r0" },
        ],
      ],
      condition: { "0:r0": 0, "1:r0": 0 },
    },
  ],
});

describe("mapvet litmus", () => {
  test("--help, in both languages", async () => {
    const english = await litmus(["--help"]);
    const chinese = await litmus(["-h"], {}, { LANG: "zh_CN.UTF-8" });
    expect([english.code, chinese.code]).toEqual([0, 0]);
    await expect(english.out).toMatchFileSnapshot(golden("help.txt"));
    await expect(chinese.out).toMatchFileSnapshot(golden("help.zh-cn.txt"));
  });

  test.each([
    ["no file", []],
    ["a file that does not exist", ["missing.json"]],
    ["a folder", ["."]],
    ["an unknown model", ["--model", "arm", "sb.json"]],
    ["a flag of the analysis", ["--rules", "x", "sb.json"]],
    ["a slip in a flag", ["--modl", "sc", "sb.json"]],
    ["no UTF-8", ["latin.json"]],
  ])("2 for %s", async (name, argv) => {
    const { code, out, err } = await litmus(argv, {
      "sb.json": storeBuffering,
      "latin.json": new Uint8Array([0x7b, 0xff]),
    });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    await expect(err).toMatchFileSnapshot(golden(`usage/${name.replace(/\W+/g, "-")}.txt`));
  });

  test("a folder named litmus is still analysed by its path", async () => {
    const disk = new Map([["/work/litmus/a.go", "package a\n"]]);
    const engine = new FakeEngine(disk);
    const host = fakeHost({ argv: ["./litmus"], disk, engine });
    expect(await runCommand(host)).toBe(0);
    expect(engine.lastPatterns).toEqual(["/work/litmus"]);
  });

  test("text", async () => {
    const texts = { "sb.json": storeBuffering };
    const tso = await litmus(["sb.json"], texts);
    expect(tso.code).toBe(0);
    await expect(tso.out).toMatchFileSnapshot(golden("sb.txt"));
    const both = await litmus(["--model", "sc", "sb.json", "sb.json", "--lang", "zh-cn"], texts);
    await expect(both.out).toMatchFileSnapshot(golden("sb.zh-cn.txt"));
  });

  test("json, with the keys of the specification", async () => {
    const { code, out } = await litmus(["--format", "json", "sb.json"], { "sb.json": storeBuffering });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      tests: [
        {
          name: "SB",
          model: "tso",
          states: [
            { "0:r0": 0, "1:r0": 0, x: 1, y: 1 },
            { "0:r0": 0, "1:r0": 1, x: 1, y: 1 },
            { "0:r0": 1, "1:r0": 0, x: 1, y: 1 },
            { "0:r0": 1, "1:r0": 1, x: 1, y: 1 },
          ],
          condition: "exists (0:r0=0 /\\ 1:r0=0)",
          verdict: "allowed",
          explored: { states: 34, transitions: 58 },
          milliseconds: 0,
          complete: true,
        },
      ],
    });
  });

  test("a .litmus file: the states by what the test looks at", async () => {
    const file = `X86 MP
{ x=0; y=0; }
 P0         | P1          ;
 MOV [x],$1 | MOV EAX,[y] ;
 MOV [y],$1 | MOV EBX,[x] ;
locations [x;]
~exists (1:EAX=1 /\\ 1:EBX=0)
`;
    const { code, out } = await litmus(["MP.litmus"], { "MP.litmus": file });
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(golden("mp.txt"));
  });

  test("problems of a .litmus file, in both languages", async () => {
    const texts = {
      "bad.litmus": "X86 SB\n{ é=1; t[2]={}; }\n P0 ;\n MOV x,$1 ;\n JMP L1 ;\nexists 5:EAX=1\n",
    };
    const english = await litmus(["bad.litmus"], texts);
    const chinese = await litmus(["bad.litmus", "--lang", "zh-cn"], texts);
    expect([english.code, chinese.code, english.out]).toEqual([2, 2, ""]);
    await expect(english.err).toMatchFileSnapshot(golden("problems.txt"));
    await expect(chinese.err).toMatchFileSnapshot(golden("problems.zh-cn.txt"));
  });

  test("a test with too many threads is refused, and the others are explored", async () => {
    const threads = Array.from({ length: 40 }, (_, index) => `P${index}`);
    const many = `X86 many\n{}\n ${threads.join(" | ")} ;\n ${threads.map(() => "MOV [x],$1").join(" | ")} ;\n`;
    const { code, out, err } = await litmus(["many.litmus", "sb.json"], {
      "many.litmus": many,
      "sb.json": storeBuffering,
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^many\.litmus: many cannot be explored: 40 goroutines are more than the \d+/);
    expect(out).toContain("Test SB Allowed");
  });

  test("a test that cannot be read names its place, and the others are explored", async () => {
    const broken = storeBuffering.replace('"R","loc":"x"', '"READ","loc":"x"');
    const { code, out, err } = await litmus(["--format", "json", "broken.json", "sb.json"], {
      "broken.json": broken,
      "sb.json": storeBuffering,
    });
    expect(code).toBe(2);
    expect(err).toBe(
      `broken.json:1:${broken.indexOf('"READ"') + 1}: There is no operation READ. ` +
        "The operations are W, WR, R, MFENCE, XCHG, CAS, LOCKADD, XADD, MOV, ADD, XOR, JZ, JNZ, LABEL.\n",
    );
    expect(JSON.parse(out).tests).toHaveLength(1);
  });
});

type Finals = Readonly<Record<string, number>>;

/** An entry of the ground truth. */
interface Entry {
  readonly name: string;
  readonly herd_states_sc?: readonly Finals[];
  readonly herd_states_tso?: readonly Finals[];
  readonly op_states_sc?: readonly Finals[];
  readonly op_states_tso?: readonly Finals[];
  readonly verdict_sc?: string;
  readonly verdict_tso?: string;
  readonly sha1_16_sc?: string;
  readonly sha1_16_tso?: string;
}

/** A state as the ground truth hashes it: `0:r0=1;x=1`. */
function text(state: Finals): string {
  return Object.keys(state)
    .sort()
    .map((key) => `${key}=${state[key]}`)
    .join(";");
}

describe("the ground truth through the command", () => {
  const ground = (name: string): string =>
    readFileSync(new URL(`../../../../simulator/testdata/litmus/${name}.json`, import.meta.url), "utf8");

  test.each(["named", "random", "suite"].flatMap((name) => [[name, "sc"] as const, [name, "tso"] as const]))(
    "%s.json under %s: the same sets and verdicts",
    async (name, model) => {
      const file = ground(name);
      const expected: readonly Entry[] = JSON.parse(file).tests;
      const { code, out } = await litmus(["--model", model, "--format", "json", "t.json"], {
        "t.json": file,
      });
      expect(code).toBe(0);
      const {
        tests,
      }: { tests: { name: string; states: Finals[]; verdict: string | null; complete: boolean }[] } =
        JSON.parse(out);
      expect(tests.map((one) => one.name)).toEqual(expected.map((one) => one.name));
      for (const [index, { states, verdict, complete }] of tests.entries()) {
        const entry = expected[index];
        const found = states.map(text).sort();
        expect(complete).toBe(true);
        const wanted = model === "sc" ? entry.verdict_sc : entry.verdict_tso;
        if (verdict !== null) expect(verdict, entry.name).toBe(wanted);
        const hash = model === "sc" ? entry.sha1_16_sc : entry.sha1_16_tso;
        if (hash !== undefined) {
          const sum = createHash("sha1").update(found.join("\n")).digest("hex").slice(0, 16);
          expect(sum, entry.name).toBe(hash);
          continue;
        }
        const herd = (model === "sc" ? entry.herd_states_sc : entry.herd_states_tso) ?? [];
        const own = (model === "sc" ? entry.op_states_sc : entry.op_states_tso) ?? [];
        expect(found, entry.name).toEqual((herd.length > 0 ? herd : own).map(text).sort());
      }
    },
  );
});
