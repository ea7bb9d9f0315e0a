/**
 * A simulator program: what the machine runs. Programs are plain data (they survive JSON and postMessage):
 * threads of typed instructions over named locations, locks and channels, each instruction with the place
 * in the reader's code it stands for. The scenario room makes them from Go, the litmus reader from tests.
 */

import type { Condition } from "./litmus/condition.ts";
import type { Sentence } from "./sentences.ts";

/** A place in the reader's code. Lines and columns from 1, columns in bytes as Go counts them. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The code itself, for sentences: `m[k] = v`. */
  readonly text: string;
}

/** What a location belongs to in the reader's code, for display only. */
export type OwnerKind = "package" | "field" | "local" | "parameter" | "element" | "other";

/** A memory location of one machine word. */
export interface VariableLocation {
  readonly kind: "variable";
  readonly name: string;
  readonly initial: number;
  /** True for a word of the Go runtime, as in `ArrayLocation`. */
  readonly internal?: boolean;
  readonly owner?: OwnerKind;
  readonly source?: SourceSpan;
}

/**
 * Words side by side, of which an instruction picks one by a computed index: the slots of a group, the buckets
 * of a table, an array of the reader's code.
 */
export interface ArrayLocation {
  readonly kind: "array";
  readonly name: string;
  /** The number of elements. An index outside panics as it does in Go. */
  readonly length: number;
  /** The elements at the start; 0 where there is none. */
  readonly initial?: readonly number[];
  /** What it is a part of, for the reader who did not write it: a lost update is one of this. */
  readonly of?: string;
  /** What the reader calls the elements, in order; `name[0]`, `name[1]` and so on when left out. */
  readonly elements?: readonly string[];
  /**
   * True for memory of the Go runtime, which the race detector does not see and the reader did not write: it
   * takes part in no data race and does not tell one outcome from another. `touches` says what an access of it
   * means, and the epilogue what its contents mean.
   */
  readonly internal?: boolean;
  readonly owner?: OwnerKind;
  readonly source?: SourceSpan;
}

/** A Go map with a few symbolic keys. A key's value is a machine word; a key may be absent. */
export interface MapLocation {
  readonly kind: "map";
  readonly name: string;
  /** The keys as the reader should see them (`"a"`, `k`); operands name a key by its index here. */
  readonly keys: readonly string[];
  /** The value of each key at the start, `null` for an absent one; all absent when left out. */
  readonly initial?: readonly (number | null)[];
  readonly owner?: OwnerKind;
  readonly source?: SourceSpan;
}

export type Location = VariableLocation | ArrayLocation | MapLocation;

export interface MutexSync {
  readonly kind: "mutex";
  readonly name: string;
}

/** A sync.RWMutex: a writer that waits blocks readers that come after it. */
export interface RWMutexSync {
  readonly kind: "rwmutex";
  readonly name: string;
}

export interface WaitGroupSync {
  readonly kind: "waitgroup";
  readonly name: string;
  /** The counter at the start; 0 when left out. */
  readonly initial?: number;
}

export interface ChannelSync {
  readonly kind: "channel";
  readonly name: string;
  /** 0 for an unbuffered channel. */
  readonly capacity: number;
}

export interface OnceSync {
  readonly kind: "once";
  readonly name: string;
}

/** A sync.Cond: the goroutines that wait, in the order in which they came. */
export interface CondSync {
  readonly kind: "cond";
  readonly name: string;
}

export type Sync = MutexSync | RWMutexSync | WaitGroupSync | ChannelSync | OnceSync | CondSync;

/** The operators of expressions. Comparisons and logic give 1 or 0; `and` and `or` are logical. */
export type BinaryOperator =
  | "add"
  | "sub"
  | "mul"
  /** Towards zero, as in Go; 0 when the divisor is 0. */
  | "div"
  | "rem"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "and"
  | "or"
  | BitOperator;

/** On the low 32 bits, as signed numbers. `shr` fills with zeros. */
export type BitOperator = "xor" | "bit-and" | "bit-or" | "shl" | "shr";

