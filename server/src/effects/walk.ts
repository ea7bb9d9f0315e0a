/**
 * Walks one function body along its control flow and notes what it does: map accesses with the locks
 * held, goroutines started, signals, waits, calls. The files beside this one tell how, by subject.
 */
import type { BlockStmt, CallExpr, Expr, FuncDecl, FuncLit, Range, Stmt } from "../syntax/ast.ts";
import type { Info } from "../types/info.ts";
import type { Func, Place, TypeName, Var } from "../types/types.ts";
import { lockContract } from "./annotations.ts";
import { walkCall } from "./calls.ts";
import { walkExpr } from "./expressions.ts";
import { type Constants, constantsOf, decidedIn } from "./facts.ts";
import { givenChannel, type Job } from "./jobs.ts";
import { type Locals, localsOf } from "./locals.ts";
import { join, meet, noLocks } from "./lockset.ts";
import type { Target } from "./loops.ts";
import type {
  CallEvent,
  Face,
  FuncEffects,
  FuncUse,
  Handover,
  Lend,
  LockRef,
  Lockset,
  MapAccess,
  Moment,
  OpenCall,
  ParamMap,
  ParamStart,
  Registration,
  Replacement,
  Share,
  SignalEvent,
  Strand,
  StrandKind,
} from "./model.ts";
import { inCommon } from "./needs.ts";
import { afterWait, entryState, meetStates, type State, unreachable } from "./state.ts";
import { walkStmt } from "./statements.ts";

/** What the walker asks of the other functions of the package. */
export interface Callees {
  /** What is known of a function so far; undefined when it has no body, or calls in a circle lead here. */
  effects(func: Func): Face | undefined;
  /** Can the function's body be looked into? */
  canSee(func: Func): boolean;
  /** What a call through an interface or a package variable reaches, where there is only one possibility. */
  target(call: CallExpr): Func | undefined;
  /** The names of the semaphores that have room for one. */
  semaphores(): ReadonlySet<string>;
}

/** The walk through one body. Mutable while it runs; {@link functionEffects} gives the result. */
export class Walker {
  readonly func: Func;
  readonly decl: FuncDecl;
  readonly body: BlockStmt;
  readonly info: Info;
  readonly callees: Callees;
  readonly locals: Locals;
  readonly constants: Constants;
  /** Its variables of which it is known what they are. */
  readonly decided: ReadonlyMap<Var, boolean>;
  /** Literals that a variable holds for good. */
  readonly named: ReadonlySet<FuncLit>;
  state: State = entryState;
  strand = 0;
  /** Literals being walked: a closure that calls itself is walked once. */
  readonly walking = new Set<FuncLit>();
  /** Strands being walked: one that starts itself again is walked once. */
  readonly running = new Set<number>();
  /** How often a literal was walked: it is, for each of its calls. */
  readonly walks = new Map<FuncLit, number>();
  /** By node, then by strand and kind: a literal may run in several strands. */
  readonly accesses = new Map<object, Map<string, MapAccess>>();
  readonly handovers = new Map<Expr, Handover>();
  readonly shares = new Map<Expr, Share>();
  readonly replacements = new Map<Expr, Replacement>();
  readonly calls = new Map<object, Map<number, CallEvent>>();
  readonly openCalls: OpenCall[] = [];
  readonly lends = new Map<Expr, Lend>();
  readonly given = new Set<TypeName>();
  readonly signals: SignalEvent[] = [];
  readonly groups = new Set<string>();
  readonly strands: Strand[] = [];
  readonly uses: FuncUse[] = [];
  readonly services = new Set<TypeName>();
  /** The registration whose functions are being walked. */
  registration: Registration | undefined;
  /** Registrations by their literal: a second round of a loop makes no new ones. */
  readonly registrations = new Map<Expr, Registration>();
  /** Calls that stand for a function value run elsewhere, by the call that hands it over. */
  readonly implied = new Map<CallExpr, CallExpr>();
  readonly releases = new Map<string, LockRef>();
  readonly returnsUnlock = new Map<string, LockRef>();
  readonly takes = new Map<string, ReadonlySet<number>>();
  readonly paramCalls = new Map<number, Lockset>();
  /** The strands that call a parameter of function type. */
  readonly paramStrands = new Map<
    number,
    { readonly strand: number } & Omit<ParamStart, "inLoop" | "signals">
  >();
  /** Those that a goroutine calls without holding a lock. */
  readonly paramsUnlocked = new Set<number>();
  /** Parameters of function type that are handed to functions which start them. */
  readonly passedOn = new Map<number, ParamStart>();
  readonly waits = new Set<string>();
  /** Where all the returns of the function being walked meet. */
  exit: State = unreachable;
  deferred: CallExpr[] = [];
  /** What `break` and `continue` may leave, outermost first. */
  targets: Target[] = [];
  loops: number[] = [];
  order = 0;
  freshReturns = true;
  returns = 0;
  /** The channels that its returns give; undefined for what is none of its own. */
  readonly returnedChannels = new Set<string | undefined>();
  /** What can be waited for by what variables and collections hold, by class key. */
  readonly jobs = new Map<string, readonly Job[]>();
  /** The strand that declares a variable. */
  readonly homes = new Map<Var, number>();
  /** Strands by the literal or statement that starts them: a second round starts no new ones. */
  readonly strandOf = new Map<object, Map<StrandKind, number>>();
  /** Loops by their statement, with the rounds walked so far. */
  readonly loopOf = new Map<Stmt, { readonly id: number; rounds: number }>();

