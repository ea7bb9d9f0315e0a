/** The panel in a real browser, under the content security policy it has in VS Code. */
import { mkdir, readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LoadMessage } from "../../protocol/src/panel.ts";
import { readLitmus } from "../../simulator/src/index.ts";
import type { Program } from "../../simulator/src/program.ts";
import {
  large,
  lockOrder,
  looping,
  lostUpdate,
  mapWriters,
  messagePassing,
  storeBuffering,
} from "../../webview/src/testing/programs.ts";
import { launchChromium } from "../host/chromium.ts";
import { root, screenshots } from "../host/paths.ts";
import { fetchSize, openPanel, type PageOptions, send, sent, servePanel } from "./page.ts";
import { themes } from "./themes.ts";

const [light, dark, highContrast] = themes;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let context: BrowserContext;
let server: Server;
let address: string;
let failures: string[] = [];

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  ({ address, server } = await servePanel());
  context = await launchChromium(path.join(root, "out/panel-profile"));
});

afterAll(async () => {
  await context?.close();
  server?.close();
});

afterEach(() => {
  const seen = failures;
  failures = [];
  expect(seen, "errors in the page").toEqual([]);
});

/** Opens the panel and loads a program, until a schedule can be replayed. */
async function show(
  program: Program,
  options: Partial<PageOptions> = {},
  load: Partial<LoadMessage> = {},
): Promise<Page> {
  const { page, errors } = await openPanel(context, address, { theme: dark, ...options });
  failures = errors;
  await send(page, {
    type: "load",
    scenario: { program, abstractions: [] },
    title: program.name,
    locale: "en",
    origin: program.name,
    ...load,
  });
  await page.waitForSelector(".outcomes button[aria-current=true]");
  // The outcome is chosen at once, but its schedule is laid out by a worker.
  await page.waitForSelector(".steps li");
  return page;
}

const text = async (locator: Locator) => (await locator.textContent()) ?? "";
const sentence = (page: Page) => text(page.locator(".sentence"));

/** Waits until the step reads so: schedules are laid out by a worker. */
async function atStep(page: Page, pattern: RegExp): Promise<void> {
  await page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector(".step-count > span")?.textContent ?? ""),
    pattern.source,
  );
}

/** The violations that axe-core finds, as short texts. */
async function violations(page: Page): Promise<string[]> {
  // Injected through the debugger, which the policy of the page does not concern.
  await page.evaluate(await readFile(axe, "utf8"));
  return await page.evaluate(async () => {
    const { axe } = window as Window & { axe?: { run(): Promise<{ violations: AxeViolation[] }> } };
    const found = (await axe?.run())?.violations ?? [];
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  });
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe("outcomes", () => {
  test("the fatal error is chosen first, and the list says that it is complete", async () => {
    const page = await show(mapWriters);
    const chosen = page.locator(".outcomes button[aria-current=true]");
    expect(await text(chosen)).toContain("fatal error: concurrent map writes");
    expect(await text(page.locator(".completeness"))).toMatch(/^Exactly these \d+ outcomes\./);
    await page.close();
  });

  test("an outcome is replayed to its end", async () => {
    const page = await show(mapWriters);
    await page.keyboard.press("End");
    await expect.poll(() => text(page.locator(".verdict"))).toContain("fatal error: concurrent map writes");
    await expect.poll(() => page.locator(".status.dead").count()).toBeGreaterThan(0);
    await page.close();
  });

  test("the keyboard chooses an outcome", async () => {
    const page = await show(mapWriters);
    await page.locator(".outcomes button[aria-current=true]").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () =>
        document.querySelector(".outcomes li:nth-child(2) button")?.getAttribute("aria-current") === "true",
    );
    const keys = await page
      .locator(".outcomes button")
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-current")));
    expect(keys.slice(0, 2)).toEqual([null, "true"]);
    await page.close();
  });

  test("store buffering: one outcome is TSO only, and SC does not have it", async () => {
    const page = await show(storeBuffering);
    expect(await page.locator(".outcomes .badge").allTextContents()).toEqual(["TSO only"]);
    const tso = await page.locator(".outcomes button").count();
    await page.getByRole("radio", { name: /^SC/ }).check();
    await page.waitForFunction((n) => document.querySelectorAll(".outcomes button").length === n - 1, tso);
    expect(await page.locator(".outcomes .badge").count()).toBe(0);
    expect(await page.locator(".buffer").count()).toBe(0);
    await page.close();
  });

  test("without a worker the panel explores by itself", async () => {
    const page = await show(storeBuffering, { query: "?noworker" });
    expect(await text(page.locator(".completeness"))).toContain("Exactly");
    // The browser logs that it refused the worker, and nothing else.
    expect(failures.filter((failure) => !failure.includes("worker-src 'none'"))).toEqual([]);
    failures = [];
    await page.close();
  });
});