/** A value computed from the thread's own registers alone, in no time: no memory is touched. */
export type Expression =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "reg"; readonly name: string }
  | { readonly op: "not" | "neg"; readonly operand: Expression }
  | { readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression };

/**
 * The name of a register of the thread. Registers start at 0 and need no declaration. Those whose names begin with
 * `$` are scratch: they are not shown, and forgotten when no instruction can read them any more.
 */
export type Register = string;

/** A communication that a select offers, and the instruction that runs when it is chosen. */
export type SelectCase =
  | { readonly kind: "send"; readonly channel: string; readonly value: Expression; readonly target: number }
  | {
      readonly kind: "recv";
      readonly channel: string;
      readonly register?: Register;
      readonly ok?: Register;
      readonly target: number;
    };

interface Base {
  /** The code this instruction stands for. */
  readonly source?: SourceSpan;
  /** The instruction that follows where this one does not jump; the next of the list when left out. */
  readonly next?: number;
  /**
   * For data races this instruction is an access of that location (a map, say, when it is the first one of
   * mapassign), whatever it really reads or writes. The runtime tells the race detector in the same way.
   */
  readonly touches?: { readonly location: string; readonly access: TouchAccess };
  /** Where Go's runtime does this: release, file and line, as `1.24:src/internal/runtime/maps/map.go:479`. */
  readonly runtime?: string;
  /** What this is for, to be said before what it does. */
  readonly purpose?: Sentence;
  /**
   * True for what takes no time of its own: it belongs to the step before it, and no schedule comes in between.
   * Counts for assign, jump, branch, verdict and, but for PSO, accesses of fresh memory. A program may not have a
   * loop of nothing else.
   */
  readonly silent?: boolean;
}

export type TouchAccess = "read" | "write" | "iterate" | "delete" | "clear";

/** A word in memory: a variable, or with `index` an element of an array. */
interface Place {
  readonly location: string;
  readonly index?: Expression;
}

/**
 * `fresh` is for memory that only this goroutine can have to do with: not published yet, or never written after
 * that. First-in-first-out store buffers bring such stores to memory before the one that publishes it, so under SC
 * and TSO they may as well go there at once.
 */
type Fresh = { readonly fresh?: boolean };

/** What a program itself can say of an end; `text` of the instruction says of what, or what Go prints. */
export type VerdictKind =
  /** The runtime stops the program: Go prints `fatal error: ` and the text. */
  | "fatal"
  /** Go prints `panic: ` and the text. */
  | "panic"
  | "lost-update"
  /** An entry was stored and is not in the map. */
  | "lost-insert"
  /** A key is in the map twice. */
  | "duplicate-key"
  /** The map is marked as being written although nobody writes: the next access stops the program. */
  | "stuck-flag"
  | "stale-read"
  /** A search through the map that never ends. */
  | "endless-probe"
  /** The map's memory contradicts itself. */
  | "corruption";

/** A possibility of a `choose`, in words. */
export interface Choice {
  readonly target: number;
  readonly sentence: Sentence;
}

/**
 * A plain access that is half of an update such as `x++`: the store carries in `update` the register into
 * which the old value was read. When memory holds another value at the moment the store reaches it, the
 * update of another goroutine is lost, and the outcome says so.
 */
type Updating = { readonly update?: Register };

