/** What goes wrong when the check is stale by the time of the act, judged by how the two hang together. */
import type { AnalysedFunc } from "../../effects/analyse.ts";
import type { AssignStmt, Expr, IndexExpr, Range, ReturnStmt, Stmt } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { qualifiedName, type Type, underlying, type Var } from "../../types/types.ts";
import { isMutex } from "../conventions.ts";
import { perFunction } from "../perFunction.ts";

/** An update is lost; an object is replaced that others use already; an entry is overwritten that was to be refused. */
export type Harm = "update" | "replaced" | "refused";

/** The expression that looks, and where its statement ends. */
export interface Look {
  readonly node: Expr;
  readonly end: number;
}

/** The statements of a function that matter. */
export interface Body {
  readonly owner: AnalysedFunc;
  readonly assigns: readonly AssignStmt[];
  readonly ifs: readonly Extract<Stmt, { kind: "IfStmt" }>[];
  /** The index expressions, by themselves: accesses know their nodes as ranges. */
  readonly indexes: ReadonlyMap<Range, IndexExpr>;
}

export const bodyOf = perFunction((owner: AnalysedFunc): Body => {
  const assigns: AssignStmt[] = [];
  const ifs: Extract<Stmt, { kind: "IfStmt" }>[] = [];
  const indexes = new Map<Range, IndexExpr>();
  walk(owner.body, (node) => {
    if (node.kind === "AssignStmt") assigns.push(node);
    if (node.kind === "IfStmt") ifs.push(node);
    if (node.kind === "IndexExpr") indexes.set(node, node);
    return true;
  });
  return { owner, assigns, ifs, indexes };
});

/** What happens when another goroutine acts between the check and the act; undefined when nothing that matters. */
export function harmOf(body: Body, check: Look, act: Expr, place: Range): Harm | undefined {
  const { value, found } = resultsOf(body, check.node);
  const stored = storedBy(body, act);
  if (stored === undefined) return undefined;
  if (value !== undefined && isUpdate(body, value, stored, check.end, place.pos)) return "update";
  const branch = branchOn(body, check, found ?? value, place);
  if (branch === undefined) return undefined;
  if (refuses(branch.body.list.at(-1), madeOfFound(body, value, branch.body), body.owner))
    return isDoneMark(body, check, act, stored) ? undefined : "refused";
  if (givesBack(branch.body.list.at(-1), value, body.owner) && isInUse(body, stored)) return "replaced";
  return undefined;
}

/** The variables that hold what the check found: `v, ok := m[k]`. */
function resultsOf({ assigns, owner }: Body, node: Expr): { readonly value?: Var; readonly found?: Var } {
  const assign = assigns.find(
    ({ rhs }) => rhs.length === 1 && contains(rhs[0], node) && isDirect(rhs[0], node),
  );
  return { value: varOf(assign?.lhs[0], owner), found: varOf(assign?.lhs[1], owner) };
}

/** Is the expression the one looked for, but for parentheses and a type assertion? */
function isDirect(expr: Expr, node: Expr): boolean {
  const bare = unparen(expr);
  return bare === node || (bare.kind === "TypeAssertExpr" && isDirect(bare.x, node));
}

function varOf(expr: Expr | undefined, { info }: AnalysedFunc): Var | undefined {
  const bare = expr === undefined ? undefined : unparen(expr);
  const obj = bare?.kind === "Ident" ? (info.defs.get(bare) ?? info.uses.get(bare)) : undefined;
  return obj?.kind === "Var" ? obj : undefined;
}

/** The value that is stored: the right side of the assignment, or an argument of `Store`. */
function storedBy({ assigns }: Body, act: Expr): Expr | undefined {
  if (act.kind === "CallExpr") return act.args[1];
  const assign = assigns.find(({ lhs }) => lhs.some((target) => unparen(target) === act));
  const index = assign?.lhs.findIndex((target) => unparen(target) === act) ?? -1;
  return assign?.tok === "=" && assign.lhs.length === assign.rhs.length ? assign.rhs[index] : undefined;
}

/**
 * Is a record written, a struct or a pointer to one? What others changed in it may be nothing that matters; of a
 * number or a list a part is lost for sure.
 */
export function isRecord(body: Body, act: Expr): boolean {
  const stored = storedBy(body, act);
  const type = stored && body.owner.info.types.get(stored);
  const under = type === undefined ? undefined : underlying(type);
  return (under?.kind === "Pointer" ? underlying(under.elem) : under)?.kind === "Struct";
}

/** Is the stored value made of what was read: `n + 1`, `append(list, x)`, `merge(old, x)`, or the variable changed? */
function isUpdate(body: Body, value: Var, stored: Expr, from: number, to: number): boolean {
  const { owner } = body;
  const values = [value, ...assertedFrom(body, value, { pos: from, end: to })];
  const bare = unparen(stored);
  if (bare.kind === "BinaryExpr") return values.some((each) => uses(bare, each, owner));
  if (bare.kind === "CallExpr") {
    const fun = unparen(bare.fun);
    const obj = fun.kind === "Ident" ? owner.info.uses.get(fun) : undefined;
    const appends = obj?.kind === "Builtin" && obj.name === "append";
    return appends && values.some((each) => uses(bare.args[0], each, owner));
  }
  const held = varOf(bare, owner);
  if (held === undefined) return false;
  if (values.includes(held)) {
    if (!isCopied(held) || isBuffer(body, held) || isWrittenAnew(body, held, from, to)) return false;
    return isChangedBetween(body, held, from, to);
  }
  return values.some((each) => isMadeOf(body, held, each, from, to));
}