  constructor(func: Func, decl: FuncDecl, body: BlockStmt, info: Info, callees: Callees) {
    this.func = func;
    this.decl = decl;
    this.body = body;
    this.info = info;
    this.callees = callees;
    this.locals = localsOf(body, info, (call) => this.makesNew(call));
    this.constants = constantsOf(body, info.params.get(decl) ?? [], info);
    this.decided = decidedIn(body, info);
    this.named = new Set(this.locals.literals.values());
  }

  /** Walks the body and the deferred calls, and sums up. */
  run(body: BlockStmt): FuncEffects {
    this.strands.push({
      id: 0,
      kind: "self",
      parent: 0,
      place: this.place(this.decl),
      code: this.place(this.decl),
      captures: new Set(),
      inLoop: false,
      conditional: false,
      locksAtStart: noLocks,
      asMain: false,
    });
    const params = this.info.params.get(this.decl) ?? [];
    const variables = this.info.recv === undefined ? params : [this.info.recv, ...params];
    const contract = lockContract(this.decl, this.func.pkg, variables);
    this.state = { ...this.state, locks: contract.entry };
    const exit = this.walkFunction(body);
    const releases = this.#releasesAt(exit);
    for (const [key, { lock }] of contract.entry) if (!exit.locks.has(key)) releases.set(key, lock);
    const acquired = [...join(contract.acquires, exit.locks).values()].filter(
      ({ lock }) => !lock.pseudo && !contract.entry.has(lock.key),
    );
    return {
      func: this.func,
      accesses: [...this.accesses.values()].flatMap((kinds) => [...kinds.values()]),
      handovers: [...this.handovers.values()],
      shares: [...this.shares.values()],
      made: this.locals.fresh,
      replacements: [...this.replacements.values()],
      calls: [...this.calls.values()].flatMap((strands) => [...strands.values()]),
      openCalls: this.openCalls,
      lends: [...this.lends.values()],
      given: this.given,
      signals: this.signals,
      groups: this.groups,
      strands: this.strands,
      uses: this.uses,
      services: this.services,
      acquires: acquired,
      releases: [...releases.values()],
      returnsUnlock: [...this.returnsUnlock.values()],
      takes: this.takes,
      paramCalls: this.paramCalls,
      paramStarts: this.#paramStarts(),
      paramMaps: this.#paramMaps(params),
      waits: this.waits,
      returnsFresh: this.returns > 0 && this.freshReturns,
      givesChannel: givenChannel(this.returnedChannels),
      params,
      recv: this.info.recv,
    };
  }

