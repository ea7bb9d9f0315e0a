/** What one function body does to maps, locks and goroutines, before its calls are composed. */
import type { Expr, FuncLit, Range } from "../syntax/ast.ts";
import type { Func, Place, Type, TypeName, Var } from "../types/types.ts";
import type { Runs } from "./frameworks.ts";
import type { Path } from "./path.ts";

/** What is done to a map. `reassign` writes the variable that holds it, not the map itself. */
export type AccessKind = "write" | "read" | "iterate" | "delete" | "clear" | "reassign";

/** A lock as it stands in the program: by the field or variable that holds it, not by object. */
export interface LockRef {
  /** The class key of the mutex. */
  readonly key: string;
  /** The mutex field or variable; missing where the lock comes out of a call. */
  readonly variable?: Var;
  /** The text of the mutex where it was locked, such as `s.mu`. */
  readonly text: string;
  /** The object path, where there is one. */
  readonly path?: Path;
  /** Where the expression that names it stands in its function. */
  readonly pos: number;
  /** A `sync.Once`, a channel used as a semaphore: they order, but no fix can take them. */
  readonly pseudo: boolean;
}

/** A lock held at some point. */
export interface Held {
  readonly lock: LockRef;
  /** Where it may have been taken: moments that share no such position lie in different critical sections. */
  readonly since: ReadonlySet<number>;
  /** Held on every path that leads here? */
  readonly must: boolean;
  /** The weakest mode on the paths that hold it. */
  readonly mode: "R" | "W";
  /** Is it held in write mode on some path? */
  readonly mayWrite: boolean;
}

/** The locks held at some point, by class key. */
export type Lockset = ReadonlyMap<string, Held>;

/** What another strand looks like from an event: it was started before and not surely joined. */
export interface Liveness {
  /** Variables declared anew since it started: it sees the older ones. */
  readonly fresh: ReadonlySet<Var>;
  /** What was waited for since it started, on every path. */
  readonly waited: ReadonlySet<string>;
  /** Path keys of variables and fields that were given a new object since: what it was handed is the old one. */
  readonly remade: ReadonlySet<string>;
}

/** Where an event happens. */
export interface Moment {
  readonly strand: number;
  /** Source order of execution in the function, as far as that can be told. */
  readonly order: number;
  /** The loops around it, outermost first. */
  readonly loops: readonly number[];
  readonly locks: Lockset;
  readonly live: ReadonlyMap<number, Liveness>;
  /** What the strand waited for before, on every path. */
  readonly waited: ReadonlySet<string>;
  /** What conditions on constants told on every path, also before the strand began. */
  readonly facts: ReadonlySet<string>;
}

/** Which map an access is about. */
export interface MapTarget {
  /** Class key: the field, variable or call the map comes from. */
  readonly key: string;
  /** The field or variable that holds the map (or holds the maps inside of which it lies). */
  readonly variable?: Var;
  readonly path?: Path;
  /** The text of the map expression. */
  readonly text: string;
  readonly type: Type;
  /** Is the map reached through a local variable that was given it before? */
  readonly viaAlias: boolean;
  /** That variable. */
  readonly alias?: Var;
  /** Does the map lie in memory that nobody else can know of yet? */
  readonly owned: boolean;
}

export interface MapAccess extends Moment {
  readonly kind: AccessKind;
  readonly target: MapTarget;
  /** The whole expression or statement that accesses. */
  readonly place: Place;
  /** The index, range, call... node, for the fixes. */
  readonly node: Range;
  /** The function that accesses the map it is given, where the place is a call of it. */
  readonly through?: Func;
  /** How many calls lead from the place to it, where that is a call of another package's function. */
  readonly callsInside?: number;
}

/** Where a map, that is a reference to it, is handed to. */
export type HandoverKind =
  /** A local variable, or a field of an object that nobody else knows. */
  | "alias"
  /** A result of the function, itself or inside a composite literal. */
  | "return"
  /** A field, element or package variable. */
  | "store"
  /** A channel. */
  | "send"
  /** A function or method, as an argument. */
  | "argument";

