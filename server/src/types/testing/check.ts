/** Checks Go texts that tell the types of their expressions themselves. */
import { readFileSync } from "node:fs";
import { bodyOf } from "../../syntax/bodies.ts";
import { lowerFile } from "../../syntax/file.ts";
import { walk } from "../../syntax/walk.ts";
import { checkFunc, packageValueTypes } from "../body.ts";
import { Package, type Unit } from "../package.ts";
import { Library } from "../stdlib/library.ts";
import { parseStdlib } from "../stdlib/stdlib.ts";
import { typeString } from "../types.ts";

let library: Library | undefined;

/** The standard library, read once. */
export function standardLibrary(): Library {
  library ??= new Library(
    parseStdlib(readFileSync(new URL("../stdlib/stdlib.json", import.meta.url), "utf8")),
  );
  return library;
}

/** Packages made of files, which import each other by their directories. */
export function packagesOf(files: ReadonlyMap<string, string>): readonly Package[] {
  const units = new Map<string, Unit[]>();
  for (const [path, text] of files) {
    const dir = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    units.set(dir, [...(units.get(dir) ?? []), { path, file: lowerFile(text) }]);
  }
  const made = new Map<string, Package | undefined>();
  const importer = (path: string): Package | undefined => {
    if (made.has(path)) return made.get(path);
    made.set(path, undefined);
    const own = units.get(path);
    if (own === undefined) return standardLibrary().package(path);
    const { packageName: name } = own[0].file;
    const pkg = new Package({ path, name, importer, valueTypes: packageValueTypes }, own);
    made.set(path, pkg);
    return pkg;
  };
  return [...units.keys()].flatMap((path) => importer(path) ?? []);
}

/** The functions with a body, checked. */
export function checkedFuncs(pkg: Package) {
  return pkg.funcs.flatMap((func) => {
    const { decl } = func;
    if (decl?.bodyRange === undefined) return [];
    const body = bodyOf(decl);
    return [{ decl, body, info: checkFunc(func, decl, body) }];
  });
}

/** What an expression's type is and should be. */
export interface Expectation {
  /** The file and the statement. */
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

/** All `_ = expression // type` of a text of several files. */
export function expectations(archive: string): readonly Expectation[] {
  const files = new Map<string, string>();
  for (const [, name, text] of archive.matchAll(/^-- (.+) --\n((?:(?!-- ).*(?:\n|$))*)/gm))
    files.set(name, text);
  const found: Expectation[] = [];
  for (const pkg of packagesOf(files)) {
    for (const { decl, body, info } of checkedFuncs(pkg)) {
      walk(body, (node) => {
        if (node.kind !== "AssignStmt" || node.tok !== "=" || node.rhs.length !== 1) return;
        const expected = /^\s*\/\/ (.*)/.exec(decl.text.slice(node.end))?.[1];
        if (expected === undefined) return;
        const type = info.types.get(node.rhs[0]);
        const where = `${pkg.placementOf(decl)?.unit.path}: ${decl.text.slice(node.pos, node.end)}`;
        found.push({ where, expected, actual: type === undefined ? "none" : typeString(type) });
      });
    }
  }
  return found;
}