/** Jump targets are indices into the thread's `instructions`; the length of the list is its end. */
export type Instruction = Base &
  (
    | ({ readonly kind: "load"; readonly register: Register } & Place & Fresh)
    | ({ readonly kind: "store"; readonly value: Expression } & Place & Updating & Fresh)
    /**
     * One load of neighbouring words of an array, the first at `index`, all at the same moment. The CPU cannot put
     * its value together out of memory and its own store buffer, so it waits until stores to these words are gone.
     */
    | ({
        readonly kind: "load-wide";
        readonly location: string;
        readonly index: Expression;
        readonly registers: readonly Register[];
      } & Fresh)
    /** MFENCE: waits until the own store buffer is empty. */
    | { readonly kind: "mfence" }
    /** sync/atomic Load: a MOV, like a plain load, but never half of a data race with another atomic. */
    | ({ readonly kind: "atomic-load"; readonly register: Register } & Place)
    /** sync/atomic Store: an XCHG whose result is dropped. */
    | ({ readonly kind: "atomic-store"; readonly value: Expression } & Place)
    | ({
        readonly kind: "xchg";
        readonly value: Expression;
        /** Gets the old value. */
        readonly register?: Register;
      } & Place)
    /** LOCK XADD: adds `value`. Go's atomic Add returns the new value. */
    | ({
        readonly kind: "xadd";
        readonly value: Expression;
        readonly old?: Register;
        readonly new?: Register;
      } & Place)
    /** LOCK OR, LOCK AND, or a loop of LOCK CMPXCHG (sync/atomic's And and Or): the old value OPERATOR `value`. */
    | ({
        readonly kind: "atomic-update";
        readonly operator: BitOperator;
        readonly value: Expression;
        readonly old?: Register;
        readonly new?: Register;
      } & Place)
    /** LOCK CMPXCHG: drains the store buffer even when it fails. */
    | ({
        readonly kind: "cas";
        readonly expected: Expression;
        readonly value: Expression;
        readonly old?: Register;
        /** Gets 1 when the swap was made, else 0. */
        readonly success?: Register;
      } & Place)
    | { readonly kind: "assign"; readonly register: Register; readonly value: Expression }
    | { readonly kind: "jump"; readonly target: number }
    /** Jumps when the condition is not 0. */
    | { readonly kind: "branch"; readonly condition: Expression; readonly target: number }
    /** `v, ok := m[k]`. */
    | {
        readonly kind: "map-read";
        readonly map: string;
        readonly key: Expression;
        readonly register?: Register;
        readonly ok?: Register;
        /**
         * True when the compiler calls no lookup here: the read of `m[k]++`, which is one call of
         * mapassign. Such a read is part of a race, but the runtime never checks it.
         */
        readonly unchecked?: boolean;
      }
    /** `m[k] = v`. */
    | ({
        readonly kind: "map-write";
        readonly map: string;
        readonly key: Expression;
        readonly value: Expression;
      } & Updating)
    | { readonly kind: "map-delete"; readonly map: string; readonly key: Expression }
    /**
     * A step of `for range m`. With `key` it visits that key (`ok` gets 1 when it is present, so that the
     * body is skipped when it is not); without, it is a whole iteration and `count` gets the number of entries.
     */
    | {
        readonly kind: "map-range";
        readonly map: string;
        readonly key?: Expression;
        readonly register?: Register;
        readonly ok?: Register;
        readonly count?: Register;
      }
    | { readonly kind: "map-len"; readonly map: string; readonly register?: Register }
    | { readonly kind: "map-clear"; readonly map: string }
    /** Lock of a mutex or rwmutex. */
    | { readonly kind: "lock"; readonly sync: string }
    | { readonly kind: "unlock"; readonly sync: string }
    | { readonly kind: "rlock"; readonly sync: string }
    | { readonly kind: "runlock"; readonly sync: string }
    /** TryLock and TryRLock: `register` gets 1 when the lock was taken, else 0. */
    | { readonly kind: "try-lock" | "try-rlock"; readonly sync: string; readonly register?: Register }
    /** What Cond.Wait does before it unlocks: the goroutine is among those that wait. `cond-wait` must follow. */
    | { readonly kind: "cond-enter"; readonly sync: string }
    /** Waits until a signal has come to the goroutine. */
    | { readonly kind: "cond-wait"; readonly sync: string }
    /** Wakes the goroutine that waits longest, if there is one. */
    | { readonly kind: "cond-signal"; readonly sync: string }
    | { readonly kind: "cond-broadcast"; readonly sync: string }
    | { readonly kind: "wg-add"; readonly sync: string; readonly delta: Expression }
    | { readonly kind: "wg-done"; readonly sync: string }
    | { readonly kind: "wg-wait"; readonly sync: string }
    /** `make(chan T, n)`: the channel becomes empty and open, as it also is at the start. */
    | { readonly kind: "chan-make"; readonly sync: string }
    | { readonly kind: "send"; readonly sync: string; readonly value: Expression }
    | { readonly kind: "recv"; readonly sync: string; readonly register?: Register; readonly ok?: Register }
    | { readonly kind: "close"; readonly sync: string }
    /** Without `default` it waits until a case is ready; `default` is the instruction run when none is. */
    | { readonly kind: "select"; readonly cases: readonly SelectCase[]; readonly default?: number }
    /** once.Do: the first to come goes on to the body, others wait for its `once-end` and go to `target`. */
    | { readonly kind: "once-begin"; readonly sync: string; readonly target: number }
    | { readonly kind: "once-end"; readonly sync: string }
    /** Starts a thread whose `start` is `spawned`. A thread starts at most once. */
    | { readonly kind: "go"; readonly thread: string }
    /** Ends the thread here (a return, or runtime.Goexit). */
    | { readonly kind: "exit" }
    /** Something the machine does not run (a skipped call): a step without effect, for the reader. */
    | { readonly kind: "abstract"; readonly text: string }
    /** A panic that nothing recovers: the program ends. The message is what Go prints after `panic: `. */
    | { readonly kind: "panic"; readonly message: string }
    /** A value that is not known: every one of `values` is explored. */
    | { readonly kind: "havoc"; readonly register: Register; readonly values: readonly number[] }
    /**
     * Goes on at any of the targets. It is settled before anything else happens, so it adds possibilities and
     * no interleavings: how the code was compiled, say.
     */
    | { readonly kind: "choose"; readonly choices: readonly Choice[] }
    /**
     * Says what an end means, where `when` (true when left out) is not 0. In a goroutine the program stops with
     * that outcome, as at a fatal error; the epilogue goes on and may say more.
     */
    | {
        readonly kind: "verdict";
        readonly outcome: VerdictKind;
        readonly text: string;
        /** Why, to be said after it. */
        readonly because?: Sentence;
        readonly when?: Expression;
      }
    /** Reads a result of a goroutine; for the epilogue only. `finished` gets 1 when it came to its end. */
    | {
        readonly kind: "result";
        readonly thread: string;
        readonly result: Register;
        readonly register?: Register;
        readonly finished?: Register;
      }
  );