/** A map is handed on; what happens to it from there is not part of this event. */
export interface Handover extends Moment {
  readonly kind: HandoverKind;
  readonly target: MapTarget;
  /** The expression that denotes the map. */
  readonly node: Expr;
  readonly place: Place;
  /** The variable, field or channel it is handed to, or the call. */
  readonly to?: Expr;
  /** Not the map itself is handed on, but an iterator that reads it whenever somebody ranges over that. */
  readonly asIterator?: true;
}

/** A local object becomes known to others: it is stored in shared memory, sent, or given to a goroutine. */
export interface Share extends Moment {
  /** The variable that holds the object. */
  readonly variable: Var;
  readonly place: Place;
  /** `atomic`: by an operation that whoever looks there is synchronised with. */
  readonly kind: "store" | "atomic" | "send" | "go";
}

/** A field or package variable is given another object, and with it other maps. */
export interface Replacement extends Moment {
  readonly variable: Var;
  readonly place: Place;
}

/** An argument of a call as far as the callee may reach something through it. */
export interface ArgPath {
  readonly path?: Path;
  readonly owned: boolean;
  readonly funcLit?: FuncLit;
}

export interface CallEvent extends Moment {
  readonly callee: Func;
  readonly place: Place;
  readonly recv?: ArgPath;
  readonly args: readonly ArgPath[];
  readonly deferred: boolean;
}

/** A call of a method of a type that is not known: through an interface, or of something unknown. */
export interface OpenCall {
  /** The exported methods of the interface that it goes through. */
  readonly through?: readonly string[];
  /** The method with the number of arguments, as in `.Put/2`. */
  readonly name: string;
  readonly strand: number;
  readonly locks: Lockset;
}

/** Something that lets a waiter go on: a send or close, wg.Done, the end of a wg.Go function. */
export interface SignalEvent {
  readonly strand: number;
  readonly order: number;
  readonly loops: readonly number[];
  readonly key: string;
  /** What the strand waited for before it: whoever waits for the signal waits for that, too. */
  readonly waited: ReadonlySet<string>;
}

/** An object of one of the package's types is an argument of a call of another package's function. */
export interface Lend extends Moment {
  readonly type: TypeName;
  readonly place: Place;
  /** Is it the receiver of the method that hands it on? */
  readonly fromReceiver: boolean;
}

/** What runs beside or instead of the function's own flow. */
export type StrandKind =
  /** The function's own flow. */
  | "self"
  /** `go`, wg.Go, errgroup.Go, AfterFunc. */
  | "go"
  /** A parallel subtest: runs beside the others when the test that starts it has ended. */
  | "subtest"
  /** A handler of requests: runs beside itself. */
  | "handler"
  /** A function literal that is kept or handed to code we do not see. */
  | "callback"
  /** A function literal handed to a function of this package. */
  | "argument";

export interface Strand {
  readonly id: number;
  readonly kind: StrandKind;
  readonly parent: number;
  /** Where it is started: a statement, or the head of one with a literal. */
  readonly place: Place;
  /** Where its own code stands: the literal; the starting statement where a function is called. */
  readonly code: Place;
  /** The function started by `go f(x)`; a literal's events stand in the strand itself. */
  readonly callee?: Func;
  /** The variables from outside that its literal uses itself, and does not get as arguments. */
  readonly captures: ReadonlySet<Var>;
  readonly inLoop: boolean;
  /** Does it depend on what a callee is given whether it runs beside the rest at all? */
  readonly conditional: boolean;
  /** The locks held where it is started. */
  readonly locksAtStart: Lockset;
  /** For an argument: who gets it, and as which parameter. */
  readonly argumentOf?: { readonly callee: Func; readonly index: number };
  /** For a callback: the registration that it is part of. */
  readonly registration?: Registration;
  /** Is it a callback that runs as a part of `main`? */
  readonly asMain: boolean;
}

