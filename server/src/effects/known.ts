/** What calls of well-known functions do: locks, waits, goroutines, maps. */

import type { BlockStmt, CallExpr, Expr, SelectorExpr, Stmt } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import type { Info } from "../types/info.ts";
import type { Package } from "../types/package.ts";
import {
  asMap,
  type Func,
  qualifiedName,
  type Signature,
  type Type,
  underlying,
  type Var,
} from "../types/types.ts";

/** `path.Type.method` or `path.function` of a declared function. */
export function funcName(func: Func): string {
  const { recv } = func;
  return recv === undefined
    ? `${func.pkg.path}.${func.name}`
    : `${func.pkg.path}.${recv.named.obj.name}.${func.name}`;
}

/** The qualified name of what a call calls; the empty text when that is not known. */
export function calleeName(call: CallExpr, info: Info): string {
  const callee = info.callees.get(call);
  return callee === undefined ? "" : funcName(callee);
}

/**
 * The qualified name of what a call calls, without the major version of its module; also of a function of a
 * package that is not at hand. The empty text when even its package is not known.
 */
export function writtenName(call: CallExpr, info: Info): string {
  const fun = unparen(call.fun);
  const target = fun.kind === "IndexExpr" ? unparen(fun.x) : fun;
  const pkg =
    target.kind === "SelectorExpr" && target.x.kind === "Ident" ? info.uses.get(target.x) : undefined;
  const name =
    pkg?.kind === "PkgName" && target.kind === "SelectorExpr"
      ? `${pkg.path}.${target.sel.name}`
      : calleeName(call, info);
  return name.replace(/\/v\d+(?=[./])/, "");
}

export type SyncOp =
  | "lock"
  | "unlock"
  | "rlock"
  | "runlock"
  | "trylock"
  | "tryrlock"
  | "signal"
  | "wait"
  | "go"
  | "later"
  | "once";

/** A call that synchronises, and on what. */
export interface SyncCall {
  readonly op: SyncOp;
  /** The lock, WaitGroup, group, Once... */
  readonly on?: Expr;
  /** The function that is run, for go, later and once. */
  readonly run?: Expr;
}

const lockMethods: Readonly<Record<string, SyncOp | undefined>> = {
  Lock: "lock",
  Unlock: "unlock",
  RLock: "rlock",
  RUnlock: "runlock",
  TryLock: "trylock",
  TryRLock: "tryrlock",
};

/** Locks of other modules that are tried for some time: `TryLockWithContext(ctx)`, `RTryLockWithTimeout(d)`. */
function timedTry(name: string): SyncOp | undefined {
  const [, read] = /^(R?)TryLock(?:With)?(?:Context|Ctx|Timeout)$/.exec(name) ?? [];
  return read === undefined ? undefined : read === "R" ? "tryrlock" : "trylock";
}

const smallLockMethods: Readonly<Record<string, SyncOp | undefined>> = {
  lock: "lock",
  unlock: "unlock",
  rlock: "rlock",
  rLock: "rlock",
  runlock: "runlock",
  rUnlock: "runlock",
};

const groupTypes =
  /^(golang\.org\/x\/sync\/errgroup\.Group|sync\.WaitGroup|github\.com\/sourcegraph\/conc.*)$/;

/**
 * What a call in package `from` does to locks, waits and goroutines; undefined when it is none of these.
 */
export function syncCall(call: CallExpr, info: Info, from?: Package): SyncCall | undefined {
  const fun = unparen(call.fun);
  if (fun.kind !== "SelectorExpr") return undefined;
  const callee = info.callees.get(call);
  const name = fun.sel.name;
  const isFunction = fun.x.kind === "Ident" && info.uses.get(fun.x)?.kind === "PkgName";
  const op = isFunction ? undefined : lockMethod(name, call, callee, from);
  if (op !== undefined) return { op, on: fun.x };
  if (callee === undefined) return waitsByName(fun, call);
  switch (funcName(callee)) {
    case "sync.WaitGroup.Done":
    case "sync.Cond.Signal":
    case "sync.Cond.Broadcast":
      return { op: "signal", on: fun.x };
    case "sync.WaitGroup.Wait":
    case "golang.org/x/sync/errgroup.Group.Wait":
    case "sync.Cond.Wait":
      return { op: "wait", on: fun.x };
    case "sync.Once.Do":
      return { op: "once", on: fun.x, run: call.args[0] };
    case "time.AfterFunc":
    case "context.AfterFunc":
      return { op: "later", run: call.args[1] };
    default:
  }
  const recvType = callee.recv === undefined ? "" : qualifiedName(callee.recv.named);
  if (groupTypes.test(recvType) && (name === "Go" || name === "TryGo")) {
    return { op: "go", on: fun.x, run: call.args[0] };
  }
  return callee.pkg !== from || callee.ofInterface ? waitsByName(fun, call) : undefined;
}

/** Methods of types that cannot be looked into, such as other wait groups, go by their names. */
function waitsByName(fun: SelectorExpr, call: CallExpr): SyncCall | undefined {
  if (call.args.length > 0) return undefined;
  if (/^(Wait|WaitAll|WaitAndClose|Join|\w+AndWait)$/.test(fun.sel.name)) return { op: "wait", on: fun.x };
  if (/^(Done|Give|Release|Finish|Leave)$/.test(fun.sel.name)) return { op: "signal", on: fun.x };
  return undefined;
}

