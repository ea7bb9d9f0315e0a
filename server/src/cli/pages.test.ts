import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Locale } from "../../../protocol/src/messages.ts";
import { type CheckId, notices, rules } from "../../../protocol/src/rules.ts";
import { renderPage } from "./explain.ts";
import { readRulePage } from "./nodeHost.ts";
import { styleFor } from "./style.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const headings: Readonly<Record<Locale, readonly string[]>> = {
  en: ["What", "Why", "Fails", "Passes", "When not to use it", "Settings"],
  "zh-cn": ["内容", "原因", "会报告", "不报告", "何时不用", "设置"],
};

/** The Go files in a page, by `fail` and `pass`. */
function examples(page: string): { kind: string; text: string }[] {
  return [...page.matchAll(/^```go (fail|pass)\n(.*?)^```$/gms)].map(([, kind, text]) => ({ kind, text }));
}

function page(rule: CheckId, locale: Locale): string {
  const { text } = readRulePage(path.join(root, "docs/rules"), rule, locale);
  if (text === undefined) throw new Error(`no page of ${rule} in ${locale}`);
  return text;
}

describe.each(rules)("the page of $id", (rule) => {
  test.each(["en", "zh-cn"] as const)("has every part in %s", (locale) => {
    const text = page(rule.id, locale);
    expect(text.startsWith(`# ${rule.id}\n\n${rule.description[locale]}\n`)).toBe(true);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings[locale]);
    expect(examples(text).map(({ kind }) => kind)).toEqual(["fail", "pass"]);
    expect(text).toContain(`mapvet.rules.${rule.id}.severity`);
  });

  test("has the same examples in both languages", () => {
    expect(examples(page(rule.id, "zh-cn"))).toEqual(examples(page(rule.id, "en")));
  });

  test("has a racy program and its twin among the examples", () => {
    const folder = path.join(root, "examples", rule.id);
    expect(readdirSync(folder).sort()).toEqual(["racy", "safe"]);
  });
});

const noticeHeadings: Readonly<Record<Locale, readonly string[]>> = {
  en: ["What", "What to do", "Settings"],
  "zh-cn": ["内容", "怎么办", "设置"],
};

describe.each(notices)("the page of $id", (notice) => {
  test.each(["en", "zh-cn"] as const)("has every part in %s", (locale) => {
    const text = page(notice.id, locale);
    expect(text.startsWith(`# ${notice.id}\n\n${notice.description[locale]}\n`)).toBe(true);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(noticeHeadings[locale]);
    expect(text).toContain(`mapvet.rules.${notice.id}.severity`);
  });
});

test("there is no page without a rule or notice", () => {
  const known = [...rules, ...notices].flatMap(({ id }) => [`${id}.md`, `${id}.zh-cn.md`]);
  expect(readdirSync(path.join(root, "docs/rules")).sort()).toEqual(known.sort());
});

test("a page for the terminal", async () => {
  const style = styleFor("never", false, {});
  await expect(renderPage(page("write-under-rlock", "en"), style)).toMatchFileSnapshot(
    "./testdata/explain.txt",
  );
});

const hasGo = spawnSync("go", ["version"]).status === 0;

describe.runIf(hasGo)("with the Go toolchain", () => {
  test("the examples of the pages and the example module compile, vet and are formatted", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "mapvet-pages-"));
    try {
      writeFileSync(path.join(folder, "go.mod"), readFileSync(path.join(root, "examples/go.mod")));
      for (const { id } of rules) {
        for (const { kind, text } of examples(page(id, "en"))) {
          mkdirSync(path.join(folder, id, kind), { recursive: true });
          writeFileSync(path.join(folder, id, kind, "main.go"), text);
        }
      }
      for (const cwd of [folder, path.join(root, "examples")]) {
        const env = { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" };
        // Copied locks are what one of the rules is about.
        execFileSync("go", ["vet", "-copylocks=false", "./..."], { cwd, env, stdio: "pipe" });
        expect(execFileSync("gofmt", ["-l", "."], { cwd, encoding: "utf8" })).toBe("");
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
