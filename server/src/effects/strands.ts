/** Goroutines and function literals: what runs beside the flow that starts it, and what runs in it. */
import type { CallExpr, Expr, FuncLit, Range } from "../syntax/ast.ts";
import { walk as walkTree } from "../syntax/walk.ts";
import { unparen } from "../types/expr.ts";
import type { Func, Var } from "../types/types.ts";
import { literalEntryOf } from "./entry.ts";
import type { Runs } from "./frameworks.ts";
import { escapeExpr } from "./handovers.ts";
import { jobSignals } from "./jobs.ts";
import { join, noLocks, release } from "./lockset.ts";
import type { Liveness, Lockset, Strand, StrandKind } from "./model.ts";
import { isDenied } from "./needs.ts";
import { isRun, runnerOf } from "./running.ts";
import { plus } from "./sets.ts";
import { afterDeclare, meetStates, type State } from "./state.ts";
import { takenOver } from "./unlocks.ts";
import type { Walker } from "./walk.ts";

/** `go call`: a literal is walked as a strand of its own, a call becomes one. */
export function startGo(walker: Walker, call: Expr, node: Range): void {
  const bare = unparen(call);
  if (bare.kind !== "CallExpr") return;
  const runner = runnerOf(walker, bare);
  for (const [i, arg] of bare.args.entries()) {
    const given = literalOf(walker, arg);
    if (given !== undefined && callsParam(walker, bare, i)) runBeside(walker, given, "go", node);
    else if (runner === undefined || !isRun(walker, arg)) walker.walkExpr(arg);
  }
  const literal = literalOf(walker, bare.fun);
  if (literal === undefined) {
    const fun = unparen(bare.fun);
    if (fun.kind === "SelectorExpr") walker.walkExpr(fun.x);
    runCallBeside(walker, bare, node);
    if (fun.kind === "SelectorExpr") escapeExpr(walker, fun.x, "go");
  } else runBeside(walker, literal, "go", node);
  for (const arg of bare.args) escapeExpr(walker, arg, "go");
}

/** Does the function that is called call this argument itself? Then it runs where the call does. */
function callsParam(walker: Walker, call: CallExpr, index: number): boolean {
  const callee = walker.info.callees.get(call);
  return callee !== undefined && walker.callees.effects(callee)?.paramCalls.has(index) === true;
}

/** The function literal that an expression stands for: itself, or the variable's only value. */
export function literalOf(walker: Walker, fun: Expr): FuncLit | undefined {
  const bare = unparen(fun);
  if (bare.kind === "FuncLit") return bare;
  const obj = bare.kind === "Ident" ? walker.info.uses.get(bare) : undefined;
  return obj?.kind === "Var" ? walker.locals.literals.get(obj) : undefined;
}

/** How a strand runs that code elsewhere starts. */
export interface Running {
  /** Signals that its end gives. */
  readonly signals?: Iterable<string>;
  /** Is it started several times? */
  readonly inLoop?: boolean;
  /** Is it run beside the rest only under conditions? */
  readonly conditional?: boolean;
  /** What it holds from its first statement to its last. */
  readonly holds?: Lockset;
}

/** Walks a literal as a strand that runs beside this one from here on. */
export function runBeside(
  walker: Walker,
  literal: FuncLit,
  kind: StrandKind,
  node: Range,
  { signals = [], inLoop = false, conditional = false, holds = noLocks }: Running = {},
): void {
  const id = newStrand(walker, kind, node, { literal, inLoop, conditional });
  if (walker.running.has(id)) {
    // It starts itself again: from here on it runs beside itself.
    leaveStrand(walker, id, kind, walker);
    return;
  }
  if (isTooOften(walker, literal)) return;
  const handed = kind === "go" ? takenOver(walker, literal) : noLocks;
  const outer = enterStrand(walker, id, kind, inLoop, join(holds, handed));
  for (const variable of reachedBy(walker, literal)) {
    walker.state = { ...walker.state, escaped: plus(walker.state.escaped, variable) };
  }
  const wasWalking = walker.walking.has(literal);
  walker.walking.add(literal);
  walker.running.add(id);
  walker.walkFunction(literal.body);
  walker.running.delete(id);
  if (!wasWalking) walker.walking.delete(literal);
  for (const key of signals) walker.signalKey(key);
  leaveStrand(walker, id, kind, outer);
  for (const key of handed.keys())
    walker.state = { ...walker.state, locks: release(walker.state.locks, key) };
  for (const variable of reachedBy(walker, literal)) {
    walker.state = { ...walker.state, escaped: plus(walker.state.escaped, variable) };
  }
}

