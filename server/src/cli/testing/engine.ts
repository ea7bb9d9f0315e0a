/**
 * A small engine for the tests of the command. It "finds" a line that ends in `// race` and fixes it by
 * putting a lock around it, so that fixing changes what the next run finds, as with the real one.
 */
import { message } from "../../../../protocol/src/messages.ts";
import type { Severity } from "../../../../protocol/src/rules.ts";
import type { Fix } from "../../fixes/fix.ts";
import type { Finding, SourceRange } from "../../hazards/finding.ts";
import type { Engine, FileResult, RunOptions, RunResult, TextChange } from "../../workspace/api.ts";
import { type Config, defaultConfig } from "../../workspace/config/config.ts";
import type { ConfigFile } from "../../workspace/config/store.ts";
import { decodeText, type Irregular } from "../../workspace/decode.ts";
import type { Notice, Suppressed } from "../../workspace/suppress/model.ts";

/** Marks understood at the end of a line: the rule and the fixes it gets. */
const marks = {
  "// race": { rule: "inconsistent-guard", tier: "error", fix: "wrap" },
  "// shared": { rule: "unguarded-shared-map", tier: "warning", fix: "disabled" },
  "// maybe": { rule: "concurrent-map-access", tier: "hint", fix: "two" },
  "// stubborn": { rule: "write-under-rlock", tier: "error", fix: "useless" },
} as const;

type Mark = keyof typeof marks;

export class FakeEngine implements Engine {
  readonly disk: Map<string, string | Uint8Array>;
  readonly skipped: { path: string; reason: string }[] = [];
  readonly onlyTests: string[] = [];
  readonly failures: { path: string; error: Error }[] = [];
  /** When set, findings marked `// shared` are suppressed by their marks, for this reason. */
  suppressReason: string | undefined;
  readonly notices: Notice[] = [];
  readonly configs: ConfigFile[] = [];
  /** The severity that a configuration would give all findings. */
  severity: Severity | undefined;
  runs = 0;
  disposed = false;
  lastPatterns: readonly string[] = [];
  private readonly open_ = new Map<string, string>();
  private readonly fixKinds = new Map<Finding, (typeof marks)[Mark]["fix"]>();

  constructor(disk: Map<string, string | Uint8Array>) {
    this.disk = disk;
  }

