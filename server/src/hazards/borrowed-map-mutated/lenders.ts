/** Where a function gets maps that others have, too. */
import type { AnalysedFunc, PackageEffects } from "../../effects/analyse.ts";
import { funcName } from "../../effects/known.ts";
import { isFreshExpr } from "../../effects/locals.ts";
import { type Path, pathKey, pathOf } from "../../effects/path.ts";
import type { BlockStmt, CallExpr, Expr, Node } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { unparen } from "../../types/expr.ts";
import { asNamed, type Func, qualifiedName, underlying } from "../../types/types.ts";
import { perFunction } from "../perFunction.ts";
import { isNilFallback } from "./replaced.ts";

/** Who else has the map. */
export type Lender = "context" | "atomic" | "syncMap" | "cache";

/** Something borrowed, and where it was got. */
export interface Loan {
  readonly lender: Lender;
  /** The call that the lender answers, perhaps in another function of the package. */
  readonly asked: CallExpr;
  /** The call in the function that borrows. */
  readonly from: CallExpr;
  /** The parameter that is the lender, where it is one. */
  readonly param?: number;
}

/** What a call gives: borrowed from a lender, or by a function of the package that may have borrowed it. */
type Source =
  | { readonly lender: Lender; readonly on: Expr; readonly from: CallExpr }
  | { readonly callee: Func; readonly from: CallExpr };

/** The functions of a package that return something borrowed, with the loan. */
export type LendingFuncs = ReadonlyMap<Func, Loan>;

/** What a path, or the start of one, holds that is borrowed; with the number of its steps. */
export function loanOf(
  path: Path,
  owner: AnalysedFunc,
  lending: LendingFuncs,
): { readonly loan: Loan; readonly steps: number } | undefined {
  const { held } = sourcesIn(owner);
  if (held.size === 0) return undefined;
  for (let steps = path.steps.length; steps >= 0; steps--) {
    const source = held.get(pathKey({ root: path.root, steps: path.steps.slice(0, steps) }));
    const loan = source && resolve(source, owner, lending);
    if (loan !== undefined) return { loan, steps };
  }
  return undefined;
}

/**
 * Finds out which functions of a package lend on what they borrow. What a function may have made a moment
 * ago, its caller may be about to fill: such a function lends nothing.
 */
export function lendingFuncs(effects: PackageEffects): LendingFuncs {
  const lending = new Map<Func, Loan>();
  const returning = effects.all().filter((owner) => {
    const { returned, makes } = sourcesIn(owner);
    const fresh = (source: Source): boolean =>
      "callee" in source && effects.get(source.callee)?.effects.returnsFresh === true;
    return returned.length > 0 && !makes && !returned.some(fresh);
  });
  for (let found = true; found; ) {
    found = false;
    for (const owner of returning) {
      if (lending.has(owner.func)) continue;
      const loan = sourcesIn(owner)
        .returned.map((source) => resolve(source, owner, lending))
        .find((resolved) => resolved !== undefined);
      if (loan === undefined) continue;
      lending.set(owner.func, loan);
      found = true;
    }
  }
  return lending;
}

function resolve(source: Source, owner: AnalysedFunc, lending: LendingFuncs): Loan | undefined {
  const { from } = source;
  if ("lender" in source) return lend({ lender: source.lender, asked: from, from }, source.on, owner);
  const loan = lending.get(source.callee);
  if (loan?.param === undefined) return loan && { ...loan, from };
  return lend({ lender: loan.lender, asked: loan.asked, from }, from.args[loan.param], owner);
}

/** The loan of a lender that a function names: none where it has made the lender itself. */
function lend(loan: Loan, on: Expr | undefined, owner: AnalysedFunc): Loan | undefined {
  const path = on && pathOf(unparen(on), owner.info, new Map());
  if (path === undefined || path.steps.length > 0) return loan;
  const { root } = path;
  const isOwn = root.role === "local" && underlying(root.type()).kind === "Struct";
  if (isOwn || sourcesIn(owner).made.has(pathKey(path))) return undefined;
  const param = owner.effects.params.indexOf(root);
  return param < 0 ? loan : { ...loan, param };
}