/** Functions that are registered together, and that one goroutine calls, one after the other. */
export interface Registration {
  readonly place: Place;
  /** Is it made several times? Then each has a goroutine of its own. */
  readonly inLoop: boolean;
}

/** A function value taken without a call: a method value, a function stored or handed on. */
export interface FuncUse {
  readonly func: Func;
  readonly place: Place;
  /** How a library runs it, where its types tell. */
  readonly as: Runs | undefined;
  /** The registration that it is part of. */
  readonly registration: Registration | undefined;
}

/** A parameter that is not zero, or a field of it. */
export interface Need {
  readonly param: number;
  readonly field?: string;
}

/** How a goroutine runs a parameter of function type. */
export interface ParamStart {
  /** Several goroutines may run it at the same time; not where each holds a lock of all of them. */
  readonly inLoop: boolean;
  /** Does it depend on what the function is given whether a goroutine runs it at all? */
  readonly conditional: boolean;
  /** What must not be zero for a goroutine to run it. */
  readonly needs: readonly Need[];
  /** What the goroutine signals: whoever waits for it waits for the parameter's end. */
  readonly signals: ReadonlySet<string>;
}

/** A map that a function is given and accesses in its caller's goroutine. */
export interface ParamMap {
  /** The parameter's index; below 0 for the receiver. */
  readonly param: number;
  /** How many maps or slices the accessed map lies inside of. */
  readonly depth: number;
  readonly kind: AccessKind;
  /** The locks that the function holds then, its caller's not included. */
  readonly locks: Lockset;
}

/** What callers see of a function while they are walked. */
export interface Face {
  /** Locks held at every normal exit and not at entry. */
  readonly acquires: readonly Held[];
  /** Locks released that were not taken here. */
  readonly releases: readonly LockRef[];
  /** Locks that a call of its result gives back, where that is a function. */
  readonly returnsUnlock: readonly LockRef[];
  /** Parameters of function type that are called here, with the locks held then. */
  readonly paramCalls: ReadonlyMap<number, Lockset>;
  /** Parameters of function type that are called in goroutines started here. */
  readonly paramStarts: ReadonlyMap<number, ParamStart>;
  /** Maps among its parameters that are accessed here. */
  readonly paramMaps: readonly ParamMap[];
  /** What its callers wait for through it. */
  readonly waits: ReadonlySet<string>;
  /** Does every return give a new object that nobody else knows? */
  readonly returnsFresh: boolean;
  /** The class key of the channel that it makes and returns, for its caller to wait on. */
  readonly givesChannel?: string;
  /** The parameters' variables, in order, and the receiver's. */
  readonly params: readonly Var[];
  readonly recv?: Var;
}

/** All that a body does. */
export interface FuncEffects extends Face {
  readonly func: Func;
  readonly accesses: readonly MapAccess[];
  readonly handovers: readonly Handover[];
  readonly shares: readonly Share[];
  /** Local variables that only ever hold objects made here. */
  readonly made: ReadonlySet<Var>;
  readonly replacements: readonly Replacement[];
  readonly calls: readonly CallEvent[];
  readonly openCalls: readonly OpenCall[];
  readonly lends: readonly Lend[];
  /** Types whose objects are handed to functions that are not known. */
  readonly given: ReadonlySet<TypeName>;
  readonly signals: readonly SignalEvent[];
  /** What is waited for here until all have signalled, as WaitGroups; for a channel one signal is enough. */
  readonly groups: ReadonlySet<string>;
  readonly strands: readonly Strand[];
  readonly uses: readonly FuncUse[];
  /** Types whose methods it registers as a service. */
  readonly services: ReadonlySet<TypeName>;
  /** Locks this body takes itself, with the strands that do. */
  readonly takes: ReadonlyMap<string, ReadonlySet<number>>;
}