  async run(patterns: readonly string[], options: RunOptions): Promise<RunResult> {
    this.runs++;
    this.lastPatterns = patterns;
    const paths = [...new Set([...this.disk.keys(), ...this.open_.keys()])]
      .filter((path) => path.endsWith(".go") && patterns.some((pattern) => covers(pattern, path)))
      .sort();
    const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))];
    for (const [index, folder] of folders.entries()) {
      options.onProgress?.({ packagesDone: index, packagesTotal: folders.length, currentPackage: folder });
    }
    const findings = paths
      .flatMap((path) => this.findingsOf(path))
      .filter((finding) => options.rules?.has(finding.rule) ?? true);
    const lines = paths.reduce((sum, path) => sum + (this.text(path)?.split("\n").length ?? 1) - 1, 0);
    const { skipped, failures } = this;
    const isHidden = (finding: Finding): boolean =>
      this.suppressReason !== undefined && finding.rule === "unguarded-shared-map";
    const shown = findings.filter((finding) => !isHidden(finding));
    const suppressed = findings.filter(isHidden).map((finding): Suppressed => {
      const start = finding.range.end + 1;
      const comment = { path: finding.range.path, start, end: start + "// shared".length };
      return { finding, comment, reason: this.suppressReason ?? "" };
    });
    return {
      findings: shown,
      suppressed,
      notices: this.notices,
      packages: folders.length,
      files: paths.length,
      lines,
      skipped,
      onlyTests: this.onlyTests,
      failures,
    };
  }

  open(path: string, text: string): void {
    this.open_.set(path, text);
  }

  change(path: string, changes: readonly TextChange[]): void {
    let text = this.open_.get(path);
    if (text === undefined) throw new Error(`${path} is not open`);
    for (const change of changes)
      text = text.slice(0, change.start) + change.text + text.slice(change.oldEnd);
    this.open_.set(path, text);
  }

  close(path: string): void {
    this.open_.delete(path);
  }

  fileChanged(): void {}

  async check(path: string): Promise<FileResult> {
    return { version: 1, resultId: "1", findings: this.findingsOf(path), notices: [] };
  }

  text(path: string): string | undefined {
    const open = this.open_.get(path);
    if (open !== undefined) return open;
    const content = this.disk.get(path);
    if (content === undefined) return undefined;
    return typeof content === "string" ? content : decodeText(content).text;
  }

  async configOf(): Promise<Config> {
    return defaultConfig;
  }

  callersAre(): void {}

  configFiles(): readonly ConfigFile[] {
    return this.configs;
  }

  irregular(path: string): Irregular | undefined {
    const content = this.disk.get(path);
    return content instanceof Uint8Array && !this.open_.has(path) ? decodeText(content) : undefined;
  }

  async fixes(finding: Finding): Promise<readonly Fix[]> {
    const { path } = finding.range;
    const text = this.text(path) ?? "";
    const start = text.lastIndexOf("\n", finding.range.start) + 1;
    const end = text.indexOf("\n", finding.range.start);
    const line = text.slice(start, end);
    const title = message("related.lock", { access: "write", guard: "c.mu", where: "(*Cache).Set" });
    const wrapped = {
      id: "use-guard",
      title,
      preferred: true,
      edits: [
        {
          path,
          edits: [
            { start, end, text: `\tc.mu.Lock()\n${line.replace(/ *\/\/ race$/, "")}\n\tc.mu.Unlock()` },
          ],
        },
      ],
    } satisfies Fix;
    switch (this.fixKinds.get(finding)) {
      case "wrap":
        return [wrapped];
      case "useless":
        return [{ ...wrapped, edits: [{ path, edits: [{ start: 0, end: 0, text: "// touched\n" }] }] }];
      case "disabled": {
        const disabledReason = message("evidence.exported", { where: "Names" });
        return [{ id: "add-rwmutex", title, preferred: true, disabledReason, edits: [] }];
      }
      case "two":
        return ["add-mutex", "add-rwmutex"].map((id) => ({ ...wrapped, id, preferred: false }));
      case undefined:
        return [];
    }
  }

  mapAt(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  lenses(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  functions(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  async scenario(): Promise<{ problem: ReturnType<typeof message> }> {
    return { problem: message("evidence.noLocks") };
  }

  dispose(): void {
    this.disposed = true;
  }

  private findingsOf(path: string): Finding[] {
    const text = this.text(path) ?? "";
    const findings: Finding[] = [];
    for (const match of text.matchAll(/^([ \t]*)(\S.*?) *(\/\/ (?:race|shared|maybe|stubborn))$/gm)) {
      const mark = markOf(match[3]);
      if (mark === undefined) continue;
      const start = match.index + match[1].length;
      const range = { path, start, end: start + match[2].length };
      findings.push(this.finding(range, mark, findings.length, text));
    }
    return findings;
  }

  private finding(range: SourceRange, mark: Mark, index: number, text: string): Finding {
    const { rule, tier, fix } = marks[mark];
    const declaration = text.indexOf("items map");
    const read = text.indexOf("c.items[key]", text.indexOf("func (c *Cache) Get"));
    const access = message("access.write");
    const finding: Finding = {
      rule,
      tier,
      ...(this.severity === undefined ? {} : { severity: this.severity }),
      message: message("finding.inconsistent-guard", {
        access,
        map: "Cache.items",
        guard: "c.mu",
        votes: 3,
        total: 4,
      }),
      range,
      map: {
        name: "Cache.items",
        kind: "field",
        ...(declaration < 0 ? {} : { declaredAt: { ...range, start: declaration, end: declaration + 5 } }),
      },
      access: { kind: "write", function: "(*Cache).Set" },
      related:
        read < 0
          ? []
          : [
              {
                role: "lock",
                range: { ...range, start: read, end: read + 12 },
                message: message("related.lock", {
                  access: message("access.read"),
                  guard: "c.mu",
                  where: message("where.function", { name: "(*Cache).Get" }),
                }),
              },
            ],
      evidence: [
        message("evidence.votes", { guard: "c.mu", votes: 3, total: 4 }),
        message("evidence.hat", { guard: "c.mu", map: "items" }),
      ],
      threads:
        read < 0
          ? []
          : [range, { ...range, start: read, end: read + 12 }].map((at, thread) => ({
              name: message("where.function", { name: thread === 0 ? "(*Cache).Set" : "(*Cache).Get" }),
              steps: [{ range: at, message: message("flow.access", { access, map: "Cache.items" }) }],
            })),
      fingerprint: `${rule}:${index}`,
    };
    this.fixKinds.set(finding, fix);
    return finding;
  }
}

function markOf(text: string): Mark | undefined {
  return text in marks ? (Object.keys(marks) as Mark[]).find((mark) => mark === text) : undefined;
}

function covers(pattern: string, path: string): boolean {
  if (pattern.endsWith("/...")) return path.startsWith(pattern.slice(0, -3));
  return path === pattern || path.slice(0, path.lastIndexOf("/")) === pattern;
}
