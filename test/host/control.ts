/**
 * The way from a test, which runs inside an extension host, to the page that shows the workbench: a
 * small HTTP server on localhost. A test posts `{ action, ... }` and gets `{ value }` or `{ error }`;
 * `test/extension/page.ts` is the other end and says what each action does.
 */
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import type { PageAnswer, PageRequest, RunSummary } from "../extension/wire.ts";
import { screenshots } from "./paths.ts";

/** A started control server. */
interface Control {
  /** The counts that the suite posts when it ends; undefined while it has not. */
  readonly summary: () => RunSummary | undefined;
  close(): void;
}

/** How long an action waits for the element it names, in milliseconds. */
const patience = 60_000;

/**
 * Starts the control server.
 * @param page the page with the workbench, or undefined where VS Code is not shown in a page
 * @param suffix put between a screenshot's name and `.png`
 */
export async function startControl(
  page: () => Page | undefined,
  port: number,
  suffix = "",
): Promise<Control> {
  let summary: RunSummary | undefined;
  const answer = async (message: PageRequest): Promise<PageAnswer> => {
    if (message.action === "log") {
      console.log(message.line);
      return {};
    }
    if (message.action === "done") {
      summary = message.summary;
      return {};
    }
    return { value: (await act(page(), message, suffix)) ?? null };
  };
  const server = createServer((request, response) => {
    const headers = {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Headers": "*",
      "Content-Type": "application/json",
    };
    if (request.method !== "POST") {
      response.writeHead(204, headers).end();
      return;
    }
    body(request)
      .then((text) => answer(JSON.parse(text)))
      .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
      .then(
        (result) => response.writeHead(200, headers).end(JSON.stringify(result)),
        (error: unknown) => console.error(error),
      );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    summary: () => summary,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function act(
  page: Page | undefined,
  message: Exclude<PageRequest, { readonly action: "done" | "log" }>,
  suffix: string,
): Promise<unknown> {
  if (message.action === "available") return page !== undefined;
  if (page === undefined) throw new Error("VS Code is not shown in a page here: ask page.available() first");
  switch (message.action) {
    case "press":
      return page.keyboard.press(message.keys);
    case "type":
      return page.keyboard.type(message.text);
    case "screenshot": {
      await mkdir(screenshots, { recursive: true });
      const file = path.join(screenshots, `${message.name}${suffix}.png`);
      await page.screenshot({ path: file });
      return file;
    }
    case "evaluate":
      return message.inPanel
        ? panel(page).locator("html").evaluate(`(() => (${message.code}))()`)
        : page.evaluate(message.code);
    case "click":
      return find(page, message).click({ timeout: patience });
    case "hover":
      return hover(page, find(page, message), find(page, { ...message, selector: message.shows }));
    case "waitFor":
      return find(page, message).waitFor({ state: message.state, timeout: patience });
    case "text":
      return find(page, message).textContent({ timeout: patience });
    case "attribute":
      return find(page, message).getAttribute(message.name, { timeout: patience });
    case "count":
      return (message.inPanel ? panel(page) : page).locator(message.selector).count();
  }
}

/**
 * Moves the pointer over an element until another one is seen. An editor that is drawn anew at that
 * moment, as it is when a window has just opened, forgets the hover, and a pointer that rests makes no
 * new one: so it moves away and comes back, as a reader's would.
 */
async function hover(page: Page, over: Locator, shown: Locator): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    await over.hover({ timeout: patience });
    try {
      return await shown.waitFor({ timeout: 3_000 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.mouse.move(0, 0);
    }
  }
}

/** The first element that a selector names, in the workbench or in the panel (a webview). */
function find(page: Page, target: { readonly selector: string; readonly inPanel: boolean }): Locator {
  return (target.inPanel ? panel(page) : page).locator(target.selector).first();
}

/** A webview's document is two frames deep. */
function panel(page: Page) {
  return page.frameLocator("iframe.webview.ready").first().frameLocator("#active-frame");
}
