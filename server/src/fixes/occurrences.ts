/** Every place of a package that names a map: what it does there, or why no lock can cover it. */
import { isMap } from "../effects/known.ts";
import type { MapAccess } from "../effects/model.ts";
import type { CallExpr, Expr, Node, Stmt } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import { originVar } from "../types/subst.ts";
import { asMap, type Type, underlying, unknown, type Var } from "../types/types.ts";
import type { FuncSource } from "./funcs.ts";

/** A place where the map is used. */
export interface Occurrence {
  /** The expression that denotes the map, such as `s.m`. */
  readonly map: Expr;
  /** The whole access: `s.m[k]`, `len(s.m)`, `slices.Sorted(maps.Keys(s.m))`, or the map itself. */
  readonly access: Expr;
  readonly kind: "index" | "call" | "iterate" | "reassign" | "nil";
  readonly writes: boolean;
  /** The access gives another map, a part of this one. */
  readonly givesMap: boolean;
  /** Nobody else knows the object yet. */
  readonly owned: boolean;
  /** What the analysis knows of it; nothing for code that is never reached. */
  readonly effect?: MapAccess;
  /** Set when the map gets out of sight here. */
  readonly escape?: string;
}

/** The occurrences of a field or variable in one function, in source order. */
export function occurrencesIn(source: FuncSource, variable: Var): Occurrence[] {
  const { info, body, effects } = source.func;
  const byNode = new Map<object, MapAccess[]>();
  for (const access of effects.accesses) {
    byNode.set(access.node, [...(byNode.get(access.node) ?? []), access]);
  }
  const found: Occurrence[] = [];
  walk(body, (node) => {
    if (!isExprNode(node) || !denotes(node, variable, info)) return true;
    const parent = source.parents.get(node);
    if (parent?.kind === "KeyValueExpr" && parent.key === node && !isMapLiteral(parent, source)) return true;
    const use = classify(node, source);
    const effect = (byNode.get(use.access) ?? byNode.get(node) ?? byNode.get(outer(node, source)))?.find(
      (access) => access.target.variable === undefined || access.target.variable === originVar(variable),
    );
    found.push({ ...use, map: node, owned: effect?.target.owned ?? false, ...(effect && { effect }) });
    return true;
  });
  return found;
}

function isExprNode(node: Node): node is Extract<Expr, { kind: "Ident" | "SelectorExpr" }> {
  return node.kind === "Ident" || node.kind === "SelectorExpr";
}

/** Does the expression denote the variable itself, not a part of a larger selector? */
function denotes(node: Expr, variable: Var, info: Info): boolean {
  if (node.kind === "SelectorExpr") {
    const obj = info.selections.get(node)?.obj;
    return variable.role === "field" && obj?.kind === "Var" && originVar(obj) === variable;
  }
  if (node.kind !== "Ident" || variable.role === "field") return false;
  const obj = info.uses.get(node);
  return obj?.kind === "Var" && originVar(obj) === variable;
}

function isMapLiteral(node: Node, source: FuncSource): boolean {
  const literal = source.parents.get(node);
  if (literal?.kind !== "CompositeLit") return false;
  return asMap(source.func.info.types.get(literal) ?? unknown) !== undefined;
}

/** The expression with the parentheses around it. */
function outer(node: Node, source: FuncSource): Node {
  const parent = source.parents.get(node);
  return parent?.kind === "ParenExpr" ? outer(parent, source) : node;
}

type Use = Pick<Occurrence, "access" | "kind" | "writes" | "givesMap" | "escape">;

function classify(map: Expr, source: FuncSource): Use {
  const { info } = source.func;
  const node = outer(map, source);
  const parent = source.parents.get(node);
  const lost = (why: string): Use => ({
    access: map,
    kind: "call",
    writes: false,
    givesMap: true,
    escape: why,
  });
  if (parent === undefined) return lost("value");
  switch (parent.kind) {
    case "IndexExpr": {
      if (parent.x !== node) return lost("value");
      const givesMap = isMap(parent, info);
      return { access: parent, kind: "index", writes: isWritten(parent, source), givesMap };
    }
    case "RangeStmt":
      if (parent.x === node) return { access: map, kind: "iterate", writes: false, givesMap: false };
      return lost("value");
    case "AssignStmt":
      if (parent.lhs.some((target) => target === node)) {
        return { access: map, kind: "reassign", writes: true, givesMap: false };
      }
      return lost("value");
    case "BinaryExpr":
      return { access: map, kind: "nil", writes: false, givesMap: false };
    case "CallExpr":
      return parent.args.some((arg) => arg === node) ? callUse(parent, node, source) : lost("value");
    case "SelectorExpr":
      return methodUse(parent, map, source) ?? lost("method");
    default:
      return lost(parent.kind === "ReturnStmt" ? "return" : "value");
  }
}