/** `next, err = merge(old, x)`: is a variable assigned between check and act from what was read? */
function isMadeOf(body: Body, made: Var, value: Var, from: number, to: number): boolean {
  const { assigns, owner } = body;
  return assigns.some(
    ({ lhs, rhs, pos, end }) =>
      pos >= from &&
      end <= to &&
      lhs.some((target) => varOf(target, owner) === made) &&
      rhs.some((expr) => unparen(expr).kind === "CallExpr" && uses(expr, value, owner)) &&
      !isReplaced(body, value, from, pos),
  );
}

/** Has the variable been given something else on every way from the look to the place, not made of what it held? */
function isReplaced({ owner }: Body, value: Var, from: number, to: number): boolean {
  const replaces = (stmt: Stmt): boolean =>
    stmt.kind === "AssignStmt" &&
    stmt.tok === "=" &&
    stmt.pos >= from &&
    stmt.end <= to &&
    stmt.lhs.some((target) => varOf(target, owner) === value) &&
    !stmt.rhs.some((expr) => uses(expr, value, owner));
  let replaced = false;
  walk(owner.body, (node) => {
    if (node.kind === "BlockStmt" && node.end >= to) replaced ||= node.list.some(replaces);
    return !replaced && node.end >= to;
  });
  return replaced;
}

/** Has every field of the struct been given something else, on every way from the look to the place? Nothing of the old one is left. */
function isWrittenAnew({ owner }: Body, value: Var, from: number, to: number): boolean {
  const struct = underlying(value.type());
  if (struct.kind !== "Struct" || struct.fields.length === 0) return false;
  const written = new Set<string>();
  walk(owner.body, (node) => {
    if (node.kind === "BlockStmt" && node.end >= to) {
      for (const stmt of node.list) {
        if (stmt.kind !== "AssignStmt" || stmt.tok !== "=" || stmt.pos < from || stmt.end > to) continue;
        if (stmt.rhs.some((expr) => uses(expr, value, owner))) continue;
        for (const target of stmt.lhs.map(unparen))
          if (target.kind === "SelectorExpr" && varOf(target.x, owner) === value)
            written.add(target.sel.name);
      }
    }
    return node.end >= to;
  });
  return struct.fields.every(({ name }) => written.has(name));
}

/** `n := v.(int)`: what a sync.Map gave, with its type, unless the way to the act goes through the other branch. */
function assertedFrom({ assigns, ifs, owner }: Body, value: Var, way: Range): readonly Var[] {
  return assigns.flatMap((assign) => {
    const { lhs, rhs } = assign;
    const bare = rhs.length === 1 ? unparen(rhs[0]) : undefined;
    const variable =
      bare?.kind === "TypeAssertExpr" && varOf(bare.x, owner) === value && varOf(lhs[0], owner);
    const isOther = ifs.some(
      ({ body, else: other }) =>
        contains(body, assign) && other?.pos !== undefined && other.pos <= way.end && way.end <= other.end,
    );
    return variable && !isOther ? [variable] : [];
  });
}

/** Does a change of the variable leave what is in the map as it is? */
function isCopied(variable: Var): boolean {
  return !["Pointer", "Map", "Chan", "Interface", "Unknown"].includes(underlying(variable.type()).kind);
}

/** Is it asked for the capacity of the slice? It is a buffer that is filled anew: what it held before matters to nobody. */
function isBuffer({ owner }: Body, variable: Var): boolean {
  let asked = false;
  walk(owner.body, (node) => {
    const fun = node.kind === "CallExpr" ? unparen(node.fun) : undefined;
    const obj = fun?.kind === "Ident" ? owner.info.uses.get(fun) : undefined;
    if (node.kind === "CallExpr" && obj?.kind === "Builtin" && obj.name === "cap")
      asked ||= uses(node.args[0], variable, owner);
    return !asked;
  });
  return asked;
}

function isChangedBetween({ owner }: Body, value: Var, from: number, to: number): boolean {
  let changed = false;
  walk(owner.body, (node) => {
    if (node.pos < from || node.end > to) return true;
    if (node.kind === "IncDecStmt") changed ||= uses(node.x, value, owner);
    if (node.kind === "AssignStmt" && node.lhs.length === 1) {
      const target = unparen(node.lhs[0]);
      const isField = target.kind === "SelectorExpr" && varOf(target.x, owner) === value;
      const isSelf = varOf(target, owner) === value && (node.tok !== "=" || uses(node.rhs[0], value, owner));
      changed ||= isField || isSelf;
    }
    return true;
  });
  return changed;
}

