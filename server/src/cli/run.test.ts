import { describe, expect, test } from "vitest";
import { message } from "../../../protocol/src/messages.ts";
import { readConfig } from "../workspace/config/config.ts";
import type { Notice } from "../workspace/suppress/model.ts";
import { runCommand } from "./run.ts";
import { cacheGo, namesGo } from "./testing/cache.ts";
import { FakeEngine } from "./testing/engine.ts";
import { type FakeHost, type FakeHostOptions, fakeHost } from "./testing/host.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: FakeHost;
  readonly engine: FakeEngine;
}

/** Runs the command over files below /work. */
async function mapvet(
  argv: readonly string[],
  texts: Readonly<Record<string, string | Uint8Array>> = {
    "store/cache.go": cacheGo,
    "names/names.go": namesGo,
  },
  options: Partial<Omit<FakeHostOptions, "argv">> & { prepare?: (engine: FakeEngine) => void } = {},
): Promise<Ran> {
  const disk = new Map(Object.entries(texts).map(([name, text]) => [`/work/${name}`, text]));
  const engine = new FakeEngine(disk);
  options.prepare?.(engine);
  const host = fakeHost({ engine, disk, ...options, argv });
  const code = await runCommand(host);
  return { code, out: host.out.join(""), err: host.err.join(""), host, engine };
}

const golden = (name: string): string => `./testdata/${name}`;

describe("formats", () => {
  test("text", async () => {
    const { code, out, err } = await mapvet(["./..."]);
    expect(code).toBe(1);
    expect(err).toBe("");
    await expect(out).toMatchFileSnapshot(golden("text.txt"));
  });

  test("text in colour", async () => {
    const { out } = await mapvet(["--color", "always", "./store"]);
    await expect(out.replaceAll("\u001b", "<ESC>")).toMatchFileSnapshot(golden("text-color.txt"));
  });

  test("text in Chinese", async () => {
    const { out } = await mapvet(["--lang", "zh-cn"]);
    await expect(out).toMatchFileSnapshot(golden("text.zh-cn.txt"));
  });

  test("text is calm when there is nothing", async () => {
    const { code, out, err } = await mapvet([], { "a/a.go": "package a\n" });
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "No findings in 1 package, 1 file, 1 line (0.0 s).\n",
      err: "",
    });
  });

  test("json, with the keys in the order of the specification", async () => {
    const { code, out } = await mapvet(["--format", "json"]);
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(golden("report.json"));
  });

  test("json is the same in every run, and its words do not follow the terminal", async () => {
    const first = await mapvet(["--format=json"]);
    const second = await mapvet(["--format=json"], undefined, { env: { LANG: "zh_CN.UTF-8" } });
    expect(second.out).toBe(first.out);
  });

  test("github", async () => {
    const { code, out } = await mapvet(["--format", "github"], undefined, {
      prepare: (engine) => engine.skipped.push({ path: "/work/odd, name:100%.go", reason: "not UTF-8" }),
    });
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(golden("github.txt"));
  });
});

