/** Functions that are registered together: `informer.AddEventHandler(cache.ResourceEventHandlerFuncs{...})`. */
import type { Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { registrations } from "./frameworks.ts";
import type { Registration } from "./model.ts";
import type { Walker } from "./walk.ts";

/** Walks an argument of a call; the functions in it belong together where it is a registration. */
export function walkRegistered(walker: Walker, arg: Expr): void {
  const registration = registrationOf(walker, arg);
  if (registration === undefined) {
    walker.walkExpr(arg);
    return;
  }
  const outer = walker.registration;
  walker.registration ??= registration;
  walker.walkExpr(arg);
  walker.registration = outer;
}

function registrationOf(walker: Walker, arg: Expr): Registration | undefined {
  const bare = unparen(arg);
  const literal = bare.kind === "UnaryExpr" && bare.op === "&" ? unparen(bare.x) : bare;
  if (literal.kind !== "CompositeLit" || literal.type?.kind !== "SelectorExpr") return undefined;
  const { x, sel } = literal.type;
  const { func, decl } = walker;
  const pkg = x.kind === "Ident" ? func.pkg.scopeOf(decl).lookup(x.name) : undefined;
  if (pkg?.kind !== "PkgName" || !registrations.test(`${pkg.path}.${sel.name}`)) return undefined;
  const known = walker.registrations.get(literal);
  if (known !== undefined) return known;
  const registration = { place: walker.place(literal), inLoop: walker.loops.length > 0 };
  walker.registrations.set(literal, registration);
  return registration;
}
