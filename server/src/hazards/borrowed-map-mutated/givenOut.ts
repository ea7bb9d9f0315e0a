/** What a function gives out of objects that its callers have: structs copied as a whole, with their maps. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import { type Path, pathOf, rebase } from "../../effects/path.ts";
import type { CallExpr, Expr, Node } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { originVar } from "../../types/subst.ts";
import { underlying, type Var } from "../../types/types.ts";
import { copiesOf } from "../copies.ts";

/** A map that is given out, by its path from an object that the callers have. */
export interface GivenOut {
  readonly map: Path;
  readonly node: Expr;
}

/**
 * Maps in the structs that the function returns, stores or puts together, that none of its statements names. What is
 * handed to another function, or has methods called, may be given maps of its own there.
 */
export function givenOut(owner: AnalysedFunc): readonly GivenOut[] {
  const { body, info } = owner;
  const copies = copiesOf(owner);
  const { assigned, handed, pointers } = usesIn(owner);
  const mapsOf = (value: Expr): readonly GivenOut[] => {
    const bare = unparen(value);
    if (bare.kind === "UnaryExpr" && bare.op === "&") return mapsOf(bare.x);
    if (bare.kind === "CompositeLit")
      return bare.elts.flatMap((elt) => mapsOf(elt.kind === "KeyValueExpr" ? elt.value : elt));
    const path = pathOf(bare, info, pointers);
    if (path === undefined || handed.has(path.root)) return [];
    const isCopy = path.steps.length === 0 && copies.has(path.root);
    if (!isCopy && (path.steps.length === 0 || !isForeign(path.root, owner))) return [];
    return mapsIn(info.types.get(bare), assigned).flatMap((steps) => {
      const map = rebase({ root: path.root, steps }, path);
      return map === undefined ? [] : [{ map, node: bare }];
    });
  };
  const given: GivenOut[] = [];
  walk(body, (node: Node) => {
    given.push(...outgoing(node, owner).flatMap(mapsOf));
    return true;
  });
  return given;
}

/** The values that a statement or a call of `append` gives away: a plain variable keeps what it is assigned. */
function outgoing(node: Node, owner: AnalysedFunc): readonly Expr[] {
  if (node.kind === "ReturnStmt") return node.results;
  if (node.kind === "CallExpr" && isAppend(node, owner)) return node.args.slice(1);
  if (node.kind !== "AssignStmt" || node.lhs.length !== node.rhs.length) return [];
  return node.rhs.filter((value, i) => unparen(node.lhs[i]).kind !== "Ident" || isLiteral(value));
}

function isLiteral(value: Expr): boolean {
  const bare = unparen(value);
  return (
    bare.kind === "CompositeLit" || (bare.kind === "UnaryExpr" && unparen(bare.x).kind === "CompositeLit")
  );
}

/** Does the variable stand for something of the callers? */
function isForeign(variable: Var, { effects }: AnalysedFunc): boolean {
  return variable === effects.recv || effects.params.includes(variable);
}

/** The maps that lie in a struct by value, by their steps; `assigned` fields are left out. */
function mapsIn(
  type: Parameters<typeof underlying>[0] | undefined,
  assigned: ReadonlySet<Var>,
  depth = 0,
): readonly (readonly Var[])[] {
  const struct = type === undefined ? undefined : underlying(type);
  if (struct?.kind !== "Struct" || depth > 3) return [];
  return struct.fields.flatMap((field) => {
    if (assigned.has(originVar(field))) return [];
    if (underlying(field.type()).kind === "Map") return [[field]];
    return mapsIn(field.type(), assigned, depth + 1).map((steps) => [field, ...steps]);
  });
}

/** Which fields a function assigns, which variables it hands on, and which stand for the address of another. */
function usesIn(owner: AnalysedFunc): {
  readonly assigned: ReadonlySet<Var>;
  readonly handed: ReadonlySet<Var>;
  readonly pointers: ReadonlyMap<Var, Path>;
} {
  const { body, info } = owner;
  const assigned = new Set<Var>();
  const handed = new Set<Var>();
  const pointers = new Map<Var, Path>();
  const hand = (value: Expr): void => {
    const path = pathOf(unparen(value), info, pointers);
    if (path?.steps.length === 0) handed.add(path.root);
  };
  walk(body, (node: Node) => {
    if (node.kind === "AssignStmt") {
      node.lhs.forEach((target, i) => {
        const bare = unparen(target);
        const value = node.lhs.length === node.rhs.length ? unparen(node.rhs[i]) : undefined;
        if (bare.kind === "SelectorExpr") {
          const obj = info.selections.get(bare)?.obj;
          if (obj?.kind === "Var") assigned.add(originVar(obj));
        }
        const defined = bare.kind === "Ident" ? info.defs.get(bare) : undefined;
        if (defined?.kind !== "Var" || value?.kind !== "UnaryExpr" || value.op !== "&") return;
        const path = pathOf(value, info, pointers);
        if (path !== undefined) pointers.set(defined, path);
      });
    } else if (node.kind === "CallExpr" && !isAppend(node, owner)) {
      const fun = unparen(node.fun);
      if (fun.kind === "SelectorExpr" && info.selections.get(fun)?.kind === "method") hand(fun.x);
      if (!info.typeExprs.has(fun)) for (const arg of node.args) hand(arg);
    }
    return true;
  });
  return { assigned, handed, pointers };
}

function isAppend(call: CallExpr, { info }: AnalysedFunc): boolean {
  const fun = unparen(call.fun);
  const obj = fun.kind === "Ident" ? info.uses.get(fun) : undefined;
  return obj?.kind === "Builtin" && obj.name === "append";
}
