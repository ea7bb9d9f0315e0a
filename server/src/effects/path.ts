/** Access paths: how an expression reaches a thing in memory from a variable. */

import type { Decl, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { originVar } from "../types/subst.ts";
import type { Var } from "../types/types.ts";

/** A step of a path: a field, or an element of a map, slice, array or channel. */
export type Step = Var | "[]";

/** A variable and the steps from it. Pointers are followed silently. */
export interface Path {
  readonly root: Var;
  readonly steps: readonly Step[];
}

const ids = new WeakMap<Var, number>();
const idsByPlace = new WeakMap<Decl, Map<number, number>>();
let nextId = 1;

/**
 * A number for a variable: the same for a field in every instance of a generic struct, and for a package
 * that is made anew from the same declarations.
 */
export function idOf(variable: Var): number {
  const known = ids.get(variable);
  if (known !== undefined) return known;
  const { decl, pos } = originVar(variable).place;
  const inDecl = idsByPlace.get(decl) ?? new Map<number, number>();
  idsByPlace.set(decl, inDecl);
  const id = inDecl.get(pos) ?? nextId++;
  inDecl.set(pos, id);
  ids.set(variable, id);
  return id;
}

/** Equal for equal paths. */
export function pathKey(path: Path): string {
  return `${idOf(path.root)}${path.steps.map((step) => (step === "[]" ? "[]" : `.${idOf(step)}`)).join("")}`;
}

/**
 * The thing a path ends in, whatever object it belongs to: the last field, or the variable itself,
 * with `[]` for each element step after it. Two objects of one type share it.
 */
export function classKey(path: Path): string {
  let suffix = "";
  for (let i = path.steps.length - 1; i >= 0; i--) {
    const step = path.steps[i];
    if (step !== "[]") return `${idOf(step)}${suffix}`;
    suffix += "[]";
  }
  return `${idOf(path.root)}${suffix}`;
}

/** The last field of a path, or its root variable: what the class key stands for. */
export function classVar(path: Path): Var {
  const field = path.steps.findLast((step) => step !== "[]");
  return originVar(field ?? path.root);
}

/** Known aliases: a local variable that always stands for a path. */
export type Aliases = ReadonlyMap<Var, Path>;

/** The path of an expression; undefined when it does not start at a variable. */
export function pathOf(expr: Expr, info: Info, aliases: Aliases): Path | undefined {
  switch (expr.kind) {
    case "Ident": {
      const obj = info.uses.get(expr) ?? info.defs.get(expr);
      if (obj?.kind !== "Var") return undefined;
      return aliases.get(obj) ?? { root: obj, steps: [] };
    }
    case "ParenExpr":
    case "StarExpr":
    case "TypeAssertExpr":
      return pathOf(expr.x, info, aliases);
    case "UnaryExpr":
      return expr.op === "&" ? pathOf(expr.x, info, aliases) : undefined;
    case "IndexExpr": {
      const base = pathOf(expr.x, info, aliases);
      return base === undefined ? undefined : extend(base, ["[]"]);
    }
    case "SliceExpr":
      return pathOf(expr.x, info, aliases);
    case "SelectorExpr": {
      const selection = info.selections.get(expr);
      if (selection?.obj.kind !== "Var") return undefined;
      if (selection.kind === "qualified") return { root: selection.obj, steps: [] };
      const base = pathOf(expr.x, info, aliases);
      return base === undefined ? undefined : extend(base, [...selection.path, selection.obj]);
    }
    case "CallExpr": {
      // A conversion does not make a new thing.
      const fun = unparen(expr.fun);
      return info.typeExprs.has(fun) && expr.args.length === 1
        ? pathOf(expr.args[0], info, aliases)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Paths grow no longer than this; what would is cut off and unknown. */
const maxSteps = 8;

function extend(base: Path, steps: readonly Step[]): Path | undefined {
  return base.steps.length + steps.length > maxSteps
    ? undefined
    : {
        root: base.root,
        steps: [...base.steps, ...steps.map((step) => (step === "[]" ? step : originVar(step)))],
      };
}

/** The path with its root replaced: what a callee's path means to the caller. */
export function rebase(path: Path, base: Path): Path | undefined {
  return extend(base, path.steps);
}

/**
 * The class key of an expression that may not start at a variable, such as `f().m`.
 * Undefined when nothing stable can be named.
 */
export function classOf(
  expr: Expr,
  info: Info,
  aliases: Aliases,
): { key: string; variable?: Var } | undefined {
  const path = pathOf(expr, info, aliases);
  if (path !== undefined) return { key: classKey(path), variable: classVar(path) };
  const bare = unparen(expr);
  switch (bare.kind) {
    case "SelectorExpr": {
      const obj = info.selections.get(bare)?.obj;
      return obj?.kind === "Var" ? { key: String(idOf(obj)), variable: originVar(obj) } : undefined;
    }
    case "UnaryExpr":
    case "StarExpr":
      return classOf(bare.x, info, aliases);
    case "IndexExpr": {
      const base = classOf(bare.x, info, aliases);
      return base === undefined ? undefined : { key: `${base.key}[]`, variable: base.variable };
    }
    case "CallExpr": {
      const callee = info.callees.get(bare);
      return callee === undefined ? undefined : { key: `call:${callee.pkg.path}.${callee.name}` };
    }
    default:
      return undefined;
  }
}