describe("settings", () => {
  const chosen = (page: Page) => page.locator(".outcomes button[aria-current=true]");
  const complete = (page: Page) =>
    page.waitForFunction(() => /^Exactly/.test(document.querySelector(".completeness")?.textContent ?? ""));

  test("maps with the runtime's check: more steps, the same kind of outcome, its notes, and the way back", async () => {
    const page = await show(mapWriters);
    const before = await page.locator(".steps li").count();
    expect(await page.getByRole("combobox", { name: "Runtime" }).count()).toBe(0);
    await page.getByRole("combobox", { name: "Map" }).selectOption("protocol");
    await page.waitForFunction((n) => document.querySelectorAll(".steps li").length > n, before);
    await complete(page);
    expect(await text(chosen(page))).toContain("fatal error: concurrent map writes");
    expect(await page.getByRole("combobox", { name: "Runtime" }).inputValue()).toBe("swiss");
    expect(await text(page.locator("summary"))).toMatch(/^Not modelled exactly: [1-9]/);
    await page.getByRole("combobox", { name: "Runtime" }).selectOption("hmap");
    await complete(page);
    await page.getByRole("combobox", { name: "Map" }).selectOption("operation");
    await page.waitForFunction((n) => document.querySelectorAll(".steps li").length === n, before);
    await page.close();
  });

  test("one CPU has no outcome of store buffers, and the reader stays at the step and at the control", async () => {
    const page = await show(storeBuffering);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const control = page.getByRole("combobox", { name: "CPUs" });
    await control.focus();
    await control.selectOption("1");
    await page.waitForFunction(() => document.querySelectorAll(".outcomes .badge").length === 0);
    await page.waitForFunction(() =>
      /^1\.tso@1\./.test(document.querySelector<HTMLInputElement>("input.field")?.value ?? ""),
    );
    await atStep(page, /^Step 2 of/);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
    await page.close();
  });

  test("what the compiler may change is marked", async () => {
    const page = await show(messagePassing);
    const before = await page.locator(".outcomes button").count();
    await page.getByRole("checkbox", { name: "compiler may reorder" }).check();
    await page.waitForFunction((n) => document.querySelectorAll(".outcomes button").length > n, before);
    expect(await page.locator(".outcomes .badge").allTextContents()).toContain("Compiler only");
    await page.close();
  });

  test("another number of goroutines is asked of the extension, and what it sends keeps the place", async () => {
    const page = await show(lostUpdate, {}, { goroutines: 2 });
    await page.keyboard.press("ArrowRight");
    await page.getByRole("combobox", { name: "Goroutines" }).selectOption("3");
    await page.waitForFunction(() => window.panelSent.some(({ type }) => type === "goroutines"));
    expect(await sent(page, "goroutines")).toEqual([
      { type: "goroutines", origin: lostUpdate.name, count: 3 },
    ]);
    const third = { ...lostUpdate.threads[1], name: "third" };
    const program = { ...lostUpdate, threads: [...lostUpdate.threads, third] };
    const scenario = { program, abstractions: [] };
    const { name } = lostUpdate;
    await send(page, { type: "load", scenario, title: name, locale: "en", origin: name, goroutines: 3 });
    await page.waitForFunction(() => document.querySelectorAll(".lane").length === 3);
    await atStep(page, /^Step 1 of/);
    expect(await page.getByRole("combobox", { name: "Goroutines" }).inputValue()).toBe("3");
    await page.close();
  });

  test("a litmus test has no data races, no compiler and no maps", async () => {
    const scenario = { program: storeBuffering, abstractions: [], races: false };
    const page = await show(storeBuffering, {}, { scenario });
    await complete(page);
    expect(await page.locator(".outcomes").textContent()).not.toContain("Data race");
    expect(await page.getByRole("checkbox").count()).toBe(1);
    expect(await page.getByRole("combobox").count()).toBe(2);
    await page.close();
  });

  test("come back after a reload", async () => {
    const first = await show(mapWriters);
    await first.getByRole("combobox", { name: "Map" }).selectOption("protocol");
    await first.waitForFunction(() => JSON.stringify(window.panelState).includes('"depth":"protocol"'));
    const state = await first.evaluate(() => window.panelState);
    await first.close();
    const second = await show(mapWriters, { state });
    expect(await second.getByRole("combobox", { name: "Map" }).inputValue()).toBe("protocol");
    await second.close();
  });
});

