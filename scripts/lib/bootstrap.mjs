/**
 * What every script does first, with nothing but Node 20 and npm: installs from the lockfile when
 * node_modules is missing or stale, then goes on under the pinned Node.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The oldest Node that runs the sources and the tools, where the pinned one has no package. */
const oldest = [22, 18];

/**
 * The packages of a lockfile that must be installed here. An optional one may belong to another system.
 * @param {string} file
 * @returns {Map<string, string>} from a package's folder to its version
 */
function locked(file) {
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  return new Map(
    Object.entries(packages)
      .filter(([folder, entry]) => folder !== "" && !entry.optional && !entry.devOptional && !entry.peer)
      .map(([folder, entry]) => [folder, entry.version]),
  );
}

/** True when what is installed is what the lockfile says. npm keeps a list of what it installed. */
function installed() {
  const list = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;
  const here = locked(list);
  return [...locked(path.join(root, "package-lock.json"))].every(
    ([folder, version]) => here.get(folder) === version,
  );
}

/**
 * Runs npm and lets it speak.
 * @param {string[]} args
 */
function npm(args) {
  const cli = process.env.npm_execpath;
  const result = cli?.endsWith(".js")
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error(`npm ${args.join(" ")} failed. Is the npm registry within reach?`);
    process.exit(1);
  }
}

/** The Node of the lockfile, or the running one where it is new enough; undefined when neither is there. */
function pinnedNode() {
  const { platform, arch } = process;
  const file = platform === "win32" ? "node.exe" : "node";
  const found = [`node-${platform === "win32" ? "win" : platform}-${arch}`, `node-bin-${platform}-${arch}`]
    .map((name) => path.join(root, "node_modules", name, "bin", file))
    .find((program) => spawnSync(program, ["--version"]).status === 0);
  if (found !== undefined) return found;
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]) ? process.execPath : undefined;
}

/**
 * Call this first in a script. Returns when everything is installed and the pinned Node runs; otherwise
 * runs the script again under the pinned Node, and ends with its exit code.
 * @param {string} script the script's own `import.meta.url`
 */
export function bootstrap(script) {
  if (process.env.MAPVET_BOOTSTRAPPED !== undefined) return;
  if (!installed()) {
    console.log("Installing what package-lock.json says (about 650 MB, once) ...");
    npm(["ci", "--loglevel=error"]);
  }
  const node = pinnedNode();
  if (node === undefined) {
    console.error(
      `Mapvet's scripts need Node ${oldest.join(".")} or later on this system; this is ${process.version}.`,
    );
    process.exit(1);
  }
  const result = spawnSync(node, [fileURLToPath(script), ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      MAPVET_BOOTSTRAPPED: "1",
      PATH: [path.dirname(node), path.join(root, "node_modules/.bin"), process.env.PATH].join(path.delimiter),
    },
  });
  process.exit(result.status ?? 1);
}
