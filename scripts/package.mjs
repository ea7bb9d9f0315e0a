/**
 * `npm run package`: makes out/mapvet-VERSION.vsix and the npm package with the command,
 * out/mapvet-VERSION.tgz. Fails when the VSIX is larger than it may be or when what is in either differs
 * from the committed lists beside this file; `--update` writes the lists.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bootstrap, root } from "./lib/bootstrap.mjs";

bootstrap(import.meta.url);

const { default: vsce } = await import("@vscode/vsce");

/** The most a VSIX may weigh, in bytes. */
const limit = 1_500_000;
const out = path.join(root, "out");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const strings = JSON.parse(readFileSync(path.join(root, "package.nls.json"), "utf8"));

const { build } = await import("../esbuild.mjs");
await build();
mkdirSync(out, { recursive: true });
compare("vsix-files.txt", await makeExtension());
compare("npm-files.txt", makeCommand());

/** Makes the VSIX and gives back the files in it. */
async function makeExtension() {
  const vsix = path.join(out, `mapvet-${manifest.version}.vsix`);
  await vsce.createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: manifest.repository === undefined,
    // Links of the README lead into the repository; without one there is nothing to make them of.
    rewriteRelativeLinks: manifest.repository !== undefined,
    skipLicense: true,
  });
  const { size } = statSync(vsix);
  console.log(`${path.relative(root, vsix)}: ${(size / 1e6).toFixed(2)} MB`);
  if (size > limit) {
    console.error(`The VSIX is larger than ${limit / 1e6} MB.`);
    process.exitCode = 1;
  }
  return await vsce.listFiles({ cwd: root, packageManager: vsce.PackageManager.None });
}

/** Makes the npm package, which needs nothing installed beside it, and gives back the files in it. */
function makeCommand() {
  const stage = path.join(out, "npm");
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const data = ["web-tree-sitter.wasm", "tree-sitter-go.wasm", "stdlib.json"].map((name) => `dist/${name}`);
  for (const file of [
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "docs/rules",
    "schemas",
    "dist/cli.cjs",
    "dist/server.cjs",
    ...data,
  ]) {
    cpSync(path.join(root, file), path.join(stage, file), { recursive: true });
  }
  const { name, version, license, keywords, bin } = manifest;
  const engines = { node: manifest.engines.node };
  const packaged = { name, version, description: strings.description, license, keywords, bin, engines };
  writeFileSync(path.join(stage, "package.json"), `${JSON.stringify(packaged, null, 2)}\n`);
  const [npm, before] = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, [process.env.npm_execpath]]
    : ["npm", []];
  const [result] = JSON.parse(
    execFileSync(npm, [...before, "pack", "--json", "--pack-destination", out], {
      cwd: stage,
      encoding: "utf8",
      shell: process.platform === "win32",
    }),
  );
  console.log(
    `${path.relative(root, path.join(out, result.filename))}: ${(result.size / 1e6).toFixed(2)} MB`,
  );
  return result.files.map((file) => file.path);
}

/**
 * Compares a list of files with the committed one.
 * @param {string} name of the committed list
 * @param {string[]} files
 */
function compare(name, files) {
  const list = path.join(root, "scripts", name);
  const text = `${files.toSorted().join("\n")}\n`;
  if (process.argv.includes("--update")) writeFileSync(list, text);
  if (readFileSync(list, "utf8") === text) return;
  process.exitCode = 1;
  console.error(
    `The files packaged are not those of scripts/${name} (npm run package -- --update writes it):`,
  );
  const made = path.join(out, name);
  writeFileSync(made, text);
  spawnSync("git", ["--no-pager", "diff", "--no-index", "--", list, made], { stdio: "inherit" });
}