/** Is the element assigned, also through what it holds (`m[k].n = 1`, `m[k][j]++`)? */
function isWritten(index: Expr, source: FuncSource): boolean {
  let node: Node = index;
  for (let parent = source.parents.get(node); parent !== undefined; parent = source.parents.get(node)) {
    switch (parent.kind) {
      case "ParenExpr":
      case "StarExpr":
      case "SelectorExpr":
        node = parent;
        continue;
      case "IndexExpr":
        if (parent.x !== node) return false;
        node = parent;
        continue;
      case "IncDecStmt":
        return true;
      case "AssignStmt":
        return parent.lhs.some((target) => target === node);
      case "RangeStmt":
        return parent.key === node || parent.value === node;
      case "CallExpr": {
        const fun = unparen(parent.fun);
        const builtin = fun.kind === "Ident" && source.func.info.uses.get(fun)?.kind === "Builtin";
        return (
          builtin && fun.kind === "Ident" && /^(delete|clear|copy)$/.test(fun.name) && parent.args[0] === node
        );
      }
      default:
        return false;
    }
  }
  return false;
}

const iterators = new Set(["Keys", "Values", "All"]);

/** A call that is given the map. */
function callUse(call: CallExpr, arg: Node, source: FuncSource): Use {
  const { info } = source.func;
  const use = (writes: boolean, access: Expr = call): Use => ({
    access,
    kind: "call",
    writes,
    givesMap: false,
  });
  const lost = (why: string): Use => ({
    access: call,
    kind: "call",
    writes: false,
    givesMap: true,
    escape: why,
  });
  const fun = unparen(call.fun);
  if (fun.kind === "Ident" && info.uses.get(fun)?.kind === "Builtin") {
    if (fun.name === "len") return use(false);
    if (fun.name === "delete" || fun.name === "clear") return use(true);
    return lost("value");
  }
  const callee = info.callees.get(call);
  if (callee?.pkg.path === "maps") {
    if (iterators.has(callee.name)) {
      const consumer = source.parents.get(outer(call, source));
      if (consumer?.kind === "RangeStmt") return use(false);
      const outerCallee = consumer?.kind === "CallExpr" ? info.callees.get(consumer) : undefined;
      const eager = outerCallee?.pkg.path === "slices" || outerCallee?.pkg.path === "maps";
      return consumer?.kind === "CallExpr" && eager && !iterators.has(outerCallee?.name ?? "")
        ? use(false, consumer)
        : lost("iterator");
    }
    switch (callee.name) {
      case "Copy":
      case "Insert":
        return use(call.args[0] === arg);
      case "DeleteFunc":
        return use(true);
      case "Clone":
      case "Equal":
      case "EqualFunc":
        return use(false);
      default:
        return lost("value");
    }
  }
  const printed = callee?.pkg.path === "fmt" || callee?.pkg.path === "encoding/json";
  const map = asMap(info.types.get(arg as Expr) ?? unknown);
  return printed && map !== undefined && isPlain(map.key) && isPlain(map.elem)
    ? use(false)
    : lost("argument");
}

/** Methods of the standard library's map types. */
function methodUse(selector: Node, map: Expr, source: FuncSource): Use | undefined {
  const { info } = source.func;
  const call = source.parents.get(selector);
  if (call?.kind !== "CallExpr" || call.fun !== selector) return undefined;
  const callee = info.callees.get(call);
  const type = info.types.get(map);
  if (callee === undefined || type === undefined || callee.recv === undefined) return undefined;
  if (!/^(net\/http|net\/url|net\/textproto|net\/mail)$/.test(callee.pkg.path)) return undefined;
  return { access: call, kind: "call", writes: /^(Set|Add|Del)$/.test(callee.name), givesMap: false };
}

/** Types whose values print and encode without calling anybody. */
export function isPlain(type: Type): boolean {
  if (type.kind === "Named") return false;
  const under = underlying(type);
  if (under.kind === "Basic") return true;
  if (under.kind === "Slice" || under.kind === "Array") return isPlain(under.elem);
  return false;
}

/** The statement of a list that a node stands in, and the list. */
export function listStmtOf(
  node: Node,
  source: FuncSource,
  isListed: (stmt: Node) => boolean,
): Stmt | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = source.parents.get(at)) {
    if (isListed(at)) return at as Stmt;
  }
  return undefined;
}