export type InstructionKind = Instruction["kind"];

/** A goroutine. */
export interface Thread {
  /** As the reader should see it; unique in the program. */
  readonly name: string;
  /** `initial` threads run from the start, `spawned` ones when a `go` instruction starts them. */
  readonly start: "initial" | "spawned";
  readonly instructions: readonly Instruction[];
  /** Registers whose last value is part of the outcome (a result, or what a goroutine read). */
  readonly results?: readonly Register[];
  /** True for main.main: when it ends, the program ends, whatever the others do. */
  readonly endsProgram?: boolean;
  readonly source?: SourceSpan;
}

export interface Program {
  readonly name: string;
  readonly locations: readonly Location[];
  readonly syncs: readonly Sync[];
  readonly threads: readonly Thread[];
  /**
   * What runs alone after every end that is no fatal error, panic or deadlock, on memory as it then is, in no
   * time: it looks around as a later reader would, writes down what that reader finds, and gives verdicts. It
   * must end, and may not wait.
   */
  readonly epilogue?: readonly Instruction[];
  /** Names for values that stand for something else, such as strings: `{ "7": "\"alice\"" }`. */
  readonly tokens?: Readonly<Record<string, string>>;
  /** What a litmus test asks of its final states. The machine does not look at it. */
  readonly condition?: Condition;
}

/** Memory models. PSO drains stores to different locations in any order; it is not ARM. */
export type Model = "sc" | "tso" | "pso";

/** What a program runs on. */
export interface MachineOptions {
  readonly model: Model;
  /**
   * The number of CPUs that run goroutines (GOMAXPROCS), at least 1; one for each goroutine when left out. A
   * goroutine can be taken off its CPU between any two instructions.
   */
  readonly cpus?: number;
  /** Whether the code is run as Go's compiler may have changed it (`withCompiler`); false when left out. */
  readonly compiler?: boolean;
}
