/** Bundles the suite of `test/extension/` for one extension host. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./paths.ts";

/** Which extension host the suite runs in: Node's or the web worker. */
export type HostKind = "node" | "web";

/**
 * Bundles every `test/extension/*.test.ts` into one module with a `run` function, as VS Code wants it.
 * @param control where the control server listens
 * @returns the path of the module
 */
export async function bundleSuite(kind: HostKind, control: string): Promise<string> {
  const folder = path.join(root, "test/extension");
  const tests = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).sort();
  const loads = tests.map((name) => `await import(${JSON.stringify(`./${name}`)});`).join("\n");
  const mocha =
    kind === "node"
      ? 'import Mocha from "mocha"; const mocha = new Mocha({ reporter: function () {} });'
      : 'const { mocha } = globalThis; mocha.setup({ ui: "bdd", reporter: function () {} });';
  const outfile = path.join(root, "out/extension-tests", kind, "index.js");
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `${mocha}
        import { runSuite } from "./suite.ts";
        export const run = () => runSuite({ mocha, load: async () => {\n${loads}\n} });`,
      resolveDir: folder,
      sourcefile: "index.ts",
      loader: "ts",
    },
    outfile,
    bundle: true,
    format: "cjs",
    platform: kind === "node" ? "node" : "browser",
    target: kind === "node" ? "node20" : "es2023",
    external: kind === "node" ? ["vscode", "mocha"] : ["vscode"],
    banner: kind === "node" ? {} : { js: await browserMocha() },
    define: { CONTROL_URL: JSON.stringify(control) },
    sourcemap: "inline",
    logLevel: "warning",
  });
  return outfile;
}

/**
 * Mocha's build for browsers, made to set `globalThis.mocha`: its package calls it an ES module, which it
 * is not, so a bundler would let it overwrite the exports of the suite.
 */
async function browserMocha(): Promise<string> {
  const source = await readFile(path.join(root, "node_modules/mocha/mocha.js"), "utf8");
  return `(function (exports, module, define) {${source}\n})();`;
}
