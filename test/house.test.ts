/** The invariants of docs/architecture.md that can be read off the sources. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** What a room may import: other rooms, packages, and Node's own modules. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  readonly node?: true;
}

const analysis = ["syntax", "types", "effects", "hazards", "fixes", "scenario"].map(
  (room) => `server/src/${room}`,
);
const below = (room: string) => analysis.slice(0, analysis.indexOf(`server/src/${room}`));
const engine = ["simulator", "protocol", ...analysis];

/** The table of the architecture page. */
const table: Readonly<Record<string, Room>> = {
  simulator: { rooms: [], packages: [] },
  protocol: { rooms: [], packages: [] },
  "server/src/syntax": { rooms: [], packages: ["web-tree-sitter"] },
  "server/src/types": { rooms: below("types"), packages: [] },
  "server/src/effects": { rooms: below("effects"), packages: [] },
  "server/src/hazards": { rooms: [...below("hazards"), "protocol"], packages: [] },
  "server/src/fixes": { rooms: [...below("fixes"), "protocol"], packages: [] },
  "server/src/scenario": { rooms: [...below("fixes"), "simulator", "protocol"], packages: [] },
  "server/src/workspace": { rooms: engine, packages: ["ignore"], node: true },
  "server/src/lsp": {
    rooms: [...engine, "server/src/workspace"],
    packages: ["vscode-languageserver", "vscode-languageserver-textdocument", "vscode-uri", "vscode-jsonrpc"],
    node: true,
  },
  "server/src/cli": {
    rooms: [...engine, "server/src/workspace"],
    packages: ["sarif", "diff", "ignore"],
    node: true,
  },
  client: {
    rooms: ["protocol"],
    packages: ["vscode", "vscode-languageclient", "vscode-jsonrpc", "vscode-uri"],
    node: true,
  },
  webview: { rooms: ["simulator", "protocol"], packages: ["preact"] },
};

/** One import: the file it stands in and what it names, both relative to the root where they are files. */
interface Import {
  readonly file: string;
  readonly target: string;
  /** The names imported, among words of the syntax of imports. */
  readonly names: readonly string[];
}

/** What is shipped: everything in a room but its tests. */
function sources(room: string): readonly string[] {
  return readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
    .map((file) => `${room}/${file.replaceAll(path.sep, "/")}`)
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => !/\.test\.tsx?$|\/testing\/|\/node_modules\//.test(file));
}

/** A file without its comments, as far as imports and declarations need it. */
function code(file: string): string {
  return readFileSync(path.join(root, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
}

function imports(file: string): readonly Import[] {
  const text = code(file);
  const found = [
    ...text.matchAll(/^(?:import|export)\s(?:([^;"]*?)\sfrom\s)?"([^"]+)"(?:\s+with\s[^;]*)?;/gm),
    ...text.matchAll(/()\bimport\("([^"]+)"\)/g),
  ];
  return found.map(([, names, name]) => ({
    file,
    names: [...(names ?? "").matchAll(/\w+/g)].map(([word]) => word),
    target: name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : name,
  }));
}

const isSyntax = (file: string) => file.startsWith("server/src/syntax/");

/** Every word that the declarations of some names lead to, through other declarations of the same file. */
function reachable(declarations: string, names: readonly string[]): ReadonlySet<string> {
  const bodies = new Map(
    declarations
      .split(/^(?=export )/m)
      .map((text) => [/^export (?:declare )?(?:\w+ )+?(\w+)/.exec(text)?.[1] ?? "", text] as const),
  );
  const reached = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...[...(bodies.get(name) ?? "").matchAll(/\w+\b(?!\??:)/g)].map(([word]) => word));
  }
  return reached;
}

function roomOf(file: string): string | undefined {
  return Object.keys(table).find((room) => file.startsWith(`${room}/`));
}

/** `@scope/name` or `name`, without the path inside the package. */
function packageOf(target: string): string {
  return target.split("/", target.startsWith("@") ? 2 : 1).join("/");
}

function allowed(room: string, target: string): boolean {
  const { rooms, packages, node } = table[room];
  const other = roomOf(target);
  if (other !== undefined) return other === room || rooms.includes(other);
  if (existsSync(path.join(root, target))) return target === "package.json";
  return isBuiltin(target) ? node === true : packages.includes(packageOf(target));
}

const all = Object.keys(table).flatMap(sources).flatMap(imports);
const show = ({ file, target }: Import) => `${file} imports ${target}`;

describe("the house", () => {
  it.each(Object.keys(table))("%s imports only what the table says", (room) => {
    const wrong = all.filter((one) => roomOf(one.file) === room && !allowed(room, one.target));
    expect(wrong.map(show)).toEqual([]);
  });

  it.each(Object.keys(table))("%s names the same rooms in its tsconfig.json", (room) => {
    const config: { references: readonly { path: string }[] } = JSON.parse(
      readFileSync(path.join(root, room, "tsconfig.json"), "utf8"),
    );
    const named = config.references.map((reference) => path.posix.join(room, reference.path));
    expect(named.toSorted()).toEqual(table[room].rooms.toSorted());
  });

  it("has no cycle among the rooms", () => {
    const seen = new Set<string>();
    const visit = (room: string, above: readonly string[]): void => {
      expect(above, `${[...above, room].join(" -> ")}`).not.toContain(room);
      if (seen.has(room)) return;
      for (const next of table[room].rooms) visit(next, [...above, room]);
      seen.add(room);
    };
    for (const room of Object.keys(table)) visit(room, []);
  });

  it("keeps tree-sitter inside server/src/syntax", () => {
    const wrong = all.filter(({ file, target }) => /tree-sitter/.test(target) && !isSyntax(file));
    expect(wrong.map(show)).toEqual([]);
  });

  it("lets no tree-sitter type out of server/src/syntax", () => {
    const compiler = path.join(root, "node_modules/typescript/bin/tsc");
    spawnSync(process.execPath, [compiler, "-b", "server/src/syntax"], { cwd: root });
    const leaking = all
      .filter(({ file, target }) => isSyntax(target) && !isSyntax(file))
      .filter(({ target, names }) => {
        const declarations = path.posix.join("out/types", target.replace(/\.ts$/, ".d.ts"));
        const foreign = imports(declarations).filter((one) => /tree-sitter/.test(one.target));
        const reached = reachable(code(declarations), names);
        return foreign.some((one) => one.names.some((name) => name !== "type" && reached.has(name)));
      });
    expect(leaking.map(show)).toEqual([]);
  });

  it("keeps Node, VS Code and the language server protocol out of the engine", () => {
    const wrong = all.filter(
      ({ file, target }) =>
        engine.includes(roomOf(file) ?? "") && (isBuiltin(target) || /^vscode/.test(target)),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it("reads no clock and draws no chance in the engine", () => {
    const impure = /\b(Date\.now|new Date\(|performance\.now|Math\.random)\b/;
    const wrong = engine.flatMap(sources).filter((file) => impure.test(code(file)));
    expect(wrong).toEqual([]);
  });

  it("imports no test from what is shipped", () => {
    const wrong = all.filter(({ target }) =>
      /\.test\.ts|\/testing\/|\/testkit\/|^vitest|^fast-check/.test(target),
    );
    expect(wrong.map(show)).toEqual([]);
  });
});
