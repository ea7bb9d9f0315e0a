/** Opens a workbench that runs a test suite, in a page, and waits for the suite's end. */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";

/** How long a suite may take, in milliseconds. */
const patience = 300_000;

/**
 * Opens the address and waits for the end of the suite it runs. The extension host's console, with all that
 * VS Code itself has to say, goes to the file `log`.
 * @returns the exit code of the run
 */
export async function runInPage(page: Page, address: string, log: string): Promise<number> {
  let resolve: (code: number) => void = () => {};
  const ended = new Promise<number>((settle) => {
    resolve = settle;
  });
  await mkdir(path.dirname(log), { recursive: true });
  await writeFile(log, "");
  const write = async (line: string) => await appendFile(log, `${line}\n`);
  await page.exposeFunction("codeAutomationLog", async (type: string, args: readonly unknown[]) => {
    const text = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
    await write(`${type}: ${text}`);
  });
  page.on("console", (line) => line.type() === "error" && void write(`page: ${line.text()}`));
  page.on("pageerror", (error) => void write(`page: ${error.stack ?? error.message}`));
  await page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
  page.on("crash", () => {
    console.error("The page crashed.");
    resolve(1);
  });
  const timer = setTimeout(() => {
    console.error(`The suite did not end within ${patience / 1000} s.`);
    resolve(1);
  }, patience);
  await page.goto(address);
  const code = await ended;
  clearTimeout(timer);
  return code;
}
