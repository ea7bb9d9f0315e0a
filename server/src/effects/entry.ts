/** Functions that a server or library calls, told by the types that they are written with. */
import type { Expr, Field, FuncDecl, FuncType } from "../syntax/ast.ts";
import { isExported } from "../types/package.ts";
import type { Scope } from "../types/scope.ts";
import type { Func, Named } from "../types/types.ts";
import { type EntryShape, entryShapes, type Runs, serviceField } from "./frameworks.ts";

/**
 * How a library runs a function that looks as this one does; undefined when none is known to.
 * @param registered is the method's type known to be registered as a service?
 */
export function entryOf(func: Func, registered = false): Runs | undefined {
  const known = registered ? registeredEntries : entries;
  const found = known.get(func) ?? { runs: findEntry(func, registered) };
  known.set(func, found);
  return found.runs;
}

/** What was found for each function: its package and its types stay as long as it does. */
const entries = new WeakMap<Func, { readonly runs: Runs | undefined }>();
const registeredEntries = new WeakMap<Func, { readonly runs: Runs | undefined }>();

function findEntry(func: Func, registered: boolean): Runs | undefined {
  const { decl, recv } = func;
  if (decl === undefined) return undefined;
  const isMethod = recv !== undefined && isExported(func.name);
  const service = isMethod && (registered || isService(recv.named));
  return find(decl.type, func.pkg.scopeOf(decl), (shape) =>
    shape.service === true
      ? service
      : shape.method === undefined || (isMethod && shape.method.test(func.name)),
  );
}

/** How a library runs a function literal of this type; `decl` is the declaration that it stands in. */
export function literalEntryOf(type: FuncType, owner: Func, decl: FuncDecl): Runs | undefined {
  const bySignature = (shape: EntryShape): boolean => shape.service !== true && shape.method === undefined;
  return find(type, owner.pkg.scopeOf(decl), bySignature);
}

/** Does the type implement a gRPC service, as one of its embedded fields says? */
function isService(named: Named): boolean {
  const type = named.underlying();
  return (
    type.kind === "Struct" && type.fields.some(({ embedded, name }) => embedded && serviceField.test(name))
  );
}

function find(type: FuncType, scope: Scope, admits: (shape: EntryShape) => boolean): Runs | undefined {
  // Most functions take or give something that no library does: their length tells at once.
  const count = (fields: readonly Field[]): number =>
    fields.reduce((sum, { names }) => sum + Math.max(1, names.length), 0);
  const params = count(type.params);
  const results = count(type.results);
  let written: readonly [string, string] | undefined;
  for (const shape of patterns) {
    if (shape.entry.params.length !== params || shape.entry.results.length !== results) continue;
    if (!admits(shape.entry)) continue;
    written ??= [textOf(type.params, scope), textOf(type.results, scope)];
    if (shape.params.test(written[0]) && shape.results.test(written[1])) return shape.entry.runs;
  }
  return undefined;
}

const patterns = entryShapes.map((entry) => ({
  entry,
  params: patternOf(entry.params),
  results: patternOf(entry.results),
}));

function patternOf(types: readonly string[]): RegExp {
  const escaped = types.join(",").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", "[^,]*")}$`);
}

function textOf(fields: readonly Field[], scope: Scope): string {
  return fields
    .flatMap(({ names, type }) => Array<string>(Math.max(1, names.length)).fill(typeText(type, scope)))
    .join();
}

/** A type as it is written, with the full import path of each name; without commas. */
function typeText(type: Expr, scope: Scope): string {
  switch (type.kind) {
    case "Ident": {
      const obj = scope.lookup(type.name);
      const pkg = obj?.kind === "TypeName" ? obj.pkg : undefined;
      return pkg === undefined ? type.name : `${pkg.path}.${type.name}`;
    }
    case "SelectorExpr": {
      const obj = type.x.kind === "Ident" ? scope.lookup(type.x.name) : undefined;
      return obj?.kind === "PkgName" ? `${withoutVersion(obj.path)}.${type.sel.name}` : `?.${type.sel.name}`;
    }
    case "StarExpr":
      return `*${typeText(type.x, scope)}`;
    case "ParenExpr":
      return typeText(type.x, scope);
    case "IndexExpr":
      return `${typeText(type.x, scope)}[_]`;
    case "ArrayType":
      return `[]${typeText(type.elt, scope)}`;
    case "ChanType": {
      const arrow = { both: "chan ", send: "chan<- ", recv: "<-chan " }[type.dir];
      return arrow + typeText(type.value, scope);
    }
    case "Ellipsis":
      return `...${type.elt === undefined ? "" : typeText(type.elt, scope)}`;
    default:
      return type.kind;
  }
}

/** `github.com/labstack/echo/v4` is another version of `github.com/labstack/echo`. */
function withoutVersion(path: string): string {
  return path.replace(/\/v\d+$/, "");
}
