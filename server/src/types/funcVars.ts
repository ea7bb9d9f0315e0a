/** Package variables that are declared with a function, as `var Open = open` and `var open = func() {}`. */
import type { Expr } from "../syntax/ast.ts";
import { unparen } from "./expr.ts";
import { initialisersOf } from "./initialisers.ts";
import type { Func, Obj, Var } from "./types.ts";

/** The function that a package variable is declared with; what is assigned later, as in tests, is left out. */
export function functionIn(variable: Var): Func | undefined {
  const value = variable.role === "package" ? initialValue(variable) : undefined;
  if (value === undefined) return undefined;
  const bare = unparen(value);
  if (bare.kind === "FuncLit") return initialisersOf(variable.pkg).ofLiteral(bare);
  const obj = objectOf(bare, variable);
  return obj?.kind === "Func" ? obj : undefined;
}

/** What a package variable is declared with. */
export function initialValue({ name, place: { decl, pos } }: Var): Expr | undefined {
  if (decl.kind !== "GenDecl") return undefined;
  for (const spec of decl.specs) {
    if (spec.kind !== "ValueSpec" || spec.names.length !== spec.values.length) continue;
    const index = spec.names.findIndex((ident) => ident.name === name && ident.pos === pos);
    if (index >= 0) return spec.values[index];
  }
  return undefined;
}

/** What `f` or `pkg.F` names at the variable's declaration. */
export function objectOf(value: Expr, { pkg, place }: Var): Obj | undefined {
  const scope = pkg.scopeOf(place.decl);
  if (value.kind === "Ident") return scope.lookup(value.name);
  if (value.kind !== "SelectorExpr" || value.x.kind !== "Ident") return undefined;
  const imported = scope.lookup(value.x.name);
  return imported?.kind === "PkgName" ? imported.imported()?.lookup(value.sel.name) : undefined;
}