describe("exit status", () => {
  const warning = { "names/names.go": namesGo };
  const hint = { "a/a.go": "package a\n\nfunc f() {\n\tm[1] = 2 // maybe\n}\n" };

  test.each([
    ["a warning counts", warning, [], 1],
    ["a warning does not count for error", warning, ["--fail-on", "error"], 0],
    ["a hint does not count", hint, [], 0],
    ["a hint counts for hint", hint, ["--fail-on", "hint"], 1],
    ["other rules do not count", warning, ["--rules", "write-under-rlock,inconsistent-guard"], 0],
  ])("%s", async (_, texts, argv, code) => {
    expect((await mapvet(argv, texts)).code).toBe(code);
  });

  test.each([
    ["an unknown flag", ["--formt", "json"]],
    ["an unknown format", ["--format", "xml"]],
    ["a missing value", ["--format"]],
    ["an unknown rule", ["--rules", "concurent-map-access"]],
    ["an unknown rule to explain", ["--explain", "nothing"]],
    ["a path that does not exist", ["./missing"]],
    ["a folder pattern on a file", ["store/cache.go/..."]],
    ["dots in the middle of a path", ["./.../store"]],
    ["a value for a switch", ["--fix=yes"]],
    ["--fix with --diff", ["--fix", "--diff"]],
    ["--diff with a format", ["--diff", "--format", "sarif"]],
    ["--stdin with paths", ["--stdin", "a.go"]],
    ["--stdin-name without --stdin", ["--stdin-name", "a.go"]],
  ])("2 for %s", async (name, argv) => {
    const { code, out, err } = await mapvet(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    await expect(err).toMatchFileSnapshot(golden(`usage/${name.replace(/\W+/g, "-").replace(/^-/, "")}.txt`));
  });

  test("2 when there is no Go file", async () => {
    const { code, err } = await mapvet(["./..."], { "README.md": "" });
    expect(code).toBe(2);
    expect(err).toMatch(/^mapvet: There is no Go file to look at in \.\/\.\.\./);
  });

  test("2 when all Go files are tests, with the flag that looks at them", async () => {
    const prepare = (engine: FakeEngine): void => {
      engine.onlyTests.push("/work");
    };
    const { code, err } = await mapvet(["./..."], { "README.md": "" }, { prepare });
    expect(code).toBe(2);
    expect(err).toMatch(/^mapvet: All Go files in \.\/\.\.\. are tests, .* --tests/);
  });

  test("2 when a named file cannot be read; elsewhere it is only skipped", async () => {
    const prepare = (engine: FakeEngine): void => {
      engine.skipped.push({ path: "/work/store/cache.go", reason: "permission denied" });
    };
    const named = await mapvet(["store/cache.go"], undefined, { prepare });
    expect([named.code, named.err]).toEqual([2, "mapvet: Cannot read store/cache.go: permission denied.\n"]);
    const below = await mapvet(["./..."], undefined, { prepare });
    expect(below.out).toContain("Not looked at: store/cache.go (permission denied)");
    expect(below.code).toBe(1);
  });

  test("3 when the engine fails, with what to send", async () => {
    const { code, out, err } = await mapvet(["--tests"], undefined, {
      engine: () => {
        throw new TypeError("broken");
      },
    });
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("This is a bug in mapvet");
    expect(err).toContain("mapvet 0.0.0-test, Node 20.0.0, test");
    expect(err).toContain("mapvet --tests");
    expect(err).toContain("TypeError: broken");
  });

  test("3 when a part failed; the findings of the rest are printed", async () => {
    const { code, out, err } = await mapvet(["--format", "json"], undefined, {
      prepare: (engine) => engine.failures.push({ path: "/work/bad/b.go", error: new Error("odd tree") }),
    });
    expect(code).toBe(3);
    expect(JSON.parse(out).summary.skipped).toEqual([
      { path: "bad/b.go", reason: "internal error: odd tree" },
    ]);
    expect(err).toContain("could not analyse bad/b.go");
  });

  test("2 when the engine meets an unreadable disk", async () => {
    const { code, err } = await mapvet([], undefined, {
      engine: () => {
        throw Object.assign(new Error("EACCES: permission denied, scandir '/work'"), { code: "EACCES" });
      },
    });
    expect([code, err]).toEqual([2, "mapvet: EACCES: permission denied, scandir '/work'\n"]);
  });
});

describe("suppressing comments", () => {
  const unused: Notice = {
    id: "unused-suppression",
    tier: "hint",
    message: message("suppress.unused", { rules: "write-under-rlock" }),
    range: { path: "/work/store/cache.go", start: 30, end: 63 },
    removal: [],
  };
  const prepare = (engine: FakeEngine): void => {
    engine.suppressReason = "filled before anybody reads";
    engine.notices.push(unused);
  };

  test("are told in text: what they hide when asked, the unused ones always", async () => {
    const { out } = await mapvet(["./names", "--show-suppressed"], undefined, { prepare });
    await expect(out).toMatchFileSnapshot(golden("suppressed.txt"));
    expect((await mapvet(["./names"], undefined, { prepare })).out).not.toContain("filled before");
  });

  test("count for the exit status by their tier; what they hide does not", async () => {
    const run = async (...flags: string[]) =>
      (await mapvet(["./names", ...flags], undefined, { prepare })).code;
    expect(await run()).toBe(0);
    expect(await run("--fail-on", "hint")).toBe(1);
  });

  test("stand beside the findings in JSON", async () => {
    const { out } = await mapvet(["--format", "json"], undefined, { prepare });
    const { findings, notices, suppressed, summary } = JSON.parse(out);
    expect(findings).toHaveLength(1);
    expect(notices).toMatchObject([{ id: "unused-suppression", tier: "hint", file: "store/cache.go" }]);
    const by = { kind: "comment", file: "names/names.go", line: 6, reason: "filled before anybody reads" };
    expect(suppressed).toMatchObject([{ rule: "unguarded-shared-map", by }]);
    expect(summary).toMatchObject({ findings: 1, notices: 1, suppressed: 1 });
  });

  test("are annotations on GitHub", async () => {
    const { out } = await mapvet(["./names", "--format", "github"], undefined, { prepare });
    expect(out).toMatch(/^::notice file=store\/cache.go,line=\d+,col=\d+,title=unused-suppression%3A /);
  });
});

describe("the configuration of a module", () => {
  const text = '{\n  "severity": { "x": "off" }\n}\n';
  const prepare = (engine: FakeEngine): void => {
    engine.severity = "information";
    engine.configs.push({ path: "/work/store/.mapvet.json", text, ...readConfig(text) });
  };
  const told = "there is no rule x; mapvet --help";

  test("is told on standard error where it is wrong; the run goes on", async () => {
    const { err, out, code } = await mapvet([], undefined, { prepare });
    expect(err).toMatch(new RegExp(`^mapvet: store/\\.mapvet\\.json:2:17: ${told}.*\n$`));
    expect(out).toContain("store/cache.go:18:2: information: ");
    expect(out).toContain("2 information findings in 2 packages");
    expect(code).toBe(0);
    expect((await mapvet(["--fail-on", "information"], undefined, { prepare })).code).toBe(1);
    expect((await mapvet(["--diff"], undefined, { prepare })).err).toContain(told);
  });

  test("is told to programs, with the severity beside the tier", async () => {
    const report = JSON.parse((await mapvet(["--format", "json"], undefined, { prepare })).out);
    expect(report.summary.configuration).toMatchObject([
      { file: "store/.mapvet.json", line: 2, column: 17, message: expect.stringContaining(told) },
    ]);
    expect(report.findings[0]).toMatchObject({ tier: "warning", severity: "information" });
    const { out } = await mapvet(["--format", "github"], undefined, { prepare });
    expect(out).toContain("::warning file=store/.mapvet.json,line=2,col=17::");
    expect(out).toContain("::notice file=store/cache.go");
    const log = JSON.parse((await mapvet(["--format", "sarif"], undefined, { prepare })).out);
    expect(log.runs[0].invocations[0].toolConfigurationNotifications).toMatchObject([{ level: "warning" }]);
    expect(log.runs[0].results[0].level).toBe("note");
  });
});

describe("other requests", () => {
  test("--help lists every flag and rule, in both languages", async () => {
    const english = await mapvet(["--help"]);
    const chinese = await mapvet(["-h"], undefined, { env: { LANG: "zh_CN.UTF-8" } });
    expect([english.code, chinese.code]).toEqual([0, 0]);
    await expect(english.out).toMatchFileSnapshot(golden("help.txt"));
    await expect(chinese.out).toMatchFileSnapshot(golden("help.zh-cn.txt"));
  });

  test("--version", async () => {
    expect((await mapvet(["--version"])).out).toBe("mapvet 0.0.0-test\n");
  });

  test("patterns reach the engine as absolute paths", async () => {
    const { engine } = await mapvet(["store", "./...", "names/names.go"]);
    expect(engine.lastPatterns).toEqual(["/work/store", "/work/...", "/work/names/names.go"]);
    expect(engine.disposed).toBe(true);
  });

  test("--stdin analyses one text under its name", async () => {
    const { code, out } = await mapvet(
      ["--stdin", "--stdin-name", "store/new.go", "--format", "json"],
      {},
      { stdin: cacheGo },
    );
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report.findings.map((finding: { file: string }) => finding.file)).toEqual(["store/new.go"]);
    expect(report.summary).toMatchObject({ packages: 1, files: 1, lines: 19 });
  });
});

describe("progress", () => {
  test("is shown on a terminal after a second, rewritten in place and taken away", async () => {
    const { err } = await mapvet([], undefined, { terminal: true, tick: 600 });
    expect(err).toBe("\r\u001b[2Kmapvet: 1 of 2 packages, /work/store\r\u001b[2K");
  });

  test("is not shown elsewhere, nor in a short run", async () => {
    expect((await mapvet([], undefined, { tick: 600 })).err).toBe("");
    expect((await mapvet([], undefined, { terminal: true, tick: 1 })).err).toBe("");
  });
});