/** Notes `go f(x)`: a strand whose events are those of a call. */
export function runCallBeside(
  walker: Walker,
  call: CallExpr,
  node: Range,
  { signals = [], inLoop = false, holds = noLocks }: Running = {},
): void {
  const callee = walker.info.callees.get(call);
  const id = newStrand(walker, "go", node, { callee, inLoop });
  const outer = enterStrand(walker, id, "go", inLoop, holds);
  walker.walkCall(call, false, true);
  for (const key of signals) walker.signalKey(key);
  leaveStrand(walker, id, "go", outer);
}

/** A literal that is kept for later, by somebody who is not known. */
export function keepLiteral(walker: Walker, literal: FuncLit): void {
  runBeside(walker, literal, handlesRequests(walker, literal) ? "handler" : "callback", literal);
}

/** Does a server run such a literal for several requests at once? */
export function handlesRequests(walker: Walker, literal: FuncLit): boolean {
  return runsAs(walker, literal) === "beside-itself";
}

function runsAs(walker: Walker, literal: FuncLit): Runs | undefined {
  return literalEntryOf(literal.type, walker.func, walker.decl);
}

/** Walks a literal that a function of this package gets as an argument, under the present locks. */
export function passLiteral(
  walker: Walker,
  literal: FuncLit,
  call: CallExpr,
  callee: Func,
  index: number,
): void {
  if (walker.walking.has(literal)) return;
  const effects = walker.callees.effects(callee);
  const start = effects?.paramStarts.get(index);
  if (start !== undefined && !isDenied(walker, call, start)) {
    runBeside(walker, literal, "go", literal, { ...start, signals: jobSignals(walker, call, start) });
    return;
  }
  // Where no goroutine is started that would run it, the callee does so itself.
  if (effects !== undefined && start === undefined && !effects.paramCalls.has(index)) {
    keepLiteral(walker, literal);
    return;
  }
  if (isTooOften(walker, literal)) return;
  const id = newStrand(walker, "argument", literal, { literal, argumentOf: { callee, index } });
  const before = { strand: walker.strand, state: walker.state };
  walker.strand = id;
  walker.walking.add(literal);
  walker.walkFunction(literal.body);
  walker.walking.delete(literal);
  walker.strand = before.strand;
  walker.state = meetStates(before.state, { ...walker.state, locks: before.state.locks });
}

/** A literal is walked for each of its calls, but not without end: literals call each other. */
const maxWalks = 16;

function isTooOften(walker: Walker, literal: FuncLit): boolean {
  const walks = (walker.walks.get(literal) ?? 0) + 1;
  walker.walks.set(literal, walks);
  return walks > maxWalks;
}

/** Walks a literal that is called here. */
export function callLiteral(walker: Walker, literal: FuncLit): void {
  if (walker.walking.has(literal) || isTooOften(walker, literal)) return;
  walker.walking.add(literal);
  // Each call has parameters of its own: goroutines that were started before have those of another one.
  for (const param of walker.info.params.get(literal) ?? []) walker.state = afterDeclare(walker.state, param);
  walker.walkFunction(literal.body);
  walker.walking.delete(literal);
}