describe("a long exploration", () => {
  test("tells how far it is, leaves the panel usable, and can be stopped", async () => {
    const { page, errors } = await openPanel(context, address, { theme: dark });
    failures = errors;
    const scenario = { program: large, abstractions: [] };
    await send(page, { type: "load", scenario, title: "large", locale: "en" });
    await page.waitForFunction(() =>
      /[1-9][\d,]* states so far/.test(document.querySelector(".completeness")?.textContent ?? ""),
    );
    await page.locator(".move").first().click();
    await atStep(page, /^Step 1 of 1$/);
    expect(await page.locator(".outcomes button").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.waitForFunction(() =>
      document.querySelector(".completeness")?.textContent?.includes("was stopped"),
    );
    await page.close();
  });
});

describe("without its script", () => {
  test("the panel says so, and what to do", async () => {
    const { page } = await openPanel(context, address, { theme: dark, query: "?noscript" });
    await send(page, {
      type: "load",
      scenario: { program: storeBuffering, abstractions: [] },
      title: "x",
      locale: "en",
    });
    await page.waitForSelector(".completeness[role=alert]");
    expect(await text(page.locator(".completeness"))).toContain("open it again");
    await page.close();
  });
});

describe("stepping", () => {
  test("by keyboard: arrows, Home, End and Space", async () => {
    const page = await show(storeBuffering);
    const start = await sentence(page);
    await atStep(page, /^Step 0 of \d+$/);
    await page.keyboard.press("ArrowRight");
    await atStep(page, /^Step 1 of/);
    await expect.poll(() => sentence(page)).not.toBe(start);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => sentence(page)).toBe(start);
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".steps .future").count()).toBe(0);
    await page.keyboard.press("Home");
    await expect.poll(() => sentence(page)).toBe(start);
    await page.keyboard.press(" ");
    await page.waitForFunction(() =>
      /^Step [1-9]/.test(document.querySelector(".step-count")?.textContent ?? ""),
    );
    await page.keyboard.press(" ");
    await expect.poll(() => page.getByRole("button", { name: "Play", exact: true }).count()).toBe(1);
    await page.close();
  });

  test("the editor is told the line of each step", async () => {
    const page = await show(storeBuffering);
    expect(await sent(page, "reveal")).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => window.panelSent.some((message) => message.type === "reveal"));
    const [first] = await sent(page, "reveal");
    expect(first).toMatchObject({ file: "dekker.go", focus: false });
    expect([8, 13]).toContain(first.line);
    await page.close();
  });

  test("a store waits in the buffer of its CPU, as the schedule goes on", async () => {
    const page = await show(storeBuffering);
    await page.keyboard.press("ArrowRight");
    expect(await text(page.locator(".entry.changed"))).toMatch(/^[xy] = 1/);
    await page.close();
  });

  test("the reader is the scheduler", async () => {
    const page = await show(lockOrder);
    await page.locator(".lane", { hasText: "first" }).locator(".move").first().click();
    await atStep(page, /^Step 1 of/);
    await page.locator(".lane", { hasText: "second" }).locator(".move").first().focus();
    await page.keyboard.press("Enter");
    // Its button is gone, the focus is not: the next key still steps.
    await page.waitForFunction(() => document.activeElement?.id === "goroutines-title");
    await atStep(page, /^Step 2 of/);
    expect(await text(page.locator(".steps h2"))).toBe("Your own schedule");
    await expect.poll(() => page.locator(".status.blocked").count()).toBe(2);
    await expect.poll(() => text(page.locator(".verdict"))).toContain("deadlock");
    await page.close();
  });

  test("a schedule of a thousand steps", async () => {
    const page = await show(storeBuffering);
    const rounds = 500;
    await send(page, {
      type: "load",
      scenario: { program: looping(rounds), abstractions: [] },
      title: "long",
      locale: "en",
    });
    await page.waitForFunction((n) => document.querySelectorAll(".steps li").length === n, 2 * rounds);
    await page.keyboard.press("End");
    await atStep(page, /^Step 1000 of 1000$/);
    await page.keyboard.press("ArrowLeft");
    await atStep(page, /^Step 999 of 1000$/);
    await page.close();
  });

  test("a schedule is copied, and replayed from its text", async () => {
    const page = await show(storeBuffering);
    await page.getByRole("button", { name: "Copy schedule" }).click();
    const [copied] = await sent(page, "copy");
    expect(copied.text).not.toBe("");
    const field = page.getByRole("textbox", { name: "Replay a schedule" });
    await field.fill("nonsense");
    await field.press("Enter");
    await page.waitForSelector("#schedule-problem");
    expect(await text(page.locator("#schedule-problem"))).toContain("not a schedule");
    await field.fill(copied.text);
    await field.press("Enter");
    await page.waitForSelector("#schedule-problem", { state: "detached" });
    await page.close();
  });
});

