/**
 * The command on Go's own source tree (the standard library, and the commands), as JSON: with an empty cache, again
 * with nothing changed, and how long `go vet ./...` takes on the standard library with an empty build cache, all in
 * one run. Each with a hash of the findings. Without Go there is no figure.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));

/** Has Node print the most memory that it held, in kilobytes, as the last line of standard error. */
const tellMemory = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\n"+process.resourceUsage().maxRSS))`;

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly work: string;
}

/** Runs the command on all packages of a folder. */
function mapvet(folder: string, cache: string): Run {
  const started = performance.now();
  const ran = spawnSync(process.execPath, ["--import", tellMemory, command, "--format", "json", "./..."], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, MAPVET_CACHE: cache },
  });
  const seconds = secondsSince(started);
  if (ran.status !== 0 && ran.status !== 1) throw new Error(ran.stderr);
  const kilobytes = Number(ran.stderr.trimEnd().split("\n").at(-1));
  return {
    seconds,
    megabytes: Math.round(kilobytes / 1024),
    work: digestOf(ran.stdout),
  };
}

/** A hash of what was analysed and found, without how long it took. */
function digestOf(report: string): string {
  const { summary, findings } = JSON.parse(report);
  const { packages, files, lines } = summary;
  const work = JSON.stringify([packages, files, lines, findings]);
  return createHash("sha256").update(work).digest("hex").slice(0, 16);
}

/** The command with an empty cache, and once more with what it left there. */
function twice(folder: string): Readonly<Record<"cold" | "cached", Run>> {
  const cache = mkdtempSync(path.join(tmpdir(), "mapvet-bench-"));
  const cold = mapvet(folder, cache);
  const cached = mapvet(folder, cache);
  rmSync(cache, { recursive: true });
  return { cold, cached };
}

/** Seconds that `go vet ./...` takes with an empty build cache. It may find something: that is no error here. */
function vet(folder: string): number {
  const cache = mkdtempSync(path.join(tmpdir(), "mapvet-bench-"));
  const started = performance.now();
  const env = { ...process.env, GOCACHE: cache, GOTOOLCHAIN: "local" };
  const { error } = spawnSync("go", ["vet", "./..."], { cwd: folder, env, stdio: "ignore" });
  const seconds = secondsSince(started);
  rmSync(cache, { recursive: true });
  if (error !== undefined) throw error;
  return seconds;
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 10) / 100;
}

const env = spawnSync("go", ["env", "GOROOT", "GOVERSION"], { encoding: "utf8" });
if (env.status === 0) {
  const [goRoot, version] = env.stdout.trim().split("\n");
  const library = path.join(goRoot, "src");
  const standardLibrary = twice(library);
  const vetSeconds = vet(library);
  const figures = {
    version,
    standardLibrary,
    goVet: {
      seconds: vetSeconds,
      timesMapvetCold: Math.round((vetSeconds / standardLibrary.cold.seconds) * 100) / 100,
    },
    commands: twice(path.join(library, "cmd")),
  };
  console.log(JSON.stringify(figures));
} else {
  console.error("Go is not here: nothing to measure.");
  console.log("{}");
}
