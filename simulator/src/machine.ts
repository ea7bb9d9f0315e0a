/**
 * The machine: a program compiled for a model, and the layout of its states.
 *
 * A state is a row of words. First a fixed part: why the program stopped, lost updates, for each thread its
 * program counter and registers, the length of each CPU's store buffer, memory, locks and channels. Then
 * the store buffers' entries, CPU by CPU, oldest first; so buffers have no bound and short ones cost nothing.
 *
 * A goroutine that leaves its CPU leaves an empty store buffer behind: a switch drains. So a store buffer that
 * holds something belongs to the thread that runs on its CPU, and the states name buffers by threads. Which CPU
 * a thread with an empty buffer runs on, if any, decides nothing: it can be put on any CPU whose buffer is
 * empty. All that `cpus` bounds is how many buffers hold something when a thread with an empty one runs
 * (`enabled.ts`); `placement.ts` follows who runs where along a run, for the reader.
 *
 * Threads can be switched between any two instructions, since Go preempts by a signal (runtime/preempt.go). The
 * runtime itself is not interrupted so (isAsyncSafePoint there), but gives way where its functions begin and where
 * they allocate; inside map operations that is taken to be everywhere.
 */
import type { Operand } from "./expression.ts";
import type { BitOperator, MachineOptions, Model, Program, VerdictKind } from "./program.ts";
import type { Sentence } from "./sentences.ts";
import type { ValueTable } from "./values.ts";

/** Operation codes. Grouped so that the ones that need an empty store buffer are at `LOCKED` or above. */
export const Op = {
  Load: 0,
  Store: 1,
  Assign: 2,
  Jump: 3,
  Branch: 4,
  MapRead: 5,
  MapWrite: 6,
  MapDelete: 7,
  MapRange: 8,
  MapLen: 9,
  MapClear: 10,
  Exit: 11,
  Abstract: 12,
  Panic: 13,
  Havoc: 14,
  /** Passes with stores in the buffer: Wait only loads the counter when it is 0 already (sync/waitgroup.go). */
  WaitGroupWait: 15,
  Select: 16,
  OnceBegin: 17,
  Choose: 18,
  Verdict: 19,
  Result: 20,
  LoadWide: 21,
  /** A lock that cannot be had, and a signal nobody waits for, are seen by loads alone. */
  TryLock: 22,
  TryRLock: 23,
  CondWait: 24,
  CondSignal: 25,
  CondBroadcast: 26,
  Mfence: 32,
  Xchg: 33,
  Xadd: 34,
  Cas: 35,
  Lock: 36,
  Unlock: 37,
  RLock: 38,
  RUnlock: 39,
  WaitGroupAdd: 40,
  ChanMake: 41,
  Send: 42,
  Recv: 43,
  Close: 44,
  OnceEnd: 45,
  Go: 46,
  AtomicUpdate: 47,
  CondEnter: 48,
} as const;

/** Operation codes from here on wait for the own store buffer to be empty. */
export const LOCKED = 32;

/** How an instruction touches a location, for races and the runtime's map checks. */
export const Access = {
  None: 0,
  Read: 1,
  Write: 2,
  Iterate: 3,
  Delete: 4,
  Clear: 5,
  Len: 6,
  AtomicRead: 7,
  AtomicWrite: 8,
} as const;

/** A case of a compiled select. */
export interface CodeCase {
  readonly send: boolean;
  /** Index of the channel among the program's syncs. */
  readonly sync: number;
  readonly value: Operand | null;
  /** Offsets of registers, -1 for none. */
  readonly register: number;
  readonly ok: number;
  readonly target: number;
}

/** A compiled instruction. Every field is always there, so that the engine sees one shape. */
export interface Code {
  readonly op: number;
  readonly access: number;
  /** Index of the location in the program, -1 for none. */
  readonly location: number;
  /** Index of the location that it accesses as far as data races go, -1 for none. */
  readonly raced: number;
  /** First slot of the location in memory, -1 for none. */
  readonly slot: number;
  /** Index among the program's syncs, or of the thread that a `go` starts; -1 for none. */
  readonly sync: number;
  readonly value: Operand | null;
  readonly key: Operand | null;
  readonly expected: Operand | null;
  /** Offsets of registers in the state, -1 for none. */
  readonly register: number;
  readonly second: number;
  readonly update: number;
  /** Index of the instruction that follows. */
  readonly next: number;
  readonly target: number;
  readonly cases: readonly CodeCase[];
  /** Value ids of a havoc, targets of a choose. */
  readonly choices: readonly number[];
  /** Offsets of the registers of a wide load. */
  readonly wide: readonly number[];
  /** True for memory that only this thread has to do with (see `Fresh` in program.ts). */
  readonly fresh: boolean;
  /** True when it belongs to the step before it. */
  readonly silent: boolean;
  /** True when the runtime checks nothing here (see `map-read` in program.ts). */
  readonly unchecked: boolean;
  /** Halt code of a panic or verdict. */
  readonly halt: number;
  /** Of an atomic update. */
  readonly operator: BitOperator;
  /** Index of the thread whose result is read, -1 for none. */
  readonly thread: number;
}