describe("state", () => {
  test("the outcome, the step and the view come back after a reload", async () => {
    const first = await show(mapWriters);
    await first.keyboard.press("ArrowRight");
    await first.keyboard.press("ArrowRight");
    await first.getByRole("checkbox", { name: "Show as table" }).check();
    await first.waitForFunction(() => JSON.stringify(window.panelState).includes('"step":2,"table":true'));
    const before = await sentence(first);
    const state = await first.evaluate(() => window.panelState);
    await first.close();
    const second = await show(mapWriters, { state });
    await expect.poll(() => sentence(second)).toBe(before);
    await atStep(second, /^Step 2 of/);
    await expect.poll(() => second.locator("table.grid").count()).toBe(1);
    await second.close();
  });

  test("a problem is shown in words", async () => {
    const { page, errors } = await openPanel(context, address, { theme: light });
    failures = errors;
    await send(page, { type: "problem", message: "This function starts no goroutine." });
    await page.waitForSelector("[role=alert]");
    expect(await text(page.locator("main"))).toContain("This function starts no goroutine.");
    await page.close();
  });

  test("a program that cannot run is explained", async () => {
    const { page } = await openPanel(context, address, { theme: light });
    await send(page, {
      type: "load",
      scenario: { program: { ...mapWriters, threads: [] }, abstractions: [] },
      title: "empty",
      locale: "en",
    });
    await page.waitForSelector("[role=alert]");
    expect(await text(page.locator("[role=alert]"))).toContain("no goroutine");
    await page.close();
  });

  test("Chinese", async () => {
    const page = await show(mapWriters, {}, { locale: "zh-cn" });
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-cn");
    expect(await text(page.locator(".completeness"))).toMatch(/恰好/);
    await page.close();
  });
});

test("what is not modelled exactly is listed", async () => {
  const page = await show(mapWriters, {}, { scenario: { program: mapWriters, abstractions: ["A", "B"] } });
  expect(await text(page.locator("summary"))).toBe("Not modelled exactly: 2");
  expect(await page.locator("details li").allTextContents()).toEqual(["A", "B"]);
  await page.close();
});

