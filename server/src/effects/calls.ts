/** What a call does, as the walker meets it. */
import type { CallExpr, Expr } from "../syntax/ast.ts";
import { unparen } from "../types/expr.ts";
import { isExported } from "../types/package.ts";
import { asNamed, type Func, underlying, unknown } from "../types/types.ts";
import { atomicCall } from "./atomics.ts";
import { noteParamCall, paramIndex, walkKnownCallee } from "./callees.ts";
import { accessKnown } from "./expressions.ts";
import { serviceRegistrations } from "./frameworks.ts";
import { escapeExpr } from "./handovers.ts";
import { methodNames } from "./implementations.ts";
import { funcName, isParallel, neverReturns, publishes, syncCall, writtenName } from "./known.ts";
import { noLocks } from "./lockset.ts";
import { meetMoments, signal } from "./memory.ts";
import { walkPipe } from "./pipes.ts";
import { walkRegistered } from "./registrations.ts";
import { isRun, runGiven, runnerOf } from "./running.ts";
import { walkSemaphore } from "./semaphores.ts";
import { callLiteral, handlesRequests, literalOf, passLiteral, runBeside } from "./strands.ts";
import { walkSync } from "./synchronise.ts";
import { callUnlock } from "./unlocks.ts";
import type { Walker } from "./walk.ts";

/**
 * Walks a call. A deferred call, and one that runs beside (`go f(x)`), had its operands evaluated
 * before.
 */
export function walkCall(walker: Walker, call: CallExpr, deferred: boolean, beside = false): void {
  const { info } = walker;
  const fun = unparen(call.fun);
  if (info.typeExprs.has(call.fun)) {
    for (const arg of call.args) walker.walkExpr(arg);
    return;
  }
  const called = info.callees.get(call);
  const callee =
    called === undefined || called.ofInterface ? (walker.callees.target(call) ?? called) : called;
  const sync = syncCall(call, info, walker.func.pkg);
  if (sync !== undefined) {
    if (!deferred && !beside && fun.kind === "SelectorExpr") walker.walkExpr(fun.x);
    walkSync(walker, call, sync);
    // What goes by its name may be looked into as well: a group of another package of the module.
    const isWait = sync.op === "wait" || sync.op === "signal";
    if (isWait && callee !== undefined) walkKnownCallee(walker, call, callee, fun, deferred);
    return;
  }
  const literal = literalOf(walker, fun);
  const runner = callee !== undefined && walker.callees.canSee(callee) ? undefined : runnerOf(walker, call);
  if (!deferred && !beside) {
    if (fun.kind === "SelectorExpr") walker.walkExpr(fun.x);
    else if (fun.kind === "CallExpr" || fun.kind === "IndexExpr") walker.walkExpr(fun);
    for (const [i, arg] of call.args.entries()) {
      if (runner === undefined || !isRun(walker, arg)) walkArgument(walker, call, callee, arg, i);
    }
  }
  if (literal !== undefined) {
    callLiteral(walker, literal);
    return;
  }
  callUnlock(walker, fun);
  signalAtomic(walker, call);
  cancelContext(walker, fun);
  closeChannel(walker, call);
  walkSemaphore(walker, call);
  walkPipe(walker, call);
  if (callee !== undefined && publishes(callee))
    for (const arg of call.args) escapeExpr(walker, arg, "atomic");
  noteService(walker, call);
  if (callee !== undefined && callee.pkg !== walker.func.pkg)
    for (const arg of call.args) lend(walker, arg, call);
  if (callee === undefined && isUnknown(fun, walker)) for (const arg of call.args) give(walker, arg);
  accessKnown(walker, call);
  if (isOpen(walker, fun, called, callee)) noteOpenCall(walker, fun, call.args.length);
  if (neverReturns(call, info)) {
    walker.stop();
    return;
  }
  if (runner !== undefined) runGiven(walker, call, runner);
  noteParamCall(walker, paramIndex(walker, fun), noLocks);
  if (callee !== undefined) walkKnownCallee(walker, call, callee, fun, deferred);
}

function walkArgument(
  walker: Walker,
  call: CallExpr,
  callee: Func | undefined,
  arg: Expr,
  index: number,
): void {
  const literal = literalOf(walker, arg);
  if (literal === undefined) {
    walkRegistered(walker, arg);
    return;
  }
  if (handlesRequests(walker, literal)) runBeside(walker, literal, "handler", literal);
  else if (callee !== undefined && funcName(callee) === "testing.T.Run") {
    if (isParallel(literal.body, walker.info)) runBeside(walker, literal, "subtest", call);
    else callLiteral(walker, literal);
  } else if (callee !== undefined && walker.callees.canSee(callee)) {
    passLiteral(walker, literal, call, callee, index);
  } else runBeside(walker, literal, "callback", call);
}

