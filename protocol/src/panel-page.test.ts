import { describe, expect, test } from "vitest";
import { panelPage, panelPolicy } from "./panel-page.ts";

const page = {
  script: "https://x/webview.js?a=1&b=2",
  worker: "https://x/worker.js",
  style: "https://x/webview.css",
  cspSource: "https://x",
  nonce: "abc",
  locale: "zh-cn",
};

describe("panelPage", () => {
  test("allows no inline script, no inline style and no eval", () => {
    const policy = panelPolicy(page);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe/);
    expect(policy).toContain("worker-src blob:");
  });

  test("escapes what stands in attributes", () => {
    expect(panelPage(page)).toContain('src="https://x/webview.js?a=1&amp;b=2"');
    expect(panelPage({ ...page, locale: '"><script>' })).toContain('lang="&quot;>&lt;script>');
  });

  test("its script knows its worker and carries the nonce", () => {
    expect(panelPage(page)).toContain('<script nonce="abc"');
    expect(panelPage(page)).toContain('data-worker="https://x/worker.js"');
  });
});
