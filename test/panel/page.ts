/** Serves the panel's page as a webview would, and opens it in a browser with a double of VS Code's API. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import * as esbuild from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { FromPanel, ToPanel } from "../../protocol/src/panel.ts";
import { panelPage, panelPolicy } from "../../protocol/src/panel-page.ts";
import { root } from "../host/paths.ts";
import type { Theme } from "./themes.ts";

/** What the page's double of VS Code's API keeps; the name is on `window`. */
declare global {
  interface Window {
    panelSent: FromPanel[];
    panelState: unknown;
  }
}

/** Builds the panel and serves it. */
export async function servePanel(): Promise<{ readonly address: string; readonly server: Server }> {
  const files = new Map<string, { readonly type: string; readonly body: Uint8Array | string }>();
  const built = await esbuild.build({
    absWorkingDir: root,
    charset: "utf8",
    entryPoints: { webview: "webview/src/main.tsx", "simulator.worker": "webview/src/worker.ts" },
    outdir: "out/panel",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2023",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  for (const file of built.outputFiles) {
    const type = file.path.endsWith(".css") ? "text/css" : "text/javascript";
    files.set(`/${path.basename(file.path)}`, { type, body: file.contents });
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(url.pathname);
    if (file !== undefined) {
      response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` }).end(file.body);
      return;
    }
    if (url.pathname !== "/") {
      response.writeHead(404).end();
      return;
    }
    const page = {
      script: "/webview.js",
      worker: url.searchParams.has("noscript") ? "/missing.js" : "/simulator.worker.js",
      style: "/webview.css",
      cspSource: `http://${request.headers.host}`,
      nonce: "test",
      locale: url.searchParams.get("locale") ?? "en",
    };
    const policy = panelPolicy(page);
    // A header as well, which with `noworker` takes the worker away: both policies must allow a thing.
    const strict = url.searchParams.has("noworker")
      ? policy.replace("worker-src blob:", "worker-src 'none'")
      : policy;
    response
      .writeHead(200, { "content-type": "text/html", "content-security-policy": strict })
      .end(panelPage(page));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, server };
}

/** The sizes of the bundles that are served, in bytes. */
export async function fetchSize(address: string, file: string): Promise<number> {
  return (await (await fetch(address + file)).arrayBuffer()).byteLength;
}

/** What can be chosen for a page. */
export interface PageOptions {
  readonly theme: Theme;
  readonly query?: string;
  readonly state?: unknown;
  readonly width?: number;
  readonly height?: number;
}

/** Opens the panel's page. Errors and violations of the policy end up in `errors`. */
export async function openPanel(
  context: BrowserContext,
  address: string,
  options: PageOptions,
): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const { theme } = options;
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error" && !line.text().includes("404")) errors.push(line.text());
  });
  await page.setViewportSize({ width: options.width ?? 1000, height: options.height ?? 900 });
  await page.emulateMedia({ colorScheme: theme.colorScheme, reducedMotion: "reduce" });
  await page.addInitScript(
    ({ state, variables, bodyClass }) => {
      window.panelSent = [];
      window.panelState = state;
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: FromPanel) => window.panelSent.push(message),
          getState: () => window.panelState,
          setState: (next: unknown) => {
            window.panelState = next;
          },
        }),
      });
      document.addEventListener("DOMContentLoaded", () => {
        document.body.className = bodyClass;
        for (const [name, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(`--vscode-${name}`, value);
        }
      });
    },
    { state: options.state, variables: theme.variables, bodyClass: theme.bodyClass },
  );
  await page.goto(address + (options.query ?? ""));
  await page.waitForFunction(() => window.panelSent.some((message) => message.type === "ready"));
  return { page, errors };
}

/** Sends a message as the extension does. */
export async function send(page: Page, message: ToPanel): Promise<void> {
  await page.evaluate((data) => window.postMessage(data, "*"), message);
}

/** What the panel sent of one type, oldest first. */
export async function sent<T extends FromPanel["type"]>(
  page: Page,
  type: T,
): Promise<Extract<FromPanel, { type: T }>[]> {
  const messages = await page.evaluate(() => window.panelSent);
  return messages.filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
}