  /**
   * The caller's locks that are not held all the time until here. One that was given back on some paths, taken
   * again on each of these, and left alone on the others is as good as left alone.
   */
  #releasesAt(exit: State): Map<string, LockRef> {
    return new Map(
      [...this.releases].filter(([key]) => exit.givenBack.has(key) || exit.locks.get(key)?.must === true),
    );
  }

  #paramStarts(): ReadonlyMap<number, ParamStart> {
    const starts = new Map(this.passedOn);
    for (const [index, { strand: id, conditional, needs }] of this.paramStrands) {
      const signals = this.signals.filter(({ strand }) => strand === id).map(({ key }) => key);
      starts.set(index, {
        inLoop: this.strands[id].inLoop && this.paramsUnlocked.has(index),
        conditional,
        needs: inCommon(starts.get(index), needs),
        signals: new Set(signals),
      });
    }
    return starts;
  }

  /** Accesses in the function's own flow to maps that its parameters hold. */
  #paramMaps(params: readonly Var[]): readonly ParamMap[] {
    const maps = new Map<string, ParamMap>();
    for (const access of [...this.accesses.values()].flatMap((kinds) => [...kinds.values()])) {
      const { kind, target, locks, strand } = access;
      // A parameter that was given a new map stands for that from then on.
      if (strand !== 0 || kind === "reassign" || target.owned || target.path === undefined) continue;
      const { root, steps } = target.path;
      const param = params.indexOf(root);
      if ((param < 0 && root !== this.info.recv) || steps.some((step) => step !== "[]")) continue;
      const key = `${param} ${steps.length} ${kind}`;
      const known = maps.get(key);
      const held = known === undefined ? locks : meet(known.locks, locks);
      maps.set(key, { param, depth: steps.length, kind, locks: held });
    }
    return [...maps.values()];
  }

  /** Walks a function's body from the present state to all its exits, then what it deferred. */
  walkFunction(body: BlockStmt): State {
    const outer = { exit: this.exit, deferred: this.deferred, targets: this.targets };
    this.exit = unreachable;
    this.deferred = [];
    this.targets = [];
    this.walkBlock(body);
    this.state = meetStates(this.exit, this.state);
    for (const call of this.deferred.toReversed()) walkCall(this, call, true);
    this.exit = outer.exit;
    this.deferred = outer.deferred;
    this.targets = outer.targets;
    return this.state;
  }

  walkBlock(block: BlockStmt): void {
    for (const stmt of block.list) this.walkStmt(stmt, undefined);
  }

  walkStmt(stmt: Stmt, label: string | undefined): void {
    walkStmt(this, stmt, label);
  }

  walkExpr(expr: Expr): void {
    walkExpr(this, expr);
  }

  walkCall(call: CallExpr, deferred: boolean, beside = false): void {
    walkCall(this, call, deferred, beside);
  }

  /** The present moment. */
  moment(): Moment {
    const { locks, live, waited, facts } = this.state;
    return { strand: this.strand, order: this.order++, loops: [...this.loops], locks, live, waited, facts };
  }

  /** Where a node stands. */
  place(node: Range): Place {
    return { decl: this.decl, pos: node.pos, end: node.end };
  }

  /** Notes that whoever waits for this may go on. */
  signalKey(key: string): void {
    const { waited } = this.state;
    this.signals.push({ strand: this.strand, order: this.order++, loops: [...this.loops], key, waited });
  }

  /** Notes a wait. */
  waitKey(key: string): void {
    if (this.strand === 0) this.waits.add(key);
    this.state = afterWait(this.state, key);
  }

  /** Leaves the function without a normal exit. */
  stop(): void {
    this.state = unreachable;
  }

  /** Does the call give a new object that nobody else knows? */
  makesNew(call: Expr): boolean {
    if (call.kind !== "CallExpr") return false;
    const callee = this.info.callees.get(call);
    if (callee === undefined || callee.ofInterface) return false;
    return this.callees.effects(callee)?.returnsFresh === true;
  }
}

/** The effects of one function. */
export function functionEffects(
  func: Func,
  decl: FuncDecl,
  body: BlockStmt,
  info: Info,
  callees: Callees,
): FuncEffects {
  return new Walker(func, decl, body, info, callees).run(body);
}
