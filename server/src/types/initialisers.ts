/**
 * The code in the initial values of package variables, as functions of the package: whatever looks at bodies then
 * looks at it, too.
 */
import type {
  BlockStmt,
  Expr,
  FuncDecl,
  FuncLit,
  FuncType,
  GenDecl,
  Ident,
  Node,
  Range,
  SelectorExpr,
  ValueSpec,
} from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "./expr.ts";
import type { Package } from "./package.ts";
import { Scope } from "./scope.ts";
import type { Func, PkgName, Signature } from "./types.ts";
import { signatureOf } from "./typexpr.ts";

/** The functions of a package that stand in the declarations of its variables. */
class Initialisers {
  /** In source order: the literals that variables are declared with, and what else is run before `main`. */
  readonly funcs: Func[] = [];
  readonly #bodies = new Map<FuncDecl, BlockStmt>();
  readonly #literals = new Map<FuncLit, Func>();

  constructor(pkg: Package) {
    for (const { file } of pkg.units) {
      for (const { decl } of file.decls) {
        if (decl.kind !== "GenDecl" || decl.tok !== "var") continue;
        for (const spec of decl.specs) if (spec.kind === "ValueSpec") this.#collect(spec, decl, pkg);
      }
    }
  }

  /** The body of one of these functions. */
  bodyOf(decl: FuncDecl): BlockStmt | undefined {
    return this.#bodies.get(decl);
  }

  /** The function that a literal is, where a variable is declared with it. */
  ofLiteral(literal: FuncLit): Func | undefined {
    return this.#literals.get(literal);
  }

  #collect(spec: ValueSpec, holder: GenDecl, pkg: Package): void {
    const scope = pkg.scopeOf(holder);
    const doc = spec.doc === "" ? holder.doc : spec.doc;
    const rest: Expr[] = [];
    for (const [i, value] of spec.values.entries()) {
      const bare = unparen(value);
      const ident = spec.names.at(i);
      if (bare.kind === "FuncLit" && ident !== undefined) {
        const range = { pos: ident.pos, end: bare.end };
        const decl = declOf(ident, bare.type, range, bare.body, { ...holder, doc });
        const func = this.#add({ name: ident.name, pkg, decl }, bare.body, holder);
        this.#literals.set(bare, func);
      } else if (runsCode(bare, scope)) rest.push(bare);
    }
    const first = spec.names.find(({ name }) => name !== "_") ?? spec.names.at(0);
    if (rest.length === 0 || first === undefined) return;
    const { pos, end } = spec;
    const list = rest.map((x) => ({ kind: "ExprStmt", x, pos: x.pos, end: x.end }) as const);
    const type: FuncType = { kind: "FuncType", typeParams: [], params: [], results: [], pos, end: pos };
    const decl = declOf(first, type, spec, spec, { ...holder, doc });
    // No name of a function: nobody calls it, and what such names tell, the variable's does not tell of it.
    const name = `var ${first.name}`;
    this.#add({ name, pkg, decl, initialises: true }, { kind: "BlockStmt", list, pos, end }, holder);
  }

  #add(
    known: Pick<Func, "name" | "pkg" | "initialises"> & { readonly decl: FuncDecl },
    body: BlockStmt,
    holder: GenDecl,
  ): Func {
    const { pkg, decl } = known;
    const { pos, end } = decl.name;
    let signature: Signature | undefined;
    const func: Func = {
      ...known,
      kind: "Func",
      place: { decl, pos, end },
      signature: () => {
        signature ??= signatureOf(decl.type, { pkg, decl, scope: new Scope(pkg.scopeOf(holder)) });
        return signature;
      },
      ofInterface: false,
    };
    pkg.holdsToo(decl, holder);
    this.funcs.push(func);
    this.#bodies.set(decl, body);
    return func;
  }
}

function declOf(
  name: Ident,
  type: FuncType,
  { pos, end }: Range,
  body: Range,
  { doc, text, hasError }: GenDecl,
): FuncDecl {
  const bodyRange = { pos: body.pos, end: body.end };
  return { kind: "FuncDecl", name, type, bodyRange, pos, end, doc, text, hasError };
}

/**
 * Does the value call code of the module, or give it to somebody who may? Most values are plain data. The name of a
 * function is left out: who calls it is seen, since calls through the variable reach the function.
 */
function runsCode(value: Expr, scope: Scope): boolean {
  if (value.kind === "Ident" || (value.kind === "SelectorExpr" && importOf(value, scope))) return false;
  let found = false;
  walk(value, (node: Node) => {
    if (found) return false;
    switch (node.kind) {
      case "FuncLit":
        found = true;
        return false;
      case "Ident":
        found = scope.lookup(node.name)?.kind === "Func";
        return false;
      case "CallExpr": {
        const fun = unparen(node.fun);
        found = fun.kind === "Ident" && scope.lookup(fun.name)?.kind === "Var";
        return true;
      }
      case "SelectorExpr": {
        const pkg = importOf(node, scope);
        // Of anything but a package it may be a method.
        found = pkg === undefined || isOfModule(pkg, node.sel.name);
        return false;
      }
      default:
        return true;
    }
  });
  return found;
}

/** The import that stands before the dot. */
function importOf({ x }: SelectorExpr, scope: Scope): PkgName | undefined {
  const obj = x.kind === "Ident" ? scope.lookup(x.name) : undefined;
  return obj?.kind === "PkgName" ? obj : undefined;
}

/** Is it a function whose body may be at hand? */
function isOfModule({ imported }: PkgName, name: string): boolean {
  const pkg = imported();
  return pkg?.indexed === false && pkg.lookup(name)?.kind === "Func";
}

const known = new WeakMap<Package, Initialisers>();

/** The functions in the declarations of a package's variables. */
export function initialisersOf(pkg: Package): Initialisers {
  const found = known.get(pkg) ?? new Initialisers(pkg);
  known.set(pkg, found);
  return found;
}