function uses(expr: Expr, variable: Var, { info }: AnalysedFunc): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.kind === "Ident" && info.uses.get(node) === variable) found = true;
    return !found;
  });
  return found;
}

/** The branch that is taken when the key was found; it must end before the act. */
function branchOn(
  { ifs, owner }: Body,
  check: Look,
  result: Var | undefined,
  act: Range,
): Extract<Stmt, { kind: "IfStmt" }> | undefined {
  return ifs.find(({ cond, body, pos }) => {
    if (body.end > act.pos || body.end < check.node.pos) return false;
    if (contains(cond, check.node)) return isPlain(cond);
    if (result === undefined || (pos < check.node.pos && !(pos <= check.node.pos))) return false;
    return isPlain(cond) && uses(cond, result, owner);
  });
}

/** `ok`, `v != nil`, `exists && more`: true when it was found. */
function isPlain(cond: Expr): boolean {
  const bare = unparen(cond);
  if (bare.kind === "Ident" || bare.kind === "IndexExpr" || bare.kind === "CallExpr") return true;
  if (bare.kind !== "BinaryExpr") return false;
  if (bare.op === "!=") return unparen(bare.y).kind === "Ident";
  return bare.op === "&&" && isPlain(bare.x);
}

/** The variable that holds what was found, and those that a branch makes of it. */
function madeOfFound({ assigns, owner }: Body, value: Var | undefined, branch: Range): readonly Var[] {
  if (value === undefined) return [];
  const made = [value];
  for (const assign of assigns) {
    if (!contains(branch, assign) || !assign.rhs.some((expr) => made.some((each) => uses(expr, each, owner))))
      continue;
    made.push(...assign.lhs.flatMap((target) => varOf(target, owner) ?? []));
  }
  return made;
}

/**
 * Does the statement leave with an error, or panic? An error that was found in the map is no refusal, nor is one
 * that comes out of using what was found.
 */
function refuses(last: Stmt | undefined, found: readonly Var[], owner: AnalysedFunc): boolean {
  const { info } = owner;
  if (last?.kind === "ReturnStmt") {
    if (last.results.some((each) => found.some((value) => uses(each, value, owner)))) return false;
    const result = last.results.at(-1);
    const type = result === undefined ? undefined : info.types.get(result);
    const bare = result === undefined ? undefined : unparen(result);
    const isNil = bare?.kind === "Ident" && info.uses.get(bare)?.kind === "Nil";
    return result !== undefined && !isNil && isError(type);
  }
  if (last?.kind !== "ExprStmt" || last.x.kind !== "CallExpr") return false;
  const fun = unparen(last.x.fun);
  return fun.kind === "Ident" && info.uses.get(fun)?.kind === "Builtin" && fun.name === "panic";
}

/**
 * Does the entry, which has no value, note that a call in between has done its work for the key? The call tells
 * each who comes whether he did it, and that the entry is made twice changes nothing.
 */
function isDoneMark({ assigns, ifs, owner }: Body, check: Look, act: Expr, stored: Expr): boolean {
  const type = owner.info.types.get(stored);
  const struct = type && underlying(type);
  if (struct?.kind !== "Struct" || struct.fields.length > 0) return false;
  const key = act.kind === "CallExpr" ? act.args[0] : act.kind === "IndexExpr" ? act.indices[0] : undefined;
  const keyed = varOf(key, owner);
  return assigns.some(
    ({ lhs, rhs, pos, end }) =>
      pos >= check.end &&
      end <= act.pos &&
      keyed !== undefined &&
      rhs.some((expr) => unparen(expr).kind === "CallExpr" && uses(expr, keyed, owner)) &&
      lhs.some((target) => {
        const told = varOf(target, owner);
        return ifs.some(
          ({ cond, body }) => contains(body, act) && told !== undefined && varOf(cond, owner) === told,
        );
      }),
  );
}

function isError(type: Type | undefined): boolean {
  return (
    type !== undefined &&
    (qualifiedName(type) === "error" || /error$/i.test(qualifiedName(type).split(".").at(-1) ?? ""))
  );
}

/** Does the statement return what was found? */
function givesBack(last: Stmt | undefined, value: Var | undefined, owner: AnalysedFunc): last is ReturnStmt {
  return (
    last?.kind === "ReturnStmt" &&
    value !== undefined &&
    last.results.some((result) => uses(result, value, owner))
  );
}

/** Is the stored object one that others share by its identity: with a lock, a channel or a map inside, by pointer? */
function isInUse({ owner }: Body, stored: Expr): boolean {
  const type = owner.info.types.get(stored);
  const elem = type !== undefined && underlying(type).kind === "Pointer" ? underlying(type) : undefined;
  const struct = elem?.kind === "Pointer" ? underlying(elem.elem) : undefined;
  return (
    struct?.kind === "Struct" &&
    struct.fields.some((field) => {
      const of = field.type();
      return isMutex(of) || underlying(of).kind === "Chan" || /^sync(\/atomic)?\./.test(qualifiedName(of));
    })
  );
}

/** Does the one stand inside the other? */
export function contains(outer: Range, inner: Range): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