/** What is told about a strand where it begins. */
interface Start {
  readonly literal?: FuncLit;
  readonly callee?: Func;
  readonly argumentOf?: Strand["argumentOf"];
  /** Is it started in a loop that stands elsewhere? */
  readonly inLoop?: boolean;
  readonly conditional?: boolean;
}

/** One strand for each literal or call, and each way to start it. */
function newStrand(walker: Walker, kind: StrandKind, node: Range, start: Start): number {
  const { literal, callee, argumentOf } = start;
  const key = literal ?? node;
  const known = walker.strandOf.get(key)?.get(kind);
  if (known !== undefined) return known;
  const id = walker.strands.length;
  // The head of a literal is enough to show where a goroutine starts.
  const isHere = literal !== undefined && literal.pos >= node.pos && literal.end <= node.end;
  walker.strands.push({
    id,
    kind,
    parent: walker.strand,
    place: walker.place(isHere ? { pos: node.pos, end: literal.type.end } : node),
    code: walker.place(literal ?? node),
    callee,
    captures: literal === undefined ? new Set() : capturedBy(walker, literal),
    inLoop: start.inLoop === true || walker.loops.length > 0,
    conditional: start.conditional === true,
    locksAtStart: walker.state.locks,
    argumentOf,
    registration: kind === "callback" ? walker.registration : undefined,
    asMain: kind === "callback" && literal !== undefined && runsAs(walker, literal) === "as-main",
  });
  const kinds = walker.strandOf.get(key) ?? new Map<StrandKind, number>();
  walker.strandOf.set(key, kinds.set(kind, id));
  return id;
}

function enterStrand(
  walker: Walker,
  id: number,
  kind: StrandKind,
  besideItself: boolean,
  holds: Lockset,
): { readonly strand: number; readonly state: State } {
  const before = { strand: walker.strand, state: walker.state };
  let { live } = walker.state;
  if (kind === "handler" || kind === "subtest") {
    // What is set up around a handler or a parallel subtest is done before these run.
    live = new Map([...live].filter(([other]) => walker.strands[other].kind === kind));
  }
  if (kind === "handler" || besideItself) live = new Map(live).set(id, started);
  walker.strand = id;
  walker.state = { ...walker.state, locks: holds, live, waited: new Set() };
  return before;
}

function leaveStrand(
  walker: Walker,
  id: number,
  kind: StrandKind,
  before: { readonly strand: number; readonly state: State },
): void {
  walker.strand = before.strand;
  walker.state = before.state;
  if (kind === "callback") return;
  const live = new Map(walker.state.live).set(id, started);
  const [oldest] = live.keys();
  if (live.size > maxLive) live.delete(oldest);
  walker.state = { ...walker.state, live };
}

/** No more strands are remembered as running: in functions with more, those that start close together meet. */
const maxLive = 64;

const started: Liveness = { fresh: new Set(), waited: new Set(), remade: new Set() };

/** The local variables that a literal uses from outside itself, with those that their aliases stand for. */
function reachedBy(walker: Walker, literal: FuncLit): readonly Var[] {
  return [...capturedBy(walker, literal)].map(
    (variable) => walker.locals.aliases.get(variable)?.root ?? variable,
  );
}

/** The local variables of this function that a literal uses from outside itself, also by literals that it names. */
function capturedBy(walker: Walker, literal: FuncLit, found = new Set<Var>()): Set<Var> {
  walkTree(literal.body, (node) => {
    const obj = node.kind === "Ident" ? walker.info.uses.get(node) : undefined;
    if (obj?.kind !== "Var" || obj.role === "field" || obj.role === "package" || found.has(obj)) return true;
    if (obj.place.pos >= literal.pos && obj.place.pos < literal.end) return true;
    found.add(obj);
    const named = walker.locals.literals.get(obj);
    if (named !== undefined) capturedBy(walker, named, found);
    return true;
  });
  return found;
}