/** `close(ch)` lets those go on who wait on the channel. */
function closeChannel(walker: Walker, call: CallExpr): void {
  const fun = unparen(call.fun);
  const obj = fun.kind === "Ident" ? walker.info.uses.get(fun) : undefined;
  if (obj?.kind === "Builtin" && obj.name === "close" && call.args.length === 1) signal(walker, call.args[0]);
}

/** An atomic store lets those go on who see it. */
function signalAtomic(walker: Walker, call: CallExpr): void {
  const atomic = atomicCall(call, walker.info);
  if (atomic !== undefined && atomic.op !== "load") signal(walker, atomic.on);
}

/** `cancel()` lets those go on who receive from the context's Done. */
function cancelContext(walker: Walker, fun: Expr): void {
  const obj = fun.kind === "Ident" ? walker.info.uses.get(fun) : undefined;
  const ctx = obj?.kind === "Var" ? walker.locals.cancels.get(obj) : undefined;
  if (ctx !== undefined) signal(walker, ctx);
}

/**
 * May the call reach a method that is not known here? An interface that another package than its own implements is
 * there for several: more than the one that is seen may do so. The name of a single method would tell too little of
 * them.
 */
function isOpen({ info }: Walker, fun: Expr, called: Func | undefined, callee: Func | undefined): boolean {
  if (callee === undefined || callee.ofInterface) return true;
  if (called?.ofInterface !== true || fun.kind !== "SelectorExpr") return false;
  const type = info.types.get(fun.x) ?? unknown;
  const under = underlying(type);
  return under.kind === "Interface" && methodNames(under).size > 1 && asNamed(type)?.obj.pkg !== callee.pkg;
}

/** A call of which only the method's name is known. Other packages have none that is not exported. */
function noteOpenCall(walker: Walker, fun: Expr, args: number): void {
  if (fun.kind !== "SelectorExpr" || !isExported(fun.sel.name)) return;
  const { strand, state, info } = walker;
  const type = underlying(info.types.get(fun.x) ?? unknown);
  walker.openCalls.push({
    name: `.${fun.sel.name}/${args}`,
    ...(type.kind === "Interface" ? { through: [...methodNames(type)].filter(isExported).sort() } : {}),
    strand,
    locks: state.locks,
  });
}

/** An object of this package's own types that another package's function gets: as an interface it can name. */
function lend(walker: Walker, arg: Expr, call: CallExpr): void {
  const named = asNamed(walker.info.types.get(arg) ?? unknown);
  if (named === undefined || named.obj.pkg !== walker.func.pkg) return;
  const before = walker.lends.get(arg);
  const moment = walker.moment();
  const bare = unparen(arg);
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  walker.lends.set(arg, {
    ...(before === undefined ? moment : meetMoments(before, moment)),
    type: named.obj,
    place: walker.place(call),
    fromReceiver: obj?.kind === "Var" && obj.role === "recv",
  });
}

/** An object that code elsewhere gets of which nothing is known; it may call its methods, as the consumer of a queue does. */
function give(walker: Walker, arg: Expr): void {
  const named = asNamed(walker.info.types.get(arg) ?? unknown);
  if (named !== undefined) walker.given.add(named.obj);
}

/** Is nothing known of the function that is called? */
function isUnknown(fun: Expr, { info }: Walker): boolean {
  return fun.kind === "SelectorExpr" && (info.types.get(fun) ?? unknown) === unknown;
}

/** `pb.RegisterStoreServer(server, &store{})`: from then on the methods of the type serve requests. */
function noteService(walker: Walker, call: CallExpr): void {
  const { info } = walker;
  const fun = unparen(call.fun);
  const ident = fun.kind === "SelectorExpr" ? fun.sel : fun;
  if (ident.kind !== "Ident") return;
  const names = [ident.name, writtenName(call, info)];
  for (const { name, argument } of serviceRegistrations) {
    const arg = call.args[argument];
    if (arg === undefined || !names.some((candidate) => name.test(candidate))) continue;
    const named = asNamed(info.types.get(arg) ?? unknown);
    if (named !== undefined) walker.services.add(named.obj);
  }
}