/** What a function may have borrowed, and what it has made. */
interface Sources {
  /** What variables and fields hold that may be borrowed, and nothing else, by the key of the path. */
  readonly held: ReadonlyMap<string, Source>;
  /** What may be borrowed of what it returns. */
  readonly returned: readonly Source[];
  /** Variables and fields that hold something new. */
  readonly made: ReadonlySet<string>;
  /** Does it return something that it has made? */
  readonly makes: boolean;
}

const sourcesIn = perFunction((owner: AnalysedFunc): Sources => {
  const { body, info } = owner;
  const held = new Map<string, Source>();
  const made = new Set<string>();
  const replaced = new Set<string>();
  const keyOf = (expr: Expr): string | undefined => {
    const path = pathOf(unparen(expr), info, new Map());
    return path && pathKey(path);
  };
  const sourceOf = (value: Expr): Source | undefined => {
    const bare = unparen(value);
    if (bare.kind === "TypeAssertExpr" || bare.kind === "StarExpr" || bare.kind === "IndexExpr")
      return sourceOf(bare.x);
    if (bare.kind === "CallExpr") return sourceOfCall(bare, owner);
    const key = keyOf(bare);
    return key === undefined ? undefined : held.get(key);
  };
  const isMade = (value: Expr): boolean =>
    made.has(keyOf(value) ?? "") ||
    (unparen(value).kind !== "Ident" && isFreshExpr(value, info, () => false));
  const bind = (target: Expr, value: Expr | undefined): void => {
    const key = keyOf(target);
    if (key === undefined || value === undefined) return;
    if (isMade(value)) made.add(key);
    const source = sourceOf(value);
    if (source !== undefined && !held.has(key)) held.set(key, source);
    else if (!held.has(key) || !isNilFallback(key, target, body, info)) replaced.add(key);
  };
  walk(body, (node: Node) => {
    switch (node.kind) {
      case "AssignStmt": {
        const single = node.rhs.length === 1;
        node.lhs.forEach((target, i) => {
          if (!single || i === 0) bind(target, node.rhs[i]);
        });
        break;
      }
      case "ValueSpec":
        node.names.forEach((name, i) => {
          bind(name, node.values[i]);
        });
        break;
      case "RangeStmt":
        if (node.value !== undefined) bind(node.value, node.x);
        break;
      default:
    }
    return true;
  });
  for (const key of replaced) held.delete(key);
  const results = returnedFrom(body);
  return {
    held,
    returned: results.map(sourceOf).filter((source) => source !== undefined),
    made,
    makes: results.some(isMade),
  };
});

/** The first result of each return statement of a function; what a literal in it returns, it does not. */
function returnedFrom(body: BlockStmt): readonly Expr[] {
  const results: Expr[] = [];
  walk(body, (node: Node) => {
    if (node.kind === "ReturnStmt" && node.results.length > 0) results.push(node.results[0]);
    return node.kind !== "FuncLit";
  });
  return results;
}

function sourceOfCall(call: CallExpr, { info, func }: AnalysedFunc): Source | undefined {
  const callee = info.callees.get(call);
  if (callee === undefined) return undefined;
  const fun = unparen(call.fun);
  if (fun.kind === "SelectorExpr") {
    const type = info.types.get(fun.x);
    const named = type && asNamed(type);
    const lender = lenderOf(callee, named === undefined ? "" : qualifiedName(named));
    if (lender !== undefined) return { lender, on: fun.x, from: call };
  }
  return callee.pkg === func.pkg ? { callee, from: call } : undefined;
}

/** Who lends by a method of a type. */
function lenderOf(callee: Func, on: string): Lender | undefined {
  const name = funcName(callee);
  if (on === "context.Context" && callee.name === "Value") return "context";
  if (/^sync\/atomic\.(Value|Pointer)\.Load$/.test(name)) return "atomic";
  if (name === "sync.Map.Load" || name === "sync.Map.LoadOrStore") return "syncMap";
  // client-go's listers and stores give out the objects of their caches (tools/cache/store.go).
  if (/(Lister|NamespaceLister)$/.test(on) && /^(Get|List)$/.test(callee.name)) return "cache";
  if (
    /^k8s\.io\/client-go\/tools\/cache\.(Store|Indexer)$/.test(on) &&
    /^(Get|List|ByIndex)/.test(callee.name)
  )
    return "cache";
  return undefined;
}