describe("accessibility", () => {
  for (const theme of themes) {
    test(`axe finds nothing: ${theme.name}`, async () => {
      const page = await show(mapWriters, { theme });
      await page.keyboard.press("End");
      expect(await violations(page)).toEqual([]);
      await page.getByRole("checkbox", { name: "Show as table" }).check();
      expect(await violations(page)).toEqual([]);
      await page.close();
    });
  }
});

describe("size", () => {
  test("the script stays below 100 kB", async () => {
    expect(await fetchSize(address, "webview.js")).toBeLessThan(100_000);
  });
});

describe("screenshots", () => {
  test("table, Chinese and forced colours", async () => {
    const page = await show(
      mapWriters,
      { theme: light },
      { locale: "zh-cn", scenario: { program: mapWriters, abstractions: ["未建模：fmt.Println"] } },
    );
    await page.getByRole("checkbox", { name: "以表格显示" }).check();
    await page.keyboard.press("End");
    await page.locator("details summary").click();
    await page.screenshot({ path: path.join(screenshots, "panel-table-chinese.png"), fullPage: true });
    await page.close();
    const forced = await show(lostUpdate, { theme: dark });
    await forced.emulateMedia({ forcedColors: "active" });
    for (let step = 0; step < 5; step++) await forced.keyboard.press("ArrowRight");
    await forced.screenshot({ path: path.join(screenshots, "panel-forced-colors.png"), fullPage: true });
    await forced.close();
  });

  const shots = [
    ["map-writers-light", mapWriters, light, 1000],
    ["map-writers-dark", mapWriters, dark, 1000],
    ["map-writers-high-contrast", mapWriters, highContrast, 1000],
    ["store-buffering-light", storeBuffering, light, 1000],
    ["store-buffering-dark", storeBuffering, dark, 1000],
    ["store-buffering-high-contrast", storeBuffering, highContrast, 1000],
    ["lost-update-narrow", lostUpdate, dark, 480],
    ["deadlock-light", lockOrder, light, 760],
  ] as const;
  for (const [depth, theme] of [
    ["protocol", light],
    ["structure", dark],
  ] as const) {
    test(`maps at the depth of ${depth}`, async () => {
      const page = await show(mapWriters, { theme });
      await page.getByRole("combobox", { name: "Map" }).selectOption(depth);
      await page.waitForFunction(() => document.querySelector("#internal-title") !== null);
      await page.waitForFunction(() =>
        /^Exactly/.test(document.querySelector(".completeness")?.textContent ?? ""),
      );
      await page.locator(".outcomes button", { hasText: "Lost entry" }).first().click();
      await atStep(page, /^Step 0 of [1-9]/);
      await page.waitForSelector(".outcomes button[aria-current=true] >> text=Lost entry");
      for (let step = 0; step < 9; step++) await page.keyboard.press("ArrowRight");
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: path.join(screenshots, `panel-maps-${depth}.png`), fullPage: true });
      await page.close();
    });
  }

  test("a litmus test of four threads, and one whose condition holds", async () => {
    for (const [name, met] of [
      ["IRIW", 0],
      ["SB", 1],
    ] as const) {
      const file = new URL(`../../simulator/classics/${name}.litmus`, import.meta.url);
      const [{ program, condition }] = readLitmus(`${name}.litmus`, await readFile(file, "utf8")).tests;
      const asking = { ...program, ...(condition === null ? {} : { condition }) };
      const scenario = { program: asking, abstractions: [], races: false };
      const page = await show(program, { theme: light }, { title: name, scenario });
      await page.waitForFunction(() =>
        /^Exactly/.test(document.querySelector(".completeness")?.textContent ?? ""),
      );
      expect(await page.locator(".outcomes .badge", { hasText: "as the condition says" }).count()).toBe(met);
      for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight");
      await page.screenshot({ path: path.join(screenshots, `panel-litmus-${name}.png`), fullPage: true });
      await page.close();
    }
  });

  for (const [name, program, theme, width] of shots) {
    test(name, async () => {
      // High enough for everything: rows out of sight are not painted.
      const page = await show(program, { theme, width, height: width < 700 ? 1700 : 900 });
      for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
      await page.screenshot({ path: path.join(screenshots, `panel-${name}.png`), fullPage: true });
      await page.close();
    });
  }
});