/**
 * A method named like one of sync.Mutex's: of package sync itself, of an interface such as
 * sync.Locker, or of a type outside the module that cannot be looked into.
 */
function lockMethod(
  name: string,
  call: CallExpr,
  callee: Func | undefined,
  from?: Package,
): SyncOp | undefined {
  // An interface of the package may have its own small ones.
  if (callee?.ofInterface === true && call.args.length === 0)
    return lockMethods[name] ?? smallLockMethods[name];
  const op = lockMethods[name];
  // A lock of another package may take a word for its statistics, or give back what unlocks it.
  if (callee !== undefined && from !== undefined && callee.pkg !== from) return op ?? timedTry(name);
  if (callee === undefined && call.args.length === 1) return timedTry(name);
  if (call.args.length > 0) return undefined;
  return callee === undefined || callee.pkg.path === "sync" || callee.ofInterface ? op : undefined;
}

/** The context whose `Done()` an expression is. */
export function contextOf(expr: Expr, info: Info): Expr | undefined {
  const call = unparen(expr);
  const fun = call.kind === "CallExpr" ? unparen(call.fun) : undefined;
  if (call.kind !== "CallExpr" || fun?.kind !== "SelectorExpr") return undefined;
  return calleeName(call, info) === "context.Done" || calleeName(call, info) === "context.Context.Done"
    ? fun.x
    : undefined;
}

/** Is it a method that gives a lock back? */
export function isUnlock({ name, pkg, ofInterface }: Func): boolean {
  return (name === "Unlock" || name === "RUnlock") && (pkg.path === "sync" || ofInterface);
}

/** Is the expression a map? */
export function isMap(expr: Expr, info: Info): boolean {
  const type = info.types.get(expr);
  return type !== undefined && !info.typeExprs.has(expr) && asMap(type) !== undefined;
}

/** Is it a call of the standard library that gives a new map? */
export function copiesMap(call: CallExpr, info: Info): boolean {
  return /^(maps\.(Clone|Collect)|net\/http\.Header\.Clone)$/.test(calleeName(call, info));
}

/** The map that an iterator reads when somebody ranges over it: `m` of `maps.Keys(m)`. */
export function iteratedMap(call: CallExpr, info: Info): Expr | undefined {
  return /^maps\.(Keys|Values|All)$/.test(calleeName(call, info)) ? call.args[0] : undefined;
}

/** The same for a variable that holds such an iterator; `values` are those that hold one value for good. */
export function mapBehind(expr: Expr, info: Info, values: ReadonlyMap<Var, Expr>): Expr | undefined {
  const bare = unparen(expr);
  const obj = bare.kind === "Ident" ? info.uses.get(bare) : undefined;
  const value = obj?.kind === "Var" ? values.get(obj) : undefined;
  return value?.kind === "CallExpr" ? iteratedMap(value, info) : undefined;
}

/** Does a call use up the iterators that it is given? */
export function rangesOver(call: CallExpr, info: Info): boolean {
  return /^(slices\.(Collect|Sorted\w*|AppendSeq)|maps\.(Collect|Insert))$/.test(calleeName(call, info));
}

/** Calls after which control does not go on. */
export function neverReturns(call: CallExpr, info: Info): boolean {
  const fun = unparen(call.fun);
  if (fun.kind === "Ident") {
    const obj = info.uses.get(fun);
    return obj?.kind === "Builtin" && obj.name === "panic";
  }
  const name = calleeName(call, info);
  return (
    name === "os.Exit" ||
    name === "runtime.Goexit" ||
    /^log\.(Logger\.)?(Fatal|Panic)(f|ln)?$/.test(name) ||
    /^testing\.(common|T|B|F|TB)\.(Fatal|Fatalf|FailNow|Skip|Skipf|SkipNow)$/.test(name)
  );
}

/** Does the body of a subtest say that it runs beside the others? */
export function isParallel(body: BlockStmt, info: Info): boolean {
  return body.list.some((stmt) => isCallOfParallel(stmt, info));
}

/** Does a test say so before it does anything? What stands above that is done while no other test runs. */
export function isParallelFromTheStart({ list: [first] }: BlockStmt, info: Info): boolean {
  return first !== undefined && isCallOfParallel(first, info);
}

function isCallOfParallel(stmt: Stmt, info: Info): boolean {
  return (
    stmt.kind === "ExprStmt" &&
    stmt.x.kind === "CallExpr" &&
    calleeName(stmt.x, info) === "testing.T.Parallel"
  );
}

/** Functions that put what they are given where others find it at once. */
export function publishes(callee: Func): boolean {
  return /^sync(\.Map\.(Store|Swap|LoadOrStore|CompareAndSwap)|\/atomic\.(Value|Pointer)\.(Store|Swap|CompareAndSwap))$/.test(
    funcName(callee),
  );
}

/** The signature behind a type, or undefined. */
export function asSignature(type: Type | undefined): Signature | undefined {
  const under = type === undefined ? undefined : underlying(type);
  return under?.kind === "Signature" ? under : undefined;
}