/** Where a location lives in memory. */
export interface LocationLayout {
  readonly slot: number;
  /** 1 for a variable, the number of elements of an array or of keys of a map. */
  readonly slots: number;
  readonly isMap: boolean;
  /** Memory of the Go runtime: no race and no outcome depends on it. */
  readonly internal: boolean;
  /** The slot number that stands for "the whole map is cleared" in a store buffer; -1 for a variable. */
  readonly clearSlot: number;
}

export interface SyncLayout {
  readonly kind: "mutex" | "rwmutex" | "waitgroup" | "channel" | "once" | "cond";
  /**
   * Offset of its words. mutex: holder + 1. rwmutex: writer + 1, whether the writer still waits, and for each
   * thread how many read locks it holds. waitgroup: value id of the counter. channel: closed, number of
   * values, values oldest first. once: 0 new, 1 done, 2 + the thread that runs the function. cond:
   * 1 + each thread that waits, in the order in which they came, then zeros.
   */
  readonly offset: number;
  readonly capacity: number;
}

export interface ThreadLayout {
  /** Offset of the program counter: 0 before the thread starts, else 1 + the index of its instruction. */
  readonly pc: number;
  readonly code: readonly Code[];
  readonly end: number;
  readonly endsProgram: boolean;
  readonly registers: readonly RegisterLayout[];
  /** For each instruction, and for the end, the offsets of registers that become 0 when it is reached. */
  readonly forgets: readonly (readonly number[])[];
}

/** Where a register of a thread is in a state. */
export interface RegisterLayout {
  readonly name: string;
  readonly offset: number;
}

/** Why a program stopped: a runtime error, a panic, a verdict, or main's end. */
export interface Halt {
  readonly kind: VerdictKind | "exit";
  readonly text: string;
  /** Why, of a verdict that says so. */
  readonly because?: Sentence;
}

/** Indices into `Machine.halts` that the engine itself uses. */
export const HaltCode = {
  MapWrites: 0,
  MapReadWrite: 1,
  MapIterationWrite: 2,
  UnlockMutex: 3,
  UnlockRWMutex: 4,
  RUnlock: 5,
  SendClosed: 6,
  CloseClosed: 7,
  NegativeCounter: 8,
  Exit: 9,
  IndexOutOfRange: 10,
} as const;

/**
 * What Go prints, by `HaltCode`. Sources: internal/runtime/maps (concurrent map ...), sync/mutex.go,
 * sync/rwmutex.go, sync/waitgroup.go, runtime/chan.go, runtime/error.go.
 */
export const builtinHalts: readonly Halt[] = [
  { kind: "fatal", text: "concurrent map writes" },
  { kind: "fatal", text: "concurrent map read and map write" },
  { kind: "fatal", text: "concurrent map iteration and map write" },
  { kind: "fatal", text: "sync: unlock of unlocked mutex" },
  { kind: "fatal", text: "sync: Unlock of unlocked RWMutex" },
  { kind: "fatal", text: "sync: RUnlock of unlocked RWMutex" },
  { kind: "panic", text: "send on closed channel" },
  { kind: "panic", text: "close of closed channel" },
  { kind: "panic", text: "sync: negative WaitGroup counter" },
  { kind: "exit", text: "" },
  { kind: "panic", text: "runtime error: index out of range" },
];

/**
 * The machine of a program's epilogue: one more thread, without store buffers. Its states are those of the program
 * followed by the thread's own words.
 */
export interface Epilogue {
  readonly machine: Machine;
  readonly length: number;
}

export interface Machine {
  readonly program: Program;
  readonly model: Model;
  /** What it was compiled for. */
  readonly options: MachineOptions;
  /** CPUs that run threads; at most one for each thread. */
  readonly cpus: number;
  readonly values: ValueTable;
  readonly threads: readonly ThreadLayout[];
  readonly locations: readonly LocationLayout[];
  readonly syncs: readonly SyncLayout[];
  readonly halts: readonly Halt[];
  /** Words of the fixed part. */
  readonly fixedLength: number;
  /** Offset of the buffers' lengths, one for each CPU. */
  readonly bufferLengths: number;
  /** Offset of memory, one word for each slot. */
  readonly memory: number;
  readonly slots: number;
  /** For each slot the offset of its "an update was lost" word, or -1. */
  readonly lost: readonly number[];
  /** For each slot the slot number that clears its whole map, or -1. */
  readonly clearSlots: readonly number[];
  /** Words of a buffer entry: slot, value, and with updates 1 + the value the update expects to replace. */
  readonly entryWords: 2 | 3;
  readonly buffered: boolean;
  readonly pso: boolean;
  /** Whether a store buffer may hold a clear of a whole map. */
  readonly clears: boolean;
  /** Whether some thread has a `choose`. */
  readonly chooses: boolean;
  /** Whether some instruction belongs to the step before it. */
  readonly silences: boolean;
  /** Threads that have map operations: only these can collide. */
  readonly mapThreads: readonly number[];
  /** What runs after an end, and the machine on which it runs; null when the program has no epilogue. */
  readonly epilogue: Epilogue | null;
  /** The first state. */
  readonly initial: readonly number[];
  /** The largest number a state word must hold, as far as is known before the run. */
  readonly largest: number;
}

/** Offset of the word that says why the program stopped: 0, or 1 + halt code * threads + thread. */
export const HALT = 0;
