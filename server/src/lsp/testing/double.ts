/**
 * An engine for tests of the protocol alone. Its idea of a race is the word BAD: each is a finding, and the
 * fix writes GOOD. A file named broken.go makes every answer throw; a word WAIT delays the check.
 */
import { message } from "../../../../protocol/src/messages.ts";
import type { Fix } from "../../fixes/fix.ts";
import type { Finding } from "../../hazards/finding.ts";
import type { Engine, FileResult, TextChange } from "../../workspace/api.ts";
import { defaultConfig } from "../../workspace/config/config.ts";

/** The double, with what tests look at. */
export interface EngineDouble extends Engine {
  readonly log: string[];
  /** How many checks have begun. */
  readonly checks: () => number;
  readonly disposed: () => boolean;
}

export function engineDouble(disk: Readonly<Record<string, string>> = {}): EngineDouble {
  const open = new Map<string, { text: string; version: number }>();
  const log: string[] = [];
  let checks = 0;
  let disposed = false;
  const textOf = (path: string) => open.get(path)?.text ?? disk[path];

  const findingsOf = (path: string): Finding[] => {
    const text = textOf(path) ?? "";
    return [...text.matchAll(/BAD\d*/g)].map(({ 0: word, index }, count): Finding => {
      const range = { path, start: index, end: index + word.length };
      return {
        rule: count === 0 ? "concurrent-map-access" : "unguarded-shared-map",
        tier: count === 0 ? "error" : "warning",
        message: message("finding.write-under-rlock", {
          access: message("access.write"),
          map: "m",
          guard: "mu",
        }),
        range,
        map: { name: "m", kind: "local" },
        access: { kind: "write", function: "main" },
        related: [{ role: "declaration", range, message: message("related.declaration", { map: "m" }) }],
        evidence: [message("evidence.noLocks")],
        threads: [],
        fingerprint: `${path}#${word}${count}`,
      };
    });
  };

  const fixesOf = ({ range }: Finding): Fix[] => {
    const here = { start: range.start, end: range.end, text: "GOOD" };
    const top = { start: 0, end: 0, text: "// fixed\n" };
    const title = message("editor.lens");
    const far = Object.keys(disk).filter((path) => path !== range.path);
    return [
      { id: "one", title, preferred: true, edits: [{ path: range.path, edits: [here] }] },
      { id: "two", title, preferred: false, edits: [{ path: range.path, edits: [top, here] }] },
      {
        id: "far",
        title,
        preferred: false,
        edits: [{ path: range.path, edits: [here] }, ...far.map((path) => ({ path, edits: [top] }))],
      },
      { id: "never", title, preferred: false, edits: [], disabledReason: message("editor.changed") },
    ];
  };

  return {
    log,
    checks: () => checks,
    disposed: () => disposed,
    async run() {
      throw new Error("not part of the language server");
    },
    open(path, text, version) {
      log.push(`open ${path}`);
      open.set(path, { text, version });
    },
    change(path, changes: readonly TextChange[], version) {
      let text = open.get(path)?.text ?? "";
      for (const { start, oldEnd, text: inserted } of changes) {
        if (!(start >= 0 && start <= oldEnd && oldEnd <= text.length)) throw new Error("edit out of range");
        if (inserted === "EXPLODE") throw new Error("exploded");
        text = text.slice(0, start) + inserted + text.slice(oldEnd);
      }
      open.set(path, { text, version });
    },
    close(path) {
      log.push(`close ${path}`);
      open.delete(path);
    },
    fileChanged(path) {
      log.push(`changed ${path}`);
    },
    async check(path): Promise<FileResult> {
      checks++;
      if (path.endsWith("broken.go")) throw new Error("broken on purpose");
      const version = open.get(path)?.version ?? 0;
      const findings = findingsOf(path);
      if (textOf(path)?.includes("WAIT")) await new Promise((resolve) => setTimeout(resolve, 80));
      return { version, resultId: String(version), findings, notices: [] };
    },
    text: textOf,
    configOf: async () => defaultConfig,
    callersAre: () => undefined,
    configFiles: () => [],
    irregular: () => undefined,
    async fixes(finding) {
      return fixesOf(finding);
    },
    async mapAt(path, offset) {
      if (path.endsWith("broken.go")) throw new Error("broken on purpose");
      const finding = findingsOf(path).find(({ range }) => range.start <= offset && offset <= range.end);
      return (
        finding && {
          name: "T.m",
          start: finding.range.start,
          end: finding.range.end,
          lines: [
            message("evidence.noLock", { total: 2 }),
            message("evidence.hat", { guard: "*mu*", map: "m" }),
          ],
        }
      );
    },
    async lenses(path) {
      const findings = findingsOf(path);
      return findings.length === 0 ? [] : [{ functionName: "main", start: 0, end: 4, findings }];
    },
    async functions() {
      return [];
    },
    async scenario(path, offset, { fingerprint } = {}) {
      if (path.endsWith("broken.go")) throw new Error("broken on purpose");
      if (!findingsOf(path).some((finding) => finding.fingerprint === fingerprint)) {
        return { problem: message("editor.changed") };
      }
      const program = { name: `main@${offset}`, locations: [], syncs: [], threads: [] };
      return { program, abstractions: [message("evidence.loop")], runtime: "swiss" };
    },
    dispose() {
      disposed = true;
    },
  };
}
